using System.Reflection;

namespace InfraAi.Analysis.Tests;

/// <summary>One labelled text of Cases/: a head of "key: value" lines, "---", the text. Lists are parted by semicolons.</summary>
internal sealed record TextCase(string Name, Dictionary<string, string> Head, string Text)
{
    public IReadOnlyList<string> List(string key) =>
        Head.TryGetValue(key, out var value)
            ? value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];

    public string Language => Name.Split('/', '\\')[^2];

    /// <summary>The cases that must be read without an error; those of own/ and held/ are scored.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. In("en/"), .. In("es/")];

    /// <returns>The cases of a folder by name: own/ (rules are written with their errors in view), held/ (only scored).</returns>
    public static IReadOnlyList<string> In(string folder) =>
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetManifestResourceNames()
                .Select(n => n.Replace('\\', '/'))
                .Where(n => n.LastIndexOf('/') == folder.Length - 1 && n.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    public static TextCase Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return Read(name, reader.ReadToEnd());
    }

    public static TextCase Read(string name, string all)
    {
        var cut = all.IndexOf("\n---\n", StringComparison.Ordinal);
        var head = all[..cut]
            .Split('\n')
            .Select(l => l.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        return new TextCase(name, head, all[(cut + 5)..]);
    }
}
