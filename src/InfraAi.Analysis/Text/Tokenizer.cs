using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Cuts blocks into words, signs and arrows, with offsets in the text as given. HTML tags, URLs and link targets are passed over.</summary>
internal sealed class Tokenizer(string text, TechnologyVocabulary vocabulary)
{
    /// <summary>A sentence longer than this is cut, so that looking around in one stays cheap whatever the text.</summary>
    private const int LongestSentence = 300;

    private int sentence;
    private int chainEnd = -1;
    private bool nextIsChain;
    private bool nextGoesOn;
    private readonly List<Token> tokens = new(text.Length / 5);
    private readonly Dictionary<string, (string Stem, int Word)> seen = new(StringComparer.Ordinal);

    internal List<Token> Read(List<Block> blocks, CancellationToken cancellation)
    {
        foreach (var block in blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            block.FirstToken = tokens.Count;
            if (block.Kind != BlockKind.Code)
            {
                ReadSpan(block.Start, block.End, block.Kind == BlockKind.Diagram);
            }
            tokens.Add(Break(block.End)); // every block has one, so that looking one token ahead is always safe
            sentence = tokens.Count;
            block.LastToken = tokens.Count;
        }
        return tokens;
    }

    private void ReadSpan(int i, int end, bool lines)
    {
        var glue = '\0';
        while (i < end)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                glue = '\0';
                if (c == '\n' && (lines || EndsChain(i, end)))
                {
                    AddBreak(i);
                }
                i++;
            }
            else if (SkipLength(i, end) is > 0 and var skipped)
            {
                glue = '\0';
                i += skipped;
            }
            else if (Words.IsLetter(c) || Words.StartsDotNet(text, i))
            {
                var stop = Math.Min(Words.WordEnd(text, i), end);
                if (stop - i > ReadingLimits.LongestWord)
                {
                    glue = '\0';
                    i = stop; // a digest, a key, a picture as text: no word
                    continue;
                }
                AddWord(i, stop, glue);
                glue = stop + 1 < end && IsGlue(text[stop]) && Words.IsLetter(text[stop + 1]) ? text[stop] : '\0';
                i = stop + (glue == '\0' ? 0 : 1);
            }
            else if (ArrowAt(i, end, out var direction) is > 0 and var length)
            {
                glue = '\0';
                tokens.Add(new Token(TokenKind.Arrow, i, i + length, "→", "→", -1, false, '\0', direction));
                i += length;
            }
            else
            {
                glue = '\0';
                AddSign(i, c, end);
                i++;
            }
        }
    }

    /// <summary>A line of arrows is a sentence of its own, unless the arrow stands where the line ends or the next one starts.</summary>
    private bool EndsChain(int newline, int end)
    {
        if (chainEnd < newline)
        {
            chainEnd = text.AsSpan(newline + 1, end - newline - 1).IndexOf('\n') is >= 0 and var length ? newline + 1 + length : end;
            var next = text.AsSpan(newline + 1, chainEnd - newline - 1).Trim();
            nextIsChain = HasArrow(next);
            nextGoesOn = next.Length > 0 && next[0] is '-' or '=' or '→' or '<' or '⇒';
        }
        var start = newline == 0 ? -1 : text.AsSpan(0, newline).LastIndexOf('\n');
        var line = text.AsSpan(start + 1, newline - start - 1).TrimEnd();
        return !nextGoesOn && (nextIsChain || HasArrow(line)) && !(line.Length > 0 && line[^1] is '>' or '→' or '⇒' or ',');
    }

    private static bool HasArrow(ReadOnlySpan<char> line) =>
        line.Contains("->", StringComparison.Ordinal)
        || line.IndexOfAny('→', '⇒', '➜') >= 0
        || line.Contains("=>", StringComparison.Ordinal);

    private static bool IsGlue(char c) => c is '-' or '/' or '.' or '@' or '\'' or '’' or ':' or '‑';

    private void AddWord(int start, int end, char glue)
    {
        if (tokens.Count - sentence >= LongestSentence)
        {
            AddBreak(start);
        }
        var folded = Folding.Fold(text.AsSpan(start, end - start));
        if (!seen.TryGetValue(folded, out var known))
        {
            var stem = Words.Stem(folded);
            seen.Add(folded, known = (stem, vocabulary.WordId(stem)));
        }
        tokens.Add(
            new Token(TokenKind.Word, start, end, folded, known.Stem, known.Word, char.IsUpper(text[start]), glue, ArrowDirection.None)
        );
    }

    private void AddSign(int i, char c, int end)
    {
        var sign = c.ToString();
        if (
            c is '.' or '!' or '?'
            && (i + 1 >= end || char.IsWhiteSpace(text[i + 1]) || text[i + 1] is '*' or '"' or ')')
            && !EndsAbbreviation(i)
        )
        {
            AddBreak(i);
        }
        else if (c is not ('*' or '`' or '"' or '_' or '#' or '\u200b'))
        {
            tokens.Add(
                new Token(
                    TokenKind.Punctuation,
                    i,
                    i + 1,
                    sign,
                    sign,
                    c is '(' or ')' ? vocabulary.WordId(sign) : -1,
                    false,
                    '\0',
                    ArrowDirection.None
                )
            );
        }
    }

    private bool EndsAbbreviation(int dot)
    {
        if (text[dot] != '.' || tokens.Count == 0 || tokens[^1].End != dot)
        {
            return false;
        }
        return tokens[^1].Folded is "e" or "g" or "i" or "ej" or "vs" or "etc" or "fig" or "p" or "id";
    }

    private void AddBreak(int at)
    {
        if (tokens.Count > 0 && tokens[^1].Kind != TokenKind.Break)
        {
            tokens.Add(Break(at));
            sentence = tokens.Count;
        }
    }

    private static Token Break(int at) => new(TokenKind.Break, at, at, "", "", -1, false, '\0', ArrowDirection.None);

    /// <returns>The length of an HTML tag, a URL or the target of a Markdown link; 0 when none starts here.</returns>
    private int SkipLength(int i, int end)
    {
        var c = text[i];
        if (c == '<' && i + 1 < end && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] is '/' or '!'))
        {
            var close = text.AsSpan(i, Math.Min(end - i, 400)).IndexOf('>');
            return close < 0 ? 0 : close + 1;
        }
        if (c == '(' && i > 0 && text[i - 1] == ']')
        {
            var close = text.AsSpan(i, Math.Min(end - i, 600)).IndexOf(')');
            return close < 0 ? 0 : close + 1;
        }
        if (c == '`' && InlineCommand(i, end) is > 0 and var command)
        {
            return command;
        }
        if (c is 'h' or 'H' && StartsUrl(i))
        {
            var stop = i;
            while (stop < end && !char.IsWhiteSpace(text[stop]) && text[stop] is not (')' or '>' or '"' or '|'))
            {
                stop++;
            }
            return stop - i;
        }
        return 0;
    }

    /// <summary>`docker compose up`, `sudo sysctl -w …` inside a sentence.</summary>
    private int InlineCommand(int i, int end)
    {
        var close = text.AsSpan(i + 1, Math.Min(end - i - 1, 160)).IndexOf('`');
        return close > 0 && LineSigns.IsCode(text.AsSpan(i + 1, close)) ? close + 2 : 0;
    }

    private bool StartsUrl(int i) =>
        text.AsSpan(i).StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || text.AsSpan(i).StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private int ArrowAt(int i, int end, out ArrowDirection direction)
    {
        var c = text[i];
        direction = c switch
        {
            '→' or '➜' or '➔' or '⟶' or '⇒' or '►' or '▶' or '➡' => ArrowDirection.Right,
            '←' or '⟵' or '⇐' or '◄' or '◀' or '⬅' => ArrowDirection.Left,
            '↔' or '⇄' or '⇔' or '⟷' => ArrowDirection.Both,
            _ => ArrowDirection.None,
        };
        if (direction != ArrowDirection.None)
        {
            return 1;
        }
        if (c is not ('-' or '=' or '<' or '─' or '━'))
        {
            return 0;
        }
        var left = c == '<';
        var stop = i + (left ? 1 : 0);
        var shaft = stop;
        while (stop < end && text[stop] is '-' or '=' or '─' or '━' && stop < end)
        {
            stop++;
            if (stop == end)
            {
                break;
            }
        }
        if (stop == shaft)
        {
            return 0;
        }
        var right = stop < end && text[stop] is '>' or '►' or '▶' or '→' && stop < end;
        if (right)
        {
            stop++;
        }
        direction = (left, right) switch
        {
            (true, true) => ArrowDirection.Both,
            (true, false) => ArrowDirection.Left,
            (false, true) => ArrowDirection.Right,
            _ => ArrowDirection.None,
        };
        return direction == ArrowDirection.None ? 0 : stop - i;
    }
}
