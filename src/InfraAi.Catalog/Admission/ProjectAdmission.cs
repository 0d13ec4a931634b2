using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog.Admission;

/// <summary>
/// Says whether the files of a project may stand in a portal. Valid is not enough: a valid file can make a user, run a template, or have a
/// documentation page read the portal's secrets.
/// </summary>
public static class ProjectAdmission
{
    /// <param name="files">All of the project; only catalog files and mkdocs.yml, wherever they are, are looked at.</param>
    /// <returns>The first thing that is not let in, with its file, line and key; null when all of it is.</returns>
    public static Problem? Check(IReadOnlyList<ProjectFile> files)
    {
        foreach (var file in files)
        {
            var name = file.Path[(file.Path.LastIndexOf('/') + 1)..].ToLowerInvariant();
            var refused = name switch
            {
                "mkdocs.yml" or "mkdocs.yaml" => Refused("mkdocs-not-admitted", file, MkdocsAdmission.Check(file.Content)),
                "catalog-info.yaml" or "catalog-info.yml" => Refused(
                    "catalog-not-admitted",
                    file,
                    EntityAdmission.Check(file.Content, mayNameOwners: file.Path == "catalog-info.yaml")
                ),
                _ when file.Path == AdmissionList.Current.OwnersFile => Refused(
                    "catalog-not-admitted",
                    file,
                    EntityAdmission.Check(file.Content, mayNameOwners: false)
                ),
                _ => null,
            };
            if (refused is not null)
                return refused;
        }

        return null;
    }

    /// <summary>Whether a path stays inside the project, however a URL or a file system would read it.</summary>
    internal static bool IsInside(string? path) =>
        path is { Length: > 0 }
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ' ' or '/' or '-')
        && path.TrimEnd('/') is { Length: > 0 } trimmed
        && trimmed.Length >= path.Length - 1
        && trimmed.Split('/').All(part => part is not ("" or ".."));

    private static Problem? Refused(string code, ProjectFile file, Refusal? refusal)
    {
        if (refusal is null)
            return null;
        var line = new LineIndex(file.Content).At(refusal.Offset).Line;
        return new(
            code,
            ProblemKind.Invalid,
            new(
                $"{file.Path}, line {line}, {refusal.Key}: {refusal.Why.En}",
                $"{file.Path}, línea {line}, {refusal.Key}: {refusal.Why.Es}"
            ),
            refusal.Remedy
        );
    }
}

/// <summary>What is not let in, and where.</summary>
/// <param name="Key">Path of the key: <c>markdown_extensions.pymdownx.snippets</c>, <c>kind</c>.</param>
internal sealed record Refusal(int Offset, string Key, Phrase Why, Phrase Remedy);
