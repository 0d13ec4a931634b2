using Microsoft.AspNetCore.Authorization;

namespace InfraAi.Agent.Hosting;

/// <summary>What a caller may do. Each role may also do what those before it may: reader, author, maintainer.</summary>
public static class Roles
{
    /// <summary>Reads analyses and projects.</summary>
    public const string Reader = "reader";

    /// <summary>Describes, and changes what is its own.</summary>
    public const string Author = "author";

    /// <summary>Everything, whoever it belongs to.</summary>
    public const string Maintainer = "maintainer";

    /// <summary>Who came by the secret address: reads published files, and nothing else.</summary>
    public const string Address = "address";

    /// <summary>The policy of what a Git or a Backstage reads: readers, and who came by the secret address.</summary>
    public const string PublishedFiles = "published-files";

    /// <summary>A policy for each role. An endpoint that names none is a maintainer's: what is added is closed until somebody opens it.</summary>
    public static void AddRoles(this IServiceCollection services) =>
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Reader, policy => policy.RequireRole(Reader, Author, Maintainer))
            .AddPolicy(Author, policy => policy.RequireRole(Author, Maintainer))
            .AddPolicy(Maintainer, policy => policy.RequireRole(Maintainer))
            .AddPolicy(PublishedFiles, policy => policy.RequireRole(Address, Reader, Author, Maintainer))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole(Maintainer).Build());
}
