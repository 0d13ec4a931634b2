using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace InfraAi.Agent.Tests;

/// <summary>An OpenID provider: discovery, keys, the code flow with PKCE and client secret, and userinfo. Its one person signs in without being asked.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string Client = "infra-ai";
    public const string Secret = "a secret of the client";
    private static readonly JsonWebTokenHandler Tokens = new();
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string Redirect)> codes = new(StringComparer.Ordinal);
    private readonly ECDsaSecurityKey key = PortalDouble.NewKey();
    private readonly WebApplication app;

    private OpenIdProvider(WebApplication app, Uri url) => (this.app, Url) = (app, url);

    public Uri Url { get; }

    /// <summary>Who signs in, and the groups.</summary>
    public string Person { get; set; } = "ana";
    public string[] Groups { get; set; } = [];

    public static async Task<OpenIdProvider> StartAsync()
    {
        var port = RunningAgent.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new OpenIdProvider(app, new($"http://127.0.0.1:{port}"));
        app.MapGet("/.well-known/openid-configuration", provider.Configuration);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        app.MapGet("/userinfo", () => new { sub = provider.Person, groups = provider.Groups });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public string Sign(string audience, string? nonce = null, ECDsaSecurityKey? with = null, string? issuer = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = Person };
        if (nonce is null)
        {
            claims["groups"] = Groups;
        }
        else
        {
            claims["nonce"] = nonce;
        }

        return Tokens.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer ?? Issuer,
                Audience = audience,
                IssuedAt = now,
                NotBefore = now,
                Expires = now.AddMinutes(5),
                Claims = claims,
                SigningCredentials = new(with ?? key, SecurityAlgorithms.EcdsaSha256),
            }
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private string Issuer => Url.ToString().TrimEnd('/');

    private object Configuration() =>
        new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["jwks_uri"] = Issuer + "/keys",
            ["response_types_supported"] = new[] { "code" },
            ["id_token_signing_alg_values_supported"] = new[] { "ES256" },
        };

    private object Keys()
    {
        var web = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(key);
        return new
        {
            keys = new[]
            {
                new
                {
                    kty = web.Kty,
                    crv = web.Crv,
                    x = web.X,
                    y = web.Y,
                    kid = web.Kid,
                },
            },
        };
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        query["client_id"].ToString().ShouldBe(Client);
        query["code_challenge_method"].ToString().ShouldBe("S256");
        var code = Guid.NewGuid().ToString("N");
        codes[code] = (query["nonce"].ToString(), query["code_challenge"].ToString(), query["redirect_uri"].ToString());
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var proof = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        return
            codes.TryRemove(form["code"].ToString(), out var asked)
            && asked.Challenge == proof
            && asked.Redirect == form["redirect_uri"]
            && form["client_secret"] == Secret
            ? Results.Json(
                new
                {
                    access_token = "opaque",
                    token_type = "Bearer",
                    id_token = Sign(Client, asked.Nonce),
                }
            )
            : Results.BadRequest(new { error = "invalid_grant" });
    }
}
