using System.Diagnostics.CodeAnalysis;

namespace InfraAi.Platform.Configuration;

/// <summary>Addresses by which a Git or a Backstage, which cannot sign in, reads what the agent serves: a secret part of them is the permission.</summary>
/// <param name="key">Made or read when the first address is asked for.</param>
public sealed class ReadAddress(Uri agentUrl, Lazy<string> key)
{
    /// <summary>What stands before the key in a path.</summary>
    public const string Prefix = "/r";

    /// <returns>The address with the key in it when the agent itself serves it, else as it is.</returns>
    [return: NotNullIfNotNull(nameof(url))]
    public string? Of(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Authority == agentUrl.Authority
        && (uri.AbsolutePath.StartsWith("/projects/", StringComparison.Ordinal) || uri.AbsolutePath == "/catalog-info.yaml")
            ? new Uri(agentUrl, $"{Prefix}/{key.Value}{uri.AbsolutePath}").ToString()
            : url;
}
