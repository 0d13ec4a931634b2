using System.Security.Claims;
using InfraAi.Platform.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace InfraAi.Agent.Hosting;

/// <summary>People of an OpenID provider: the page by the code flow with PKCE, programs by the provider's JWT (OpenID Connect Core 1.0, RFC 7636, RFC 6750).</summary>
internal static class Oidc
{
    public const string PageScheme = "oidc-page";
    public const string ProgramScheme = "oidc";

    /// <summary>Where the page sends a browser to sign in at the provider.</summary>
    public const string StartPath = "/sign-in/provider";

    /// <summary>Where the provider sends it back; to be registered there.</summary>
    public const string CallbackPath = "/sign-in/oidc";

    /// <summary>A session that the provider vouched for ends with the working day: its roles are asked for again.</summary>
    private static readonly TimeSpan Session = TimeSpan.FromHours(10);

    public static void AddOidc(this AuthenticationBuilder authentication, OidcSettings settings, TimeProvider time)
    {
        // Only a provider on this machine may be asked in clear.
        var secure = !settings.Authority.IsLoopback;
        authentication.AddOpenIdConnect(
            PageScheme,
            oidc =>
            {
                oidc.Authority = settings.Authority.ToString();
                oidc.ClientId = settings.ClientId;
                oidc.ClientSecret = settings.ClientSecret;
                oidc.RequireHttpsMetadata = secure;
                oidc.ResponseType = OpenIdConnectResponseType.Code;
                // The answer comes as an address, with which a browser sends the cookies of this way (SameSite=Lax).
                oidc.ResponseMode = OpenIdConnectResponseMode.Query;
                oidc.CallbackPath = CallbackPath;
                oidc.SignInScheme = SignIn.Cookie;
                oidc.MapInboundClaims = false;
                oidc.GetClaimsFromUserInfoEndpoint = true;
                oidc.ClaimActions.MapJsonKey(settings.NameClaim, settings.NameClaim);
                oidc.ClaimActions.MapJsonKey(settings.RoleClaim, settings.RoleClaim);
                oidc.SaveTokens = false;
                oidc.Scope.Clear();
                foreach (var scope in settings.Scopes)
                {
                    oidc.Scope.Add(scope);
                }

                foreach (var cookie in (CookieBuilder[])[oidc.CorrelationCookie, oidc.NonceCookie])
                {
                    cookie.SameSite = SameSiteMode.Lax;
                    cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                }

                oidc.Events.OnTicketReceived = context =>
                {
                    context.Principal = CallerOf(context.Principal!, settings).ToPrincipal();
                    context.HttpContext.User = context.Principal;
                    context.Properties!.IsPersistent = true;
                    context.Properties.AllowRefresh = false;
                    context.Properties.ExpiresUtc = time.GetUtcNow() + Session;
                    return Task.CompletedTask;
                };
                oidc.Events.OnRemoteFailure = context =>
                {
                    context.HandleResponse();
                    context.HttpContext.Concerns("not signed in");
                    // The page asks again.
                    context.Response.Redirect("/");
                    return Task.CompletedTask;
                };
            }
        );
        authentication.AddJwtBearer(
            ProgramScheme,
            jwt =>
            {
                jwt.Authority = settings.Authority.ToString();
                jwt.Audience = settings.Audience;
                jwt.RequireHttpsMetadata = secure;
                jwt.MapInboundClaims = false;
                jwt.Events = new JwtBearerEvents
                {
                    OnTokenValidated = context =>
                    {
                        context.Principal = CallerOf(context.Principal!, settings).ToPrincipal();
                        return Task.CompletedTask;
                    },
                };
            }
        );
    }

    /// <summary>Opens the way to the provider.</summary>
    public static void MapOidc(this WebApplication app) =>
        app.MapGet(StartPath, () => TypedResults.Challenge(new() { RedirectUri = "/" }, [PageScheme]))
            .WithTags("Sign-in")
            .WithSummary("Sends the browser to the OpenID provider")
            .AllowAnonymous();

    /// <summary>The highest role that one of the person's groups has; the one for everybody when none has one.</summary>
    internal static Caller CallerOf(ClaimsPrincipal person, OidcSettings settings)
    {
        // Names of the provider and of Backstage never meet: nobody calls themselves user:default/olga here.
        var name = "oidc:" + (person.FindFirstValue(settings.NameClaim) ?? person.FindFirstValue("sub"));
        var groups = person.FindAll(settings.RoleClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        var role =
            settings.Maintainers.Any(groups.Contains) || settings.IsMaintainer(name) ? Roles.Maintainer
            : settings.Authors.Any(groups.Contains) ? Roles.Author
            : settings.Readers.Any(groups.Contains) ? Roles.Reader
            : settings.DefaultRole;
        return new(name, ProgramScheme, role);
    }
}
