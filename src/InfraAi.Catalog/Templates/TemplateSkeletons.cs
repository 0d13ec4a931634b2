using System.Text.RegularExpressions;
using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>The files that scaffolder templates fill in: no entities, whatever stands in them.</summary>
/// <remarks>Known from the <c>fetch:</c> steps of the templates, relative or by a URL that ends in a folder of the same checkout.</remarks>
public sealed partial class TemplateSkeletons
{
    private readonly List<string> folders = [];
    private readonly List<string> beside = [];
    private readonly HashSet<string> templates = new(StringComparer.Ordinal);

    /// <summary>Takes in what the templates of a file fetch.</summary>
    /// <param name="tree">Null to go by the steps of the file alone.</param>
    public void Add(string path, string text, ISourceTree? tree)
    {
        if (!text.Contains("fetch:", StringComparison.Ordinal) && !text.Contains("$yaml", StringComparison.Ordinal))
            return;
        foreach (var document in YamlReader.Read(text))
        {
            if (document.Root?.Actual is not YamlMap root || root.Find("kind")?.Value.String != "Template")
                continue;
            templates.Add(path);
            foreach (var (file, url) in Fetched(path, (root.Find("spec")?.Value.Actual as YamlMap)?.Find("steps")?.Value, tree, 0))
                AddUrl(file, url, tree);
        }
    }

    /// <summary>Is the file part of a skeleton?</summary>
    public bool Holds(string path, string text) =>
        path.Contains("{{", StringComparison.Ordinal)
        || folders.Exists(folder =>
            path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || folder[^1] == '/')
        )
        || (
            !templates.Contains(path)
            && beside.Exists(folder => path.StartsWith(folder, StringComparison.Ordinal))
            && Repairs.HasExpression(text)
        );

    /// <returns>The urls that steps fetch, with the file that the step stands in; fragments of <c>$yaml</c> are followed.</returns>
    private static IEnumerable<(string File, string Url)> Fetched(string file, YamlNode? node, ISourceTree? tree, int depth)
    {
        switch (node?.Actual)
        {
            case YamlList list:
                return list.Items.SelectMany(item => Fetched(file, item, tree, depth));
            case YamlMap { Entries: [{ Name: "$yaml", Value.String: { } target }] } when depth < 10 && tree is not null:
                var path = NearbyFiles.Beside(file, target);
                return tree.Read(path) is { } text
                    ? YamlReader.Read(text).SelectMany(document => Fetched(path, document.Root, tree, depth + 1))
                    : [];
            case YamlMap step
                when step.Find("action")?.Value.String?.StartsWith("fetch:", StringComparison.Ordinal) == true
                    && step.Find("input")?.Value.Actual is YamlMap input
                    && input.Find("url")?.Value.String is { Length: > 0 } url:
                return [(file, url)];
            default:
                return [];
        }
    }

    private void AddUrl(string file, string url, ISourceTree? tree)
    {
        var expression = url.IndexOf("${{", StringComparison.Ordinal);
        if (expression >= 0)
            url = url[..(url.LastIndexOf('/', Math.Max(0, expression - 1)) + 1)];
        if (url.Contains("://", StringComparison.Ordinal))
        {
            if (ScmLocation.Parse(url) is { Path.Length: > 0 } scm && tree is not null)
                foreach (var above in Above(file))
                    if (tree.HasFolder(above + scm.Path) || tree.HasFile(above + scm.Path))
                        folders.Add(tree.HasFile(above + scm.Path) ? above + scm.Path : above + scm.Path + "/");
            return;
        }
        if (url.Length == 0 || url[0] == '/' || Scheme().IsMatch(url))
            return;
        var own = file[..(file.LastIndexOf('/') + 1)];
        var target = NearbyFiles.Beside(file, url.TrimEnd('/'));
        if (tree?.HasFile(target) == true)
            folders.Add(target);
        else if (target.Length == 0 || own.StartsWith(target + "/", StringComparison.Ordinal) || target + "/" == own)
            beside.Add(target.Length == 0 ? own : target + "/");
        else
            folders.Add(target + "/");
    }

    /// <summary>The folders above a file, each with its slash; "" for the one that relative paths count from.</summary>
    private static IEnumerable<string> Above(string file)
    {
        for (var slash = file.LastIndexOf('/'); slash >= 0; slash = slash == 0 ? -1 : file.LastIndexOf('/', slash - 1))
            yield return file[..(slash + 1)];
        yield return "";
    }

    [GeneratedRegex("^[a-z]+:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scheme();
}
