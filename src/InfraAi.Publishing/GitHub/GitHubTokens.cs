using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using InfraAi.Model;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace InfraAi.Publishing.GitHub;

/// <summary>What every call is signed with: the token as it is set, or one of an App's installation, made anew before it ends.</summary>
internal sealed class GitHubTokens(GitHubOptions options, TimeProvider time) : IDisposable
{
    /// <summary>An installation's token lives an hour.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private string? installationToken;
    private DateTimeOffset ends;

    /// <param name="send">Sends a call signed with the token that it is given.</param>
    public async Task<Result<string>> GetAsync(
        Func<HttpMethod, string, string, Task<Result<GitHubAnswer>>> send,
        CancellationToken cancellation
    )
    {
        if (options.App is not { } app)
        {
            return options.Token is { } token ? token : GitHubProblems.NoToken;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            if (installationToken is not null && time.GetUtcNow() < ends - Early)
            {
                return installationToken;
            }

            var jwt = Jwt(app);
            return jwt.Ok ? await MakeAsync(app, jwt.Value, send) : jwt;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The next call gets a new one: this one was refused.</summary>
    public void Forget() => installationToken = null;

    public void Dispose() => gate.Dispose();

    private async Task<Result<string>> MakeAsync(
        GitHubApp app,
        string jwt,
        Func<HttpMethod, string, string, Task<Result<GitHubAnswer>>> send
    )
    {
        var installation = app.Installation;
        if (installation is null)
        {
            var found = await send(HttpMethod.Get, $"orgs/{options.Organization}/installation", jwt);
            if (!found.Ok)
            {
                return found.Problem;
            }

            installation = found.Value.Body?["id"]?.ToString();
        }

        var made = await send(HttpMethod.Post, $"app/installations/{installation}/access_tokens", jwt);
        if (!made.Ok)
        {
            return made.Problem;
        }

        if (made.Value.Body?["token"]?.GetValue<string>() is not { } token)
        {
            return GitHubProblems.AppRefused(app, made.Value);
        }

        installationToken = token;
        ends = made.Value.Body["expires_at"] is JsonValue at
            ? DateTimeOffset.Parse(at.GetValue<string>(), CultureInfo.InvariantCulture)
            : time.GetUtcNow().AddHours(1);
        return token;
    }

    /// <summary>https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app</summary>
    private Result<string> Jwt(GitHubApp app)
    {
        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(app.PrivateKey);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return GitHubProblems.AppKey(e.Message);
        }

        var now = time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = app.Id,
                // A minute back, for clocks that differ; ten minutes is the longest that GitHub takes.
                IssuedAt = now.AddMinutes(-1),
                Expires = now.AddMinutes(9),
                // Not cached: the key is disposed here.
                SigningCredentials = new SigningCredentials(new RsaSecurityKey(key), SecurityAlgorithms.RsaSha256)
                {
                    CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
                },
            }
        );
    }
}
