using InfraAi.Platform.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace InfraAi.Agent.Hosting;

/// <summary>How callers prove who they are: the token, the page's cookie, a Backstage's service token, or the secret address (docs/sign-in.md).</summary>
public static class SignIn
{
    /// <summary>Looks at what was sent and hands it to one of the others.</summary>
    public const string Door = "door";
    public const string Cookie = "cookie";

    /// <summary>Name of the page's cookie.</summary>
    public const string CookieName = "infra_ai_session";

    /// <summary>How long the page stays signed in after it was last used.</summary>
    private static readonly TimeSpan Session = TimeSpan.FromDays(7);

    public static void AddSignIn(this IServiceCollection services, Settings settings, AgentKeys keys)
    {
        services.AddSingleton(keys);
        services.AddSingleton(keys.Sessions);
        services.AddSingleton(settings);
        services.AddSingleton<PortalKeys>();
        services.AddRoles();
        var authentication = services
            .AddAuthentication(Door)
            .AddPolicyScheme(
                Door,
                null,
                door =>
                {
                    var signed = settings.Oidc is null ? TokenHandler.Scheme : Oidc.ProgramScheme;
                    door.ForwardDefaultSelector = context => SchemeOf(context, signed);
                    door.ForwardChallenge = TokenHandler.Scheme;
                    door.ForwardForbid = TokenHandler.Scheme;
                }
            )
            .AddScheme<TokenOptions, TokenHandler>(TokenHandler.Scheme, token => token.Everybody = settings.SignIn == "none")
            .AddScheme<AuthenticationSchemeOptions, PortalHandler>(PortalHandler.Scheme, null)
            .AddScheme<AuthenticationSchemeOptions, ReadAddressHandler>(ReadAddressHandler.Scheme, null)
            .AddCookie(
                Cookie,
                cookie =>
                {
                    cookie.Cookie.Name = CookieName;
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Strict;
                    cookie.Cookie.SecurePolicy =
                        settings.AgentUrl.Scheme == "https" ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
                    cookie.Cookie.Path = "/";
                    cookie.ExpireTimeSpan = Session;
                    cookie.SlidingExpiration = true;
                }
            );
        if (settings.Oidc is { } oidc)
        {
            authentication.AddOidc(oidc, TimeProvider.System);
        }
    }

    /// <param name="signed">Who looks at a signed token that is no Backstage's.</param>
    private static string SchemeOf(HttpContext context, string signed)
    {
        if (context.IsByReadAddress())
        {
            return ReadAddressHandler.Scheme;
        }

        var sent = context.Request.Headers.Authorization.ToString();
        if (sent.Length == 0)
        {
            return context.Request.Cookies.ContainsKey(CookieName) ? Cookie : TokenHandler.Scheme;
        }

        // The agent's own token has no full stop in it.
        return sent.AsSpan().Count('.') != 2 ? TokenHandler.Scheme
            : PortalHandler.IsMeant(sent) ? PortalHandler.Scheme
            : signed;
    }
}
