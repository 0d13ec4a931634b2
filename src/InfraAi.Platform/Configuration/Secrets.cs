using System.Text.RegularExpressions;
using InfraAi.Model.Secrets;

namespace InfraAi.Platform.Configuration;

/// <summary>Tells secrets from other values, by the name of a variable or by how a value looks.</summary>
public static partial class Secrets
{
    public const string Mask = "••••";

    /// <returns>True when the variable holds something that is not for other eyes.</returns>
    public static bool Is(string key, string value) =>
        value.Length > 0 && (HasSecretName(key) || SecretScanner.Default.Find(value).Count > 0);

    public static bool HasSecretName(string key) => SecretName().IsMatch(key) && !HarmlessName().IsMatch(key);

    /// <inheritdoc cref="SecretValue.IsPlaceholder"/>
    public static bool IsPlaceholder(string value) => SecretValue.IsPlaceholder(value);

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
}
