using InfraAi.Model;

namespace InfraAi.Platform.Configuration;

/// <summary>One setting: its value, and where it came from.</summary>
/// <param name="Origin">"environment", the path of a .env file, or "default".</param>
public sealed record Setting(string Name, string? Value, string Origin);

/// <summary>What the platform runs with: environment variables, else the .env file at the root, else the defaults of the embedded set-up.</summary>
public sealed class Settings
{
    private readonly Func<string, string?> environment;
    private readonly IReadOnlyDictionary<string, string> file;
    private readonly string envFile;

    private Settings(string root, Func<string, string?> environment, IReadOnlyDictionary<string, string> file, string envFile)
    {
        Root = root;
        this.environment = environment;
        this.file = file;
        this.envFile = envFile;
    }

    /// <summary>The folder of the checkout: where infra-ai, platform.yaml and .env are.</summary>
    public string Root { get; }

    /// <summary>The one folder that everything is written to.</summary>
    public string Home => Path.GetFullPath(Text("INFRA_AI_HOME", "data"), Root);

    /// <summary>Where the agent listens and is reached; no slash at its end.</summary>
    public Uri AgentUrl => new(Text("AGENT_URL", "http://127.0.0.1:8000").TrimEnd('/'));

    public string Analyzer => Text("ANALYZER", "offline");

    /// <summary>Owner of entities whose input names none, as a Backstage reference ("group:default/platform"); null lets each project have its own team.</summary>
    public string? DefaultOwner => Get("DEFAULT_OWNER").Value;

    /// <param name="root">The folder of the checkout.</param>
    /// <param name="environment">Reads one variable; null when it is not set.</param>
    /// <returns>The settings, or a problem that names the one that is not usable.</returns>
    public static Result<Settings> Load(string root, Func<string, string?> environment)
    {
        var path = Path.Combine(root, ".env");
        IReadOnlyDictionary<string, string> assignments = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (File.Exists(path))
            {
                assignments = EnvFile.Parse(File.ReadAllText(path));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "env-not-readable",
                ProblemKind.Outside,
                new($"{path} cannot be read: {e.Message}", $"No se puede leer {path}: {e.Message}"),
                new("Make it readable for this user, or remove it.", "Hágalo legible para este usuario, o elimínelo.")
            );
        }

        var settings = new Settings(root, environment, assignments, path);
        return settings.Check() is { } problem ? problem : settings;
    }

    /// <summary>A value that is empty or blank counts as not set.</summary>
    public Setting Get(string name, string? otherwise = null)
    {
        if (environment(name) is { } value && !string.IsNullOrWhiteSpace(value))
        {
            return new(name, value.Trim(), "environment");
        }

        return file.TryGetValue(name, out var written) && !string.IsNullOrWhiteSpace(written)
            ? new(name, written.Trim(), envFile)
            : new(name, otherwise, "default");
    }

    private string Text(string name, string otherwise) => Get(name, otherwise).Value!;

    private Problem? Check()
    {
        var url = Get("AGENT_URL", "http://127.0.0.1:8000");
        if (!Uri.TryCreate(url.Value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.AbsolutePath != "/")
        {
            return Wrong(url, "a URL such as http://127.0.0.1:8000", "una URL como http://127.0.0.1:8000");
        }

        var analyzer = Get("ANALYZER", "offline");
        if (analyzer.Value is not ("offline" or "gemini"))
        {
            return Wrong(analyzer, "offline or gemini", "offline o gemini");
        }

        return null;
    }

    private static Problem Wrong(Setting setting, string en, string es) =>
        new(
            "setting-not-valid",
            ProblemKind.Usage,
            new(
                $"{setting.Name} is \"{setting.Value}\" (from {setting.Origin}); it takes {en}.",
                $"{setting.Name} es \"{setting.Value}\" (de {setting.Origin}); debe ser {es}."
            ),
            new($"Correct {setting.Name} or unset it.", $"Corrija {setting.Name} o quítela.")
        );
}
