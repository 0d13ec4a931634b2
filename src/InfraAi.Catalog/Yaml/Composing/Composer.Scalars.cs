using InfraAi.Catalog.Fixing;

namespace InfraAi.Catalog.Yaml;

/// <summary>Scalars: their text, and what it is.</summary>
internal sealed partial class Composer
{
    private YamlNode FlowScalar(SyntaxNode syntax, Props props)
    {
        var (value, style) = syntax.Kind switch
        {
            SyntaxKind.SingleQuoted => (SingleQuoted(syntax), ScalarStyle.SingleQuoted),
            SyntaxKind.DoubleQuoted => (DoubleQuoted(syntax), ScalarStyle.DoubleQuoted),
            _ => (Plain(syntax), ScalarStyle.Plain),
        };
        var node = Scalar(syntax.Offset, syntax.To, value, style, props);
        if (ResolveEnd(syntax.End, syntax.To, mustBeApart: true, null))
            Remark(node);
        return node;
    }

    private string Plain(SyntaxNode syntax)
    {
        var source = text.AsSpan(syntax.Offset, syntax.To - syntax.Offset);
        if (!source.IsEmpty && source[0] is '%' or '@' or '`' or ',' or '|' or '>' or '\t')
            Fail(
                syntax.Offset,
                $"A plain value cannot begin with {source[0]}",
                "Put the value in quotes.",
                SyntaxRepairs.QuoteToLineEnd(syntax.Offset)
            );
        return source.Contains('\n') ? ScalarText.Unfold(source) : Word(source);
    }

    /// <summary>The words that a catalog repeats (its keys above all) are made once.</summary>
    private string Word(ReadOnlySpan<char> source)
    {
        if (source.Length is 0 or > 32)
            return source.ToString();
        ref var known = ref words[(source[0] + 7 * source[^1] + 31 * source.Length) & (words.Length - 1)];
        if (known is null || !source.SequenceEqual(known))
            known = source.ToString();
        return known;
    }

    private readonly string?[] words = new string?[64];

    private bool IsClosed(SyntaxNode syntax) => syntax.To - syntax.Offset > 1 && text[syntax.To - 1] == text[syntax.Offset];

    private void FailQuote(int at)
    {
        Fail(
            at,
            $"The quote {text[at]} that opens here is not closed where it must be.",
            $"Write {text[at]} at the end of the value; further lines of it must be indented.",
            SyntaxRepairs.CloseQuote(at)
        );
    }

    private string SingleQuoted(SyntaxNode syntax)
    {
        if (IsClosed(syntax))
            return ScalarText.SingleQuoted(text.AsSpan(syntax.Offset + 1, syntax.To - syntax.Offset - 2));
        FailQuote(syntax.Offset);
        return "";
    }

    private string DoubleQuoted(SyntaxNode syntax)
    {
        if (!IsClosed(syntax))
        {
            FailQuote(syntax.Offset);
            return "";
        }
        var source = text.AsSpan(syntax.Offset + 1, syntax.To - syntax.Offset - 2);
        // Where a quote is cut off, the one that ends it may itself be behind a backslash, and is then a part of the text too.
        var isEscaped = (source.Length - source.TrimEnd('\\').Length) % 2 == 1;
        var value = ScalarText.DoubleQuoted(isEscaped ? source[..^1] : source, out var badEscape) + (isEscaped ? "\"" : "");
        if (badEscape >= 0)
            Fail(
                syntax.Offset + 1 + badEscape,
                $"There is no escape {Words.OneLine(text.Substring(syntax.Offset + 1 + badEscape, Math.Min(2, source.Length - badEscape)))} in YAML.",
                "Write \\\\ for a backslash, or use single quotes."
            );
        return value;
    }

    private YamlNode BlockScalar(SyntaxBlockScalar syntax, Props props)
    {
        var style = text[syntax.Offset] == '|' ? ScalarStyle.Literal : ScalarStyle.Folded;
        var (digit, chomp) = Header(syntax);
        var (from, to) = syntax.Text;
        var end = Math.Max(to, tokens[syntax.Header.Last].End);
        var value = BlockScalarText.Read(text.AsSpan(from, to - from), syntax.Indent, digit, style, chomp, atRoot, out var fault);
        if (fault is not null)
            FailBlockScalar(syntax, fault);
        nodeEnd = end;
        var node = Scalar(syntax.Offset, to > from ? to : end, value, style, props);
        nodeEnd = end;
        if (syntax.Header.Has(TokenKind.Comment))
            Remark(node);
        return node;
    }

    private void FailBlockScalar(SyntaxBlockScalar syntax, string fault)
    {
        var (from, to) = syntax.Text;
        var lines = text.AsSpan(from, to - from);
        for (var line = 0; line < lines.Length; line += lines[line..].IndexOf('\n') + 1)
        {
            var blanks = lines[line..].IndexOfAnyExcept(' ');
            if (blanks >= 0 && blanks <= syntax.Indent && lines[line + blanks] == '\t')
            {
                var tab = from + line + blanks;
                Fail(tab, "A tab cannot indent YAML.", "Indent with spaces.", SyntaxRepairs.SpacesForTabs(tab));
                return;
            }
            if (!lines[line..].Contains('\n'))
                break;
        }
        Fail(syntax.Offset, fault, "Say the indentation in the header: |2");
    }

    /// <returns>The indentation that the header says (0 for none) and how the end is chomped.</returns>
    private (int Digit, char Chomp) Header(SyntaxBlockScalar syntax)
    {
        var (digit, chomp) = (0, '\0');
        var header = tokens[syntax.Header.First];
        foreach (var character in text.AsSpan(header.Offset + 1, header.End - header.Offset - 1))
            if (chomp == '\0' && character is '-' or '+')
                chomp = character;
            else if (digit == 0 && character is >= '1' and <= '9')
                digit = character - '0';
            else
                Fail(
                    header.Offset,
                    $"After {text[header.Offset]} only a digit and + or - may stand.",
                    $"Put the text on the next line, or in quotes if it begins with {text[header.Offset]}"
                );
        var hasSpace = false;
        for (var at = header.Next; at >= 0; at = tokens[at].Next)
            switch (tokens[at].Kind)
            {
                case TokenKind.Space:
                    hasSpace = true;
                    break;
                case TokenKind.NewLine:
                    break;
                case TokenKind.Comment:
                    if (!hasSpace)
                        FailComment(tokens[at].Offset);
                    break;
                default:
                    Fail(
                        tokens[at].Offset,
                        $"The text of a block scalar begins on the line after {text[header.Offset]}.",
                        "Put it on the next line, indented."
                    );
                    break;
            }
        return (digit, chomp);
    }

    private YamlNode Scalar(int from, int to, string value, ScalarStyle style, Props props)
    {
        string? name = null;
        if (props.Tag >= 0)
        {
            name = TagName(props.Tag);
            if (broken)
                return Empty(from);
        }
        var node = isYaml11 ? Yaml11Schema.Scalar(from, to, value, style, name, atKey) : Core(from, to, value, style, name, props.Tag);
        merges |= node is YamlScalar { Special: ScalarSpecial.Merge };
        if (name is not null && node is YamlScalar { Type: ScalarType.Null })
            Remark(node); // a tag makes it more than nothing, as a comment does
        return node;
    }

    private YamlNode Core(int from, int to, string value, ScalarStyle style, string? name, int tag)
    {
        if (string.IsNullOrEmpty(name))
            return new YamlScalar(from, to, value, style == ScalarStyle.Plain ? CoreSchema.TypeOf(value) : ScalarType.String, style);
        switch (name)
        {
            case TagTable.Binary:
                return Bytes.Node(from, to, value);
            case TagTable.Merge:
                return new YamlScalar(from, to, value, ScalarType.Null, style) { Special = ScalarSpecial.Merge };
            case TagTable.Time when Timestamp.ToIso(value) is { } time:
                return new YamlScalar(from, to, time, ScalarType.String, style) { Special = ScalarSpecial.Object };
            case TagTable.Time:
                Fail(tokens[tag].Offset, $"{Words.Cut(Words.OneLine(value), 40)} is not a time, as its tag says.");
                break;
        }
        return new YamlScalar(from, to, value, TagTable.TypeOf(name, value), style);
    }

    /// <summary>The whole name of the tag of that token; null when it says nothing.</summary>
    private string? TagName(int token)
    {
        var name = tags.Resolve(text[tokens[token].Offset..tokens[token].End], out var fault);
        if (fault is not null)
            Fail(tokens[token].Offset, fault);
        return name;
    }
}
