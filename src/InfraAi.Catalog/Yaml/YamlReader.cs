namespace InfraAi.Catalog.Yaml;

/// <summary>
/// Splits a YAML 1.2 stream into documents and reads each into nodes with their places.
/// It takes and refuses what the reader of the Backstage catalog does (the npm package yaml, with merge keys off).
/// </summary>
/// <remarks>
/// Written for that equality: other readers differ on tabs, indentation of flow collections, tags, aliases and numbers.
/// A document marker in the first column ends a document whatever it stands in, so a fault never spreads to the next document
/// (the official reader may lose the documents after a quote that is never closed; we still look at them).
/// </remarks>
internal static class YamlReader
{
    /// <returns>The documents in the order of the text, empty ones too: their place is their number.</returns>
    public static List<YamlDocument> Read(string text)
    {
        var documents = new List<YamlDocument>();
        var prelude = new Prelude();
        var at = 0;
        while (at < text.Length)
        {
            at = prelude.Skip(text, at);
            if (at >= text.Length)
                break;
            var start = at;
            var hasDirectives = prelude.HasDirectives;
            var explicitStart = IsMarker(text, at, '-');
            var from = explicitStart ? at + 3 : at;
            var end = NextMarker(text, explicitStart ? LineEnd(text, from) : at);
            var parser = new DocumentParser(text, from, end, explicitStart, prelude.TakeTags());
            if (prelude.TakeFault(explicitStart, start) is { } fault)
                parser.Report(fault);
            var document = parser.Parse();
            if (parser.StrayBracket is { } stray)
            {
                if (documents.Count > 0 && !hasDirectives)
                    documents[^1] = Broken(documents[^1], stray);
                else
                    document = Broken(document, stray);
            }
            at = parser.MarkerInside ?? end;
            var isNothing = !explicitStart && parser.StrayBracket is not null && document.Root is YamlScalar { Type: ScalarType.Null };
            if (isNothing && documents.Count > 0 && at < text.Length && IsMarker(text, at, '-'))
                continue; // brackets and no more: the marker begins this same document
            if (IsMarker(text, at, '.'))
                at = AfterDocumentEnd(text, at, ref document);
            documents.Add(document with { Start = start, End = at });
        }
        if (documents.Count > 0 && prelude.TakeFault(explicitStart: true, at) is { } last)
            documents[^1] = Broken(documents[^1], last);
        return documents;
    }

    /// <summary>Three of the character at the start of a line, and a blank or nothing after them.</summary>
    public static bool IsMarker(string text, int at, char character) =>
        at + 2 < text.Length
        && text[at] == character
        && text[at + 1] == character
        && text[at + 2] == character
        && (at + 3 == text.Length || text[at + 3] is ' ' or '\t' or '\n' or '\r');

    public static bool IsMarkerAt(string text, int at) => at < text.Length && text[at] is '-' or '.' && IsMarker(text, at, text[at]);

    public static int LineEnd(string text, int from)
    {
        var at = text.IndexOf('\n', from);
        return at < 0 ? text.Length : at + 1;
    }

    private static int NextMarker(string text, int from)
    {
        var at = from;
        if (at > 0 && text[at - 1] != '\n')
            at = LineEnd(text, at);
        while (at < text.Length)
        {
            if (text[at] is '-' or '.' && IsMarker(text, at, text[at]))
                return at;
            at = LineEnd(text, at);
        }
        return text.Length;
    }

    /// <summary>After the marker only a comment may stand on its line; behind anything else nothing counts before the next marker.</summary>
    private static int AfterDocumentEnd(string text, int marker, ref YamlDocument document)
    {
        var end = LineEnd(text, marker);
        var first = text.AsSpan(marker + 3, end - marker - 3).TrimStart(" \t");
        if (first.IsEmpty || first[0] is '\n' or '#' || first.StartsWith("\r\n", StringComparison.Ordinal))
            return end;
        document = Broken(
            document,
            new YamlError(marker + 3, Rules.YamlSyntax, "Only a comment may follow the end marker \"...\" on its line.")
        );
        return NextMarker(text, end);
    }

    private static YamlDocument Broken(YamlDocument document, YamlError error) =>
        document with
        {
            Errors = [.. document.Errors, error],
            IsBroken = true,
        };
}
