using System.Text;

namespace InfraAi.Catalog.Tests.Oracle;

/// <summary>
/// Small YAML texts that walk through the whole grammar, right and wrong: the same seed gives the same texts on every machine.
/// One in four is a row of tokens in no order at all; of the others half have some characters changed afterwards.
/// </summary>
internal sealed class YamlGrammar(int seed)
{
    private static readonly string[] Words =
    [
        .. "a b c key x y word two-words 'é' 😀 é a:b a#b -a ?a :a a- <<: << = - ? & * ! | > % @ ` --- ... ---a a,b a]b a}b a[b a{b".Split(
            ' '
        ),
        .. "null Null NULL nUll ~ true True TRUE tRue false FALSE yes no on off y n".Split(' '),
        .. "0 -0 +0 1 12 012 0b1 0b_ 0_7 -0x_f 1_0.5 . e5 1:2:3.5 1:60 -1:30 + _1 1__ .5_ 0o_ 0o17 0o8 0x1F 0x 0xg +12 -12 1_000 1e3 1E+3 1e .5 5. -.5 +.5 . -. 1.5e-7 1.0 1. 0.0 -0.0 1e400".Split(
            ' '
        ),
        .. "12345678901234567890 123456789012345678901234567890 0.1 100000000000000000000 1e21 1e-7 0b11 1:30 190:20:30".Split(' '),
        .. ".inf -.INF +.Inf .nan .NaN -.nan .NAN 2026-11-22 2026-11-22T10:00:00Z __proto__ constructor toString".Split(' '),
        "a b",
        "a  b",
        "a: b",
        "a #b",
        "a\tb",
        "a\u0085b",
        "a\u2028b",
        "a\u00A0",
        "a\u0000b",
        "a\u0001",
        "a\u007f",
        "a\rb",
        "a\uFEFFb",
        "",
    ];

    private static readonly string[] SingleQuoted =
    [
        "",
        "a",
        "it''s",
        "''",
        " a ",
        "a: b",
        "#",
        "a\\",
        "\"",
        "1",
        "null",
        "a\n  b",
        "a\n\n   b",
        "a \n\t b",
        "\n a",
        "a\r\n  b",
        "---",
        "\n---\n",
        "é😀",
        "\t",
    ];

    private static readonly string[] DoubleQuoted =
    [
        .. SingleQuoted.Select(text =>
            text.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("a\\", "a\\\\", StringComparison.Ordinal)
        ),
        .. "\\0 \\a \\b \\t \\n \\v \\f \\r \\e \\\" \\/ \\\\ \\N \\_ \\L \\P \\x41 \\x4 \\xZZ \\u00e9 \\u00e \\uD83D \\uD83D\\uDE00 \\uDE00 \\U0001F600 \\U00110000 \\U0000D800 \\U0001 \\q \\' \\1 \\X41 \\".Split(
            ' '
        ),
        "a\\ b",
        "a \\\n  b",
        "a\\\n  b",
        "a\\\r\n  b",
        "a\\\n\n  b",
        "a\\\n  \\ b",
        "a\\\tb",
        "a  \n  b",
        "a\\t\n b",
        "a\\",
        "\\\n",
        "\\\n  a",
        "\n  \\\n  a",
    ];

    private static readonly string[] Tags =
    [
        .. "! !! !a !!str !!int !!float !!bool !!null !!map !!seq !!set !!omap !!pairs !!binary !!timestamp !!merge !!foo !e!x !a!b!c !<tag:yaml.org,2002:str> !<!a> !<> !<!> !<!!> !<a !a%21 !a%zz !!str%20 !a,b !!s[ !%FF !é".Split(
            ' '
        ),
    ];

    private static readonly string[] Headers =
    [
        .. "| > |- >- |+ >+ |1 |2 >1 >2 |2- |-2 |+1 >1+ |0 |9 |12 |-- |a |# >x".Split(' '),
        "| #c",
        "|\t",
        "> \t#c",
        "|  ",
        "|-#c",
    ];

    private static readonly string[] Soup =
    [
        .. "a b - -- --- ... ? : , [ ] { } & &a * *a ! !t !!str !!set # #c ' \" 'a' \"b\" | > |- >2 % %YAML @ ` ~ 1 null << \\ \\n a: a:b :a -a ?a \"a\":b".Split(
            ' '
        ),
        " ",
        " ",
        " ",
        "  ",
        "   ",
        "\n",
        "\n",
        "\n",
        "\n",
        "\n ",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n  - ",
        "\na: ",
        "\n  b: ",
        "- ",
        "- ",
        "? ",
        ": ",
        ": ",
        ": ",
        ", ",
        "\t",
        "\n\t",
        "\n \t",
        "\r\n",
        "\r",
        " #c",
        "\n#c",
        "\n  #c",
        "\n---\n",
        "\n--- ",
        "\n...\n",
        "\n... #c\n",
        "\n%TAG !e! x:\n---\n",
        "\n%YAML 1.2\n---\n",
        "\n...\n%YAML 1.1\n---\n",
        "<<: ",
        "<<: *a",
        "\uFEFF",
    ];

    private static readonly string[] Directives =
    [
        "%YAML 1.2",
        "%YAML 1.2 #c",
        "%YAML 1.2#c",
        "%YAML 1.1",
        "%YAML 1.1",
        "%YAML 1.1",
        "%YAML 1.1 #c",
        "%YAML 1.2\rx",
        "%YAML 1.2\r",
        "%YAML \uFEFF1.2\u00A0",
        "%YAML 1.3",
        "%YAML 2.0",
        "%YAML",
        "%YAML 1",
        "%YAML 1.2 x",
        "%YAML\t1.2",
        "%YAML 1.2.3",
        "%YAML 01.2",
        "%TAG !e! tag:e,1:",
        "%TAG ! tag:e,1:",
        "%TAG !! tag:e,1:",
        "%TAG !e!",
        "%TAG !e! a b",
        "%TAG a b",
        "%FOO bar",
        "%",
        "%#",
        "%FOO #c",
        " %FOO",
        "#c",
        "",
        "  #c",
        "\t",
    ];

    private Random random = new(seed);
    private StringBuilder text = new();

    /// <summary>The text of that number: one stream of one to three documents.</summary>
    public string Make(int index)
    {
        Begin(index);
        if (Chance(4))
        {
            for (var count = random.Next(2, 16); count > 0; count--)
                text.Append(Pick(Soup));
            return text.ToString();
        }
        Stream();
        return Noise(text.ToString());
    }

    /// <summary>A catalog entity with such values in its annotations, labels, spec and links.</summary>
    public string MakeEntity(int index)
    {
        Begin(index);
        text.Append("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ");
        text.Append(Chance(4) ? Pick(Words) : "n").Append('\n');
        foreach (var field in (ReadOnlySpan<string>)["annotations", "labels", "extra"])
        {
            if (Chance(2))
                continue;
            text.Append("  ").Append(field).Append(':');
            Value(2, 2);
        }
        text.Append("  annotations").Append(Chance(4) ? "" : "2").Append(":\n");
        for (var count = random.Next(1, 3); count > 0; count--)
        {
            text.Append("    a").Append(count).Append(':');
            Value(4, 1);
        }
        text.Append("spec:\n  type: service\n  owner: ").Append(Chance(4) ? Pick(Words) : "o").Append("\n  lifecycle: x\n");
        for (var count = random.Next(0, 3); count > 0; count--)
        {
            text.Append("  f").Append(count).Append(':');
            Value(2, 2);
        }
        return Chance(3) ? Noise(text.ToString()) : text.ToString();
    }

    private void Begin(int index)
    {
        random = new Random(unchecked(seed * 1_000_003 + index));
        text = new StringBuilder();
    }

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private string Pick(string[] from) => from[random.Next(from.Length)];

    private string Blank() =>
        random.Next(12) switch
        {
            0 => "  ",
            1 => "\t",
            2 => " \t",
            3 => "",
            _ => " ",
        };

    private void Stream()
    {
        if (Chance(30))
            text.Append('\uFEFF');
        var count = Chance(4) ? random.Next(2, 4) : 1;
        for (var document = 0; document < count; document++)
        {
            var hasDirectives = Chance(8);
            if (hasDirectives)
                for (var lines = random.Next(1, 3); lines > 0; lines--)
                    text.Append(Pick(Directives)).Append('\n');
            if (document > 0 || hasDirectives || Chance(5))
            {
                text.Append("---");
                if (Chance(30))
                    text.Append(Pick(Words));
                if (Chance(3))
                {
                    text.Append(Blank());
                    Properties();
                    if (Chance(2))
                        Inline(0, 2);
                }
                EndLine();
            }
            Root();
            if (Chance(10))
                text.Append("...").Append(Chance(3) ? Pick(Soup) : "").Append('\n');
        }
    }

    private void Root()
    {
        switch (random.Next(8))
        {
            case < 3:
                Map(0, 3, "");
                break;
            case < 5:
                List(0, 3, "");
                break;
            case 5:
                Properties();
                EndLine();
                Map(random.Next(3), 2, "");
                break;
            case 6:
                Inline(0, 3);
                EndLine();
                break;
            default:
                BlockScalar(0);
                break;
        }
    }

    private void EndLine()
    {
        if (Chance(8))
            text.Append(Blank()).Append("#c");
        else if (Chance(10))
            text.Append(Blank());
        text.Append(Chance(15) ? "\r\n" : "\n");
        if (Chance(12))
            text.Append(' ', random.Next(6)).Append(Chance(5) ? "\t" : "").Append(Chance(2) ? "#c" : "").Append('\n');
    }

    private void Indent(int column)
    {
        text.Append(' ', Chance(40) ? random.Next(column + 3) : column);
        if (Chance(60))
            text.Append('\t');
    }

    /// <param name="before">What stands on the line already: an indicator of a compact collection, or nothing.</param>
    private void Map(int column, int depth, string before)
    {
        text.Append(before);
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var entries = random.Next(1, 4); entries > 0; entries--)
        {
            if (before.Length == 0)
                Indent(column);
            before = "";
            if (Chance(9))
            {
                text.Append('?');
                Value(column, depth - 1);
                if (Chance(5))
                    continue;
                Indent(column);
                text.Append(':');
                Value(column, depth - 1);
                continue;
            }
            if (Chance(8))
                Properties();
            if (Chance(25))
            {
                text.Append(
                    Pick([
                        "<<: {a: b, 1: c}",
                        "<<: [*a, {b: c}]",
                        "<<: *a",
                        "!!merge k: {a: b}",
                        "!!merge x: *b",
                        "<< : a",
                        "? <<\n: {x: y}",
                    ])
                );
                EndLine();
                continue;
            }
            Key(used);
            if (Chance(10))
                text.Append(Blank());
            text.Append(Chance(60) ? "" : ":");
            Value(column, depth - 1);
        }
    }

    private void Key(HashSet<string> used)
    {
        switch (random.Next(16))
        {
            case 0:
                text.Append('\'').Append(Pick(SingleQuoted)).Append('\'');
                break;
            case 1:
                text.Append('"').Append(Pick(DoubleQuoted)).Append('"');
                break;
            case 2:
                text.Append('*').Append(Pick(["a", "b", "c", ""])).Append(Blank());
                break;
            case 3:
                Flow(0, 1);
                break;
            case 4:
                break;
            case 5 when Chance(4):
                text.Append('k').Append(new string('x', 1015 + random.Next(12)));
                break;
            default:
                var word = Pick(Words);
                if (used.Add(word) || Chance(3))
                    text.Append(word);
                else
                    text.Append('k').Append(used.Count);
                break;
        }
    }

    private void List(int column, int depth, string before)
    {
        text.Append(before);
        for (var items = random.Next(1, 4); items > 0; items--)
        {
            if (before.Length == 0)
                Indent(column);
            before = "";
            text.Append('-');
            Value(column, depth - 1);
        }
    }

    private void Properties()
    {
        for (var count = random.Next(1, 3); count > 0; count--)
        {
            if (Chance(2))
                text.Append('&').Append(Pick(["a", "b", "c", "a:", "", "é"]));
            else
                text.Append(Pick(Tags));
            text.Append(Chance(8) ? Blank() : " ");
        }
    }

    /// <summary>What stands after "-", "?" or ":" in that column, with the end of its line.</summary>
    private void Value(int column, int depth)
    {
        var blank = Blank();
        text.Append(blank);
        if (Chance(7))
            Properties();
        switch (random.Next(depth <= 0 ? 6 : 12))
        {
            case 0:
                EndLine();
                break;
            case 1:
                BlockScalar(column);
                break;
            case <= 5:
                Inline(column, depth);
                EndLine();
                break;
            case 6:
                var compact = column + 1 + blank.Length;
                if (Chance(2))
                    Map(compact, depth, "");
                else
                    List(compact, depth, "- " + (Chance(2) ? "- " : "") + "x\n");
                break;
            case 7 or 8:
                EndLine();
                Map(column + random.Next(1, 4), depth, "");
                break;
            case 9:
                text.Append('\n');
                Indent(column + 1);
                Properties();
                if (Chance(2))
                    EndLine();
                Inline(column, depth);
                EndLine();
                break;
            default:
                EndLine();
                List(column + random.Next(0, 3), depth, "");
                break;
        }
    }

    private void Inline(int column, int depth)
    {
        switch (random.Next(10))
        {
            case 0 or 1:
                text.Append('\'').Append(Indented(Pick(SingleQuoted), column)).Append('\'');
                break;
            case 2 or 3:
                text.Append('"').Append(Indented(Pick(DoubleQuoted), column)).Append('"');
                break;
            case 4:
                text.Append('*').Append(Pick(["a", "b", "c", "a:"]));
                break;
            case 5 or 6 when depth > 0:
                Flow(column, 2);
                break;
            default:
                text.Append(Pick(Words));
                while (Chance(5))
                    text.Append(Chance(4) ? "\n" : "").Append('\n').Append(' ', column + random.Next(3)).Append(Pick(Words));
                break;
        }
    }

    private string Indented(string value, int column) =>
        Chance(8) ? value : value.Replace("\n", "\n" + new string(' ', column), StringComparison.Ordinal);

    private void Flow(int column, int depth)
    {
        var isMap = Chance(2);
        text.Append(isMap ? '{' : '[');
        FlowBlank(column);
        for (var items = random.Next(0, 4); items > 0; items--)
        {
            FlowItem(column, depth, isMap);
            FlowBlank(column);
            if (items > 1 || Chance(6))
                text.Append(Chance(25) ? ",," : ",");
            FlowBlank(column);
        }
        text.Append(
            Chance(40) ? ""
            : isMap ? "}"
            : "]"
        );
    }

    private void FlowBlank(int column)
    {
        if (Chance(8))
            text.Append(Chance(4) ? " #c" : "").Append('\n').Append(' ', column + random.Next(3)).Append(Chance(20) ? "\t" : "");
        else if (Chance(2))
            text.Append(Blank());
    }

    private void FlowItem(int column, int depth, bool isMap)
    {
        if (Chance(10))
            text.Append("? ");
        if (Chance(8))
            Properties();
        FlowValue(column, depth);
        if (!(isMap ? !Chance(5) : Chance(4)))
            return;
        FlowBlank(column);
        text.Append(':');
        if (Chance(6))
            return;
        if (!Chance(4))
            text.Append(' ');
        if (Chance(8))
            Properties();
        FlowValue(column, depth);
    }

    private void FlowValue(int column, int depth)
    {
        if (depth > 0 && Chance(5))
            Flow(column, depth - 1);
        else if (!Chance(15))
            Inline(column, 0);
    }

    private void BlockScalar(int column)
    {
        text.Append(Pick(Headers)).Append(Chance(20) ? "\r\n" : "\n");
        var indent = Chance(8) ? column : column + random.Next(1, 4);
        for (var lines = random.Next(0, 5); lines > 0; lines--)
        {
            var kind = random.Next(8);
            text.Append(' ', kind < 5 ? indent : random.Next(column + 5));
            text.Append(
                kind switch
                {
                    0 => "\t" + Pick(Words),
                    1 => "  " + Pick(Words),
                    6 => "",
                    7 => "\t",
                    _ => Pick(Words),
                }
            );
            text.Append(Chance(12) ? "\r\n" : "\n");
        }
        if (Chance(6))
            text.Append(' ', random.Next(column + 2)).Append("#c\n");
    }

    private string Noise(string made)
    {
        if (Chance(2))
            return made;
        var changed = new StringBuilder(made);
        for (var count = random.Next(1, 3); count > 0; count--)
        {
            var at = random.Next(changed.Length + 1);
            if (Chance(3) && at < changed.Length)
                changed.Remove(at, 1);
            else
                changed.Insert(at, Pick(Soup));
        }
        return changed.ToString();
    }
}
