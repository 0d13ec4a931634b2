using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>A text, cut into blocks and tokens.</summary>
internal sealed class TextDocument
{
    private readonly CancellationToken cancellation;

    private TextDocument(string text, List<Block> blocks, List<Token> tokens, string language, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        Text = text;
        Blocks = blocks;
        Tokens = tokens;
        Language = language;
    }

    public string Text { get; }
    public List<Block> Blocks { get; }
    public List<Token> Tokens { get; }

    /// <summary>"es" or "en".</summary>
    public string Language { get; }

    public static TextDocument Read(string text, TechnologyVocabulary vocabulary, CancellationToken cancellation = default)
    {
        var blocks = BlockReader.Read(text);
        cancellation.ThrowIfCancellationRequested();
        for (var i = 0; i < blocks.Count; i++)
        {
            blocks[i].Index = i;
        }
        var tokens = new Tokenizer(text, vocabulary).Read(blocks, cancellation);
        return new TextDocument(text, blocks, tokens, LanguageGuess.Of(text, tokens), cancellation);
    }

    /// <summary>Asked in every loop over the text: who cancels, or has no more time, waits for a step and not for the whole.</summary>
    /// <exception cref="OperationCanceledException">The reading was cancelled, or its time is over.</exception>
    public void Check() => cancellation.ThrowIfCancellationRequested();

    /// <returns>The text from one token to another, with white space made single.</returns>
    public string Words(int first, int last)
    {
        var (start, end) = (Tokens[first].Start, Tokens[last - 1].End);
        return OneLine(Text.AsSpan(start, end - start));
    }

    /// <summary>White space, marks of Markdown and line breaks as single spaces.</summary>
    public static string OneLine(ReadOnlySpan<char> span)
    {
        Span<char> buffer = span.Length <= 256 ? stackalloc char[span.Length] : new char[span.Length];
        var length = 0;
        foreach (var c in span)
        {
            if (c is '*' or '`' or '[' or ']')
            {
                continue;
            }
            if (!char.IsWhiteSpace(c))
            {
                buffer[length++] = c;
            }
            else if (length > 0 && buffer[length - 1] != ' ')
            {
                buffer[length++] = ' ';
            }
        }
        return new string(buffer[..length].Trim());
    }

    /// <summary>True when a sentence or block starts with this token.</summary>
    public bool StartsSentence(int token) => token == 0 || Tokens[token - 1].Kind == TokenKind.Break;

    /// <returns>Index of the first token of the sentence.</returns>
    public int SentenceStart(int token)
    {
        while (!StartsSentence(token))
        {
            token--;
        }
        return token;
    }

    /// <returns>Index of the break that ends the sentence.</returns>
    public int SentenceEnd(int token)
    {
        while (token < Tokens.Count && Tokens[token].Kind != TokenKind.Break)
        {
            token++;
        }
        return token;
    }
}
