using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Folders;

/// <summary>The parts and relations that the exact sources of a repository have, as one graph that grows reading by reading.</summary>
/// <remarks>
/// Two parts are one when they run one image of one's own, are built in one folder, or have one name (or, each alone, one technology) and are of
/// kinds that can be one: a service never becomes a database because both are called "catalog". Relations have a direction; two opposite ones
/// stay two. The first reading's names, kinds and order win; evidence adds up.
/// </remarks>
internal sealed class RepositoryModel
{
    private const int MostEvidence = 8;
    private readonly List<RepositoryPart> parts = [];
    private readonly List<Relation> relations = [];
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RepositoryPart>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RepositoryPart>> byCore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RepositoryPart>> byImage = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RepositoryPart>> byTechnology = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RepositoryPart>> byFolder = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), List<int>> byEnds = [];

    public IReadOnlyList<RepositoryPart> Parts => parts;
    public IReadOnlyList<Relation> Relations => relations;
    public List<Phrase> Questions { get; } = [];

    /// <param name="code">The language of code that the reading is in, or null: what two sources of one language call by two names is two.</param>
    /// <returns>The parts that the reading's components became, by their ids there.</returns>
    public Dictionary<string, RepositoryPart> Add(Architecture read, string? code)
    {
        var cores = read.Components.CountBy(c => (Family(c.Kind), Names.Core(c.Name))).ToDictionary();
        var technologies = read
            .Components.Where(c => c.Technology is not null)
            .CountBy(c => c.Technology!, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var images = read
            .Components.Where(c => c.Image is not null)
            .CountBy(c => c.Image!, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        // All are compared with what was there before: one reading's parts are not made one with each other.
        read = code is null && parts.Count > 0 ? WithoutLogos(read) : read;
        var same = read.Components.Select(c => Same(c, code, cores, technologies, images)).ToList();
        var ids = new Dictionary<string, RepositoryPart>(StringComparer.Ordinal);
        var used = new HashSet<RepositoryPart>();
        for (var i = 0; i < read.Components.Count; i++)
        {
            var component = read.Components[i];
            var part = same[i];
            if (part is not null && used.Add(part))
            {
                Join(part, component);
            }
            else
            {
                part = New(component, code);
                used.Add(part);
            }

            ids[component.Id] = part;
        }

        foreach (var relation in read.Relations)
        {
            Relate(ids[relation.From], ids[relation.To], relation.Kind, relation.Label, relation.Confidence, relation.Evidence);
        }

        return ids;
    }

    /// <summary>A logo of what something is written in, drawn beside it, is no part.</summary>
    private static Architecture WithoutLogos(Architecture read)
    {
        var related = read.Relations.SelectMany(r => (string[])[r.From, r.To]).ToHashSet(StringComparer.Ordinal);
        return read with
        {
            Components = [.. read.Components.Where(c => related.Contains(c.Id) || c.Technology is null || !Runtime(c.Name))],
        };
    }

    /// <summary>A part that no other source has.</summary>
    public RepositoryPart New(Component component, string? code)
    {
        var part = new RepositoryPart(component with { Id = Free(component.Id) }, code);
        parts.Add(part);
        Listed(byName, Names.Key(component.Name)).Add(part);
        Listed(byCore, Names.Core(component.Name)).Add(part);
        Index(part);
        return part;
    }

    /// <summary>The same for a change that gives a part more by which it is found.</summary>
    public void Index(RepositoryPart part)
    {
        var component = part.Component;
        Once(byImage, component.Image, part);
        Once(byTechnology, component.Technology, part);
        Once(byFolder, component.Deployment?.Folder, part);
    }

    /// <summary>Parts of that name, case, accents and punctuation aside.</summary>
    public IReadOnlyList<RepositoryPart> Named(string name) => byName.GetValueOrDefault(Names.Key(name)) ?? [];

    public IReadOnlyList<RepositoryPart> OfTechnology(string technology) => byTechnology.GetValueOrDefault(technology) ?? [];

    public IReadOnlyList<RepositoryPart> BuiltIn(string folder) => byFolder.GetValueOrDefault(folder) ?? [];

    /// <summary>Gives a part the name that its application has for itself.</summary>
    public void Rename(RepositoryPart part, string name)
    {
        if (Names.Key(name) != Names.Key(part.Component.Name))
        {
            Listed(byName, Names.Key(name)).Add(part);
        }

        part.Component = part.Component with { Name = name };
    }

    /// <summary>True when some relation leads from one to the other.</summary>
    public bool Related(RepositoryPart from, RepositoryPart to) => byEnds.ContainsKey((from.Component.Id, to.Component.Id));

    public void Relate(
        RepositoryPart from,
        RepositoryPart to,
        RelationKind kind,
        string? label,
        double confidence,
        IReadOnlyList<Evidence> evidence
    )
    {
        if (from == to)
        {
            return;
        }

        var ends = (from.Component.Id, to.Component.Id);
        if (byEnds.TryGetValue(ends, out var known))
        {
            foreach (var at in known)
            {
                var told = relations[at];
                if (told.Kind == kind || IsPlain(told.Kind) || IsPlain(kind))
                {
                    var more = IsPlain(told.Kind) && !IsPlain(kind);
                    relations[at] = told with
                    {
                        Kind = more ? kind : told.Kind,
                        Label = told.Label ?? label,
                        Confidence = Math.Max(told.Confidence, confidence),
                        Evidence = [.. told.Evidence.Concat(evidence).Distinct().Take(MostEvidence)],
                    };
                    return;
                }
            }
        }
        else
        {
            byEnds[ends] = known = [];
        }

        known.Add(relations.Count);
        relations.Add(
            new Relation
            {
                From = ends.Item1,
                To = ends.Item2,
                Kind = kind,
                Label = label,
                Confidence = confidence,
                Evidence = evidence,
            }
        );
    }

    /// <summary>Says that there is a link, and not what passes over it.</summary>
    private static bool IsPlain(RelationKind kind) => kind is RelationKind.Uses or RelationKind.DependsOn;

    private RepositoryPart? Same(
        Component wanted,
        string? code,
        Dictionary<(int, string), int> cores,
        Dictionary<string, int> technologies,
        Dictionary<string, int> images
    )
    {
        if (Named(wanted.Name).FirstOrDefault(p => CanBeOne(p.Component, wanted, p.Code, code)) is { } named)
        {
            return named;
        }

        if (wanted.Image is { } image && images[image] == 1 && byImage.GetValueOrDefault(image) is [var runs])
        {
            return runs;
        }

        var core = Names.Core(wanted.Name);
        if (
            core.Length > 0
            && cores[(Family(wanted.Kind), core)] == 1
            && byCore.GetValueOrDefault(core)?.FindAll(p => CanBeOne(p.Component, wanted, p.Code, code) && !Differ(p.Component, wanted))
                is [var called]
            && (called.Code != code || code is null)
        )
        {
            return called;
        }

        return
            wanted.Technology is { } technology
            && technologies[technology] == 1
            && TechnologyVocabulary.Default.Find(technology) is not { Use: TechnologyUse.Runtime }
            && byTechnology.GetValueOrDefault(technology) is [var only]
            && (code is null || only.Code != code)
            && CanBeOne(only.Component, wanted, only.Code, code)
            ? only
            : null;
    }

    /// <summary>Two products that are known, and not the same one.</summary>
    private static bool Differ(Component one, Component other) =>
        one.Technology is { } known && other.Technology is { } another && known != another && !Runtime(known) && !Runtime(another);

    private static bool CanBeOne(Component one, Component other, string? oneCode, string? otherCode)
    {
        // What a drawing or a word names without saying what it is may be anything.
        if ((oneCode is null && IsAnything(one)) || (otherCode is null && IsAnything(other)))
        {
            return (oneCode is null || one.Kind != ComponentKind.Api) && (otherCode is null || other.Kind != ComponentKind.Api)
                || one.Kind == other.Kind;
        }

        if (one.Technology is not null && one.Technology == other.Technology)
        {
            return true;
        }

        if (
            one.Image is { } runs
            && other.Image is { } image
            && runs[(runs.LastIndexOf('/') + 1)..] != image[(image.LastIndexOf('/') + 1)..]
        )
        {
            return false;
        }

        return Family(one.Kind) == Family(other.Kind);
    }

    private static bool IsAnything(Component component) =>
        component is { Kind: ComponentKind.Service or ComponentKind.External or ComponentKind.Api, Technology: null, Image: null };

    private static int Family(ComponentKind kind) =>
        kind switch
        {
            ComponentKind.Database or ComponentKind.Warehouse or ComponentKind.Cache or ComponentKind.Search or ComponentKind.Storage => 1,
            ComponentKind.Queue or ComponentKind.Stream or ComponentKind.Notification => 2,
            ComponentKind.Api => 3,
            ComponentKind.Secrets => 4,
            ComponentKind.Person => 5,
            ComponentKind.Network or ComponentKind.Cluster or ComponentKind.ContainerRegistry or ComponentKind.Repository => 6 + (int)kind,
            ComponentKind.Library => 7,
            _ => 0,
        };

    private void Join(RepositoryPart part, Component other)
    {
        var one = part.Component;
        if (Differ(one, other))
        {
            Questions.Add(
                new Phrase(
                    $"\"{one.Name}\" is {one.Technology} in one source and {other.Technology} in another: which is it?",
                    $"«{one.Name}» es {one.Technology} en una fuente y {other.Technology} en otra: ¿cuál es?"
                )
            );
        }

        part.Component = one with
        {
            Technology = one.Technology ?? other.Technology,
            Kind = one is { Kind: ComponentKind.Service, Technology: null } && Family(other.Kind) == 0 ? other.Kind : one.Kind,
            Group = one.Group ?? other.Group,
            Owner = one.Owner ?? other.Owner,
            Description = one.Description ?? other.Description,
            Image = one.Image ?? other.Image,
            Deployment = Deployments(one.Deployment, other.Deployment),
            Confidence = Math.Max(one.Confidence, other.Confidence),
            Evidence = [.. one.Evidence.Concat(other.Evidence).Distinct().Take(MostEvidence)],
        };
        Index(part);
    }

    private static bool Runtime(string technology) => TechnologyVocabulary.Default.Find(technology) is { Use: TechnologyUse.Runtime };

    private static Deployment? Deployments(Deployment? one, Deployment? other) =>
        one is null ? other
        : other is null ? one
        : new Deployment
        {
            Folder = one.Folder ?? other.Folder,
            Image = one.Image ?? other.Image,
            Hosts = [.. one.Hosts.Union(other.Hosts, StringComparer.Ordinal)],
            Ports = [.. one.Ports.Union(other.Ports)],
            Mounts = [.. one.Mounts.Union(other.Mounts, StringComparer.Ordinal)],
        };

    private static void Once(Dictionary<string, List<RepositoryPart>> lists, string? key, RepositoryPart part)
    {
        if (key is not null && Listed(lists, key) is var list && !list.Contains(part))
        {
            list.Add(part);
        }
    }

    private static List<RepositoryPart> Listed(Dictionary<string, List<RepositoryPart>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }

    /// <summary>Numbering is counted: thousands of one name cost no more than others.</summary>
    private string Free(string id)
    {
        var free = id;
        var number = next.GetValueOrDefault(id, 2);
        for (; !taken.Add(free); number++)
        {
            free = $"{id}-{number}";
        }

        next[id] = number;
        return free;
    }
}

/// <summary>One part of a <see cref="RepositoryModel"/>.</summary>
/// <param name="code">As of the reading that it was found in first.</param>
internal sealed class RepositoryPart(Component component, string? code)
{
    public Component Component { get; set; } = component;
    public string? Code { get; } = code;
}

/// <summary>Names as they are compared.</summary>
internal static class Names
{
    private static readonly HashSet<string> KindNouns = new(StringComparer.Ordinal)
    {
        "the",
        "of",
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "service",
        "servicio",
        "microservice",
        "microservicio",
        "server",
        "function",
        "funcion",
        "lambda",
        "table",
        "tabla",
        "database",
        "db",
        "queue",
        "cola",
        "topic",
        "bucket",
        "api",
        "app",
    };

    public static string Key(string name) => string.Concat(Folding.Fold(name).Where(char.IsLetterOrDigit));

    /// <summary>"función de ingesta", "ingesta function" → "ingesta"; empty when nothing else is left.</summary>
    public static string Core(string name) =>
        string.Concat(
            Folding
                .Fold(name)
                .Split([' ', '-', '_', '.', '/'], StringSplitOptions.RemoveEmptyEntries)
                .Where(word => !KindNouns.Contains(word))
                .Select(word => string.Concat(word.Where(char.IsLetterOrDigit)))
        );
}
