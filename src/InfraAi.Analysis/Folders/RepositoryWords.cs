using InfraAi.Analysis.Text;
using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Folders;

/// <summary>
/// What people wrote in a repository, beside sources that say exactly what there is: it tells more about the parts that these have, and adds one
/// only where a sentence ties it to such a part. Words never turn or remove what a source says.
/// </summary>
internal sealed class RepositoryWords
{
    private readonly RepositoryModel model;
    private readonly BundledFile file;
    private readonly string[] lines;
    private readonly bool[] tells;

    private RepositoryWords(RepositoryModel model, BundledFile file)
    {
        (this.model, this.file) = (model, file);
        lines = file.Text.Split('\n');
        tells = Sentences(lines);
    }

    /// <param name="said">What the words of the file say, read without the sources.</param>
    public static void Add(RepositoryModel model, BundledFile file, Architecture said) => new RepositoryWords(model, file).Add(said);

    /// <summary>The same reading with the file's lines as evidence, where it is all that there is.</summary>
    public static Architecture AtLines(BundledFile file, Architecture said)
    {
        var words = new RepositoryWords(new RepositoryModel(), file);
        return said with
        {
            Components = [.. said.Components.Select(c => c with { Evidence = [.. words.Lines(c.Evidence)] })],
            Relations = [.. said.Relations.Select(r => r with { Evidence = [.. words.Lines(r.Evidence)] })],
        };
    }

    private void Add(Architecture said)
    {
        var exact = model.Parts.ToList();
        var software = exact.Exists(p => IsSoftware(p.Component.Kind));
        var found = new Dictionary<string, RepositoryPart>(StringComparer.Ordinal);
        foreach (var component in said.Components)
        {
            if (Same(component, exact) is { } part)
            {
                found[component.Id] = part;
                Enrich(part, component);
            }
        }

        foreach (var component in said.Components.Where(c => !found.ContainsKey(c.Id)))
        {
            var tied = software
                ? said.Relations.Any(r => Ties(r, component, said, found))
                : Tells(component.Evidence) && !exact.Exists(p => Kinds(p.Component.Kind) == Kinds(component.Kind));
            if (tied)
            {
                found[component.Id] = model.New(
                    component with
                    {
                        Evidence = [.. Lines(component.Evidence)],
                        Confidence = Math.Min(component.Confidence, 0.7),
                    },
                    "words"
                );
            }
        }

        foreach (var relation in said.Relations)
        {
            if (
                found.TryGetValue(relation.From, out var from)
                && found.TryGetValue(relation.To, out var to)
                && Tells(relation.Evidence)
                && !model.Related(to, from)
            )
            {
                if (model.Related(from, to) || from.Code == "words" || to.Code == "words" || Named(relation, said, exact))
                {
                    model.Relate(
                        from,
                        to,
                        relation.Kind,
                        relation.Label,
                        Math.Min(relation.Confidence, 0.7),
                        [.. Lines(relation.Evidence)]
                    );
                }
            }
        }
    }

    /// <summary>True when a sentence says that a part of the sources uses this product, or is used by it.</summary>
    private bool Ties(Relation relation, Component component, Architecture said, Dictionary<string, RepositoryPart> found)
    {
        var other =
            relation.From == component.Id ? relation.To
            : relation.To == component.Id ? relation.From
            : null;
        return other is not null
            && found.TryGetValue(other, out var part)
            && part.Code != "words"
            && component.Technology is { } technology
            && TechnologyVocabulary.Default.Find(technology) is { Use: TechnologyUse.Part } known
            && !Places.Contains(known.Kind)
            && model.OfTechnology(technology).Count == 0
            && Tells(relation.Evidence)
            && IsNamed(said.Components.First(c => c.Id == other), part);
    }

    /// <summary>Where a system can run or is built, which a README tells at length.</summary>
    private static readonly HashSet<ComponentKind> Places =
    [
        ComponentKind.Cluster,
        ComponentKind.Compute,
        ComponentKind.Pipeline,
        ComponentKind.Repository,
        ComponentKind.ContainerRegistry,
        ComponentKind.Network,
        ComponentKind.Tool,
        ComponentKind.Person,
        ComponentKind.Device,
    ];

    private static bool IsSoftware(ComponentKind kind) =>
        kind
            is ComponentKind.Service
                or ComponentKind.Website
                or ComponentKind.MobileApp
                or ComponentKind.Function
                or ComponentKind.Job
                or ComponentKind.Api;

    private static int Kinds(ComponentKind kind) => IsSoftware(kind) ? -1 : (int)kind;

    private static bool Named(Relation relation, Architecture said, List<RepositoryPart> exact)
    {
        var ends = (string[])[relation.From, relation.To];
        return ends.All(id => said.Components.First(c => c.Id == id) is var component && exact.Exists(p => IsNamed(component, p)))
            && relation.Kind is not (RelationKind.Monitors or RelationKind.Deploys)
            && relation.Confidence >= 0.6;
    }

    private static bool IsNamed(Component component, RepositoryPart part) =>
        Names.Key(component.Name) == Names.Key(part.Component.Name)
        || (Names.Core(component.Name) is { Length: > 2 } core && core == Names.Core(part.Component.Name));

    private RepositoryPart? Same(Component component, List<RepositoryPart> exact)
    {
        if (model.Named(component.Name).FirstOrDefault(p => p.Code != "words") is { } named)
        {
            return named;
        }

        if (exact.FindAll(p => IsNamed(component, p)) is [var called])
        {
            return called;
        }

        return component.Technology is { } technology && model.OfTechnology(technology) is [var only] && only.Code != "words" ? only : null;
    }

    private void Enrich(RepositoryPart part, Component component)
    {
        var one = part.Component;
        var named = IsNamed(component, part);
        part.Component = one with
        {
            Owner = one.Owner ?? (named ? component.Owner : null),
            Description = one.Description ?? (named ? component.Description : null),
            Technology = one.Technology ?? (named && Kinds(one.Kind) == Kinds(component.Kind) ? component.Technology : null),
        };
        model.Index(part);
    }

    private bool Tells(IReadOnlyList<Evidence> evidence) =>
        evidence.Any(e => e is TextEvidence text && LineOf(text.Start) is var line && line < tells.Length && tells[line]);

    private IEnumerable<Evidence> Lines(IReadOnlyList<Evidence> evidence)
    {
        foreach (var one in evidence)
        {
            if (one is not TextEvidence text)
            {
                yield return one;
                continue;
            }

            var line = LineOf(text.Start);
            yield return new LineEvidence(file.Path, line + 1, text.Quote.Split('\n')[0].TrimEnd('\r'));
        }
    }

    private int[]? starts;

    /// <returns>From 0.</returns>
    private int LineOf(int offset)
    {
        if (starts is null)
        {
            starts = new int[lines.Length];
            for (var i = 1; i < lines.Length; i++)
            {
                starts[i] = starts[i - 1] + lines[i - 1].Length + 1;
            }
        }

        var at = Array.BinarySearch(starts, offset);
        return at >= 0 ? at : Math.Max(0, ~at - 1);
    }

    /// <summary>Lines that are sentences: no table, list of options, code, command, console output or HTML, and not below a heading of preparations.</summary>
    private static bool[] Sentences(string[] text)
    {
        var sentences = new bool[text.Length];
        bool fence = false,
            comment = false,
            aside = false;
        for (var i = 0; i < text.Length; i++)
        {
            var line = text[i].Trim();
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
            {
                fence = !fence;
                continue;
            }

            comment |= line.Contains("<!--", StringComparison.Ordinal);
            if (line.StartsWith('#'))
            {
                aside = Preparations.Any(p => line.Contains(p, StringComparison.OrdinalIgnoreCase));
            }

            sentences[i] =
                !fence
                && !comment
                && !aside
                && line.Length > 0
                && line[0] is not ('|' or '<' or '$' or '>' or '!' or '#')
                && !(text[i].StartsWith("    ", StringComparison.Ordinal) || text[i].StartsWith('\t'))
                && line.Contains(' ', StringComparison.Ordinal);
            if (line.Contains("-->", StringComparison.Ordinal))
            {
                comment = false;
            }
        }

        return sentences;
    }

    private static readonly string[] Preparations =
    [
        "prerequisite",
        "requirement",
        "install",
        "getting started",
        "quick start",
        "quickstart",
        "deploy",
        "parameter",
        "configuration",
        "contribut",
        "develop",
        "local",
        "running",
        "how to run",
        "build",
        "test",
        "troubleshoot",
        "roadmap",
        "feature",
        "licen",
        "alternativ",
        "requisito",
        "instalaci",
        "despliegue",
        "desarrollo",
        "parámetro",
        "configuraci",
    ];
}
