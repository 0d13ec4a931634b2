using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace InfraAi.Agent.Tests;

/// <summary>What of a Backstage backend signs in: the key sets of its plugins and of its users, and the tokens it makes.</summary>
/// <remarks>As packages/backend-defaults, entrypoints/auth: PluginTokenHandler.issueToken, UserTokenHandler.createLimitedUserToken.</remarks>
internal sealed class PortalDouble : IAsyncDisposable
{
    public const string Agent = "infra-ai-agent";
    private static readonly JsonWebTokenHandler Tokens = new();
    private readonly WebApplication app;
    private ECDsaSecurityKey plugin = NewKey();

    private PortalDouble(WebApplication app, Uri url) => (this.app, Url) = (app, url);

    public Uri Url { get; }

    /// <summary>How often a key set was asked for.</summary>
    public int Asked { get; private set; }

    public ECDsaSecurityKey UserKey { get; } = NewKey();

    public static async Task<PortalDouble> StartAsync()
    {
        var port = RunningAgent.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var portal = new PortalDouble(app, new($"http://127.0.0.1:{port}"));
        app.MapGet("/api/{id}/.backstage/auth/v1/jwks.json", (string id) => portal.Keys(portal.plugin));
        app.MapGet("/api/auth/.well-known/jwks.json", () => portal.Keys(portal.UserKey));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return portal;
    }

    /// <summary>As Backstage does every hour.</summary>
    public void Rotate() => plugin = NewKey();

    /// <param name="user">A limited user token; null for a plugin that asks for nobody.</param>
    public string Token(
        string? user = null,
        string sub = "infra-ai",
        string aud = Agent,
        string typ = "vnd.backstage.plugin",
        TimeSpan? life = null,
        ECDsaSecurityKey? key = null
    ) => Sign(typ, key ?? plugin, life, ("sub", sub), ("aud", aud), ("obo", user));

    public string User(
        string sub = "user:default/ana",
        string typ = "vnd.backstage.limited-user",
        TimeSpan? life = null,
        ECDsaSecurityKey? key = null
    ) => Sign(typ, key ?? UserKey, life, ("sub", sub));

    public static ECDsaSecurityKey NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString() };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string Sign(string typ, ECDsaSecurityKey key, TimeSpan? life, params (string Name, string? Value)[] claims)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var expires = now + (life ?? TimeSpan.FromHours(1));
        return Tokens.CreateToken(
            new SecurityTokenDescriptor
            {
                TokenType = typ,
                IssuedAt = expires.AddHours(-2),
                NotBefore = expires.AddHours(-2),
                Expires = expires,
                Claims = claims.Where(c => c.Value is not null).ToDictionary(c => c.Name, object (c) => c.Value!, StringComparer.Ordinal),
                SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
            }
        );
    }

    private IResult Keys(ECDsaSecurityKey key)
    {
        Asked++;
        var web = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(
            new(ECDsa.Create(key.ECDsa.ExportParameters(false))) { KeyId = key.KeyId }
        );
        return Results.Json(
            new
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
                        alg = "ES256",
                    },
                },
            }
        );
    }
}
