using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

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
/// Only documents that are entities by their own word are touched (an apiVersion of a Backstage group; without a group the file's name must say it), never a line that holds
/// an expression, and never a valid document. What only a person can know (an owner, a type, which of two values is meant) is left alone. A repair that does not take its
/// problem away, or brings a new one, is not kept. A renamed entity takes the references of the same run with it; where one cannot follow, or another
/// entity has the new name, nothing is renamed.
/// </remarks>
public static class CatalogFixer
{
    /// <summary>Repairs can uncover further faults behind a fault of syntax; this many rounds are enough for any file by hand.</summary>
    private const int MaxRounds = 50;

    /// <summary>Repairs one file by itself.</summary>
    public static FixResult Fix(string file, string text) => FixAll([new ProjectFile(file, text)])[0];

    /// <summary>Repairs files together, so that names and the references to them stay in step.</summary>
    /// <param name="isDeclared">Do the user's settings say that the file is the catalog's? Then a document without a Backstage group is repaired too.</param>
    /// <returns>One result a file, in the order given.</returns>
    public static IReadOnlyList<FixResult> FixAll(IReadOnlyList<ProjectFile> files, Func<string, bool>? isDeclared = null)
    {
        var fixes = files.Select(file => new FileFix(file.Path, file.Content, isDeclared?.Invoke(file.Path) == true)).ToList();
        foreach (var fix in fixes)
            fix.Repair(MaxRounds);
        Renames.Apply(fixes);
        return [.. fixes.Select(fix => new FixResult(fix.Text, fix.Edits, [.. fix.Documents.Select(document => document.Verdict)]))];
    }
}

/// <summary>A file while it is being repaired.</summary>
internal sealed class FileFix
{
    private readonly string file;
    private readonly bool isDeclared;

    public FileFix(string file, string text, bool isDeclared)
    {
        this.file = file;
        this.isDeclared = isDeclared;
        Text = text;
        Documents = CatalogValidator.Examine(file, text);
    }

    public string Text { get; private set; }

    public IReadOnlyList<Examined> Documents { get; private set; }

    public List<FixEdit> Edits { get; } = [];

    /// <summary>May the fixer touch the document at all?</summary>
    public bool IsOurs(Examined document) =>
        !IsSkeleton(document)
        && (
            CatalogContent.IsOwn(document.Document, Text)
            || ((isDeclared || CatalogContent.HasOwnName(file)) && CatalogContent.NamesNoGroup(document.Document))
        );

    public void Repair(int rounds)
    {
        Migrate();
        for (var round = 0; round < rounds && Round(); round++)
            continue;
    }

    /// <summary>Applies edits that were checked elsewhere.</summary>
    public void Apply(IReadOnlyList<(int Document, string Path, string Rule, TextEdit Edit)> planned)
    {
        var before = Text;
        var lines = new LineIndex(before);
        Text = TextEdit.Apply(before, planned.Select(plan => plan.Edit)).Text;
        Documents = CatalogValidator.Examine(file, Text);
        Edits.AddRange(planned.Select(plan => Describe(lines, before, plan.Document, plan.Path, plan.Rule, plan.Edit)));
    }

    /// <summary>Does an edit touch a line that some template fills in?</summary>
    public bool TouchesExpression(TextEdit edit)
    {
        var start = edit.Start == 0 ? 0 : Text.LastIndexOf('\n', edit.Start - 1) + 1;
        var end = Text.IndexOf('\n', edit.End);
        return Repairs.HasExpression(Text.AsSpan(start, (end < 0 ? Text.Length : end) - start));
    }

    /// <summary>A name that is filled in later: the document is no entity yet.</summary>
    private static bool IsSkeleton(Examined document) =>
        document.Root?.Find("metadata")?.Value.Actual is YamlMap metadata
        && metadata.Find("name")?.Value.String is { } name
        && Repairs.HasExpression(name);

    private void Migrate()
    {
        foreach (var document in Documents)
        {
            if (document.Root is not { } root || !IsOurs(document) || TemplateMigration.Of(root, Text) is not { } edits)
                continue;
            var migrated = CatalogValidator.Examine(file, TextEdit.Apply(Text, edits.Select(edit => edit.Edit)).Text);
            if (!IsBetter(Documents, migrated))
                continue;
            Apply([.. edits.Select(edit => (document.Verdict.Document, edit.Path, Rules.UnknownApiVersion, edit.Edit))]);
            Migrate();
            return;
        }
    }

    /// <summary>All repairs that do not stand in each other's way; failing that, the first that helps.</summary>
    /// <returns>Was anything repaired?</returns>
    private bool Round()
    {
        var planned = new List<(int Document, string Path, string Rule, TextEdit Edit)>();
        foreach (var document in Documents)
        {
            if (document.Verdict.Valid || !IsOurs(document))
                continue;
            foreach (var (problem, repair) in document.Repairs)
                if (!Renames.Covers(problem.Rule) && repair(Text) is { } edit && !TouchesExpression(edit))
                    planned.Add((document.Verdict.Document, problem.Path, problem.Rule, edit));
        }
        if (planned.Count == 0)
            return false;
        var all = TextEdit.Apply(Text, planned.Select(plan => plan.Edit));
        if (IsBetter(Documents, CatalogValidator.Examine(file, all.Text)))
        {
            var applied = all.Applied.ToHashSet();
            Apply([.. planned.Where(plan => applied.Remove(plan.Edit))]);
            return true;
        }
        foreach (var plan in planned)
        {
            if (!IsBetter(Documents, CatalogValidator.Examine(file, TextEdit.Apply(Text, [plan.Edit]).Text)))
                continue;
            Apply([plan]);
            return true;
        }
        return false;
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

    private static FixEdit Describe(LineIndex lines, string text, int document, string path, string rule, TextEdit edit)
    {
        var (line, column) = lines.At(edit.Start);
        return new FixEdit(document, line, column, path, rule, text[edit.Start..edit.End], edit.Text);
    }
}
