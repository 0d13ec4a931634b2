namespace InfraAi.Catalog.Yaml;

/// <summary>
/// Reads a YAML stream into documents, and each into nodes with their places.
/// It takes and refuses what the reader of the Backstage catalog does (the npm package yaml 2.9.1, with merge keys off).
/// </summary>
/// <remarks>
/// Written for that equality, in the three layers of that package: the lexer cuts the text into tokens, the parser puts them together, the composer
/// makes nodes of them and refuses what has no meaning. Other readers differ on tabs, indentation of brackets, tags, aliases and numbers.
/// </remarks>
internal static class YamlReader
{
    /// <returns>The documents in the order of the text, empty ones too: their place is their number.</returns>
    public static List<YamlDocument> Read(string text)
    {
        var composer = Run(text, recovers: false);
        // The official reader takes the rest of the stream for the text of a quote that is never closed. When that is a fault,
        // the documents behind it are looked at all the same.
        return composer is { OpenQuote: >= 0, Documents: [.., { IsBroken: true }] }
            ? Run(text, recovers: true).Documents
            : composer.Documents;
    }

    private static Composer Run(string text, bool recovers)
    {
        var tokens = new TokenStore(Math.Clamp(text.Length / 4, 64, 4096));
        var composer = new Composer(text, tokens, recovers);
        new Lexer(text, new SyntaxParser(composer, tokens), composer).Run();
        return composer;
    }
}
