using System.Text.RegularExpressions;
using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>Tells the catalog's files from those of other programs by what stands in them.</summary>
public static partial class CatalogContent
{
    /// <summary>Names that belong to the catalog whatever stands in the file: what discovery looks for everywhere.</summary>
    private static readonly string[] OwnNames = ["catalog-info.yaml", "catalog-info.yml"];

    /// <summary>Fields of spec of which an entity without a whole apiVersion has one at least; no other program's kind of the same name does.</summary>
    private static readonly string[] SpecFields =
    [
        "type",
        "owner",
        "lifecycle",
        "target",
        "targets",
        "steps",
        "children",
        "memberOf",
        "definition",
    ];

    /// <summary>Is it a file of the catalog: by its name, or because a document in it says so?</summary>
    /// <param name="path">Its name, with or without folders.</param>
    /// <remarks>
    /// A document says so by an apiVersion of a Backstage group. Without a group (none, or <c>v1</c>) it is taken for an entity when it has the
    /// kind, a name and the spec of one: that is a fault to be told, and Kubernetes, Kustomize, Dapr and the like always name their group.
    /// </remarks>
    public static bool IsCatalogFile(string path, string text)
    {
        if (HasOwnName(path))
            return true;
        if (text.Contains("backstage.io/", StringComparison.Ordinal))
        {
            if (OwnWord().IsMatch(text))
                return true;
            // In braces, or indented as a whole: the tree decides.
            if (IsFlowOrIndented(text) && YamlReader.Read(text).Exists(document => IsOwn(document, text)))
                return true;
        }
        return KindLine().IsMatch(text)
            && text.Contains("metadata:", StringComparison.Ordinal)
            && text.Contains("spec:", StringComparison.Ordinal)
            && YamlReader.Read(text).Exists(LooksLikeAnEntity);
    }

    /// <summary>Is the file called as the catalog's own files are?</summary>
    internal static bool HasOwnName(string path) =>
        OwnNames.Contains(path[(path.LastIndexOf('/') + 1)..], StringComparer.OrdinalIgnoreCase);

    /// <summary>Is it an entity by its own word, an apiVersion of a Backstage group? Of a document that cannot be read its first lines decide.</summary>
    internal static bool IsOwn(YamlDocument document, string text) =>
        document.Root?.Actual is YamlMap root && root.Find("apiVersion") is { } version
            ? IsOwnVersion(version.Value.String)
            : document.IsBroken && OwnWord().Match(text, document.Start) is { Success: true } match && match.Index < document.End;

    /// <summary>Does it name no group at all? Then only the file's name or a setting can say that it is the catalog's.</summary>
    internal static bool NamesNoGroup(YamlDocument document) =>
        document.Root?.Actual is not YamlMap root
        || root.Find("apiVersion") is not { } version
        || version.Value.String?.Contains('/', StringComparison.Ordinal) != true;

    private static bool IsOwnVersion(string? version) =>
        version is not null
        && version.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
        && version[..slash] is var group
        && (
            group.Equals("backstage.io", StringComparison.OrdinalIgnoreCase)
            || group.EndsWith(".backstage.io", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Does a document begin with a brace, or deeper than the margin?</summary>
    private static bool IsFlowOrIndented(string text)
    {
        var begins = true;
        foreach (var line in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            if (line.StartsWith("---", StringComparison.Ordinal))
            {
                begins = true;
                if (line[3..].TrimStart(' ').StartsWith("{", StringComparison.Ordinal))
                    return true;
            }
            else if (begins && !line.IsWhiteSpace() && line.TrimStart(' ')[0] != '#')
            {
                if (line[0] is '{' or ' ')
                    return true;
                begins = false;
            }
        }
        return false;
    }

    private static bool LooksLikeAnEntity(YamlDocument document) =>
        NamesNoGroup(document)
        && document.Root?.Actual is YamlMap root
        && EntityHead.KindOf(root) is { } kind
        && KindShapes.Near(kind) is not null
        && root.Find("metadata")?.Value.Actual is YamlMap metadata
        && metadata.Find("name") is not null
        && root.Find("spec")?.Value.Actual is YamlMap spec
        && spec.Entries.Exists(entry => SpecFields.Contains(entry.Name, StringComparer.Ordinal));

    [GeneratedRegex(
        """^\uFEFF?["']?apiVersion["']?[ \t]*:[ \t]*["']?([\w-]+\.)*backstage\.io/""",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex OwnWord();

    [GeneratedRegex(
        """^["']?kind["']?[ \t]*:[ \t]*["']?(Component|API|Resource|System|Domain|Group|User|Location|Template)["']?[ \t]*(#|\r?$)""",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex KindLine();
}
