using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli;

/// <summary>Which repositories of platform.yaml a verb is about: by name, by group, or all of them; completed from platform.yaml.</summary>
internal sealed class RepositoryChoice
{
    private readonly CommandContext context;
    private readonly Argument<string[]> names;
    private readonly Option<string[]> groups;

    public RepositoryChoice(CommandContext context, Command command)
    {
        this.context = context;
        names = new("REPOSITORY")
        {
            Description = context.In(
                "Names of repositories of platform.yaml; without, all of them",
                "Nombres de repositorios de platform.yaml; sin ninguno, todos"
            ),
            Arity = ArgumentArity.ZeroOrMore,
        };
        groups = new("--group", "-g")
        {
            Description = context.In("Those of a group (groups: in platform.yaml)", "Los de un grupo (groups: en platform.yaml)"),
            HelpName = "GROUP",
        };
        names.CompletionSources.Add(_ => Known(entry => [entry.Name]));
        groups.CompletionSources.Add(_ => Known(entry => entry.Groups));
        command.Arguments.Add(names);
        command.Options.Add(groups);
    }

    public Result<IReadOnlyList<RepositoryEntry>> Read(ParseResult parsed) =>
        RepositoryRoom.Choose(context, parsed.GetValue(names) ?? [], parsed.GetValue(groups) ?? []);

    private IEnumerable<string> Known(Func<RepositoryEntry, IEnumerable<string>> which) =>
        RepositoryRoom.All(context) is { Ok: true, Value: var all } ? all.SelectMany(which).Distinct(StringComparer.Ordinal) : [];
}
