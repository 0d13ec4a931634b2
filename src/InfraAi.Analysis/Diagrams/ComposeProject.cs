namespace InfraAi.Analysis.Diagrams;

/// <summary>One compose file.</summary>
/// <param name="Path">Relative; empty for a text without a name.</param>
/// <param name="Services">The map of its services; null when it only includes others.</param>
internal sealed record ComposeFile(string Path, Tree Root, Tree? Services)
{
    internal string Folder => Path[..(Path.LastIndexOf('/') + 1)];
}

/// <summary>A service as the layers of its files say: the later file overrides, what it extends comes first.</summary>
internal sealed class ComposeService(string name, int line)
{
    private readonly List<(string Path, Tree Tree)> layers = [];

    internal string Name { get; } = name;
    internal int Line { get; } = line;

    /// <summary>Files that it extends a service of, and that are not there.</summary>
    internal List<string> Missing { get; } = [];

    internal void Add(string path, Tree tree) => layers.Add((path, tree));

    internal Tree? Value(string key) => layers.FindLast(l => l.Tree[key] is not null).Tree?[key];

    internal string? FileOf(string key) => layers.FindLast(l => l.Tree[key] is not null).Path;

    /// <summary>What adds up over the layers: dependencies, environment, labels.</summary>
    internal IEnumerable<Tree> Values(string key) => layers.Select(l => l.Tree[key]).OfType<Tree>();
}

/// <summary>Compose files that are run together.</summary>
internal sealed class ComposeProject
{
    private ComposeProject(string folder) => Folder = folder;

    /// <summary>With a slash at its end; empty for the root.</summary>
    internal string Folder { get; }
    internal string? Title { get; private set; }
    internal Dictionary<string, ComposeService> Services { get; } = new(StringComparer.Ordinal);
    internal List<string> Missing { get; } = [];

    internal static List<ComposeProject> Of(List<ComposeFile> files)
    {
        var byPath = files
            .Where(f => f.Path.Length > 0)
            .GroupBy(f => f.Path, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            taken.UnionWith(Included(file).Concat(Extended(file)).Where(p => p != file.Path && byPath.ContainsKey(p)));
        }
        var projects = new List<ComposeProject>();
        foreach (var folder in files.Where(f => !taken.Contains(f.Path)).GroupBy(f => f.Folder, StringComparer.Ordinal))
        {
            var project = new ComposeProject(folder.Key);
            foreach (var file in folder.OrderBy(f => f.Path.Length).ThenBy(f => f.Path, StringComparer.Ordinal))
            {
                project.Add(file, byPath, 0);
            }
            projects.Add(project);
        }
        return projects;
    }

    private static IEnumerable<string> Included(ComposeFile file)
    {
        foreach (var item in file.Root["include"]?.List ?? [])
        {
            var paths = item["path"] is { } path ? path.List ?? [path] : [item];
            foreach (var one in paths)
            {
                if (one.Value is { Length: > 0 } name)
                {
                    yield return Paths.Join(file.Folder, name);
                }
            }
        }
    }

    private static IEnumerable<string> Extended(ComposeFile file) =>
        (file.Services?.Entries() ?? [])
            .Select(s => s.Value["extends"]?.Text("file"))
            .OfType<string>()
            .Select(name => Paths.Join(file.Folder, name));

    private void Add(ComposeFile file, Dictionary<string, ComposeFile> byPath, int depth)
    {
        Title ??= file.Root.Text("name") is { } title && !title.Contains('$', StringComparison.Ordinal) ? title : null;
        foreach (var path in Included(file))
        {
            if (!byPath.TryGetValue(path, out var included))
            {
                Missing.Add(path);
            }
            else if (depth < Compose.DeepestExtension)
            {
                Add(included, byPath, depth + 1);
            }
        }
        foreach (var (name, tree, line) in file.Services?.Entries() ?? [])
        {
            if (tree.Map is null)
            {
                continue;
            }
            if (!Services.TryGetValue(name, out var service))
            {
                Services[name] = service = new ComposeService(name, line);
            }
            Layers(service, file, tree, byPath, 0);
        }
    }

    private static void Layers(ComposeService service, ComposeFile file, Tree tree, Dictionary<string, ComposeFile> byPath, int depth)
    {
        if (tree["extends"] is { } extends && depth < Compose.DeepestExtension)
        {
            var name = extends.Value ?? extends.Text("service") ?? service.Name;
            var path = extends.Text("file") is { } other ? Paths.Join(file.Folder, other) : null;
            var from = path is null ? file : byPath.GetValueOrDefault(path);
            if (from?.Services?[name] is { Map: not null } extended && extended != tree)
            {
                Layers(service, from, extended, byPath, depth + 1);
            }
            else if (path is not null || from?.Services?[name] is null)
            {
                service.Missing.Add(path ?? "another file");
            }
        }
        service.Add(file.Path, tree);
    }
}

/// <summary>Paths inside what is read: relative, with forward slashes.</summary>
internal static class Paths
{
    /// <summary>"deploy/" and "../api" are "api"; what leaves the root stays as far as the root.</summary>
    internal static string Join(string folder, string path)
    {
        var parts = path.StartsWith('/') ? [] : new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }
        return string.Join('/', parts);
    }
}
