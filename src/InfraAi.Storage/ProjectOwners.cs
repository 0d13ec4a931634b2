using Dapper;
using InfraAi.Model;

namespace InfraAi.Storage;

/// <summary>Whose each project is.</summary>
public sealed class ProjectOwners(Database database)
{
    internal const string Insert =
        "INSERT INTO project_owners (project, owner, since) VALUES (@project, @owner, @since) ON CONFLICT DO NOTHING";

    /// <summary>Takes a name that nobody has; of two who do so at once, one has it.</summary>
    /// <param name="person">Null for the platform's own.</param>
    /// <returns>Null when the project is this person's now, or was; else the problem "project-not-yours".</returns>
    public async Task<Problem?> ClaimAsync(string project, string? person, DateTimeOffset now)
    {
        var owner = await database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(
                    Insert,
                    new
                    {
                        project,
                        owner = person,
                        since = now.ToUnixTimeMilliseconds(),
                    },
                    transaction
                );
                return connection.QuerySingle<string?>(
                    "SELECT owner FROM project_owners WHERE project = @project",
                    new { project },
                    transaction
                );
            }
        );
        return !owner.Ok ? owner.Problem
            : owner.Value == person ? null
            : NotYours(project);
    }

    private static Problem NotYours(string project) =>
        new(
            "project-not-yours",
            ProblemKind.NotAllowed,
            new($"The project {project} belongs to somebody else.", $"El proyecto {project} es de otra persona."),
            new("Choose another name, or ask a maintainer of the agent.", "Elija otro nombre, o pídalo a quien mantiene el agente.")
        );
}
