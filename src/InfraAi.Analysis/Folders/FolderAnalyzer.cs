using InfraAi.Analysis.Diagrams;
using InfraAi.Analysis.Text;
using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Folders;

/// <summary>Reads every source of a bundle and reconciles them into one architecture, by the precedence of <see cref="SourceFiles"/>.</summary>
internal static class FolderAnalyzer
{
    public static Result<Architecture> Analyze(
        IReadOnlyList<BundledFile> files,
        AnalysisInput input,
        TextAnalyzer words,
        CancellationToken cancellation
    )
    {
        var owners = files.FirstOrDefault(f => SourceFiles.IsCodeOwners(f.Path)) is { } file ? new CodeOwners(file.Text) : null;
        var readings = new List<(Architecture Read, bool Prose)>();
        var unread = new List<(string Path, Problem Problem)>();
        string? heading = null;
        foreach (var one in files.OrderBy(f => SourceFiles.Precedence(f.Path)).ThenBy(f => f.Path, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (DiagramReader.TryRead(one.Text, one.Path) is { } exact)
            {
                if (exact.Ok)
                {
                    readings.Add((Owned(exact.Value, one.Path, owners), false));
                }
                else if (exact.Problem.Code != "no-infrastructure")
                {
                    unread.Add((one.Path, exact.Problem));
                }
            }
            else if (SourceFiles.IsProse(one.Path) && words.Analyze(new(one.Path, one.Text)) is { Ok: true } said)
            {
                readings.Add((Owned(Moved(said.Value, one.Start), one.Path, owners), true));
                heading ??= HeadingWith(said.Value.Title, one.Text);
            }
        }

        if (readings.Count == 0)
        {
            return unread.Count > 0 ? unread[0].Problem : Nothing;
        }

        return Reconcile(readings, unread, input, heading);
    }

    private static Architecture Reconcile(
        List<(Architecture Read, bool Prose)> readings,
        List<(string Path, Problem Problem)> unread,
        AnalysisInput input,
        string? heading
    )
    {
        var introduction = readings.FirstOrDefault(r => r.Prose).Read;
        var language = introduction?.Language ?? readings[0].Read.Language;
        var union = ArchitectureUnion.Of([.. readings.Select(r => r.Read)]);
        union = readings.Exists(r => !r.Prose) ? WithoutBareWords(union) : union;
        var title = heading ?? input.Name ?? introduction?.Title ?? union.Title;
        return union with
        {
            Name = input.Name is { } name ? Sketch.Slugs.Of(name, "architecture") : introduction?.Name ?? union.Name,
            Title = title,
            Language = language,
            Description = introduction?.Description ?? union.Description,
            Questions =
            [
                .. union.Questions,
                .. unread.Select(u =>
                    new Phrase($"{u.Path} was left out: {u.Problem.Message.En}", $"{u.Path} no se leyó: {u.Problem.Message.Es}").In(
                        language
                    )
                ),
            ],
        };
    }

    /// <summary>
    /// Beside sources that name each part, "the cache" or "APIs" of a README names a kind of thing: it is the part that some source has, or none.
    /// </summary>
    private static Architecture WithoutBareWords(Architecture read)
    {
        var words = read.Components.Where(c => c.Technology is null && c.Evidence.All(e => e is TextEvidence) && IsBare(c.Name)).ToList();
        var bare = words.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var questions = read.Questions.Where(q =>
            !words.Exists(c => q.Contains($"\"{c.Name}\"", StringComparison.Ordinal) || q.Contains($"«{c.Name}»", StringComparison.Ordinal))
        );
        List<Component> components = [.. read.Components.Where(c => !bare.Contains(c.Id))];
        List<Relation> relations = [.. read.Relations.Where(r => !bare.Contains(r.From) && !bare.Contains(r.To))];
        return read with
        {
            Components = components,
            Relations = relations,
            Questions = [.. OpenQuestions.Still(questions, components, relations)],
        };
    }

    private static bool IsBare(string name) =>
        TechnologyVocabulary.Default.Find(name) is { Use: TechnologyUse.Generic or TechnologyUse.Common };

    /// <returns>The title when a heading of the text has it: then it is what people call the system, whatever its folder is called.</returns>
    private static string? HeadingWith(string title, string text) =>
        text.Split('\n').Any(line => line.StartsWith('#') && line.Contains(title, StringComparison.Ordinal)) ? title : null;

    private static Architecture Owned(Architecture read, string path, CodeOwners? owners) =>
        owners?.Of(path) is { } team
            ? read with
            {
                Components =
                [
                    .. read.Components.Select(c => c.Owner is null && c.Kind != ComponentKind.Person ? c with { Owner = team } : c),
                ],
            }
            : read;

    /// <summary>Spans of a file's words, as spans of the bundle.</summary>
    private static Architecture Moved(Architecture read, int by) =>
        read with
        {
            Components = [.. read.Components.Select(c => c with { Evidence = Moved(c.Evidence, by) })],
            Relations = [.. read.Relations.Select(r => r with { Evidence = Moved(r.Evidence, by) })],
        };

    private static IReadOnlyList<Evidence> Moved(IReadOnlyList<Evidence> evidence, int by) =>
        [.. evidence.Select(e => e is TextEvidence text ? text with { Start = text.Start + by } : e)];

    private static readonly Problem Nothing = new(
        "no-infrastructure",
        ProblemKind.Invalid,
        new("No file of the folder describes an infrastructure.", "Ningún archivo de la carpeta describe una infraestructura."),
        new(
            "docs/diagrams.md lists what is read: catalog files, infrastructure as code, diagrams, interfaces, README.",
            "docs/diagrams.md lista lo que se lee: catálogos, infraestructura como código, diagramas, interfaces, README."
        )
    );
}
