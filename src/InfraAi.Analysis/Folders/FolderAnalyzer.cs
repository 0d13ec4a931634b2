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
        if (files.Count > ReadingLimits.MostFiles)
        {
            return ReadingLimits.TooManyFiles(input.Label, files.Count);
        }

        var owners = files.FirstOrDefault(f => SourceFiles.IsCodeOwners(f.Path)) is { } file ? new CodeOwners(file.Text) : null;
        var readings = new List<Reading>();
        var unread = new List<(string Path, Problem Problem)>();
        string? heading = null;
        var sources = files
            .OrderBy(f => SourceFiles.Precedence(f.Path))
            .ThenBy(f => f.Path, StringComparer.Ordinal)
            .Select(f => (File: f, Kind: DiagramReader.KindOf(f.Text, f.Path)))
            .GroupBy(f => f.Kind.Code is null ? $"alone {f.File.Start}" : f.Kind.Set, StringComparer.Ordinal);
        foreach (var source in sources)
        {
            cancellation.ThrowIfCancellationRequested();
            BundledFile[] together = [.. source.Select(f => f.File)];
            var read = together.Length == 1 ? Alone(together[0], cancellation) : Together(together, cancellation);
            foreach (var (path, exact) in read)
            {
                if (exact.Ok)
                {
                    readings.Add(new(Owned(exact.Value, path, owners), source.First().Kind.Code, false));
                }
                else if (exact.Problem.Code != Empty)
                {
                    unread.Add((path, exact.Problem));
                }
            }

            if (
                read.Count == 0
                && SourceFiles.IsProse(together[0].Path)
                && words.Analyze(new(together[0].Path, together[0].Text), cancellation) is { Ok: true } said
            )
            {
                readings.Add(new(Owned(Moved(said.Value, together[0].Start), together[0].Path, owners), null, true));
                heading ??= HeadingWith(said.Value.Title, together[0].Text);
            }
        }

        if (readings.Count == 0)
        {
            return unread.Count > 0 ? unread[0].Problem : Nothing;
        }

        if (readings.Sum(r => r.Read.Components.Count) is var parts && parts > 4 * ReadingLimits.MostComponents)
        {
            return ReadingLimits.TooManyComponents(input.Label, parts);
        }

        return Reconcile(readings, unread, input, heading, cancellation);
    }

    /// <param name="Code">As <see cref="DiagramReader.FileKind.Code"/>.</param>
    private sealed record Reading(Architecture Read, string? Code, bool Prose);

    /// <returns>What the file says; nothing when it is no source.</returns>
    private static List<(string Path, Result<Architecture> Read)> Alone(BundledFile file, CancellationToken cancellation) =>
        DiagramReader.TryRead(file.Text, file.Path, null, cancellation) is { } read ? [(file.Path, read)] : [];

    /// <summary>Files that are one source; when some of them are broken, the others still are.</summary>
    private static List<(string Path, Result<Architecture> Read)> Together(IReadOnlyList<BundledFile> files, CancellationToken cancellation)
    {
        var whole = DiagramReader.ReadTogether([.. files.Select(f => (f.Text, f.Path))], cancellation);
        if (whole.Ok || whole.Problem.Code == Empty)
        {
            return [(files[0].Path, whole)];
        }

        var alone = files.SelectMany(file => Alone(file, cancellation)).ToList();
        var broken = alone.FindAll(r => !r.Read.Ok && r.Read.Problem.Code != Empty);
        var names = broken.Select(r => r.Path).ToHashSet(StringComparer.Ordinal);
        var sound = files.Where(f => !names.Contains(f.Path)).ToList();
        return sound.Count == files.Count || sound.Count < 2 ? alone : [.. broken, .. Together(sound, cancellation)];
    }

    private static Architecture Reconcile(
        List<Reading> readings,
        List<(string Path, Problem Problem)> unread,
        AnalysisInput input,
        string? heading,
        CancellationToken cancellation
    )
    {
        var introduction = readings.Find(r => r.Prose)?.Read;
        var language = introduction?.Language ?? readings[0].Read.Language;
        var union = ArchitectureUnion.Of([.. readings.Select(r => (r.Read, r.Code))], cancellation);
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
                // A catalog's entities say it: spec.lifecycle is required.
                .. union.Questions.Where(q =>
                    !readings.Exists(r => r.Code == DiagramReader.CatalogName)
                    || (q != OpenQuestions.Lifecycle.En && q != OpenQuestions.Lifecycle.Es)
                ),
                .. Unread(unread).Select(u => u.In(language)),
            ],
        };
    }

    /// <summary>What was left out, each with its reason; the templates of a chart together, with what to do.</summary>
    private static IEnumerable<Phrase> Unread(List<(string Path, Problem Problem)> unread)
    {
        var templates = unread.FindAll(u => u.Problem.Code == DiagramReader.HelmTemplateCode);
        foreach (var (path, problem) in unread.Except(templates))
        {
            yield return new($"{path} was left out: {problem.Message.En}", $"{path} no se leyó: {problem.Message.Es}");
        }

        foreach (var chart in templates.Select(u => Chart(u.Path)).Distinct(StringComparer.Ordinal))
        {
            yield return new(
                $"The Helm chart {chart} was left out: its templates are not rendered. Keep the output of `helm template {chart}` as a file, and it is read.",
                $"El chart de Helm {chart} no se leyó: sus plantillas no están generadas. Guarde la salida de `helm template {chart}` en un archivo y se leerá."
            );
        }
    }

    /// <summary>"deploy/web" of "deploy/web/templates/service.yaml".</summary>
    private static string Chart(string path) =>
        path.IndexOf("/templates/", StringComparison.Ordinal) is > 0 and var end ? path[..end]
        : path.LastIndexOf('/') is > 0 and var slash ? path[..slash]
        : ".";

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

    /// <param name="path">Of the file that was read; of several, each part's own is where it was found first.</param>
    private static Architecture Owned(Architecture read, string path, CodeOwners? owners)
    {
        return owners is null ? read : read with { Components = [.. read.Components.Select(Owned)] };

        Component Owned(Component c) =>
            c.Owner is null && c.Kind != ComponentKind.Person
                ? c with
                {
                    Owner = owners.Of(c.Evidence.OfType<LineEvidence>().FirstOrDefault()?.File ?? path),
                }
                : c;
    }

    /// <summary>Spans of a file's words, as spans of the bundle.</summary>
    private static Architecture Moved(Architecture read, int by) =>
        read with
        {
            Components = [.. read.Components.Select(c => c with { Evidence = Moved(c.Evidence, by) })],
            Relations = [.. read.Relations.Select(r => r with { Evidence = Moved(r.Evidence, by) })],
        };

    private static IReadOnlyList<Evidence> Moved(IReadOnlyList<Evidence> evidence, int by) =>
        [.. evidence.Select(e => e is TextEvidence text ? text with { Start = text.Start + by } : e)];

    private const string Empty = "no-infrastructure";

    private static readonly Problem Nothing = new(
        Empty,
        ProblemKind.Invalid,
        new("No file of the folder describes an infrastructure.", "Ningún archivo de la carpeta describe una infraestructura."),
        new(
            "docs/diagrams.md lists what is read: catalog files, infrastructure as code, diagrams, interfaces, README.",
            "docs/diagrams.md lista lo que se lee: catálogos, infraestructura como código, diagramas, interfaces, README."
        )
    );
}
