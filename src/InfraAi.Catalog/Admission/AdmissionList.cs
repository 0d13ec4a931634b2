using System.Text.Json;

namespace InfraAi.Catalog.Admission;

/// <summary>What a project may bring into a portal: admission.json of the portal's plugin, which reads the same file.</summary>
/// <param name="Kinds">Of entities, as they are written; groups apart.</param>
/// <param name="OwnersFile">The one file that a project's Location may name.</param>
internal sealed record AdmissionList(IReadOnlyList<string> Kinds, string OwnersFile, MkdocsList Mkdocs)
{
    private static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web);

    public static AdmissionList Current { get; } = Read();

    private static AdmissionList Read()
    {
        using var file = typeof(AdmissionList).Assembly.GetManifestResourceStream("admission.json")!;
        return JsonSerializer.Deserialize<AdmissionList>(file, SnakeCase)!;
    }
}

/// <summary>What a mkdocs.yml may say.</summary>
/// <param name="Keys">At its top.</param>
/// <param name="Theme">Keys below theme.</param>
/// <param name="Plugins">Name → its options.</param>
/// <param name="MarkdownExtensions">Name → its options.</param>
internal sealed record MkdocsList(
    IReadOnlyList<string> Keys,
    IReadOnlyList<string> Theme,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Plugins,
    [property: System.Text.Json.Serialization.JsonPropertyName("markdown_extensions")]
        IReadOnlyDictionary<string, IReadOnlyList<string>> MarkdownExtensions
);
