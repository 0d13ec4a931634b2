using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Diagrams;

/// <summary>One part of a sketch: a node, or a group of nodes.</summary>
internal sealed class Node
{
    internal required string Key { get; init; }
    internal required string Name { get; set; }
    internal Node? Group { get; set; }

    /// <summary>A boundary: a component only when an edge ends at it.</summary>
    internal bool IsGroup { get; set; }

    /// <summary>A part as it stands; text, notes and icons without a name are parts only when an edge ends at them.</summary>
    internal bool IsPart { get; set; } = true;
    internal Technology? Technology { get; set; }
    internal ComponentKind? Kind { get; set; }
    internal string? Owner { get; set; }
    internal string? Description { get; set; }

    /// <inheritdoc cref="Component.Image"/>
    internal string? Image { get; set; }

    /// <inheritdoc cref="Component.Deployment"/>
    internal Deployment? Deployment { get; set; }
    internal double Confidence { get; set; } = 0.95;
    internal List<Evidence> Evidence { get; } = new(1);

    /// <summary>What its icon, image or type names; null when that names nothing.</summary>
    internal bool Sure { get; set; }
    internal bool Used { get; set; }
    internal string Id { get; set; } = "";
}

/// <summary>What a reader found, before it is an architecture: nodes by key, edges between keys.</summary>
internal sealed class Sketch(SourceText source)
{
    /// <summary>Notes, labels and groups are nodes too, and of several only one may be a part.</summary>
    private const int MostNodes = 4 * ReadingLimits.MostComponents;

    /// <summary>"A &amp; B … --> C &amp; D …" multiplies: this is what is told before the relations of one pair are made one.</summary>
    private const int MostEdges = 4 * ReadingLimits.MostRelations;

    private const int LongestSlug = 63;
    private const int MostEvidence = 8;
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly List<Node> order = [];
    private readonly List<Edge> edges = [];
    private readonly List<Phrase> questions = [];

    private sealed record Edge(Node From, Node To, string? Label, RelationKind? Kind, double Confidence, IReadOnlyList<Evidence> Evidence);

    internal SourceText Source => source;

    /// <summary>The title the source gives itself; null when it gives none.</summary>
    internal string? Title { get; set; }
    internal string? Description { get; set; }

    /// <summary>True when the source has no identities of its own: two shapes of one name are one part drawn twice.</summary>
    internal bool SameNameIsSamePart { get; set; }
    internal IReadOnlyList<Node> Nodes => order;
    internal int EdgeCount => edges.Count;

    internal Node? Find(string key) => nodes.GetValueOrDefault(key);

    /// <summary>The node of that key; a new one takes its name and evidence.</summary>
    internal Node Node(string key, string name, LineEvidence evidence)
    {
        if (nodes.TryGetValue(key, out var node))
        {
            return node;
        }
        if (nodes.Count >= MostNodes)
        {
            throw new LimitException(label => ReadingLimits.TooManyComponents(label, nodes.Count));
        }
        node = new Node { Key = key, Name = name };
        node.Evidence.Add(evidence);
        nodes.Add(key, node);
        order.Add(node);
        return node;
    }

    internal Node Group(string key, string name, LineEvidence evidence, Node? parent = null)
    {
        var group = Node(key, name, evidence);
        group.IsGroup = true;
        group.Group ??= parent == group ? null : parent;
        return group;
    }

    /// <param name="box">Where it is drawn, of a source that is a picture.</param>
    internal void Relate(
        Node from,
        Node to,
        string? label,
        LineEvidence evidence,
        RelationKind? kind = null,
        double confidence = 0.95,
        BoxEvidence? box = null
    )
    {
        if (edges.Count >= MostEdges)
        {
            throw new LimitException(label => ReadingLimits.TooManyRelations(label, edges.Count));
        }
        var words = label is null ? null : Labels.Name(label);
        var said = string.IsNullOrEmpty(words) || Labels.IsMark(words) ? null : words;
        edges.Add(new Edge(from, to, said, kind, confidence, box is null ? [evidence] : [evidence, box]));
        from.Used = to.Used = true;
    }

    /// <summary>What a person should answer or know: said once.</summary>
    internal void Ask(string en, string es)
    {
        var phrase = new Phrase(en, es);
        if (!questions.Contains(phrase) && questions.Count < 50)
        {
            questions.Add(phrase);
        }
    }

    /// <summary>The architecture; its parts in the order of the source.</summary>
    internal Result<Architecture> Build(string? name, string format)
    {
        var language = source.Language ?? Language();
        var parts = Parts();
        if (parts.Count > ReadingLimits.MostComponents)
        {
            throw new LimitException(label => ReadingLimits.TooManyComponents(label, parts.Count));
        }
        var components = new List<Component>(parts.Count);
        var ids = new Slugs();
        foreach (var part in parts)
        {
            part.Id = ids.Unique(part.Name);
            components.Add(Component(part));
        }
        if (components.Count == 0 && questions is [var fault, ..])
        {
            return new Problem(
                "diagram-broken",
                ProblemKind.Invalid,
                new Phrase($"{source.Id}: nothing could be read. {fault.En}", $"{source.Id}: no se pudo leer nada. {fault.Es}"),
                new Phrase("Correct it, or leave the file out.", "Corríjalo, o deje el archivo fuera.")
            );
        }
        if (components.Count == 0)
        {
            return new Problem(
                "no-infrastructure",
                ProblemKind.Invalid,
                new Phrase($"{source.Id}: the {format} source has no parts.", $"{source.Id}: la fuente {format} no tiene partes."),
                new Phrase("Draw or declare at least one part with a name.", "Dibuje o declare al menos una parte con nombre.")
            );
        }
        var title = FirstOf(name, Title, FileTitle()) ?? components[0].Name;
        return new Architecture
        {
            Name = Slugs.Of(title, "architecture"),
            Title = title,
            Description = Description,
            Language = language,
            Analyzer = "offline",
            Components = components,
            Relations = Relations(components),
            Questions = [.. questions.Select(q => q.In(language))],
        };
    }

    private static string? FirstOf(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(name))
            {
                return Labels.Cut(name.Trim());
            }
        }
        return null;
    }

    private string? FileTitle()
    {
        if (source.File is not { } file)
        {
            return null;
        }
        var parts = file.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            return null;
        }
        var name = parts[^1];
        var dot = name.IndexOf('.', 1);
        return dot > 0 ? name[..dot] : name;
    }

    private List<Node> Parts()
    {
        var parts = new List<Node>(order.Count);
        var byName = new Dictionary<string, List<Node>>(StringComparer.Ordinal);
        foreach (var node in order)
        {
            source.Check();
            if (!(node.Used || (node.IsPart && !node.IsGroup)) || node.Name.Length == 0 || (SameNameIsSamePart && Labels.IsMark(node.Name)))
            {
                continue;
            }
            Classify(node);
            if (!SameNameIsSamePart)
            {
                parts.Add(node);
                continue;
            }
            var key = Folding.Fold(node.Name);
            if (!byName.TryGetValue(key, out var same))
            {
                byName.Add(key, same = []);
            }
            var first = same.Find(n => n.Technology is null || node.Technology is null || n.Technology == node.Technology);
            if (first is null)
            {
                same.Add(node);
                parts.Add(node);
            }
            else
            {
                Join(first, node);
            }
        }
        return parts;
    }

    private readonly Dictionary<Node, Node> joined = [];

    private void Join(Node first, Node node)
    {
        joined.Add(node, first);
        first.Technology ??= node.Technology;
        first.Group ??= node.Group;
        if (first.Evidence.Count < MostEvidence)
        {
            first.Evidence.AddRange(node.Evidence);
        }
        if (first.Key.Split(':')[0] != node.Key.Split(':')[0] && first.Key.Contains(':'))
        {
            return; // on another page: the same part seen from elsewhere
        }
        Ask(
            $"\"{first.Name}\" is drawn more than once: is it one part, or several?",
            $"«{first.Name}» está dibujado más de una vez: ¿es una parte o varias?"
        );
    }

    private static void Classify(Node node)
    {
        var byName = Technologies.Exact(node.Name);
        if (node.Technology is not null && node.Sure && byName is { Use: TechnologyUse.Part } && byName.Kind == node.Technology.Kind)
        {
            node.Technology = byName; // "Lambda@Edge" below the icon of Lambda: the words are the finer of the two
        }
        else if (node is { Technology: null, Sure: true, Kind: ComponentKind.Service })
        {
            return; // what is built here or runs an image of one's own is not what its name mentions ("ratings-mysql")
        }
        else if (node.Technology is null || !node.Sure)
        {
            node.Technology =
                byName is { Use: TechnologyUse.Part } ? byName
                : node.Technology is { IsProduct: true } ? node.Technology
                : Technologies.Within(node.Name) ?? node.Technology;
        }
    }

    private static Component Component(Node node)
    {
        var technology = node.Technology;
        return new Component
        {
            Id = node.Id,
            Name = node.Name,
            Kind = node.Kind ?? technology?.Kind ?? ComponentKind.Service,
            Technology = technology is { IsProduct: true } ? technology.Name : null,
            Group = GroupOf(node),
            Owner = node.Owner,
            Description = node.Description,
            Confidence = node.Confidence,
            Evidence = [.. node.Evidence.Distinct()],
            Image = technology is { IsProduct: true } ? null : node.Image,
            Deployment = node.Deployment,
        };
    }

    private static string? GroupOf(Node node)
    {
        var group = node.Group;
        for (var depth = 0; group is not null && depth < 100; depth++, group = group.Group)
        {
            if (!Labels.IsMark(group.Name))
            {
                return group.Name;
            }
        }
        return null;
    }

    private List<Relation> Relations(List<Component> components)
    {
        var kinds = new Dictionary<string, ComponentKind>(components.Count, StringComparer.Ordinal);
        foreach (var component in components)
        {
            kinds[component.Id] = component.Kind;
        }
        var found = new Dictionary<(string, string, RelationKind), int>();
        var pairs = new Dictionary<(string, string), int>();
        var relations = new List<Relation>(edges.Count);
        foreach (var edge in edges)
        {
            var from = joined.GetValueOrDefault(edge.From, edge.From).Id;
            var to = joined.GetValueOrDefault(edge.To, edge.To).Id;
            if (from.Length == 0 || to.Length == 0)
            {
                continue;
            }
            if (from == to)
            {
                continue;
            }
            var kind = edge.Kind ?? Labels.KindOf(edge.Label) ?? Usual(kinds[from], kinds[to]);
            kind = kind == RelationKind.Uses && IsEntry(kinds[from]) ? RelationKind.Routes : kind;
            // "Depends on" and "uses" say no more than that there is a relation: of one pair they are one with what says more.
            var vague = edge.Label is null && kind is RelationKind.DependsOn or RelationKind.Uses;
            if (
                found.TryGetValue((from, to, kind), out var at)
                || (
                    pairs.TryGetValue((from, to), out at)
                    && (vague || relations[at] is { Label: null, Kind: RelationKind.DependsOn or RelationKind.Uses })
                )
            )
            {
                var known = relations[at];
                if (!vague && known.Kind != kind)
                {
                    relations[at] = known = known with { Kind = kind };
                    found.TryAdd((from, to, kind), at);
                }
                if (known.Evidence.Count < MostEvidence && !known.Evidence.Contains(edge.Evidence[0]))
                {
                    relations[at] = known with { Evidence = [.. known.Evidence, .. edge.Evidence], Label = known.Label ?? edge.Label };
                }
                continue;
            }
            found.Add((from, to, kind), relations.Count);
            pairs.TryAdd((from, to), relations.Count);
            if (relations.Count >= ReadingLimits.MostRelations)
            {
                throw new LimitException(label => ReadingLimits.TooManyRelations(label, relations.Count + 1));
            }
            relations.Add(
                new Relation
                {
                    From = from,
                    To = to,
                    Kind = kind,
                    Label = edge.Label,
                    Confidence = edge.Confidence,
                    Evidence = edge.Evidence,
                }
            );
        }
        return relations;
    }

    private static bool IsEntry(ComponentKind kind) =>
        kind is ComponentKind.Gateway or ComponentKind.LoadBalancer or ComponentKind.Cdn or ComponentKind.Dns;

    internal static RelationKind Usual(ComponentKind from, ComponentKind to) =>
        IsEntry(from) ? RelationKind.Routes
        : to is ComponentKind.Queue or ComponentKind.Stream or ComponentKind.Notification ? RelationKind.Publishes
        : from is ComponentKind.Queue or ComponentKind.Stream ? RelationKind.Triggers
        : to is ComponentKind.Function && from is ComponentKind.Storage or ComponentKind.Database or ComponentKind.Notification
            ? RelationKind.Triggers
        : RelationKind.Uses;

    private static readonly System.Buffers.SearchValues<char> SpanishSigns = System.Buffers.SearchValues.Create("áéíóúñ¿¡");

    private static readonly HashSet<string> Spanish = new(StringComparer.Ordinal)
    {
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "en",
        "con",
        "para",
        "por",
        "y",
        "usuario",
        "servicio",
        "datos",
        "cola",
        "base",
        "aplicacion",
        "red",
    };

    private static readonly HashSet<string> English = new(StringComparer.Ordinal)
    {
        "the",
        "of",
        "and",
        "to",
        "in",
        "with",
        "for",
        "by",
        "from",
        "user",
        "service",
        "data",
        "queue",
        "database",
        "application",
        "server",
        "network",
    };

    private string Language()
    {
        var balance = 0;
        foreach (var words in order.Take(500).Select(n => n.Name).Concat(edges.Take(500).Select(e => e.Label ?? "")).Append(Title ?? ""))
        {
            foreach (var word in words.Split([' ', '/', '(', ')', ',', '-', '_'], StringSplitOptions.RemoveEmptyEntries))
            {
                var folded = Folding.Fold(word);
                balance +=
                    Spanish.Contains(folded) ? 1
                    : English.Contains(folded) ? -1
                    : 0;
            }
            balance += words.AsSpan().IndexOfAny(SpanishSigns) >= 0 ? 1 : 0;
        }
        return balance > 0 ? "es" : "en";
    }

    /// <summary>Names for machines. Numbering is counted, so that a hundred thousand parts of one name cost no more than others.</summary>
    internal sealed class Slugs
    {
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);

        internal string Unique(string name)
        {
            var slug = Of(name, "component");
            if (taken.Add(slug))
            {
                return slug;
            }
            var number = next.GetValueOrDefault(slug, 2);
            for (; ; number++)
            {
                var tail = $"-{number}";
                var candidate = (slug.Length + tail.Length > LongestSlug ? slug[..(LongestSlug - tail.Length)].TrimEnd('-') : slug) + tail;
                if (taken.Add(candidate))
                {
                    next[slug] = number + 1;
                    return candidate;
                }
            }
        }

        internal static string Of(string name, string fallback)
        {
            Span<char> buffer = stackalloc char[LongestSlug];
            var length = 0;
            foreach (var c in name)
            {
                var folded = Folding.Fold(c);
                if (char.IsAsciiLetterLower(folded) || char.IsAsciiDigit(folded))
                {
                    buffer[length++] = folded;
                }
                else if (folded is not ('\0' or '+' or '#') && length > 0 && buffer[length - 1] != '-')
                {
                    buffer[length++] = '-';
                }
                if (length == LongestSlug)
                {
                    break;
                }
            }
            var slug = buffer[..length].Trim('-');
            return slug.IsEmpty ? fallback : new string(slug);
        }
    }
}
