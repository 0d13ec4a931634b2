using System.Security.Claims;
using InfraAi.Storage;

namespace InfraAi.Agent.Hosting;

/// <summary>Who asks.</summary>
/// <param name="Name">A person, as Backstage or the OpenID provider names it (user:default/ana), or a plugin (plugin:catalog); null for who has the agent's token.</param>
/// <param name="Way">How it proved that: token, link, backstage, backstage-service, oidc, address, or none.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
public sealed record Caller(string? Name, string Way, string Role)
{
    private const string NameClaim = "name";
    private const string RoleClaim = "role";

    public bool IsMaintainer => Role == Roles.Maintainer;

    /// <summary>Whether what this person described is this caller's to change.</summary>
    public bool Owns(string? person) => IsMaintainer || (Name is not null && Name == person);

    /// <summary>Whose unpublished analyses this caller reads, as <see cref="AnalysisStore.HistoryAsync"/> takes it.</summary>
    public string? ReadsDraftsOf => IsMaintainer ? null : Name ?? "";

    /// <returns>Null where nobody has signed in.</returns>
    public static Caller? TryOf(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, AuthenticationType: { } way }
            ? new(context.User.FindFirstValue(NameClaim), way, context.User.FindFirstValue(RoleClaim) ?? "")
            : null;

    /// <exception cref="InvalidOperationException">The endpoint is open: it must not depend on who asks.</exception>
    public static Caller Of(HttpContext context) => TryOf(context) ?? throw new InvalidOperationException("Nobody has signed in.");

    public ClaimsPrincipal ToPrincipal()
    {
        Claim[] role = [new(RoleClaim, Role)];
        return new(new ClaimsIdentity(Name is null ? role : [new(NameClaim, Name), .. role], Way, NameClaim, RoleClaim));
    }
}
