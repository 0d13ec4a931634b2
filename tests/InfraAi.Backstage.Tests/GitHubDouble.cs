using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PublishedDouble = InfraAi.Tests.GitHubDouble;

namespace InfraAi.Backstage.Tests;

/// <summary>
/// As much of GitHub as Backstage's discovery asks: the organization's repositories (GraphQL), a file's content (REST), and pushes as webhooks, signed
/// as GitHub signs them (docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries). Behind it is the double that the agent publishes to.
/// </summary>
internal sealed class GitHubDouble : IAsyncDisposable
{
    public const string Organization = "octo-org";

    /// <summary>A repository that is there from the beginning.</summary>
    public const string Before = "was-there-before";
    public const string Token = "token-of-the-double";
    private const string CatalogPath = "catalog-info.yaml";

    private readonly ConcurrentDictionary<string, string> catalogs = new(StringComparer.Ordinal)
    {
        [Before] = Component(Before, "older than the platform"),
    };
    private readonly WebApplication app;
    private readonly HttpClient behind = new();
    private PublishedDouble? published;
    private Uri address = null!;

    public GitHubDouble()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Use(
            async (context, next) =>
            {
                var sent = context.Request.Headers.Authorization.ToString();
                if (!sent.EndsWith(' ' + Token, StringComparison.Ordinal))
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return;
                }

                await next();
            }
        );
        app.MapPost("/graphql", () => Results.Json(new { data = new { repositoryOwner = Owner() } }));
        app.MapGet(
            "/repos/{owner}/{repository}/contents/{path}",
            (HttpContext context, string repository, string path) =>
                path == CatalogPath && catalogs.TryGetValue(repository, out var text)
                    ? Task.FromResult(Results.Text(text, "application/vnd.github.v3.raw"))
                    : PassAsync(context)
        );
        app.MapFallback((Delegate)PassAsync);
    }

    public async Task<Uri> StartAsync()
    {
        published = await PublishedDouble.StartAsync();
        await app.StartAsync();
        address = new Uri(app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        return address;
    }

    /// <summary>As the double behind answers, under this one's address.</summary>
    private async Task<IResult> PassAsync(HttpContext context)
    {
        var url = new Uri(published!.Url, context.Request.Path + context.Request.QueryString.ToString());
        using var asked = new HttpRequestMessage(new HttpMethod(context.Request.Method), url);
        asked.Headers.Authorization = new AuthenticationHeaderValue("Bearer", PublishedDouble.Token);
        using var body = new StreamReader(context.Request.Body);
        if (await body.ReadToEndAsync() is { Length: > 0 } sent)
        {
            asked.Content = new StringContent(sent, Encoding.UTF8, "application/json");
        }

        using var answer = await behind.SendAsync(asked);
        var text = await answer.Content.ReadAsStringAsync();
        return Results.Text(
            text.Replace(published.Url.ToString(), address.ToString(), StringComparison.Ordinal),
            answer.Content.Headers.ContentType?.ToString() ?? "text/plain",
            statusCode: (int)answer.StatusCode
        );
    }

    /// <summary>Makes or changes a repository's catalog file, and tells the backend of the push.</summary>
    public Task<HttpResponseMessage> PushAsync(Uri backend, string repository, string catalog, string secret)
    {
        var isNew = !catalogs.ContainsKey(repository);
        catalogs[repository] = catalog;
        return TellAsync(backend, repository, isNew ? "added" : "modified", secret);
    }

    /// <summary>Takes the catalog file away, and tells the backend of the push.</summary>
    public Task<HttpResponseMessage> RemoveAsync(Uri backend, string repository, string secret)
    {
        catalogs.TryRemove(repository, out _);
        return TellAsync(backend, repository, "removed", secret);
    }

    /// <summary>Tells of a removal that has not been.</summary>
    public Task<HttpResponseMessage> SayRemovedAsync(Uri backend, string repository, string secret) =>
        TellAsync(backend, repository, "removed", secret);

    private async Task<HttpResponseMessage> TellAsync(Uri backend, string repository, string change, string secret)
    {
        string[] If(string kind) => kind == change ? [CatalogPath] : [];
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                @ref = "refs/heads/main",
                repository = new
                {
                    name = repository,
                    owner = new
                    {
                        login = Organization,
                        id = 1,
                        type = "Organization",
                    },
                    full_name = $"{Organization}/{repository}",
                    html_url = Url(repository),
                    url = Url(repository),
                    default_branch = "main",
                    master_branch = "main",
                    fork = false,
                    archived = false,
                    visibility = "public",
                    topics = Array.Empty<string>(),
                },
                organization = new { login = Organization, id = 1 },
                commits = new[]
                {
                    new
                    {
                        id = "1",
                        added = If("added"),
                        modified = If("modified"),
                        removed = If("removed"),
                    },
                },
            }
        );
        using var http = new HttpClient();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.Add("X-GitHub-Event", "push");
        content.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
        content.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(signature));
        return await http.PostAsync(new Uri(backend, "/api/events/http/github"), content);
    }

    public static string Component(string name, string description) =>
        $"""
            apiVersion: backstage.io/v1alpha1
            kind: Component
            metadata:
              name: {name}
              description: {description}
            spec:
              type: service
              lifecycle: production
              owner: group:default/platform-team
            """;

    private string Url(string repository) => new Uri(address, $"/{Organization}/{repository}").ToString();

    private object Owner() =>
        new
        {
            login = Organization,
            repositories = new
            {
                nodes = catalogs.Keys.Select(name => new
                {
                    name,
                    url = Url(name),
                    isArchived = false,
                    isFork = false,
                    visibility = "PUBLIC",
                    repositoryTopics = new { nodes = Array.Empty<object>() },
                    defaultBranchRef = new { name = "main" },
                    catalogInfoFile = new
                    {
                        __typename = "Blob",
                        id = "1",
                        text = catalogs[name],
                    },
                }),
                pageInfo = new { hasNextPage = false, endCursor = (string?)null },
            },
        };

    public async ValueTask DisposeAsync()
    {
        behind.Dispose();
        await app.DisposeAsync();
        await (published?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
