using InfraAi.Platform.Repositories;
using Spectre.Console;

namespace InfraAi.Cli;

/// <summary>Why a commit or push should not be made, for people.</summary>
internal static class FindingsText
{
    private const int Most = 20;

    public static void Show(CommandContext context, IReadOnlyList<ContentFinding> findings, HashSet<string> allowed)
    {
        var rich = context.Terminal.Rich;
        foreach (var finding in findings.Take(Most))
        {
            var mark = allowed.Contains(finding.Check) ? "[yellow]![/]" : "[red]✗[/]";
            var where = finding.Line > 0 ? $"{finding.Path}:{finding.Line}" : finding.Path;
            rich.MarkupLine(
                $"  {mark} {Markup.Escape(where)} [grey]{finding.Check}[/] {Markup.Escape(finding.Message.In(context.Terminal.Language))}"
            );
        }

        if (findings.Count > Most)
        {
            rich.MarkupLineInterpolated($"  [grey]+{findings.Count - Most}[/]");
        }

        var open = findings.Select(f => f.Check).Except(allowed, StringComparer.Ordinal).Distinct(StringComparer.Ordinal).ToList();
        if (open.Count > 0)
        {
            var flags = string.Join(' ', open.Select(check => $"--allow {check}"));
            rich.MarkupLineInterpolated(
                $"  [yellow]→ {context.In("Take these out; when they are meant to be there:", "Quítelos; si deben estar ahí:")} {flags}[/]"
            );
        }
    }

    public static bool Stop(IReadOnlyList<ContentFinding> findings, HashSet<string> allowed) =>
        findings.Any(finding => !allowed.Contains(finding.Check));
}
