using System.Text;
using InfraAi.Model;
using InfraAi.Model.Secrets;

namespace InfraAi.Publishing;

/// <summary>What may ever be written into a repository. Every publisher asks before it writes anything.</summary>
/// <remarks>A file outside the list could be run by a forge or a build (workflows, hooks, build files): none is written, whoever asks.</remarks>
public static class PublishPolicy
{
    private const int LongestPath = 255;

    /// <summary>Files of the root: what the generators and the templates of this platform write.</summary>
    private static readonly HashSet<string> Root = new(StringComparer.Ordinal)
    {
        "catalog-info.yaml",
        "owners.yaml",
        "README.md",
        "mkdocs.yml",
        "compose.yaml",
        "openapi.yaml",
        "asyncapi.yaml",
        "template.yaml",
    };

    /// <summary>Folders, with the endings that a file in them may have.</summary>
    private static readonly Dictionary<string, string[]> Folders = new(StringComparer.Ordinal)
    {
        ["docs"] = [".md", ".png", ".svg", ".jpg", ".jpeg", ".webp", ".gif"],
        ["apis"] = [".yaml", ".yml", ".json", ".graphql", ".proto"],
        ["dags"] = [".py"],
    };

    /// <returns>The problem of the first file that must not be published: its path is not on the list, or a secret stands in it; null when all may.</returns>
    public static Problem? Check(IEnumerable<ProjectFile> files)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            if (!IsAllowed(file.Path))
            {
                return NotAllowed(file.Path);
            }

            // One file for those who do not tell upper from lower case, two for Git.
            if (!seen.Add(file.Path))
            {
                return Twice(file.Path);
            }

            if (SecretScanner.Default.MaskIn(file.Content).Secrets is [var secret, ..])
            {
                return Secret(file.Path, secret);
            }
        }

        return null;
    }

    /// <summary>True for a relative path of plain ASCII names, without dot files, that stands on the list.</summary>
    public static bool IsAllowed(string path)
    {
        if (path.Length is 0 or > LongestPath || !path.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/'))
        {
            return false;
        }

        var parts = path.Split('/');
        return parts.All(part => part.Length > 0 && part[0] is not ('.' or '-'))
            && (
                parts.Length == 1
                    ? Root.Contains(path)
                    : Folders.TryGetValue(parts[0], out var endings)
                        && endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
            );
    }

    private static Problem NotAllowed(string path)
    {
        var shown = Shown(path);
        return new(
            "path-not-allowed",
            ProblemKind.Invalid,
            new($"\"{shown}\" is no file that this platform writes.", $"\"{shown}\" no es un archivo que esta plataforma escriba."),
            new(
                $"Only {string.Join(", ", Root)}, and files below {Listed()} are published; nothing was written.",
                $"Solo se publican {string.Join(", ", Root)} y archivos en {Listed()}; no se escribió nada."
            )
        );
    }

    private static string Listed() => string.Join(", ", Folders.Select(folder => $"{folder.Key}/ ({string.Join(" ", folder.Value)})"));

    private static Problem Twice(string path) =>
        new(
            "path-twice",
            ProblemKind.Invalid,
            new($"\"{path}\" is there twice, but for upper and lower case.", $"\"{path}\" está dos veces, salvo mayúsculas y minúsculas."),
            new("Send each file once.", "Envíe cada archivo una vez.")
        );

    private static Problem Secret(string path, MaskedSecret secret)
    {
        var name = secret.Name();
        return new(
            "secret-in-file",
            ProblemKind.Invalid,
            new(
                $"{path}, line {secret.Line}, holds a secret ({name.En}): nothing was published.",
                $"{path}, línea {secret.Line}, contiene un secreto ({name.Es}): no se publicó nada."
            ),
            new(
                "Take it out, and change it where it is used: it was sent in clear.",
                "Quítelo, y cámbielo donde se use: se envió sin proteger."
            )
        );
    }

    /// <summary>As it can be shown: control characters as their code.</summary>
    private static string Shown(string path)
    {
        var shown = new StringBuilder();
        foreach (var c in path.Take(LongestPath))
        {
            shown.Append(c is < ' ' or > '~' ? $"\\u{(int)c:x4}" : c);
        }

        return shown.ToString();
    }
}
