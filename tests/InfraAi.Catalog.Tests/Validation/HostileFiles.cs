using System.Text;

namespace InfraAi.Catalog.Tests.Validation;

/// <summary>Files that are meant to hurt a reader: by size, by depth, by what unfolds, by bytes.</summary>
internal static class HostileFiles
{
    private const string Head = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: x\n";

    public static IEnumerable<(string Name, byte[] Bytes)> All =>
        Texts().Select(row => (row.Name, Encoding.UTF8.GetBytes(row.Text))).Concat(Raw());

    private static IEnumerable<(string Name, string Text)> Texts()
    {
        yield return ("aliases: a billion laughs in lists", Laughs("[", "]", ", "));
        yield return ("aliases: a billion laughs in maps", Maps());
        yield return ("aliases: one anchor used ten thousand times", Head + "spec:\n  a: &a x\n" + Repeat("  k{0}: *a\n", 10_000));
        yield return (
            "aliases: a list of lists of one anchor",
            "a: &a [1]\nb: &b [" + Join("*a", 5000) + "]\nc: [" + Join("*b", 5000) + "]\n"
        );
        yield return ("aliases: empty lists that weigh nothing", "a: &a [" + Join("[]", 20_000) + "]\nb: [" + Join("*a", 20_000) + "]\n");
        yield return ("aliases: an alias before its anchor", "a: *later\nlater: &later x\n");
        yield return ("aliases: a list that holds itself", "a: &a [*a, *a, *a]\n");
        yield return ("aliases: a map that is its own key", "? &a [x]\n: *a\n*a : y\n");
        yield return ("aliases: ten thousand anchors", Repeat("k{0}: &a{0} x\n", 10_000));
        yield return ("depth: a hundred thousand brackets", new string('[', 100_000));
        yield return ("depth: a hundred thousand closed brackets", new string('[', 100_000) + new string(']', 100_000));
        yield return ("depth: a hundred thousand braces", string.Concat(Enumerable.Repeat("{a: ", 100_000)));
        yield return ("depth: dashes on one line", string.Concat(Enumerable.Repeat("- ", 100_000)) + "x");
        yield return ("depth: question marks on one line", string.Concat(Enumerable.Repeat("? ", 100_000)) + "x");
        yield return (
            "depth: a thousand nested maps",
            string.Concat(Enumerable.Range(0, 1000).Select(level => new string(' ', level) + "a:\n"))
        );
        yield return ("depth: brackets under a key", Head + "spec:\n  a: " + new string('[', 50_000) + "\n");
        yield return (
            "size: a name of ten million letters",
            Head.Replace("name: x", "name: " + new string('a', 10_000_000), StringComparison.Ordinal) + "spec: {}\n"
        );
        yield return ("size: a quote of ten million letters that is never closed", "a: \"" + new string('a', 10_000_000));
        yield return ("size: a comment of ten million letters", "#" + new string('a', 10_000_000) + "\n- x\n");
        yield return ("size: a plain value of a million lines", "a: x\n" + string.Concat(Enumerable.Repeat("  y\n", 1_000_000)));
        yield return ("size: a literal of a million lines", "a: |\n" + string.Concat(Enumerable.Repeat("  y\n", 500_000)) + "b");
        yield return ("size: two hundred thousand keys", Repeat("k{0}: x\n", 200_000));
        yield return ("size: a hundred thousand equal keys", string.Concat(Enumerable.Repeat("k: x\n", 100_000)));
        yield return ("size: a hundred thousand bad tags", Head + "  tags: [" + Join("Bad Tag", 100_000) + "]\nspec: {}\n");
        yield return (
            "size: a hundred thousand bad references",
            Head + "spec:\n  type: a\n  lifecycle: a\n  owner: a\n  dependsOn:\n" + string.Concat(Enumerable.Repeat("    - x\n", 100_000))
        );
        yield return ("size: fifty thousand documents that are no entities", string.Concat(Enumerable.Repeat("---\nx\n", 50_000)));
        yield return ("size: a million blank lines", new string('\n', 1_000_000) + "x");
        yield return ("size: a million spaces", new string(' ', 1_000_000) + "x: y: z");
        yield return ("size: a key of two thousand letters", new string('k', 2000) + ": x\n");
        yield return ("size: a million commas", "[" + new string(',', 1_000_000) + "]");
        yield return ("size: a million colons", string.Concat(Enumerable.Repeat(": ", 500_000)));
        yield return ("size: a million bangs", new string('!', 1_000_000) + " x");
        yield return ("size: a million ampersands", new string('&', 1_000_000) + " x");
        yield return ("size: a million backslashes", "\"" + new string('\\', 1_000_001) + "\"");
        yield return ("size: a million single quotes", "'" + new string('\'', 1_000_001));
        yield return ("size: a million percent signs", new string('%', 1_000_000) + "\n---\nx");
        yield return ("size: a hundred thousand directives", string.Concat(Enumerable.Repeat("%TAG !a! b\n", 100_000)) + "x");
        yield return (
            "size: a URL of a million letters",
            Head + "  links:\n    - url: ht tp://" + new string('a', 1_000_000) + "\nspec: {}\n"
        );
        yield return (
            "size: a reference of a million letters",
            Head + "spec:\n  type: a\n  lifecycle: a\n  owner: \":" + new string('a', 1_000_000) + "\"\n"
        );
        yield return (
            "size: an apiVersion of a million dots",
            "apiVersion: " + new string('.', 1_000_000) + "/v1\nkind: Component\nmetadata: {name: x}\nspec: {}\n"
        );
        yield return ("words: a tag that asks for an object", "!!python/object/apply:os.system ['true']\n");
        yield return ("words: merge keys", "<<: {apiVersion: backstage.io/v1alpha1}\nkind: Component\nmetadata: {name: x}\nspec: {}\n");
        yield return ("words: prototype keys", "__proto__: {kind: Component}\nconstructor: x\n");
        yield return (
            "words: an expression bomb in a template",
            "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: X!}\nspec: {type: a, steps: [{action: x, input: {a: \""
                + string.Concat(Enumerable.Repeat("${{ parameters.", 20_000))
                + "\"}}]}\n"
        );
        yield return ("words: a binary tag", "!!binary " + new string('A', 1_000_000) + "\n");
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Raw()
    {
        yield return ("bytes: nothing but NUL", new byte[100_000]);
        yield return (
            "bytes: NUL in a name",
            Encoding.UTF8.GetBytes(Head.Replace("name: x", "name: x\0y", StringComparison.Ordinal) + "spec: {}\n")
        );
        yield return (
            "bytes: no UTF-8",
            [.. Encoding.UTF8.GetBytes(Head + "  title: "), 0xC3, 0x28, 0xFF, (byte)'\n', .. Encoding.UTF8.GetBytes("spec: {}\n")]
        );
        yield return ("bytes: UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Head)]);
        yield return (
            "bytes: a compressed file",
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, .. Enumerable.Range(0, 100_000).Select(number => (byte)(number * 7919 % 251))]
        );
        yield return ("bytes: over the limit", new byte[33_000_000]);
    }

    private static string Laughs(string open, string close, string comma)
    {
        var text = new StringBuilder($"a0: &a0 {open}lol{close}\n");
        for (var level = 1; level < 12; level++)
            text.Append($"a{level}: &a{level} {open}{string.Join(comma, Enumerable.Repeat($"*a{level - 1}", 10))}{close}\n");
        return text.ToString();
    }

    private static string Maps()
    {
        var text = new StringBuilder("a0: &a0 {x: y}\n");
        for (var level = 1; level < 12; level++)
            text.Append($"a{level}: &a{level}\n").AppendJoin("", Enumerable.Range(0, 10).Select(key => $"  k{key}: *a{level - 1}\n"));
        return text.ToString();
    }

    private static string Repeat(string format, int times) =>
        string.Concat(
            Enumerable.Range(0, times).Select(number => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, number))
        );

    private static string Join(string item, int times) => string.Join(", ", Enumerable.Repeat(item, times));
}
