using System.Text.RegularExpressions;
using InfraAi.Model;

namespace InfraAi.Platform.Configuration;

/// <summary>Tells secrets from other values, by the name of a variable or by how a value looks.</summary>
/// <remarks>
/// The forms of keys are those that their makers publish, as in GitHub's list of secret scanning patterns
/// (https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns).
/// </remarks>
public static partial class Secrets
{
    public const string Mask = "••••";

    /// <returns>True when the variable holds something that is not for other eyes.</returns>
    public static bool Is(string key, string value) => value.Length > 0 && (HasSecretName(key) || Find(value) is not null);

    public static bool HasSecretName(string key) => SecretName().IsMatch(key) && !HarmlessName().IsMatch(key);

    /// <summary>A value that stands for one that has still to be put there: "changeme", "your-token", "&lt;token&gt;", "xxx".</summary>
    public static bool IsPlaceholder(string value) => Placeholder().IsMatch(value.Trim());

    /// <returns>What kind of secret a line holds ("GitHub token"), with the place of its value; null when it holds none.</returns>
    public static FoundSecret? Find(string line)
    {
        foreach (var (kind, pattern) in Forms)
        {
            if (pattern.Match(line) is { Success: true } match)
            {
                var value = match.Groups["value"].Success ? match.Groups["value"] : match;
                if (!IsPlaceholder(value.Value))
                {
                    return new(kind, value.Index, value.Length);
                }
            }
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>, and also a secret name that is given a literal value: password = "…".</summary>
    public static FoundSecret? FindInSource(string line)
    {
        if (Find(line) is { } found)
        {
            return found;
        }

        return
            Assignment().Match(line) is { Success: true } match
            && HasSecretName(match.Groups["name"].Value)
            && match.Groups["value"] is var value
            && !IsPlaceholder(value.Value)
            && LooksRandom(value.Value)
            ? new(new("value of a secret name", "valor de un nombre secreto"), value.Index, value.Length)
            : null;
    }

    /// <summary>Words are not: at least two of lower case, upper case, digits and signs, and no spaces.</summary>
    private static bool LooksRandom(string value) =>
        value.Length >= 8
        && !value.Contains(' ')
        && (value.Any(char.IsAsciiLetterLower) ? 1 : 0)
            + (value.Any(char.IsAsciiLetterUpper) ? 1 : 0)
            + (value.Any(char.IsAsciiDigit) ? 2 : 0)
            + (value.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or '/')) ? 1 : 0)
            >= 3;

    private static readonly IReadOnlyList<(Phrase Kind, Regex Pattern)> Forms =
    [
        (new("private key", "clave privada"), PrivateKey()),
        (new("GitHub token", "token de GitHub"), GitHub()),
        (new("GitLab token", "token de GitLab"), GitLab()),
        (new("AWS access key", "clave de acceso de AWS"), Aws()),
        (new("Google API key", "clave de API de Google"), Google()),
        (new("Slack token", "token de Slack"), Slack()),
        (new("Stripe key", "clave de Stripe"), Stripe()),
        (new("npm token", "token de npm"), Npm()),
        (new("model vendor's key", "clave de un proveedor de modelos"), ModelVendor()),
        (new("signed token (JWT)", "token firmado (JWT)"), Jwt()),
        (new("storage account key", "clave de una cuenta de almacenamiento"), Azure()),
        (new("password in a URL", "contraseña en una URL"), UrlPassword()),
    ];

    [GeneratedRegex(
        @"(?i)(^|[_.-])(token|secrets?|passw(or)?d|passphrase|pwd|pass|credentials?|api_?key|apikey|key|private|dsn|auth|salt|cookie|connection_?string)([_.-]|$)|(token|secret|password|passwd|apikey|accesskey|privatekey)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"(?i)(public_?key|key_?(id|name|file|path|prefix|size)|(token|password|secret|auth|credentials?|cookie|key)_?(url|uri|path|file|name|ttl|timeout|expiry|expires(_in)?|type|mode|enabled|length|method|host|port|provider|domain))$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex HarmlessName();

    [GeneratedRegex(
        @"(?i)^(change[-_ ]?(me|this|it).*|(your|my|the|insert|put|add|enter)[-_ ].*|.*[-_ ]here|<.*>|\[.*\]|\{\{.*\}\}|\$\{?[A-Z_a-z].*|x{3,}|\*{3,}|•+|\.{3}|…|todo.*|tbd|fixme|placeholder.*|example.*|dummy.*|sample.*|none|null|secret|password|replace[-_ ]?(me|this|with).*|(gh[pousr]_|sk-|AKIA|AIza)?(x{6,}|0{8,}|\.{3,}|…))$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"(?<name>[A-Za-z_][A-Za-z0-9_.-]{2,60})[""']?\s*[:=]\s*(""(?<value>[^""\s]{8,200})""|'(?<value>[^'\s]{8,200})'|(?<value>[^\s""'();,<>{}$]{8,200})\s*$)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Assignment();

    [GeneratedRegex("-----BEGIN ([A-Z]+ )*PRIVATE KEY( BLOCK)?-----", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GitHub();

    [GeneratedRegex(@"\bglpat-[A-Za-z0-9_-]{20,}", RegexOptions.None, 1000)]
    private static partial Regex GitLab();

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z2-7]{16}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Aws();

    [GeneratedRegex(@"\bAIza[A-Za-z0-9_-]{35}", RegexOptions.None, 1000)]
    private static partial Regex Google();

    [GeneratedRegex(
        @"\bxox[abprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{20,}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Slack();

    [GeneratedRegex(@"\b[sr]k_live_[A-Za-z0-9]{20,}", RegexOptions.None, 1000)]
    private static partial Regex Stripe();

    [GeneratedRegex(@"\bnpm_[A-Za-z0-9]{36}\b", RegexOptions.None, 1000)]
    private static partial Regex Npm();

    [GeneratedRegex(@"\bsk-(ant-|proj-|svcacct-)?[A-Za-z0-9_-]{32,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ModelVendor();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}", RegexOptions.None, 1000)]
    private static partial Regex Jwt();

    [GeneratedRegex(@"AccountKey=(?<value>[A-Za-z0-9+/]{60,}={0,2})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Azure();

    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@""'<>]{0,100}:(?<value>[^\s@/""'<>]{3,200})@[A-Za-z0-9\[]",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex UrlPassword();
}

/// <param name="Kind">In English, as its maker calls it.</param>
/// <param name="Start">In the line, of the secret itself.</param>
public sealed record FoundSecret(Phrase Kind, int Start, int Length);
