using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Diagrams;

/// <summary>What the name of something that runs says of it. The last word says more than the first: "db-backup" is a backup.</summary>
internal static class ServiceRoles
{
    private static readonly Dictionary<string, ComponentKind> Last = new(StringComparer.Ordinal)
    {
        ["db"] = ComponentKind.Database,
        ["database"] = ComponentKind.Database,
        ["mysqldb"] = ComponentKind.Database,
        ["mongodb"] = ComponentKind.Database,
        ["postgresdb"] = ComponentKind.Database,
        ["cache"] = ComponentKind.Cache,
        ["queue"] = ComponentKind.Queue,
        ["worker"] = ComponentKind.Job,
        ["job"] = ComponentKind.Job,
        ["cron"] = ComponentKind.Job,
        ["scheduler"] = ComponentKind.Job,
        ["backup"] = ComponentKind.Job,
        ["init"] = ComponentKind.Job,
        ["migration"] = ComponentKind.Job,
        ["migrations"] = ComponentKind.Job,
        ["migrate"] = ComponentKind.Job,
        ["migrator"] = ComponentKind.Job,
        ["seed"] = ComponentKind.Job,
        ["cleanup"] = ComponentKind.Job,
        ["web"] = ComponentKind.Website,
        ["website"] = ComponentKind.Website,
        ["webapp"] = ComponentKind.Website,
        ["gateway"] = ComponentKind.Gateway,
        ["apigateway"] = ComponentKind.Gateway,
        ["nginx"] = ComponentKind.Gateway,
        ["proxy"] = ComponentKind.Gateway,
        ["ingress"] = ComponentKind.Gateway,
        ["vpn"] = ComponentKind.Gateway,
    };

    /// <returns>The kind that the name's last word says; null when it says none, or is a data store's and something is run in it.</returns>
    internal static ComponentKind? Of(string name, Tree? command = null)
    {
        var words = Words.Split(name.Replace('-', ' ').Replace('_', ' '));
        if (words.Count == 0)
        {
            return null;
        }
        var kind = Last.TryGetValue(words[^1], out var found) ? found : (ComponentKind?)null;
        // A frontend's "web" is a site; "orders web" may be one or its interface.
        return kind is ComponentKind.Database or ComponentKind.Cache or ComponentKind.Queue && command is not null ? null : kind;
    }

    /// <summary>The product that a name is ("kafka", "mysqldb", "user-db" none): the whole name, without a word for what it is.</summary>
    internal static Technology? Product(string name)
    {
        var plain = name.Replace('-', ' ').Replace('_', ' ');
        foreach (
            var candidate in (string[])
                [plain, Without(plain, "db"), Without(plain, " server"), Without(plain, " db"), Without(plain, " broker")]
        )
        {
            if (
                candidate.Length > 2
                && Technologies.Exact(candidate) is { IsProduct: true, Use: TechnologyUse.Part } found
                && Runs(found.Kind)
            )
            {
                return found;
            }
        }
        return null;
    }

    private static bool Runs(ComponentKind kind) =>
        kind
            is ComponentKind.Database
                or ComponentKind.Warehouse
                or ComponentKind.Cache
                or ComponentKind.Queue
                or ComponentKind.Stream
                or ComponentKind.Search
                or ComponentKind.Storage
                or ComponentKind.Monitoring
                or ComponentKind.Gateway
                or ComponentKind.Identity
                or ComponentKind.Secrets
                or ComponentKind.Notification
                or ComponentKind.Workflow
                or ComponentKind.Analytics;

    private static string Without(string name, string tail) =>
        name.EndsWith(tail, StringComparison.OrdinalIgnoreCase) ? name[..^tail.Length] : "";
}
