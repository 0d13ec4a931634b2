using System.CommandLine;
using InfraAi.Model;

namespace InfraAi.Cli;

/// <summary>How a verb that changes something was asked to go about it.</summary>
/// <param name="Allowed">Kinds of findings that may pass.</param>
internal sealed record ChangeWish(HashSet<string> Allowed, bool Yes, bool DryRun, bool Json);

/// <summary>The options of the verbs that look, ask and then change something: --allow where something is looked for, --yes, --dry-run, --format.</summary>
internal sealed class ChangeOptions
{
    private readonly Option<string[]>? allow;
    private readonly Option<bool> yes;
    private readonly Option<bool> dry;
    private readonly Option<string> format;

    /// <param name="meaning">What a yes means here; null for every question.</param>
    /// <param name="checks">Kinds of findings that --allow lets pass; none for a verb that looks for nothing.</param>
    public ChangeOptions(CommandContext context, Command command, Phrase? meaning, params string[] checks)
    {
        if (checks.Length > 0)
        {
            allow = new("--allow")
            {
                Description =
                    context.In("Let this kind of finding pass: ", "Deja pasar este tipo de hallazgo: ") + string.Join(", ", checks),
                HelpName = "CHECK",
            };
            allow.AcceptOnlyFromAmong(checks);
            command.Options.Add(allow);
        }

        yes = ConfigurationRoom.Yes(context);
        yes.Description = meaning?.In(context.Terminal.Language) ?? yes.Description;
        dry = DryRunOption.Create(context);
        format = FormatOption.Create(context);
        command.Options.Add(yes);
        command.Options.Add(dry);
        command.Options.Add(format);
    }

    public ChangeWish Read(ParseResult parsed) =>
        new(
            (allow is null ? null : parsed.GetValue(allow) ?? [])?.ToHashSet(StringComparer.Ordinal) ?? [],
            parsed.GetValue(yes),
            parsed.GetValue(dry),
            parsed.GetValue(format) == "json"
        );
}
