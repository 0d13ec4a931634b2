using System.Text.Encodings.Web;
using InfraAi.Platform.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace InfraAi.Agent.Hosting;

/// <summary>Who comes through a Backstage: its backend's own token, made for this agent, which carries the proof of the user it asks for.</summary>
/// <remarks>
/// The tokens of Backstage's AuthService (packages/backend-defaults, entrypoints/auth): a plugin token is a JWT of the type vnd.backstage.plugin
/// with the calling plugin as sub, the called one as aud, and as obo the limited token of a user, whose sub is the user's entity.
/// </remarks>
public sealed class PortalHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    PortalKeys keys,
    Settings settings
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "backstage";

    /// <summary>The way of a caller that is a plugin and asks for nobody.</summary>
    public const string ServiceWay = "backstage-service";
    private const string Bearer = "Bearer ";
    private const string Audience = "infra-ai-agent";
    private const string PluginType = "vnd.backstage.plugin";
    private const string UserType = "vnd.backstage.limited-user";
    private const string UserKeys = "api/auth/.well-known/jwks.json";
    private const int LongestToken = 8 * 1024;
    private const int LongestName = 200;

    /// <summary>Our plugin, and those that its modules are part of. Others have no business here.</summary>
    private static readonly string[] Plugins = ["infra-ai", "catalog", "scaffolder", "techdocs"];
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
    ];

    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    /// <returns>True for what a Backstage's backend sends: then nobody else looks at it.</returns>
    public static bool IsMeant(string authorization) => Read(authorization)?.Typ == PluginType;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Read(Request.Headers.Authorization.ToString()) is not { Typ: PluginType } token)
        {
            return AuthenticateResult.NoResult();
        }

        if (!Plugins.Contains(token.Subject, StringComparer.Ordinal))
        {
            return AuthenticateResult.Fail($"The plugin {Shown(token.Subject)} is none that calls this agent.");
        }

        var portals = keys.Portals();
        foreach (var portal in portals)
        {
            var path = $"api/{token.Subject}/.backstage/auth/v1/jwks.json";
            if (await keys.FindAsync(portal, path, token.Kid, Context.RequestAborted) is { } key)
            {
                return await PluginAsync(portal, token, key);
            }
        }

        return AuthenticateResult.Fail(
            portals.Count == 0
                ? "No Backstage is trusted: set BACKSTAGE_URL, or AGENT_PORTALS."
                : $"No trusted Backstage ({string.Join(", ", portals)}) publishes the key of this token."
        );
    }

    private async Task<AuthenticateResult> PluginAsync(Uri portal, JsonWebToken token, SecurityKey key)
    {
        if (await WrongAsync(token, key, PluginType, Audience) is { } wrong)
        {
            return AuthenticateResult.Fail(wrong);
        }

        if (!token.TryGetPayloadValue<string>("obo", out var sent) || sent is null)
        {
            return Success(new($"plugin:{token.Subject}", ServiceWay, Roles.Author));
        }

        if (Parse(sent) is not { Typ: UserType } user)
        {
            return AuthenticateResult.Fail("The token's user is not proved as Backstage does it.");
        }

        return await keys.FindAsync(portal, UserKeys, user.Kid, Context.RequestAborted) is not { } userKey
                ? AuthenticateResult.Fail("The user's proof is signed with no key of that Backstage.")
            : await WrongAsync(user, userKey, UserType, null) is { } why ? AuthenticateResult.Fail(why)
            : !IsUser(user.Subject) ? AuthenticateResult.Fail("The user's proof names no user.")
            : Success(new(user.Subject, Scheme, settings.IsMaintainer(user.Subject) ? Roles.Maintainer : Roles.Author));
    }

    /// <returns>What is wrong with a token's signature, type, audience or time; null when nothing is.</returns>
    private async Task<string?> WrongAsync(JsonWebToken token, SecurityKey key, string type, string? audience)
    {
        var validated = await Tokens.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidateIssuer = false,
                ValidateAudience = audience is not null,
                ValidAudience = audience,
                ValidTypes = [type],
                ValidAlgorithms = Algorithms,
                IssuerSigningKey = key,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                ClockSkew = TimeSpan.FromSeconds(30),
                LifetimeValidator = (from, until, _, parameters) => IsNow(from, until, parameters.ClockSkew),
            }
        );
        return validated.IsValid
            ? null
            : "The token of Backstage is not valid: " + Shown(validated.Exception?.Message.Split('\n')[0] ?? "");
    }

    private bool IsNow(DateTime? from, DateTime? until, TimeSpan skew)
    {
        var now = TimeProvider.GetUtcNow().UtcDateTime;
        return until is { } end && end + skew > now && (from is not { } begin || begin - skew < now);
    }

    private AuthenticateResult Success(Caller caller) => AuthenticateResult.Success(new(caller.ToPrincipal(), base.Scheme.Name));

    private static JsonWebToken? Read(string authorization) =>
        authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? Parse(authorization[Bearer.Length..].Trim()) : null;

    private static JsonWebToken? Parse(string text)
    {
        try
        {
            return text.Length <= LongestToken && text.AsSpan().Count('.') == 2 ? new JsonWebToken(text) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>user:default/ana, and nothing else that the signer may have been brought to sign.</summary>
    private static bool IsUser(string name) =>
        name.Length <= LongestName
        && name.Split(':') is ["user", var rest]
        && rest.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
        && rest.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.');

    private static string Shown(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(LongestName)]);
}
