using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Repositories;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>sync and pull: every repository up to date, as far as that touches nothing local. sync also clones what is missing.</summary>
internal sealed class SyncCommand(CommandContext context, bool clone)
{
    private const int MostJobs = 64;

    private readonly Command command = clone
        ? new(
            "sync",
            context.In(
                "Clone missing repositories and bring all up to date; local work is never touched",
                "Clona los repositorios que faltan y pone todos al día; nunca toca el trabajo local"
            )
        )
        : new("pull", context.In("Bring the repositories that are here up to date", "Pone al día los repositorios que hay"));

    private sealed record Line(
        string Repository,
        string Path,
        RepositoryState State,
        string? Branch,
        string? Head,
        int Ahead,
        int Behind,
        int Changed,
        int Untracked,
        string Detail,
        string? Remedy,
        long DurationMs
    );

    public Command Build()
    {
        var choice = new RepositoryChoice(context, command);
        var jobs = NumberOption.Create(
            context,
            "--jobs",
            null,
            context.In("Repositories at the same time", "Repositorios a la vez"),
            8,
            1,
            MostJobs
        );
        var dry = DryRunOption.Create(context);
        var format = FormatOption.Create(context);
        command.Options.Add(jobs);
        command.Options.Add(dry);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) => RunAsync(choice.Read(parsed), parsed.GetValue(jobs), parsed.GetValue(dry), parsed.GetValue(format) == "json")
        );
        return command;
    }

    private async Task<int> RunAsync(Result<IReadOnlyList<RepositoryEntry>> entries, int jobs, bool dry, bool json)
    {
        if (!entries.Ok)
        {
            return context.Terminal.Fail(entries.Problem);
        }

        var count = 0;
        var reports = await new RepositorySync(context.Time, jobs).RunAsync(
            entries.Value,
            clone,
            dry,
            report =>
            {
                count++;
                if (context.Terminal.Interactive && !json && entries.Value.Count > 1)
                {
                    context.Terminal.Error.Write($"\r\u001b[K{count}/{entries.Value.Count} {report.Name}");
                }
            },
            context.Cancellation
        );
        if (context.Terminal.Interactive && !json && entries.Value.Count > 1)
        {
            context.Terminal.Error.Write("\r\u001b[K");
        }

        foreach (var report in reports)
        {
            if (json)
            {
                context.Terminal.Out.WriteLine(Json.Write(LineOf(report)));
            }
            else
            {
                Show(report);
            }
        }

        return reports.Any(r => r.IsOutside) ? ExitCode.Outside
            : reports.Any(r => r.NeedsAttention && !(dry && r.State is RepositoryState.Behind or RepositoryState.Missing))
                ? ExitCode.NotRight
            : ExitCode.Done;
    }

    private void Show(RepositoryReport report)
    {
        var rich = context.Terminal.Rich;
        var language = context.Terminal.Language;
        var mark =
            report.IsOutside ? "[red]✗[/]"
            : report.NeedsAttention ? "[yellow]![/]"
            : report.State is RepositoryState.Updated or RepositoryState.Cloned ? "[green]✓[/]"
            : "[grey]·[/]";
        var branch = report.Branch is null ? "" : $" [grey]{Markup.Escape(report.Branch)}[/]";
        rich.MarkupLine($"{mark} [teal]{Markup.Escape(report.Name)}[/]{branch} {Markup.Escape(report.Detail.In(language))}");
        if (report.Remedy is { } remedy)
        {
            rich.MarkupLineInterpolated($"  [grey]→ {remedy.In(language)}[/]");
        }
    }

    private Line LineOf(RepositoryReport report) =>
        new(
            report.Name,
            report.Path,
            report.State,
            report.Branch,
            report.Head,
            report.Ahead,
            report.Behind,
            report.Changed,
            report.Untracked,
            report.Detail.In(context.Terminal.Language),
            report.Remedy?.In(context.Terminal.Language),
            report.DurationMs
        );
}
