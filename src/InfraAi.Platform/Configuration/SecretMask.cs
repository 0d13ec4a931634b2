using System.Text.RegularExpressions;
using InfraAi.Model.Secrets;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Configuration;

/// <summary>Takes secrets out of texts that are shown or sent on: the values that are known here, and whatever has the shape of one.</summary>
public sealed partial class SecretMask
{
    private const string Shown = Secrets.Mask;
    private readonly IReadOnlyList<string> values;

    private SecretMask(IReadOnlyList<string> values) => this.values = values;

    /// <param name="environment">All variables of the environment.</param>
    /// <returns>A mask that knows the platform's own secrets, see <see cref="OwnSecrets"/>, however they are written.</returns>
    public static SecretMask Of(Settings settings, PlatformManifest? manifest, IEnumerable<KeyValuePair<string, string?>> environment) =>
        new([
            .. OwnSecrets
                .Read(settings, manifest, environment)
                .SelectMany(OwnSecrets.Forms)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(form => form.Length),
        ]);

    public string Apply(string text)
    {
        foreach (var value in values)
        {
            text = text.Replace(value, Shown, StringComparison.Ordinal);
        }

        text = Known(WithoutKeyEnds(PrivateKey().Replace(text, Shown)));
        // What follows takes more than is sure: hiding too much costs little here.
        text = Shapes().Replace(text, Shown);
        text = InAddress().Replace(text, "${keep}" + Shown + "@");
        text = Bearer().Replace(text, "${keep}" + Shown);
        return Assigned().Replace(text, "${keep}" + Shown);
    }

    /// <summary>Of a key whose head was cut off with the lines before it, the lines of base64 that stand above its foot.</summary>
    private static string WithoutKeyEnds(string text)
    {
        if (!text.Contains(KeyFoot, StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n');
        for (var foot = 0; foot < lines.Length; foot++)
        {
            if (!lines[foot].Contains(KeyFoot, StringComparison.Ordinal))
            {
                continue;
            }

            for (var line = foot - 1; line >= 0 && Base64().IsMatch(lines[line]); line--)
            {
                lines[line] = Shown;
            }
        }

        return string.Join('\n', lines);
    }

    private const string KeyFoot = "PRIVATE KEY-----";

    [GeneratedRegex("[A-Za-z0-9+/]{16}|=$", RegexOptions.None, 1000)]
    private static partial Regex Base64();

    /// <summary>What the scanner is sure of; its length is not told.</summary>
    private static string Known(string text)
    {
        var found = SecretScanner.Default.Find(text);
        for (var i = found.Count - 1; i >= 0; i--)
        {
            text = text.Remove(found[i].Start, found[i].Length).Insert(found[i].Start, Shown);
        }

        return text;
    }

    [GeneratedRegex(
        "-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----.*?(-----END [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----|\\z)",
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
