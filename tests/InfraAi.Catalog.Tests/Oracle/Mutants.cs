namespace InfraAi.Catalog.Tests.Oracle;

/// <summary>Catalog files with planted changes, harmful and harmless: the same seed gives the same files on every machine.</summary>
internal sealed class Mutants(IReadOnlyList<string> corpus, int seed)
{
    private static readonly string[] Characters =
    [
        ":",
        ": ",
        " ",
        "\n",
        "-",
        "- ",
        "#",
        " #",
        "'",
        "\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "\t",
        "?",
        "? ",
        "~",
        "0",
        "a",
        "Z",
        "_",
        ".",
        "+",
        "/",
        "\\",
        "\r",
        "\r\n",
        "é",
        "😀",
        "\uFEFF",
        "\u0085",
        "\0",
        "\u2028",
        "$",
        "=",
        "<<",
        "\n\n",
        "\n ",
        "  ",
        "---",
        "...",
        "\n---\n",
        "\n...\n",
    ];

    private static readonly string[] Lines =
    [
        "---",
        "...",
        "--- # comment",
        "%YAML 1.2",
        "# comment",
        "   # comment",
        "\t# comment",
        "",
        "   ",
        "\t",
        "- x",
        "key: value",
        "  key: value",
        "? key",
        ": value",
        "&a",
        "!!map",
        "- - x",
        "kind: Component",
        "metadata:",
        "spec:",
        "null",
        "--- text",
        "---\ttext",
        "name: x",
        "  name: x",
        "    - deep",
        "[a, b]",
        "\"quoted\": v",
        "*a : v",
        "&k key: v",
        "relations: []",
        "status: {}",
        "key: &a",
        "  <<: {a: b}",
    ];

    private static readonly string[] Values =
    [
        "yes",
        "null",
        "~",
        "",
        "1",
        "1.0",
        "0x10",
        "true",
        "[]",
        "{}",
        "\"\"",
        "''",
        "' '",
        "\"\\t\"",
        "!!str 1",
        "!!str",
        "!foo x",
        "!!int x",
        "!!timestamp 2026-11-22",
        "!!timestamp x",
        "&a x",
        "*a",
        "*missing",
        "|\n      text",
        ">-\n      text",
        "|",
        "|+\n\n",
        ">2\n  x",
        "| x",
        "a: b",
        "a:b",
        ": x",
        "- x",
        "? x",
        "@x",
        "`x",
        "%x",
        "x # c",
        "x#c",
        "[a, b",
        "[a]]",
        "[a,,b]",
        "[,a]",
        "[a,]",
        "{a}",
        "{a: b, a: c}",
        "[a: b, c]",
        "[? a : b]",
        "\"unclosed",
        "'unclosed",
        "'it''s'",
        "\"\\q\"",
        "\"\\u00e9\"",
        "\"\\x4\"",
        "\"a\\\n      b\"",
        "'a\n      b'",
        "'a\n b'",
        "a\n      b",
        "a\n b",
        "a\nb",
        "component:x",
        "component:default/x",
        "x",
        ":x",
        "a/",
        "/x",
        "a/b/c",
        "a:b:c",
        "a/b:c",
        "Component:Default/X",
        "user:u",
        "http://a.b",
        "http://",
        "ftp:x",
        "mailto:x",
        "https://a b",
        "2026-11-22",
        "UPPER",
        "has space",
        "dots.and-dashes_ok",
        "-lead",
        "trail-",
        "a--b",
        "naïve",
        "名前",
        "😀",
        "a.b.c/d",
        "a/b",
        "x.y.z",
        "backstage.io/v1alpha1",
        "backstage.io/v1beta1",
        "backstage.io/v1",
        "scaffolder.backstage.io/v1beta3",
        "v1",
        "Component",
        "component",
        "Group",
        "Template",
        "AiResource",
        "[x, component:y]",
        "[component:x]",
        "[resource:a/b, 1]",
        "[null]",
        "[\"\"]",
        "[[component:x]]",
        "[{kind: component, name: x}]",
        "{kind: component, name: x}",
        "{$text: ./x}",
        "{$text: 1}",
        "{$openapi: ./x}",
        "optional",
        "required",
        "Optional",
        "\u00A0",
        "\"\\n\"",
        ".inf",
        "-0",
        "1_000",
        "0o17",
        "017",
        "+1",
        "1e3",
        ".",
        "\t tabbed",
        "x\t",
        "x \t# c",
        "\"a\"b",
        "\"a\" b",
        "\"a\"#c",
        "[a] b",
        "[a]#c",
        "{a: b}}",
        "&a &b x",
        "!a !b x",
        "&a",
        "& x",
        "* x",
        "!<tag:x> y",
        "!<x y",
        "!e!x y",
        "! 1",
    ];

    private static readonly string[] Keys =
    [
        "apiVersion",
        "kind",
        "metadata",
        "spec",
        "name",
        "namespace",
        "title",
        "description",
        "labels",
        "annotations",
        "tags",
        "links",
        "uid",
        "etag",
        "owner",
        "type",
        "lifecycle",
        "system",
        "domain",
        "dependsOn",
        "dependencyOf",
        "providesApis",
        "consumesApis",
        "subcomponentOf",
        "definition",
        "children",
        "members",
        "parent",
        "memberOf",
        "profile",
        "targets",
        "target",
        "presence",
        "steps",
        "parameters",
        "output",
        "url",
        "icon",
        "1",
        "null",
        "~",
        "true",
        "\"quoted\"",
        "'single'",
        "? x",
        "&k x",
        "*a ",
        "a b",
        "a:b",
        "<<",
        "__proto__",
        "constructor",
        "remotes",
        "relations",
        "bad key",
        "a.b/c",
        "a/b/c",
        "UPPER",
        "-x",
        "é",
        "x",
        "0x10",
        "1.0",
        "secrets",
        "presentation",
        "formDecorators",
        "if",
    ];

    /// <returns>The file of that number; each is made alone, so any one can be looked at again.</returns>
    public string Make(int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var text = corpus[random.Next(corpus.Count)];
        for (var change = random.Next(1, 5); change > 0; change--)
            text = random.Next(10) switch
            {
                0 or 1 => AtCharacter(text, random),
                2 or 3 or 4 => AtLine(text, random),
                5 or 6 or 7 => AtValue(text, random),
                8 => AtKey(text, random),
                _ => Endings(text, random),
            };
        return text;
    }

    private static string AtCharacter(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(3), text.Length - at);
        return random.Next(3) == 0
            ? text.Remove(at, Math.Min(1 + length, text.Length - at))
            : text.Remove(at, length).Insert(at, Pick(Characters, random));
    }

    private static string AtLine(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var at = random.Next(lines.Count);
        var line = lines[at];
        switch (random.Next(10))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, line);
                break;
            case 2:
                lines[at] = new string(' ', random.Next(1, 4)) + line;
                break;
            case 3:
                lines[at] = line[Math.Min(random.Next(1, 4), line.Length - line.TrimStart(' ').Length)..];
                break;
            case 4 when !line.StartsWith("---", StringComparison.Ordinal):
                lines[at] = "\t" + line.TrimStart(' ');
                break;
            case 5:
                lines.Insert(at, new string(' ', 2 * random.Next(4)) + Pick(Lines, random));
                break;
            case 6 when at + 1 < lines.Count:
                (lines[at], lines[at + 1]) = (lines[at + 1], lines[at]);
                break;
            case 7 when at + 1 < lines.Count:
                lines[at] = line + " " + lines[at + 1].TrimStart(' ');
                lines.RemoveAt(at + 1);
                break;
            case 8:
                lines[at] = line + Pick(Characters, random);
                break;
            default:
                lines[at] = line.Replace("  ", random.Next(2) == 0 ? " \t" : " ", StringComparison.Ordinal);
                break;
        }
        return string.Join('\n', lines);
    }

    private static string AtValue(string text, Random random)
    {
        var lines = text.Split('\n');
        var at = random.Next(lines.Length);
        var colon = lines[at].IndexOf(": ", StringComparison.Ordinal);
        var dash = lines[at].IndexOf("- ", StringComparison.Ordinal);
        var cut =
            colon >= 0 ? colon + 2
            : dash >= 0 ? dash + 2
            : lines[at].Length;
        lines[at] = lines[at][..cut] + (cut == lines[at].Length && cut > 0 ? " " : "") + Pick(Values, random);
        return string.Join('\n', lines);
    }

    private static string AtKey(string text, Random random)
    {
        var lines = text.Split('\n');
        var at = random.Next(lines.Length);
        var colon = lines[at].IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return AtLine(text, random);
        var indent = lines[at].Length - lines[at].TrimStart(' ', '-').Length;
        lines[at] = lines[at][..Math.Min(indent, colon)] + Pick(Keys, random) + lines[at][colon..];
        return string.Join('\n', lines);
    }

    private static string Endings(string text, Random random) =>
        random.Next(5) switch
        {
            0 => text.Replace("\n", "\r\n", StringComparison.Ordinal),
            1 => "\uFEFF" + text,
            2 => text.TrimEnd('\n'),
            3 => text[..random.Next(text.Length + 1)],
            _ => text + "\n---\n" + text,
        };

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];
}
