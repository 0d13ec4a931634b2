using System.Reflection;

namespace InfraAi.Analysis.Tests;

/// <summary>One labelled text of Cases/: a head of "key: value" lines, "---", the text. Lists are parted by semicolons.</summary>
internal sealed record TextCase(string Name, Dictionary<string, string> Head, string Text)
{
    public IReadOnlyList<string> List(string key) =>
        Head.TryGetValue(key, out var value)
            ? value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];

    public string Language => Name.Split('/', '\\')[0];

    public static IReadOnlyList<string> Names { get; } =
    [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal)];

    public static TextCase Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var all = reader.ReadToEnd();
        var cut = all.IndexOf("\n---\n", StringComparison.Ordinal);
        var head = all[..cut].Split('\n').Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        return new TextCase(name, head, all[(cut + 5)..]);
    }
}
