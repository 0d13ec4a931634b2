using System.CommandLine;

namespace InfraAi.Cli;

/// <summary>--dry-run, the same on every verb that changes something.</summary>
internal static class DryRunOption
{
    public static Option<bool> Create(CommandContext context) =>
        new("--dry-run") { Description = context.In("Say what would be done, and do nothing", "Dice qué se haría, y no hace nada") };
}
