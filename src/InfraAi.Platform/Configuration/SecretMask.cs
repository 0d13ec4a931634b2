using System.Text.RegularExpressions;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Configuration;

/// <summary>Takes secrets out of texts that are shown or sent on: the values that are known here, and whatever has the shape of one.</summary>
public sealed partial class SecretMask
{
    private const string Shown = Secrets.Mask;
    private const int ShortestValue = 4;
    private readonly IReadOnlyList<string> values;

    private SecretMask(IReadOnlyList<string> values) => this.values = values;

    /// <param name="environment">All variables of the environment.</param>
    /// <returns>A mask that knows every secret value of the environment, of .env, of the manifest's .env files, and those that the platform made.</returns>
    public static SecretMask Of(Settings settings, PlatformManifest? manifest, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var named = (manifest?.EnvFiles ?? []).SelectMany(f => f.Secrets).ToHashSet(StringComparer.Ordinal);
        var files = (manifest?.EnvFiles ?? [])
            .Select(f => f.Path)
            .Append(Path.Combine(settings.Root, ".env"))
            .Distinct(StringComparer.Ordinal);
        // A shell's PWD is the folder one stands in.
        var all = environment.Where(e => e.Key is not "PWD").Concat(files.SelectMany(Assignments));
        return new([
            .. all.Where(e => named.Contains(e.Key) || Secrets.HasSecretName(e.Key))
                .Select(e => e.Value?.Trim() ?? "")
                .Concat(SecretFile.All(settings.Home))
                .Where(value => value.Length >= ShortestValue)
                // A value and what it becomes in an address or in JSON.
                .SelectMany(value => (string[])[value, Uri.EscapeDataString(value), value.Replace("\"", "\\\"", StringComparison.Ordinal)])
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(value => value.Length),
        ]);
    }

    public string Apply(string text)
    {
        foreach (var value in values)
        {
            text = text.Replace(value, Shown, StringComparison.Ordinal);
        }

        text = PrivateKey().Replace(text, Shown);
        text = string.Join('\n', text.Split('\n').Select(Known));
        text = Shapes().Replace(text, Shown);
        text = InAddress().Replace(text, "${keep}" + Shown + "@");
        text = Bearer().Replace(text, "${keep}" + Shown);
        return Assigned().Replace(text, "${keep}" + Shown);
    }

    /// <summary>The forms of keys that are known whole; what follows takes more, since hiding too much costs little.</summary>
    private static string Known(string line)
    {
        while (Secrets.Find(line) is { } found)
        {
            line = line[..found.Start] + Shown + line[(found.Start + found.Length)..];
        }

        return line;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Assignments(string file)
    {
        try
        {
            return File.Exists(file)
                ? EnvDocument.Read(File.ReadAllBytes(file)).Values.Select(e => KeyValuePair.Create(e.Key, (string?)e.Value))
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(
        "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PrivateKey();

    /// <summary>GitHub, Google, OpenAI and Anthropic, Slack and AWS keys, and JSON Web Tokens.</summary>
    [GeneratedRegex(
        @"\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|AIza[\w-]{20,}|sk-[\w-]{16,}|xox[abposr]-[\w-]{10,}|(AKIA|ASIA)[A-Z0-9]{16}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Shapes();

    [GeneratedRegex(@"(?<keep>\w://[^\s/:@""']*:)[^\s/@""']+@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InAddress();

    [GeneratedRegex(
        @"(?<keep>\b(?:Bearer|Basic|token)\s+)[A-Za-z0-9._~+/=-]{8,}",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Bearer();

    [GeneratedRegex(
        @"(?<keep>(?:password|passwd|pwd|secret|token|api[_-]?key|x-goog-api-key|private[_-]?key|access[_-]?key)[""']?\s*[=:]\s*[""']?)(?!••••)[^\s""',;&]{3,}",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Assigned();
}
