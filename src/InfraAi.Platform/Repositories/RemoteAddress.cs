using System.Text.RegularExpressions;

namespace InfraAi.Platform.Repositories;

/// <summary>Compares the addresses of remotes: the same repository is written in several ways.</summary>
internal static partial class RemoteAddress
{
    /// <returns>True for git@host:owner/name.git, ssh://git@host/owner/name and https://user@host/owner/name, and for a path and its file:// URL.</returns>
    public static bool Same(string one, string other) => Plain(one) == Plain(other);

    private static string Plain(string address)
    {
        var text = address.Trim().TrimEnd('/');
        text = text.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? text[..^4] : text;
        if (text.StartsWith("file://", StringComparison.Ordinal))
        {
            return text[7..];
        }

        // Hosts know no case, and those that people use know none in owner and name either.
        return Url().Match(text) is { Success: true } url
            ? $"{url.Groups["host"].Value}/{url.Groups["path"].Value.TrimStart('/')}".ToLowerInvariant()
            : text;
    }

    [GeneratedRegex(
        @"^((https?|ssh|git)://([^/@]*@)?(?<host>[^/]+)/(?<path>.+)|([^/@:]+@)?(?<host>[^/:@]+):(?<path>[^/].*))$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Url();
}
