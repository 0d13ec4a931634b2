using System.Globalization;
using System.Net;
using InfraAi.Model;
using InfraAi.Platform.Files;

namespace InfraAi.Platform.Configuration;

/// <summary>One setting: its value, and where it came from.</summary>
/// <param name="Origin">"environment", the path of a .env file, or "default".</param>
public sealed record Setting(string Name, string? Value, string Origin);

/// <summary>The model that reads descriptions, as far as it is set.</summary>
/// <param name="Vendor">"gemini", "openai" or "anthropic".</param>
/// <param name="Name">Null when none is named.</param>
/// <param name="BaseUrl">Null for the vendor's own address.</param>
/// <param name="Timeout">For one call.</param>
/// <param name="Concurrency">Calls at the same time.</param>
public sealed record ModelSettings(string Vendor, string? Name, Uri? BaseUrl, string? Key, TimeSpan Timeout, int Concurrency)
{
    /// <summary>The key is not for reading.</summary>
    public override string ToString() => $"{Vendor} {Name}";
}

/// <summary>The PostgreSQL that several agents share.</summary>
/// <param name="Ssl">disable, prefer, require, verify-ca or verify-full, as libpq's sslmode.</param>
public sealed record PostgresSettings(string Host, int Port, string User, string? Password, string Database, string Ssl = "prefer")
{
    /// <summary>The password is not for reading.</summary>
    public override string ToString() => $"{User}@{Host}:{Port}/{Database}";
}

/// <summary>The OpenID provider of the people, and what their groups there may do here.</summary>
/// <param name="Audience">For which the tokens that programs send are made.</param>
/// <param name="NameClaim">The claim that names a person; no two people may have the same.</param>
/// <param name="RoleClaim">The claim that lists groups or roles.</param>
/// <param name="DefaultRole">Of who is in none of the groups: reader, author, maintainer, or none.</param>
/// <param name="IsMaintainer">Whether AGENT_MAINTAINERS names a person (oidc:NAME).</param>
public sealed record OidcSettings(
    Uri Authority,
    string ClientId,
    string? ClientSecret,
    string Audience,
    IReadOnlyList<string> Scopes,
    string NameClaim,
    string RoleClaim,
    IReadOnlyList<string> Readers,
    IReadOnlyList<string> Authors,
    IReadOnlyList<string> Maintainers,
    string DefaultRole,
    Func<string, bool> IsMaintainer
)
{
    /// <summary>The secret is not for reading.</summary>
    public override string ToString() => $"{ClientId} at {Authority}";
}

/// <summary>Where the agent listens.</summary>
/// <param name="Address">Null for both addresses of localhost.</param>
public sealed record ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>True when only this machine's own programs reach it.</summary>
    public bool IsLoopback => Address is null || IPAddress.IsLoopback(Address);
}

/// <summary>What the platform runs with: environment variables, else the .env file at the root, else the defaults of the embedded set-up.</summary>
public sealed class Settings
{
    public const string DefaultGeminiModel = "gemini-3.8-flash";
    private const int ShortestSecret = 20;

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

    /// <summary>Where the agent is reached; no slash at its end.</summary>
    public Uri AgentUrl => new(Text("AGENT_URL", "http://127.0.0.1:8000").TrimEnd('/'));

    /// <summary>AGENT_LISTEN; without it the address of AGENT_URL. A name there, which may be anybody's, opens this machine's loopback only.</summary>
    public ListenAddress Listen
    {
        get
        {
            if (Get("AGENT_LISTEN").Value is { } text && IPEndPoint.TryParse(text, out var end))
            {
                return new(end.Address, end.Port == 0 ? AgentUrl.Port : end.Port);
            }

            return new(IPAddress.TryParse(AgentUrl.Host.Trim('[', ']'), out var address) ? address : null, AgentUrl.Port);
        }
    }

    /// <summary>AGENT_HOSTS: names by which the agent is reached besides the one of AGENT_URL and this machine's own.</summary>
    public IReadOnlyList<string> AgentHosts => List("AGENT_HOSTS");

    /// <summary>"token" (a caller proves to have the agent's token), "oidc" (people sign in at an OpenID provider too), or "none".</summary>
    public string SignIn => Text("AGENT_SIGN_IN", "token");

    /// <summary>Addresses of the Backstage backends whose users the agent believes in: BACKSTAGE_URL and those of AGENT_PORTALS.</summary>
    public IReadOnlyList<string> Portals => [.. (Get("BACKSTAGE_URL").Value is { } own ? (string[])[own] : []), .. List("AGENT_PORTALS")];

    /// <summary>Whether AGENT_MAINTAINERS names this person, as Backstage (user:default/ana) or the OpenID provider does.</summary>
    public bool IsMaintainer(string name) => List("AGENT_MAINTAINERS").Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null without AGENT_SIGN_IN=oidc.</summary>
    public OidcSettings? Oidc =>
        SignIn == "oidc" && Get("OIDC_AUTHORITY").Value is { } authority && Get("OIDC_CLIENT_ID").Value is { } client
            ? new(
                new Uri(authority),
                client,
                Get("OIDC_CLIENT_SECRET").Value,
                Text("OIDC_AUDIENCE", client),
                Text("OIDC_SCOPES", "openid profile").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
                Text("OIDC_NAME_CLAIM", "sub"),
                Text("OIDC_ROLE_CLAIM", "groups"),
                List("OIDC_READERS"),
                List("OIDC_AUTHORS"),
                List("OIDC_MAINTAINERS"),
                Text("OIDC_DEFAULT_ROLE", "reader"),
                IsMaintainer
            )
            : null;

    /// <summary>What callers of the agent send: AGENT_TOKEN, else what is in the data folder, made now when there is none.</summary>
    /// <exception cref="IOException">The data folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The data folder, or the token in it, is another user's.</exception>
    public string AgentToken => Get("AGENT_TOKEN").Value ?? AgentTokenFile.Read();

    /// <summary>Where the token is when AGENT_TOKEN is not set.</summary>
    public SecretFile AgentTokenFile => new(Home, "agent-token");

    /// <summary>The secret part of the addresses by which Git and Backstage read without signing in: AGENT_READ_KEY, else made in the data folder.</summary>
    /// <exception cref="IOException">The data folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The data folder, or the key in it, is another user's.</exception>
    public string ReadKey => Get("AGENT_READ_KEY").Value ?? new SecretFile(Home, "read-key").Read();

    /// <summary>The addresses by which Git and Backstage read what the agent serves.</summary>
    public ReadAddress ReadAddress => new(AgentUrl, new Lazy<string>(() => ReadKey));

    /// <summary>"offline", or the vendor of the model that reads: "gemini", "openai", "anthropic". Gemini when its key is there.</summary>
    public string Analyzer => Text("ANALYZER", DefaultAnalyzer);

    /// <summary>True when the offline reader takes over where the model fails.</summary>
    public bool OfflineFallback => Text("ANALYSIS_FALLBACK", "none") == "offline";

    /// <summary>"github", "git" (the agent's own repositories), or "none": then the pipeline ends when the files are validated.</summary>
    public string Publish => Text("PUBLISH", Get("GITHUB_TOKEN").Value is null && Get("GITHUB_APP_ID").Value is null ? "git" : "github");

    /// <summary>How long a silent agent keeps its work before another one takes it over.</summary>
    public TimeSpan JobLease => TimeSpan.FromSeconds(Number("JOB_LEASE", 15));

    /// <summary>New repositories on GitHub within 24 hours.</summary>
    public int NewRepositoriesPerDay => Number("GITHUB_NEW_PER_DAY", 1000);

    /// <summary>Analyses older than so many days are forgotten; 0, the default, keeps them.</summary>
    public int RetentionDays => Number("RETENTION_DAYS", 0);

    /// <summary>The oldest analyses are forgotten when all are more than so many megabytes; 0, the default, keeps them.</summary>
    public int RetentionMegabytes => Number("RETENTION_MB", 0);

    /// <summary>How often an analysis may be lost, with an agent that died or by a fault of the program, before it fails for good.</summary>
    public int JobLosses => Number("JOB_LOSSES", 3);

    /// <summary>Null without POSTGRES_HOST: then the embedded SQLite store is used.</summary>
    public PostgresSettings? Postgres =>
        Get("POSTGRES_HOST").Value is { } host
            ? new(
                host,
                Number("POSTGRES_PORT", 5432),
                Text("POSTGRES_USER", "postgres"),
                Get("POSTGRES_PASSWORD").Value,
                Text("POSTGRES_DB", "infra_ai"),
                Text("POSTGRES_SSLMODE", "prefer")
            )
            : null;

    /// <summary>BACKSTAGE_TOKEN; without it, for a Backstage of this machine, the token that start --all makes for it. Null when there is neither.</summary>
    public string? BackstageToken =>
        Get("BACKSTAGE_TOKEN").Value ?? (OwnsBackstage ? new SecretFile(Home, "backstage-token").ReadIfThere() : null);

    /// <summary>False when BACKSTAGE_URL is another machine's. One of our own behind a proxy says so: BACKSTAGE_PRODUCTION or BACKSTAGE_PORT is set.</summary>
    public bool OwnsBackstage =>
        !Uri.TryCreate(Get("BACKSTAGE_URL").Value, UriKind.Absolute, out var url)
        || url.IsLoopback
        || Get("BACKSTAGE_PRODUCTION").Value is not null
        || Get("BACKSTAGE_PORT").Value is not null;

    private string DefaultAnalyzer => Get("GEMINI_API_KEY").Value is null ? "offline" : "gemini";

    /// <summary>The model that an analyser asks: Gemini has its own settings, every other vendor shares MODEL_*.</summary>
    /// <returns>Null for the offline analyser.</returns>
    public ModelSettings? Model(string analyzer)
    {
        if (analyzer == "offline")
        {
            return null;
        }

        var gemini = analyzer == "gemini";
        var url = Get(gemini ? "GOOGLE_GEMINI_BASE_URL" : "MODEL_BASE_URL").Value;
        return new(
            analyzer,
            gemini ? Text("GEMINI_MODEL", DefaultGeminiModel) : Get("MODEL_NAME").Value,
            url is null ? null : new Uri(url),
            Get(gemini ? "GEMINI_API_KEY" : "MODEL_API_KEY").Value,
            TimeSpan.FromSeconds(Number("MODEL_TIMEOUT", 120)),
            Number("MODEL_CONCURRENCY", 256)
        );
    }

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
                assignments = EnvDocument.Read(File.ReadAllBytes(path)).Values;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return EnvProblems.NotReadable(path, e.Message);
        }

        var settings = new Settings(root, environment, assignments, path);
        return settings.Check() is { } problem ? problem : settings;
    }

    /// <summary>The settings of the environment alone, for the tasks that mend a .env file: what it says wrongly must not stop them.</summary>
    public static Settings WithoutFile(string root, Func<string, string?> environment) =>
        new(root, environment, new Dictionary<string, string>(StringComparer.Ordinal), Path.Combine(root, ".env"));

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

        return OneOf("ANALYZER", DefaultAnalyzer, "offline", "gemini", "openai", "anthropic")
            ?? OneOf("AGENT_SIGN_IN", "token", "token", "oidc", "none")
            ?? OneOf("OIDC_DEFAULT_ROLE", "reader", "none", "reader", "author", "maintainer")
            ?? Provider()
            ?? Secret("AGENT_TOKEN")
            ?? Secret("AGENT_READ_KEY")
            ?? Endpoint("AGENT_LISTEN")
            ?? Open()
            ?? OneOf("ANALYSIS_FALLBACK", "none", "none", "offline")
            ?? OneOf("PUBLISH", "git", "git", "github", "none")
            ?? OneOf("GITHUB_LAYOUT", "project", "project", "catalog")
            ?? OneOf("GITHUB_EXISTS", "adopt", "adopt", "pull-request", "refuse")
            ?? Within("GITHUB_NEW_PER_DAY", 1000, 0, 1_000_000)
            ?? OneOf("GITHUB_VISIBILITY", "private", "private", "public")
            ?? Within("JOB_LEASE", 15, 1, 3600)
            ?? Within("RETENTION_DAYS", 0, 0, 36_500)
            ?? Within("RETENTION_MB", 0, 0, 10_000_000)
            ?? Within("JOB_LOSSES", 3, 1, 100)
            ?? Address("GITHUB_API_URL")
            ?? Address("BACKSTAGE_URL")
            ?? Address("BACKSTAGE_FRONTEND_URL")
            ?? Addresses("AGENT_PORTALS")
            ?? Within("BACKSTAGE_PORT", 7007, 1, 65535)
            ?? Key("GITHUB_TOKEN")
            ?? Key("BACKSTAGE_TOKEN")
            ?? Within("POSTGRES_PORT", 5432, 1, 65535)
            ?? OneOf("POSTGRES_SSLMODE", "prefer", "disable", "prefer", "require", "verify-ca", "verify-full")
            ?? Within("MODEL_TIMEOUT", 120, 1, 3600)
            ?? Within("MODEL_CONCURRENCY", 256, 1, 4096)
            ?? Address("GOOGLE_GEMINI_BASE_URL")
            ?? Address("MODEL_BASE_URL")
            ?? Key("GEMINI_API_KEY")
            ?? Key("MODEL_API_KEY");
    }

    private Problem? OneOf(string name, string otherwise, params string[] values) =>
        values.Contains(Text(name, otherwise))
            ? null
            : Wrong(Get(name), string.Join(", ", values[..^1]) + " or " + values[^1], string.Join(", ", values[..^1]) + " o " + values[^1]);

    private Problem? Within(string name, int otherwise, int least, int most) =>
        int.TryParse(Text(name, $"{otherwise}"), out var number) && number >= least && number <= most
            ? null
            : Wrong(Get(name), $"a number from {least} to {most}", $"un número de {least} a {most}");

    private Problem? Addresses(string name) =>
        Array.Exists(List(name), text => !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            ? Wrong(Get(name), "URLs such as https://host/path, with commas", "URLs como https://host/ruta, con comas")
            : null;

    private Problem? Address(string name) =>
        Get(name) is { Value: { } text } setting
        && (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
            ? Wrong(
                setting with
                {
                    Value = "…",
                },
                "a URL such as https://host/path, without user or key",
                "una URL como https://host/ruta, sin usuario ni clave"
            )
            : null;

    /// <summary>A key travels in a header: what cannot is a slip of the clipboard. It is not repeated in the message.</summary>
    private Problem? Key(string name) =>
        Get(name) is { Value: { } key } setting && key.Any(c => c is <= ' ' or > '~')
            ? Wrong(
                setting with
                {
                    Value = "…",
                },
                "a key of plain characters, without spaces",
                "una clave de caracteres simples, sin espacios"
            )
            : null;

    /// <summary>A secret that strangers may guess at: long, and of what an address and a header take. It is not repeated in the message.</summary>
    private Problem? Secret(string name) =>
        Get(name) is { Value: { } value } setting
        && (value.Length < ShortestSecret || value.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            ? Wrong(
                setting with
                {
                    Value = "…",
                },
                $"at least {ShortestSecret} letters, digits, hyphens or underscores (openssl rand -hex 24)",
                $"al menos {ShortestSecret} letras, cifras, guiones o guiones bajos (openssl rand -hex 24)"
            )
            : null;

    /// <summary>A provider that is asked in clear over a network could be anybody.</summary>
    private Problem? Provider()
    {
        if (SignIn != "oidc")
        {
            return null;
        }

        var authority = Get("OIDC_AUTHORITY");
        return !Uri.TryCreate(authority.Value, UriKind.Absolute, out var url)
            || (url.Scheme != "https" && !(url.Scheme == "http" && url.IsLoopback))
                ? Wrong(
                    authority with
                    {
                        Value = authority.Value ?? "",
                    },
                    "the provider's https address, since AGENT_SIGN_IN is oidc",
                    "la dirección https del proveedor, ya que AGENT_SIGN_IN es oidc"
                )
            : Get("OIDC_CLIENT_ID") is { Value: null } client
                ? Wrong(
                    client with
                    {
                        Value = "",
                    },
                    "the agent's name at the provider, since AGENT_SIGN_IN is oidc",
                    "el nombre del agente en el proveedor, ya que AGENT_SIGN_IN es oidc"
                )
            : null;
    }

    private Problem? Endpoint(string name) =>
        Get(name) is { Value: { } text } setting && !IPEndPoint.TryParse(text, out _)
            ? Wrong(
                setting,
                "an IP address such as 127.0.0.1, 0.0.0.0:8000 or [::]",
                "una dirección IP como 127.0.0.1, 0.0.0.0:8000 o [::]"
            )
            : null;

    /// <summary>Without sign-in the agent is for this machine alone.</summary>
    private Problem? Open() =>
        SignIn == "none" && !Listen.IsLoopback
            ? new Problem(
                "sign-in-off",
                ProblemKind.Usage,
                new(
                    $"AGENT_SIGN_IN is \"none\" (from {Get("AGENT_SIGN_IN").Origin}), and the agent would listen on {Listen.Address}, where others reach it.",
                    $"AGENT_SIGN_IN es \"none\" (de {Get("AGENT_SIGN_IN").Origin}), y el agente escucharía en {Listen.Address}, adonde llegan otros."
                ),
                new(
                    "Unset AGENT_SIGN_IN, or listen on 127.0.0.1 (AGENT_LISTEN, AGENT_URL).",
                    "Quite AGENT_SIGN_IN, o escuche en 127.0.0.1 (AGENT_LISTEN, AGENT_URL)."
                )
            )
            : null;

    private string[] List(string name) =>
        Get(name).Value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private int Number(string name, int otherwise) => int.Parse(Text(name, $"{otherwise}"), CultureInfo.InvariantCulture);

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
