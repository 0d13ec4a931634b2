using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InfraAi.Publishing.Backstage;

/// <summary>A push as GitHub's webhooks tell of it, received or made by ourselves.</summary>
/// <param name="Repository">"owner/name".</param>
/// <param name="WebUrl">https://github.com/owner/name</param>
/// <param name="Branch">The branch that was pushed to.</param>
/// <remarks>https://docs.github.com/webhooks/webhook-events-and-payloads#push</remarks>
public sealed record PushEvent(string Repository, string WebUrl, string Branch, string DefaultBranch, IReadOnlyList<string> Touched)
{
    public const string SignatureHeader = "X-Hub-Signature-256";

    /// <returns>Null when the body is no push to a branch.</returns>
    public static PushEvent? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var push = JsonNode.Parse(body);
            const string heads = "refs/heads/";
            if (
                push?["repository"] is not { } repository
                || push["ref"]?.ToString() is not { } reference
                || !reference.StartsWith(heads, StringComparison.Ordinal)
            )
            {
                return null;
            }

            var touched = (push["commits"] as JsonArray ?? [])
                .SelectMany(commit => ((string[])["added", "modified", "removed"]).SelectMany(kind => commit?[kind] as JsonArray ?? []))
                .Select(path => path!.ToString())
                .Distinct(StringComparer.Ordinal);
            return new(
                repository["full_name"]?.ToString() ?? "",
                repository["html_url"]?.ToString() ?? "",
                reference[heads.Length..],
                repository["default_branch"]?.ToString() ?? "",
                [.. touched]
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <param name="catalogUrl">WEB-URL/blob/BRANCH/PATH, as a publication on GitHub has it.</param>
    /// <returns>Null for a URL of another form.</returns>
    public static PushEvent? Of(string catalogUrl, IEnumerable<string> paths)
    {
        if (catalogUrl.Split("/blob/") is not [var web, var rest] || rest.Split('/', 2) is not [var branch, var file])
        {
            return null;
        }

        var folder = file.Contains('/', StringComparison.Ordinal) ? file[..(file.LastIndexOf('/') + 1)] : "";
        var name = string.Join('/', web.Split('/')[^2..]);
        return new(name, web, branch, branch, [.. paths.Select(p => folder + p)]);
    }

    /// <summary>With what Backstage's GitHub provider reads of a push; it takes repositories of organizations only.</summary>
    public byte[] Write()
    {
        var owner = Repository.Split('/')[0];
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                @ref = $"refs/heads/{Branch}",
                repository = new
                {
                    name = Repository.Split('/')[^1],
                    full_name = Repository,
                    html_url = WebUrl,
                    url = WebUrl,
                    default_branch = DefaultBranch,
                    owner = new { login = owner, name = owner },
                    topics = Array.Empty<string>(),
                },
                organization = new { login = owner },
                commits = new[]
                {
                    new
                    {
                        added = Touched,
                        modified = Touched,
                        removed = Array.Empty<string>(),
                    },
                },
            }
        );
    }

    public static string Sign(string secret, ReadOnlySpan<byte> body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>Compared in constant time.</summary>
    public static bool IsSigned(string secret, ReadOnlySpan<byte> body, string? signature) =>
        signature is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Sign(secret, body)));
}
