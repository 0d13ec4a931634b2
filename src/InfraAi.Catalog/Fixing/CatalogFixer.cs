using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>One change that the fixer made.</summary>
/// <param name="Document">From 0, as in <see cref="DocumentVerdict"/>.</param>
/// <param name="Line">From 1, in the text before this round of changes.</param>
/// <param name="Rule">The rule that was broken.</param>
public sealed record FixEdit(int Document, int Line, int Column, string Path, string Rule, string Before, string After);

/// <summary>What the fixer made of a file.</summary>
/// <param name="Text">The same as before, to the byte, except where <paramref name="Edits"/> say.</param>
/// <param name="Remaining">The verdicts on the new text.</param>
public sealed record FixResult(string Text, IReadOnlyList<FixEdit> Edits, IReadOnlyList<DocumentVerdict> Remaining);

/// <summary>Repairs what is mechanically sure: names, tags, quoting, lists, missing kinds of references, indentation. Comments, order and style stay.</summary>
/// <remarks>
/// Lists that the catalog takes for sets are sorted. What only a person can know (an owner, a type, which of two values is meant) is left alone. A repair that does not take its
/// problem away, or brings a new one, is not kept.
/// </remarks>
public static class CatalogFixer
{
    /// <summary>Repairs can uncover further faults behind a fault of syntax; this many rounds are enough for any file by hand.</summary>
    private const int MaxRounds = 50;

    public static FixResult Fix(string file, string text)
    {
        var edits = new List<FixEdit>();
        IReadOnlyList<Examined> current = CatalogValidator.Examine(file, text);
        for (var round = 0; round < MaxRounds; round++)
        {
            if (Round(file, text, current, edits) is not { } better)
                break;
            (text, current) = better;
        }
        if (Sort(file, text, current, edits) is { } sorted)
            (text, current) = sorted;
        return new FixResult(text, edits, [.. current.Select(document => document.Verdict)]);
    }

    /// <returns>The text after all repairs that do not stand in each other's way; null when none helped.</returns>
    private static (string Text, IReadOnlyList<Examined> Documents)? Round(
        string file,
        string text,
        IReadOnlyList<Examined> documents,
        List<FixEdit> edits
    )
    {
        var planned = new List<(int Document, ValidationProblem Problem, TextEdit Edit)>();
        foreach (var document in documents)
        foreach (var (problem, repair) in document.Repairs)
            if (repair(text) is { } edit)
                planned.Add((document.Verdict.Document, problem, edit));
        if (planned.Count == 0)
            return null;
        var lines = new LineIndex(text);
        var all = TextEdit.Apply(text, planned.Select(plan => plan.Edit));
        var after = CatalogValidator.Examine(file, all.Text);
        if (IsBetter(documents, after))
        {
            var applied = all.Applied.ToHashSet();
            edits.AddRange(
                planned
                    .Where(plan => applied.Remove(plan.Edit))
                    .Select(plan => Describe(lines, text, plan.Document, plan.Problem, plan.Edit))
            );
            return (all.Text, after);
        }
        foreach (var (number, problem, edit) in planned)
        {
            var one = TextEdit.Apply(text, [edit]).Text;
            var result = CatalogValidator.Examine(file, one);
            if (!IsBetter(documents, result))
                continue;
            edits.Add(Describe(lines, text, number, problem, edit));
            return (one, result);
        }
        return null;
    }

    /// <summary>Puts the lists that are sets in order: no fault, so only where no fault can come of it.</summary>
    private static (string Text, IReadOnlyList<Examined> Documents)? Sort(
        string file,
        string text,
        IReadOnlyList<Examined> documents,
        List<FixEdit> edits
    )
    {
        var lines = new LineIndex(text);
        var planned = documents
            .Where(document => document is { IsBroken: false, Root: not null })
            .SelectMany(document => SetOrder.Of(document.Root!, text).Select(found => (document.Verdict.Document, found.Path, found.Edit)))
            .ToList();
        if (planned.Count == 0)
            return null;
        var sorted = TextEdit.Apply(text, planned.Select(plan => plan.Edit)).Text;
        var after = CatalogValidator.Examine(file, sorted);
        if (
            !after
                .Select(document => (document.Verdict.Ref, document.Verdict.Valid, document.Verdict.Problems.Count))
                .SequenceEqual(
                    documents.Select(document => (document.Verdict.Ref, document.Verdict.Valid, document.Verdict.Problems.Count))
                )
        )
            return null;
        foreach (var (document, path, edit) in planned)
        {
            var (line, column) = lines.At(edit.Start);
            edits.Add(new FixEdit(document, line, column, path, Rules.Unsorted, text[edit.Start..edit.End], edit.Text));
        }
        return (sorted, after);
    }

    private static bool IsBetter(IReadOnlyList<Examined> before, IReadOnlyList<Examined> after)
    {
        var (brokenBefore, brokenAfter) = (before.Count(document => document.IsBroken), after.Count(document => document.IsBroken));
        return brokenAfter < brokenBefore
            || (
                brokenAfter == brokenBefore
                && (
                    Errors(after) < Errors(before)
                    || (Errors(after) == Errors(before) && brokenBefore > 0 && LastFault(after) > LastFault(before))
                )
            );
    }

    private static int Errors(IReadOnlyList<Examined> documents) =>
        documents.Sum(document => document.Verdict.Problems.Count(problem => problem.Severity == Severity.Error));

    /// <summary>Reading got further when the lines of the faults of syntax add up to more.</summary>
    private static long LastFault(IReadOnlyList<Examined> documents) =>
        documents.Where(document => document.IsBroken).Sum(document => (long)document.Verdict.Problems.Max(problem => problem.Line));

    private static FixEdit Describe(LineIndex lines, string text, int document, ValidationProblem problem, TextEdit edit)
    {
        var (line, column) = lines.At(edit.Start);
        return new FixEdit(document, line, column, problem.Path, problem.Rule, text[edit.Start..edit.End], edit.Text);
    }
}
