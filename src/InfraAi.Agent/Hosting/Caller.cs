using System.Security.Claims;

namespace InfraAi.Agent.Hosting;

/// <summary>Who asks.</summary>
/// <param name="Name">A person, as Backstage or the OpenID provider names it (user:default/ana), or a plugin (plugin:catalog); null for who has the agent's token.</param>
/// <param name="Way">How it proved that: token, link, backstage, backstage-service, oidc, address, or none.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
public sealed record Caller(string? Name, string Way, string Role)
{
    private const string NameClaim = "name";
    private const string RoleClaim = "role";

    /// <summary>The person, to whom belongs what is described; null for programs, and for who has the token.</summary>
    public string? Person => Way == PortalHandler.ServiceWay ? null : Name;

    /// <returns>Null where nobody has signed in.</returns>
    public static Caller? Of(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, AuthenticationType: { } way }
            ? new(context.User.FindFirstValue(NameClaim), way, context.User.FindFirstValue(RoleClaim) ?? "")
            : null;

    public ClaimsPrincipal ToPrincipal()
    {
        Claim[] role = [new(RoleClaim, Role)];
        return new(new ClaimsIdentity(Name is null ? role : [new(NameClaim, Name), .. role], Way, NameClaim, RoleClaim));
    }
}
