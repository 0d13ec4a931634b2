using System.Text.Json.Nodes;
using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>A merged catalog-info.yaml.</summary>
/// <param name="Text">The file as people left it, to the byte, except for what the generator changed since.</param>
/// <param name="Kept">What people changed and the merge left as they have it.</param>
/// <param name="Conflicts">Where both changed the same field: people's value stands; the generator's is named here.</param>
public sealed record MergeResult(string Text, IReadOnlyList<Phrase> Kept, IReadOnlyList<Phrase> Conflicts);

/// <summary>Brings a new generation into a file that people have edited: three-way, by entity and by field.</summary>
/// <remarks>
/// Entities are the same when their references are. A list of texts is merged as a set; other lists are taken whole. What people removed
/// stays removed, what they added stays. Comments, order and style of their file stay.
/// </remarks>
public static class CatalogMerge
{
    /// <param name="before">What was generated last time; null when it is not known: then people's values win wherever the two differ.</param>
    /// <param name="current">The file as it is now.</param>
    /// <param name="generated">What is generated now.</param>
    public static MergeResult Merge(string? before, string current, string generated)
    {
        var merge = new MergeRun(before ?? "", current, generated);
        return merge.Run();
    }
}

/// <summary>One merge.</summary>
internal sealed class MergeRun(string before, string current, string generated)
{
    private readonly List<TextEdit> edits = [];
    private readonly List<Phrase> kept = [];
    private readonly List<Phrase> conflicts = [];

    public MergeResult Run()
    {
        var theirs = Entities(current, out var isReadable);
        if (!isReadable)
        {
            conflicts.Add(
                new(
                    "The file has faults of YAML: nothing was merged into it.",
                    "El archivo tiene errores de YAML: no se ha combinado nada."
                )
            );
            return new MergeResult(current, kept, conflicts);
        }
        var old = Entities(before, out _);
        var ours = Entities(generated, out _);
        foreach (var (reference, document) in theirs)
            Entity(reference, document, old, ours);
        var added = ours.Where(pair => !theirs.ContainsKey(pair.Key) && IsNew(pair.Key, old))
            .Select(pair => Slice(generated, pair.Value))
            .ToList();
        var text = TextEdit.Apply(current, edits).Text;
        if (added.Count > 0)
            text = (text.Length == 0 || text.EndsWith('\n') ? text : text + "\n") + string.Concat(added);
        return new MergeResult(text, kept, conflicts);
    }

    private static Dictionary<string, YamlDocument> Entities(string text, out bool isReadable)
    {
        var found = new Dictionary<string, YamlDocument>(StringComparer.Ordinal);
        isReadable = true;
        foreach (var document in YamlReader.Read(text))
        {
            isReadable &= document.Errors.Count == 0;
            if (EntityHead.RefOf(document.Root?.Actual) is { } reference)
                found.TryAdd(reference, document);
        }
        return found;
    }

    private static string Slice(string text, YamlDocument document)
    {
        var slice = text[document.Start..document.End];
        return slice.StartsWith("---", StringComparison.Ordinal) ? slice : "---\n" + slice;
    }

    private bool IsNew(string reference, Dictionary<string, YamlDocument> old)
    {
        if (!old.ContainsKey(reference))
            return true;
        kept.Add(
            new($"{reference}: somebody took it out of the file; it stays out.", $"{reference}: alguien lo quitó del archivo; sigue fuera.")
        );
        return false;
    }

    private void Entity(
        string reference,
        YamlDocument document,
        Dictionary<string, YamlDocument> old,
        Dictionary<string, YamlDocument> ours
    )
    {
        var root = (YamlMap)document.Root!.Actual;
        var was = old.GetValueOrDefault(reference)?.Root?.Actual as YamlMap;
        if (ours.GetValueOrDefault(reference)?.Root?.Actual is YamlMap becomes)
            Map(reference, "", was, root, becomes);
        else if (was is null)
            kept.Add(new($"{reference}: added by hand.", $"{reference}: añadido a mano."));
        else if (AreEqual(was, root))
            edits.Add(new TextEdit(document.Start, document.End, ""));
        else
            kept.Add(
                new(
                    $"{reference}: no longer generated, but changed by hand: it stays.",
                    $"{reference}: ya no se genera, pero se cambió a mano: se queda."
                )
            );
    }

    private void Map(string reference, string path, YamlMap? was, YamlMap now, YamlMap becomes)
    {
        YamlEntry? last = now.Entries.Count > 0 ? now.Entries[^1] : null;
        foreach (var entry in becomes.Entries)
        {
            var field = path.Length == 0 ? entry.Name : $"{path}.{entry.Name}";
            var old = was?.Find(entry.Name);
            if (now.Find(entry.Name) is { } theirs)
                Field(reference, field, old, theirs, entry);
            else if (old is null)
                Insert(reference, field, now, last, entry);
            else
                kept.Add(new($"{reference} {field}: removed by hand.", $"{reference} {field}: quitado a mano."));
        }
        foreach (var entry in now.Entries)
        {
            if (becomes.Find(entry.Name) is not null)
                continue;
            var field = path.Length == 0 ? entry.Name : $"{path}.{entry.Name}";
            if (was?.Find(entry.Name) is { } old && AreEqual(old.Value, entry.Value) && Repairs.Remove(entry)(current) is { } removal)
                edits.Add(removal);
            else
                kept.Add(new($"{reference} {field}: written by hand.", $"{reference} {field}: escrito a mano."));
        }
    }

    private void Field(string reference, string field, YamlEntry? was, YamlEntry now, YamlEntry becomes)
    {
        if (AreEqual(now.Value, becomes.Value))
            return;
        var isUntouched = was is { } old && AreEqual(old.Value, now.Value);
        if (now.Value is YamlMap theirs && becomes.Value is YamlMap ours)
            Map(reference, field, was?.Value.Actual as YamlMap, theirs, ours);
        else if (isUntouched)
            Replace(reference, field, now, becomes);
        else if (was is { } same && AreEqual(same.Value, becomes.Value))
            kept.Add(new($"{reference} {field}: changed by hand.", $"{reference} {field}: cambiado a mano."));
        else if (Texts(now.Value) is { } mine && Texts(becomes.Value) is { } generatedTexts)
            Union(field, reference, Texts(was?.Value) ?? [], now, mine, generatedTexts);
        else
            Conflict(reference, field, becomes);
    }

    private void Conflict(string reference, string field, YamlEntry becomes)
    {
        var value = Words.Cut(Words.OneLine(generated[becomes.Value.Start..becomes.Value.End]), 80);
        conflicts.Add(
            new(
                $"{reference} {field}: kept as written by hand; generated: {value}",
                $"{reference} {field}: se queda como está escrito a mano; generado: {value}"
            )
        );
    }

    private void Union(string field, string reference, List<string> was, YamlEntry now, List<string> mine, List<string> ours)
    {
        var added = ours.Where(text => !was.Contains(text, StringComparer.Ordinal) && !mine.Contains(text, StringComparer.Ordinal))
            .ToList();
        var removed = was.Where(text => !ours.Contains(text, StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal);
        kept.Add(new($"{reference} {field}: changes by hand are kept.", $"{reference} {field}: se conservan los cambios a mano."));
        if (added.Count == 0 && !mine.Exists(removed.Contains))
            return;
        var items = mine.Where(text => !removed.Contains(text)).Concat(added);
        var list = (YamlList)now.Value;
        if (list.Flow || list.Items.Count == 0)
        {
            edits.Add(new TextEdit(list.Start, list.End, $"[{string.Join(", ", items.Select(YamlText.Quoted))}]"));
            return;
        }
        foreach (var item in list.Items.Where(item => removed.Contains(item.String!)))
            edits.Add(new TextEdit(LineStart(current, item.Start), LineEnd(current, item.End), ""));
        var lastItem = list.Items[^1];
        var dash = current[LineStart(current, list.Start)..list.Start];
        var end = LineEnd(current, lastItem.End);
        var open = end > 0 && current[end - 1] == '\n' ? "" : "\n";
        edits.Add(new TextEdit(end, end, open + string.Concat(added.Select(text => $"{dash}- {YamlText.Scalar(text)}\n"))));
    }

    private void Replace(string reference, string field, YamlEntry now, YamlEntry becomes)
    {
        var isSimple =
            !generated.AsSpan(becomes.Value.Start, becomes.Value.End - becomes.Value.Start).Contains('\n')
            && becomes.Value is YamlScalar or YamlMap { Flow: true } or YamlList { Flow: true };
        if (
            isSimple
            && now.Value is YamlScalar { Style: not (ScalarStyle.Literal or ScalarStyle.Folded) }
            && now.Value.End > now.Value.Start
        )
            edits.Add(new TextEdit(now.Value.Start, now.Value.End, generated[becomes.Value.Start..becomes.Value.End]));
        else if (Repairs.Remove(now)(current) is { } whole)
            edits.Add(whole with { Text = Lines(becomes, now.Key.Start - whole.Start) });
        else
            Conflict(reference, field, becomes);
    }

    private void Insert(string reference, string field, YamlMap map, YamlEntry? last, YamlEntry entry)
    {
        if (map.Flow || last is not { } after)
        {
            Conflict(reference, field, entry);
            return;
        }
        var stop = Math.Max(after.Value.End, after.Key.End);
        var end = stop > 0 && current[stop - 1] == '\n' ? stop : LineEnd(current, stop);
        var open = end > 0 && current[end - 1] == '\n' ? "" : "\n";
        edits.Add(new TextEdit(end, end, open + Lines(entry, after.Key.Start - LineStart(current, after.Key.Start))));
    }

    /// <summary>The generated entry, whole lines, indented anew.</summary>
    private string Lines(YamlEntry entry, int indent)
    {
        var start = LineStart(generated, entry.Key.Start);
        var stop = Math.Max(entry.Value.End, entry.Key.End);
        var end = stop > 0 && generated[stop - 1] == '\n' ? stop : LineEnd(generated, stop);
        var shift = indent - (entry.Key.Start - start);
        var lines = generated[start..end].TrimEnd('\n').Split('\n').Select(line => Shift(line, shift));
        return string.Join('\n', lines) + "\n";
    }

    private static string Shift(string line, int by)
    {
        if (line.Length == 0 || by == 0)
            return line;
        return by > 0 ? new string(' ', by) + line : line[Math.Min(-by, line.Length - line.TrimStart(' ').Length)..];
    }

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private static int LineEnd(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }

    private static List<string>? Texts(YamlNode? node) =>
        node is YamlList list
        && list.Items.TrueForAll(item =>
            item is YamlScalar { Type: ScalarType.String, Style: not (ScalarStyle.Literal or ScalarStyle.Folded) }
        )
            ? [.. list.Items.Select(item => item.String!)]
            : null;

    private static bool AreEqual(YamlNode a, YamlNode b) => JsonNode.DeepEquals(EntityJson.From(a), EntityJson.From(b));
}
