namespace InfraAi.Analysis.Diagrams;

/// <summary>A block of HCL: its type, labels, attributes and nested blocks.</summary>
internal sealed class HclBlock(string type, int offset)
{
    internal string Type { get; } = type;
    internal int Offset { get; } = offset;
    internal List<string> Labels { get; } = [];
    internal List<(string Name, int Offset, int Start, int End)> Attributes { get; } = [];
    internal List<HclBlock> Blocks { get; } = [];
}

/// <summary>A tolerant reader of HCL's structure (HCL native syntax specification): what it does not know, it passes over.</summary>
/// <remarks>Expressions are not evaluated; <see cref="References"/> finds what they name.</remarks>
internal sealed class Hcl
{
    private const int Deepest = 100;
    private readonly SourceText source;
    private readonly string text;
    private int at;

    private Hcl(SourceText source) => (this.source, text) = (source, source.Text);

    internal static HclBlock Read(SourceText source)
    {
        var root = new HclBlock("", 0);
        var reader = new Hcl(source);
        if (!reader.Body(root, 0))
        {
            throw new BrokenSourceException(
                source.LineOf(root.Blocks.Count > 0 ? root.Blocks[^1].Offset : 0),
                "a block is not closed",
                "un bloque no está cerrado"
            );
        }
        return root;
    }

    /// <summary>The dotted names in an expression ("aws_sqs_queue.orders.arn"), those in templates included, those in plain strings not.</summary>
    internal static IEnumerable<(string Name, int Offset)> References(string text, int start, int end)
    {
        var inString = 0;
        var braces = new Stack<int>();
        var heredoc = false;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (inString > 0 && !heredoc && c == '\\')
            {
                i++;
                continue;
            }
            if (c == '<' && inString == 0 && i + 1 < end && text[i + 1] == '<')
            {
                (inString, heredoc) = (1, true);
                continue;
            }
            if (c == '"' && !(heredoc && braces.Count == 0))
            {
                inString += inString > 0 && (braces.Count == 0 || inString > braces.Count) ? -1 : 1;
                continue;
            }
            if (c == '$' && i + 1 < end && text[i + 1] == '{' && inString > braces.Count)
            {
                braces.Push(inString);
                i++;
                continue;
            }
            if (c == '}' && braces.Count > 0 && inString == braces.Peek())
            {
                braces.Pop();
                continue;
            }
            if (inString > braces.Count || !(char.IsAsciiLetter(c) || c == '_'))
            {
                continue;
            }
            var from = i;
            while (i < end && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '-' or '.'))
            {
                i++;
            }
            var name = text[from..i];
            i--;
            if (name.Contains('.'))
            {
                yield return (name, from);
            }
        }
    }

    private bool Body(HclBlock block, int depth)
    {
        if (depth > Deepest)
        {
            throw new BrokenSourceException(1, "nested too deeply", "anidado demasiado profundo", tooLarge: true);
        }
        while (true)
        {
            source.Check();
            Space();
            if (at >= text.Length)
            {
                return depth == 0;
            }
            if (text[at] == '}')
            {
                at++;
                if (depth > 0)
                {
                    return true;
                }
                continue;
            }
            var start = at;
            var name = Word();
            if (name.Length == 0)
            {
                at++;
                continue;
            }
            Space(sameLine: true);
            if (at < text.Length && text[at] is '=' or ':' && !(at + 1 < text.Length && text[at + 1] == '='))
            {
                at++;
                var from = at;
                Expression();
                block.Attributes.Add((name, start, from, at));
                continue;
            }
            var inner = new HclBlock(name, start);
            while (at < text.Length && text[at] is not ('{' or '\n'))
            {
                var label = text[at] == '"' ? Quoted() : Word();
                if (label.Length == 0)
                {
                    at++;
                    continue;
                }
                inner.Labels.Add(label);
                Space(sameLine: true);
            }
            if (at < text.Length && text[at] == '{')
            {
                at++;
                block.Blocks.Add(inner);
                if (!Body(inner, depth + 1))
                {
                    return false;
                }
            }
        }
    }

    private string Word()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.'))
        {
            at++;
        }
        return text[start..at];
    }

    private string Quoted()
    {
        var start = ++at;
        while (at < text.Length && text[at] is not ('"' or '\n'))
        {
            at += text[at] == '\\' ? 2 : 1;
        }
        at = Math.Min(at, text.Length);
        var value = text[start..at];
        at = Math.Min(at + 1, text.Length);
        return value;
    }

    private void Space(bool sameLine = false)
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '#' || (c == '/' && at + 1 < text.Length && text[at + 1] == '/'))
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else if (c == '/' && at + 1 < text.Length && text[at + 1] == '*')
            {
                var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = end < 0 ? text.Length : end + 2;
            }
            else if (char.IsWhiteSpace(c) && !(sameLine && c == '\n'))
            {
                at++;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>To the end of the line at which every bracket is closed.</summary>
    private void Expression()
    {
        var depth = 0;
        while (at < text.Length)
        {
            var c = text[at];
            switch (c)
            {
                case '"':
                    String();
                    continue;
                case '<' when at + 1 < text.Length && text[at + 1] == '<' && Heredoc():
                    continue;
                case '#':
                case '/' when at + 1 < text.Length && text[at + 1] is '/' or '*':
                    Space(sameLine: true);
                    if (at < text.Length && text[at] == c)
                    {
                        at++;
                    }
                    continue;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    if (depth == 0)
                    {
                        return;
                    }
                    depth--;
                    break;
                case '\n' when depth == 0:
                    return;
            }
            at++;
        }
    }

    private void String()
    {
        at++;
        var depth = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '\\')
            {
                at++;
            }
            else if (c == '$' && at + 1 < text.Length && text[at + 1] == '{')
            {
                depth++;
                at++;
            }
            else if (c == '}' && depth > 0)
            {
                depth--;
            }
            else if ((c == '"' && depth == 0) || (c == '\n' && depth == 0))
            {
                at += c == '"' ? 1 : 0;
                return;
            }
            at++;
        }
        at = Math.Min(at, text.Length);
    }

    private bool Heredoc()
    {
        var start = at + 2 + (at + 2 < text.Length && text[at + 2] == '-' ? 1 : 0);
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }
        if (end == start)
        {
            return false;
        }
        var mark = text[start..end];
        for (var line = text.IndexOf('\n', end); line >= 0; line = text.IndexOf('\n', line + 1))
        {
            var close = text.IndexOf('\n', line + 1);
            if (text.AsSpan(line + 1, (close < 0 ? text.Length : close) - line - 1).Trim().SequenceEqual(mark))
            {
                at = close < 0 ? text.Length : close;
                return true;
            }
        }
        at = text.Length;
        return true;
    }
}
