using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli;

/// <summary>What the repository verbs share: the repositories of platform.yaml, and the secrets that must not enter them.</summary>
internal static class RepositoryRoom
{
    public static Argument<string[]> Argument(CommandContext context) =>
        new("REPOSITORY")
        {
            Description = context.In(
                "Names of repositories of platform.yaml; without, all of them",
                "Nombres de repositorios de platform.yaml; sin ninguno, todos"
            ),
            Arity = ArgumentArity.ZeroOrMore,
        };

    public static Option<string[]> Allow(CommandContext context, params string[] checks)
    {
        var option = new Option<string[]>("--allow")
        {
            Description = context.In("Let this kind of finding pass: ", "Deja pasar este tipo de hallazgo: ") + string.Join(", ", checks),
            HelpName = "CHECK",
        };
        option.AcceptOnlyFromAmong(checks);
        return option;
    }

    /// <returns>The repositories of platform.yaml, or the checkout itself when there is no platform.yaml.</returns>
    public static Result<IReadOnlyList<RepositoryEntry>> Choose(CommandContext context, IReadOnlyList<string> wanted)
    {
        var root = context.Settings.Root;
        if (!File.Exists(Path.Combine(root, ManifestReader.FileName)))
        {
            return new RepositoryEntry[] { new("root", root, null, "main", "v", new("this folder", "esta carpeta")) };
        }

        var manifest = ManifestReader.Load(context.Settings);
        if (!manifest.Ok)
        {
            return manifest.Problem;
        }

        var all = manifest.Value.Repositories;
        var unknown = wanted.FirstOrDefault(name => !all.Any(entry => entry.Name == name));
        return unknown is null
            ? all.Where(entry => wanted.Count == 0 || wanted.Contains(entry.Name, StringComparer.Ordinal)).ToList()
            : new Problem(
                "repository-unknown",
                ProblemKind.Usage,
                new(
                    $"platform.yaml names no repository {unknown}; it has: {string.Join(", ", all.Select(e => e.Name))}.",
                    $"platform.yaml no nombra ningún repositorio {unknown}; tiene: {string.Join(", ", all.Select(e => e.Name))}."
                ),
                new("Take one of these, or add it under repositories.", "Tome uno de ellos, o añádalo en repositories.")
            );
    }

    /// <returns>The values of all .env files that are secret, for the checks of commit and push.</returns>
    public static async Task<IReadOnlyCollection<string>> SecretsAsync(CommandContext context)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
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
