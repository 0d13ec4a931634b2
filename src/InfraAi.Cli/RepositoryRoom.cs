using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli;

/// <summary>What the repository verbs share: the repositories of platform.yaml, and the secrets that must not enter them.</summary>
internal static class RepositoryRoom
{
    /// <returns>The repositories of platform.yaml, or the checkout itself when there is no platform.yaml.</returns>
    public static Result<IReadOnlyList<RepositoryEntry>> All(CommandContext context)
    {
        var root = context.Settings.Root;
        if (!File.Exists(Path.Combine(root, ManifestReader.FileName)))
        {
            return new RepositoryEntry[] { new("root", root, null, "main", "v", new("this folder", "esta carpeta")) };
        }

        var manifest = ManifestReader.Load(context.Settings);
        return manifest.Ok ? manifest.Value.Repositories.ToArray() : manifest.Problem;
    }

    /// <returns>Those that are named or in one of the groups, in the order of platform.yaml; all of them when nothing is wanted.</returns>
    public static Result<IReadOnlyList<RepositoryEntry>> Choose(
        CommandContext context,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<string> groups
    )
    {
        var all = All(context);
        return !all.Ok ? all
            : Unknown(names, [.. all.Value.Select(e => e.Name)]) is { } name
                ? NotThere("repository", "repositorio", name, all.Value.Select(e => e.Name))
            : Unknown(groups, [.. all.Value.SelectMany(e => e.Groups)]) is { } group
                ? NotThere("group", "grupo", group, all.Value.SelectMany(e => e.Groups).Distinct(StringComparer.Ordinal))
            : all
                .Value.Where(e =>
                    names.Count + groups.Count == 0
                    || names.Contains(e.Name, StringComparer.Ordinal)
                    || e.Groups.Intersect(groups, StringComparer.Ordinal).Any()
                )
                .ToList();
    }

    private static string? Unknown(IEnumerable<string> wanted, HashSet<string> known) =>
        wanted.FirstOrDefault(name => !known.Contains(name));

    private static Problem NotThere(string what, string que, string name, IEnumerable<string> known)
    {
        var list = string.Join(", ", known.DefaultIfEmpty("—"));
        return new(
            $"{what}-unknown",
            ProblemKind.Usage,
            new($"platform.yaml names no {what} {name}; it has: {list}.", $"platform.yaml no nombra ningún {que} {name}; tiene: {list}."),
            new("Take one of these, or add it under repositories.", "Tome uno de ellos, o añádalo en repositories.")
        );
    }

    /// <returns>The platform's own secrets and those of all .env files, for the checks of commit and push.</returns>
    public static async Task<IReadOnlyCollection<string>> SecretsAsync(CommandContext context)
    {
        var manifest = ManifestReader.Load(context.Settings);
        var values = OwnSecrets
            .Read(context.Settings, manifest.Ok ? manifest.Value : null, Commands.DiagnoseCommand.Environment())
            .ToHashSet(StringComparer.Ordinal);
        var entries = ConfigurationRoom.Entries(context);
        var files = ConfigurationRoom.Files(context);
        foreach (var entry in entries.Ok ? entries.Value : [])
        {
            var read = await files.ReadAsync(entry.Path, context.Cancellation);
            if (read is { Ok: true, Value: { } bytes })
            {
                values.UnionWith(
                    EnvDocument.Read(bytes).Values.Where(v => Commands.EnvCommand.IsSecret(entry, v.Key, v.Value)).Select(v => v.Value)
                );
            }
        }

        return values;
    }
}
