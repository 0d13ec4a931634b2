using InfraAi.Analysis.Diagrams;
using InfraAi.Analysis.Folders.Configuration;
using InfraAi.Analysis.Folders.Units;
using InfraAi.Analysis.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Folders;

/// <summary>
/// Reads every source of a bundle and reconciles them into one architecture: what is declared (manifests, infrastructure as code, interfaces,
/// drawings) by the precedence of <see cref="SourceFiles"/>, then what is built, then what configuration relates, and words last.
/// </summary>
internal sealed class FolderAnalyzer
{
    private const string Empty = "no-infrastructure";
    private const int MostQuestions = 7;

    private readonly IReadOnlyList<BundledFile> files;
    private readonly AnalysisInput input;
    private readonly TextAnalyzer words;
    private readonly CancellationToken cancellation;
    private readonly RepositoryModel model = new();
    private readonly List<Architecture> readings = [];
    private readonly List<(string Path, Problem Problem)> unread = [];
    private readonly HashSet<string> sources = new(StringComparer.Ordinal);
    private readonly string language;
    private UnitCollector? units;

    private FolderAnalyzer(IReadOnlyList<BundledFile> files, AnalysisInput input, TextAnalyzer words, CancellationToken cancellation)
    {
        (this.files, this.input, this.words, this.cancellation) = (files, input, words, cancellation);
        var text = Root()?.Text ?? files.FirstOrDefault(f => SourceFiles.IsProse(f.Path))?.Text ?? "";
        // Of a text in two languages the first words decide.
        language = words.LanguageOf(ReadmeHeader.Of(text).Description ?? text) ?? "en";
    }

    public static Result<Architecture> Analyze(
        IReadOnlyList<BundledFile> files,
        AnalysisInput input,
        TextAnalyzer words,
        CancellationToken cancellation
    ) => new FolderAnalyzer(files, input, words, cancellation).Analyze();

    private Result<Architecture> Analyze()
    {
        if (files.Count > ReadingLimits.MostFiles)
        {
            return ReadingLimits.TooManyFiles(input.Label, files.Count);
        }

        Declared();
        Built();
        Drawn();
        if (model.Parts.Count > 4 * ReadingLimits.MostComponents)
        {
            return ReadingLimits.TooManyComponents(input.Label, model.Parts.Count);
        }

        var exact = model.Parts.Count > 0;
        var prose = Prose();
        if (!exact)
        {
            if (prose.Count == 0)
            {
                return unread.Count > 0 ? unread[0].Problem : Nothing;
            }

            foreach (var (file, said) in prose)
            {
                model.Add(RepositoryWords.AtLines(file, said), null);
            }
        }
        else
        {
            foreach (var (file, said) in prose)
            {
                RepositoryWords.Add(model, file, said);
            }
        }

        return Whole(exact, prose);
    }

    /// <summary>The README at the root.</summary>
    private BundledFile? Root() =>
        files
            .Where(f => !f.Path.Contains('/', StringComparison.Ordinal) && f.Path.StartsWith("readme", StringComparison.OrdinalIgnoreCase))
            .OrderBy(f => f.Path.Length)
            .ThenBy(f => f.Path, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>Sources by themselves, those that are one source together.</summary>
    private void Declared()
    {
        (string, string)[] companions = [.. files.Where(f => Name(f.Path) == ".env").Select(f => (f.Path, f.Text))];
        var groups = files
            .Where(f => SourceFiles.Precedence(f.Path) is not null && !SourceFiles.IsProse(f.Path) && !SourceFiles.IsCodeOwners(f.Path))
            .OrderBy(f => SourceFiles.Precedence(f.Path))
            .ThenBy(f => f.Path, StringComparer.Ordinal)
            .Select(f => (File: f, Kind: DiagramReader.KindOf(f.Text, f.Path)))
            .GroupBy(f => f.Kind.Code is null ? $"alone {f.File.Start}" : f.Kind.Set, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            cancellation.ThrowIfCancellationRequested();
            BundledFile[] together = [.. group.Select(f => f.File)];
            var code = group.First().Kind.Code;
            foreach (var (path, read) in code is null ? Alone(together[0]) : Together(together, companions))
            {
                Take(path, read, code);
                sources.UnionWith(together.Select(f => f.Path));
            }
        }
    }

    private void Take(string path, Result<Architecture> read, string? code)
    {
        if (read.Ok)
        {
            readings.Add(read.Value);
            model.Add(read.Value, code);
        }
        else if (read.Problem.Code != Empty)
        {
            unread.Add((path, read.Problem));
        }
    }

    /// <summary>
    /// Diagrams in the fences of documents. Where other sources say what there is, one that names none of it shows something else (how a program
    /// decides, how a notation looks).
    /// </summary>
    private void Drawn()
    {
        var known = model.Parts.Count > 0;
        foreach (var file in files.Where(f => SourceFiles.IsDocument(f.Path)).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var block in DiagramReader.ReadBlocks(file.Text, file.Path, cancellation).Where(IsDrawn))
            {
                if (!known || block.Result.Value.Components.Any(c => model.Named(c.Name).Count > 0))
                {
                    Take(file.Path, block.Result, null);
                }
            }
        }
    }

    /// <summary>What a fence without a language holds is mostly a command or its output.</summary>
    private static bool IsDrawn(DiagramBlock block) =>
        block.Result.Ok && DiagramReader.IsDrawing(block.Format) && (block.Language.Length > 0 || !DiagramReader.IsLoose(block.Format));

    /// <summary>What is built in the folders, and what configuration says of it.</summary>
    private void Built()
    {
        var ofUnits = files
            .Where(f => !sources.Contains(f.Path) && SourceFiles.IsOfUnit(f.Path))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToList();
        if (ofUnits.Count == 0)
        {
            return;
        }

        units = UnitSources.Read([.. ofUnits.Where(f => UnitSources.Reads(f.Path))], cancellation);
        var settings = ConfigurationLinks.Read([.. ofUnits.Where(f => ConfigurationFiles.Reads(f.Path))], units, cancellation);
        var parts = UnitParts.Add(model, units, RootName());
        ConfigurationLinks.Add(model, parts, settings, cancellation);
    }

    private string RootName() => input.Name ?? Name(input.Id.TrimEnd('/', '\\').Replace('\\', '/'));

    private List<(BundledFile File, Architecture Said)> Prose()
    {
        var root = Root();
        return
        [
            .. files
                .Where(f =>
                    SourceFiles.IsProse(f.Path)
                    && (f == root || model.Parts.Count == 0 || !Name(f.Path).StartsWith("readme", StringComparison.OrdinalIgnoreCase))
                )
                .OrderBy(f => f == root ? 0 : 1)
                .ThenBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => (File: f, Said: words.Analyze(new(f.Path, f.Text), cancellation)))
                .Where(f => f.Said.Ok)
                .Select(f => (f.File, f.Said.Value)),
        ];
    }

    private Architecture Whole(bool exact, List<(BundledFile File, Architecture Said)> prose)
    {
        var header = (Root() ?? files.FirstOrDefault(f => SourceFiles.IsProse(f.Path) && !f.Path.Contains('/', StringComparison.Ordinal)))
            is { } root
            ? ReadmeHeader.Of(root.Text)
            : new ReadmeHeader(null, null);
        var owners = files.FirstOrDefault(f => SourceFiles.IsCodeOwners(f.Path)) is { } file ? new CodeOwners(file.Text) : null;
        var introduction = prose.Select(p => p.Said).FirstOrDefault();
        var first = readings.FirstOrDefault();
        var manifest =
            units?.All.FirstOrDefault(u => u.Folder.Length == 0) is { PackageName: { Length: > 1 } package } && package != "root"
                ? package
                : null;
        var title =
            header.Title
            ?? (exact ? null : introduction?.Title)
            ?? manifest
            ?? input.Name
            ?? first?.Title
            ?? introduction?.Title
            ?? RootName();
        List<Component> components = [.. model.Parts.Select(p => Owned(p.Component, owners))];
        var asked = readings
            .SelectMany(r => r.Questions)
            .Concat(
                exact
                    ? prose.Take(1).SelectMany(p => p.Said.Questions).Where(IsOwner).Select(_ => OpenQuestions.Owner.In(language))
                    : prose.SelectMany(p => p.Said.Questions)
            )
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var notes = asked.Where(OpenQuestions.IsNote).Concat(Unread(unread).Select(u => u.In(language)));
        var questions = model.Questions.Select(q => q.In(language)).Concat(asked.Where(q => !OpenQuestions.IsNote(q)));
        return new Architecture
        {
            Name = Sketch.Slugs.Of(input.Name ?? (exact ? first?.Title ?? title : introduction?.Name ?? title), "architecture"),
            Title = title,
            Description =
                header.Description ?? introduction?.Description ?? readings.Select(r => r.Description).FirstOrDefault(d => d is not null),
            Language = language,
            Analyzer = "offline",
            Components = components,
            Relations = [.. model.Relations],
            Questions =
            [
                .. OpenQuestions.Still(questions.Distinct(StringComparer.Ordinal), components, model.Relations).Take(MostQuestions),
            ],
            Notes = [.. readings.SelectMany(r => r.Notes).Concat(notes).Distinct(StringComparer.Ordinal)],
        };
    }

    private static bool IsOwner(string question) => question == OpenQuestions.Owner.En || question == OpenQuestions.Owner.Es;

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <returns>What the file says; nothing when it is no source.</returns>
    private List<(string Path, Result<Architecture> Read)> Alone(BundledFile file) =>
        DiagramReader.TryRead(file.Text, file.Path, null, language, cancellation) is { } read ? [(file.Path, read)] : [];

    /// <summary>Files that are one source; when some of them are broken, the others still are.</summary>
    private List<(string Path, Result<Architecture> Read)> Together(IReadOnlyList<BundledFile> files, (string, string)[] companions)
    {
        var whole = DiagramReader.ReadTogether([.. files.Select(f => (f.Text, f.Path))], companions, language, cancellation);
        if (whole.Ok || whole.Problem.Code == Empty)
        {
            return [(files[0].Path, whole)];
        }

        var alone = files.SelectMany(Alone).ToList();
        var broken = alone.FindAll(r => !r.Read.Ok && r.Read.Problem.Code != Empty);
        var names = broken.Select(r => r.Path).ToHashSet(StringComparer.Ordinal);
        var sound = files.Where(f => !names.Contains(f.Path)).ToList();
        return sound.Count == files.Count || sound.Count < 2 ? alone : [.. broken, .. Together(sound, companions)];
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

    /// <summary>"deploy/web" of "deploy/web/templates/service.yaml"; the folder itself where that is the chart.</summary>
    private static string Chart(string path) =>
        path.IndexOf("/templates/", StringComparison.Ordinal) is > 0 and var end ? path[..end]
        : path.StartsWith("templates/", StringComparison.Ordinal) ? "."
        : path.LastIndexOf('/') is > 0 and var slash ? path[..slash]
        : ".";

    /// <summary>Who owns the folder that a part is built in, else the file that it was found in first.</summary>
    private static Component Owned(Component component, CodeOwners? owners)
    {
        if (owners is null || component.Owner is not null || component.Kind == ComponentKind.Person)
        {
            return component;
        }

        var folder = component.Deployment?.Folder is { Length: > 0 } built ? owners.Of(built + "/") : null;
        return component with { Owner = folder ?? owners.Of(component.Evidence.OfType<LineEvidence>().FirstOrDefault()?.File ?? "") };
    }

    private static readonly Problem Nothing = new(
        Empty,
        ProblemKind.Invalid,
        new("No file of the folder describes an infrastructure.", "Ningún archivo de la carpeta describe una infraestructura."),
        new(
            "docs/diagrams.md lists what is read: catalog files, infrastructure as code, build files, configuration, diagrams, interfaces, README.",
            "docs/diagrams.md lista lo que se lee: catálogos, infraestructura como código, archivos de compilación, configuración, diagramas, interfaces, README."
        )
    );
}
