using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace InfraAi.Analysis.Diagrams;

/// <summary>A value of a YAML or JSON document with the line it stands at.</summary>
/// <remarks>Aliases share one node: a document of nested aliases ("billion laughs") stays as small as its text.</remarks>
internal sealed class Tree
{
    private const int Deepest = 200;
    private const int LongestYaml = 8 * 1024 * 1024;

    /// <summary>Values of one document: 16 MB of a real export have some hundred thousand.</summary>
    private const int MostValues = 500_000;
    private readonly Walk walk;
    private Dictionary<string, Tree>? index;
    private List<Tree>? list;

    private Tree(Walk walk, int line, string? value, string? tag)
    {
        this.walk = walk;
        walk.Made();
        Line = line;
        Value = value;
        Tag = tag;
    }

    internal int Line { get; }

    /// <summary>The text of a scalar; null for a map or a list.</summary>
    internal string? Value { get; }

    /// <summary>The tag as written ("!Ref"); null without one.</summary>
    internal string? Tag { get; }

    /// <summary>Entries of a map, in order.</summary>
    internal List<KeyValuePair<string, Tree>>? Map { get; private set; }

    /// <summary>Items of a list.</summary>
    internal List<Tree>? List
    {
        get
        {
            walk.Visited(list?.Count ?? 0);
            return list;
        }
        private init => list = value;
    }

    /// <summary>The lines of the map's keys, in the order of <see cref="Map"/>.</summary>
    internal List<int>? KeyLines { get; private set; }

    /// <returns>The value of a key, also through the merge key; null when there is none.</returns>
    internal Tree? this[string key] => Find(key, 0);

    internal string? Text(string key) => this[key]?.Value is { Length: > 0 } text ? text : null;

    /// <returns>The entries of the map under a key with their key's line; none when it is no map.</returns>
    internal IEnumerable<(string Key, Tree Value, int Line)> Entries(string key) => this[key]?.Entries() ?? [];

    /// <returns>The entries of this map with the line of each key, those of merged maps after them.</returns>
    internal IEnumerable<(string Key, Tree Value, int Line)> Entries() => EntriesAt(0);

    internal IEnumerable<Tree> Items(string key) => this[key]?.List ?? [];

    /// <summary>Every scalar below, at most so many steps.</summary>
    internal IEnumerable<Tree> Scalars(int budget = 20_000)
    {
        var open = new Stack<Tree>();
        open.Push(this);
        while (open.TryPop(out var node) && budget-- > 0)
        {
            walk.Visited(1);
            if (node.Value is not null)
            {
                yield return node;
            }
            for (var i = (node.list?.Count ?? 0) - 1; i >= 0 && open.Count < budget; i--)
            {
                open.Push(node.list![i]);
            }
            for (var i = (node.Map?.Count ?? 0) - 1; i >= 0 && open.Count < budget; i--)
            {
                open.Push(node.Map![i].Value);
            }
        }
    }

    /// <exception cref="BrokenSourceException">The text is not YAML.</exception>
    internal static List<Tree> ReadYaml(SourceText source)
    {
        var text = source.Text;
        var steps = new Walk(source.Cancellation);
        if (text.Length > LongestYaml)
        {
            throw new BrokenSourceException(1, "more than 8 MiB of YAML", "más de 8 MiB de YAML", tooLarge: true);
        }
        var documents = new List<Tree>();
        var anchors = new Dictionary<string, Tree>(StringComparer.Ordinal);
        var open = new Stack<(Tree Node, string? Key, int KeyLine)>();
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case DocumentStart:
                        anchors.Clear();
                        break;
                    case Scalar scalar:
                        var leaf = new Tree(steps, (int)scalar.Start.Line, scalar.Value, TagOf(scalar));
                        Anchor(anchors, scalar, leaf);
                        Put(documents, open, leaf);
                        break;
                    case AnchorAlias alias:
                        Put(
                            documents,
                            open,
                            anchors.GetValueOrDefault(alias.Value.Value) ?? new Tree(steps, (int)alias.Start.Line, alias.Value.Value, null)
                        );
                        break;
                    case MappingStart start:
                        Open(
                            documents,
                            open,
                            anchors,
                            start,
                            new Tree(steps, (int)start.Start.Line, null, TagOf(start)) { Map = [], KeyLines = [] }
                        );
                        break;
                    case SequenceStart start:
                        Open(documents, open, anchors, start, new Tree(steps, (int)start.Start.Line, null, TagOf(start)) { List = [] });
                        break;
                    case MappingEnd or SequenceEnd:
                        open.Pop();
                        break;
                }
            }
        }
        catch (InvalidOperationException)
        {
            throw new BrokenSourceException(1, "not valid YAML", "YAML no válido"); // the parser's own state, after some broken starts
        }
        catch (YamlException e)
        {
            throw new BrokenSourceException((int)e.Start.Line, $"not valid YAML ({e.Message})", $"YAML no válido ({e.Message})");
        }
        return documents;
    }

    /// <exception cref="BrokenSourceException">The text is not JSON.</exception>
    internal static Tree ReadJson(SourceText source) => ReadJson(source.Text, source.Cancellation);

    /// <inheritdoc cref="ReadJson(SourceText)"/>
    internal static Tree ReadJson(string text, CancellationToken cancellation = default)
    {
        var steps = new Walk(cancellation);
        var bytes = Encoding.UTF8.GetBytes(text);
        var options = new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = Deepest,
        };
        var reader = new Utf8JsonReader(bytes, options);
        var documents = new List<Tree>();
        var open = new Stack<(Tree Node, string? Key, int KeyLine)>();
        int line = 1,
            counted = 0;
        try
        {
            while (reader.Read())
            {
                var at = (int)reader.TokenStartIndex;
                line += bytes.AsSpan(counted, at - counted).Count((byte)'\n');
                counted = at;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        var top = open.Pop();
                        open.Push((top.Node, reader.GetString(), line));
                        break;
                    case JsonTokenType.StartObject:
                        Start(new Tree(steps, line, null, null) { Map = [], KeyLines = [] });
                        break;
                    case JsonTokenType.StartArray:
                        Start(new Tree(steps, line, null, null) { List = [] });
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.Pop();
                        break;
                    case JsonTokenType.String:
                        Put(documents, open, new Tree(steps, line, reader.GetString(), null));
                        break;
                    case JsonTokenType.Null:
                        Put(documents, open, new Tree(steps, line, "", null));
                        break;
                    default:
                        Put(documents, open, new Tree(steps, line, Encoding.UTF8.GetString(reader.ValueSpan), null));
                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BrokenSourceException(
                e is JsonException { LineNumber: { } at } ? (int)at + 1 : line,
                "not valid JSON",
                "JSON no válido"
            );
        }
        return documents.Count > 0 ? documents[0] : throw new BrokenSourceException(1, "not valid JSON", "JSON no válido");

        void Start(Tree node)
        {
            Put(documents, open, node);
            open.Push((node, null, 0));
        }
    }

    private static string? TagOf(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.Value;

    private static void Anchor(Dictionary<string, Tree> anchors, NodeEvent node, Tree tree)
    {
        if (!node.Anchor.IsEmpty)
        {
            anchors[node.Anchor.Value] = tree;
        }
    }

    private static void Open(
        List<Tree> documents,
        Stack<(Tree, string?, int)> open,
        Dictionary<string, Tree> anchors,
        NodeEvent start,
        Tree node
    )
    {
        if (open.Count >= Deepest)
        {
            throw new BrokenSourceException(node.Line, "nested too deeply", "anidado demasiado profundo", tooLarge: true);
        }
        Put(documents, open, node);
        Anchor(anchors, start, node);
        open.Push((node, null, 0));
    }

    private static void Put(List<Tree> documents, Stack<(Tree Node, string? Key, int KeyLine)> open, Tree value)
    {
        if (!open.TryPeek(out var top))
        {
            documents.Add(value);
        }
        else if (top.Node.list is { } list)
        {
            list.Add(value);
        }
        else if (top.Key is null)
        {
            open.Pop();
            open.Push((top.Node, value.Value ?? "?", value.Line));
        }
        else
        {
            open.Pop();
            open.Push((top.Node, null, 0));
            top.Node.Map!.Add(new(top.Key, value));
            top.Node.KeyLines!.Add(top.KeyLine);
        }
    }

    private Tree? Find(string key, int depth)
    {
        walk.Visited(1);
        if (Map is null || depth > 5)
        {
            return null;
        }
        if (index is null)
        {
            index = new(Map.Count, StringComparer.Ordinal);
            foreach (var (name, value) in Map)
            {
                index.TryAdd(name, value);
            }
        }
        if (index.TryGetValue(key, out var found))
        {
            return found;
        }
        return index.TryGetValue("<<", out var merged)
            ? merged.Find(key, depth + 1) ?? merged.list?.Select(m => m.Find(key, depth + 1)).FirstOrDefault(v => v is not null)
            : null;
    }

    private IEnumerable<(string Key, Tree Value, int Line)> EntriesAt(int depth)
    {
        for (var i = 0; i < (Map?.Count ?? 0); i++)
        {
            walk.Visited(1);
            if (Map![i].Key != "<<")
            {
                yield return (Map[i].Key, Map[i].Value, KeyLines![i]);
                continue;
            }
            if (depth > 5)
            {
                continue;
            }
            var merged = Map[i].Value;
            foreach (var part in merged.list ?? [merged])
            {
                foreach (var entry in part.EntriesAt(depth + 1))
                {
                    if (!index?.ContainsKey(entry.Key) ?? Map.TrueForAll(m => m.Key != entry.Key))
                    {
                        yield return entry;
                    }
                }
            }
        }
    }

    /// <summary>Counts the steps over a document. Aliases share nodes: a small text can hold a way without end.</summary>
    private sealed class Walk(CancellationToken cancellation)
    {
        private const int StepsOfValue = 200;
        private int values;
        private long steps;

        internal void Made()
        {
            if (++values > MostValues)
            {
                throw new BrokenSourceException(1, $"more than {MostValues} values", $"más de {MostValues} valores", tooLarge: true);
            }
            cancellation.ThrowIfCancellationRequested();
        }

        internal void Visited(int count)
        {
            steps += count;
            if (steps > (StepsOfValue * (values + 10_000L)))
            {
                throw new BrokenSourceException(
                    1,
                    "its aliases repeat its values too often",
                    "sus alias repiten sus valores demasiadas veces",
                    tooLarge: true
                );
            }
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
