using System.Security.Cryptography;
using System.Text;
using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>Keeps the pictures that were sent, below the data folder, each once: an analysis refers to its picture by path.</summary>
/// <param name="home">The data folder.</param>
public sealed class PictureStore(string home)
{
    /// <summary>What <see cref="AnalysisRequest.Kind"/> says of a picture; its Text is then the path of the file below the data folder.</summary>
    public const string Kind = "image";

    private const string Folder = "pictures";
    private const int LongestName = 40;

    /// <param name="fileName">As the caller names it: for people, nothing depends on it.</param>
    /// <returns>The request that refers to the kept picture.</returns>
    public Result<AnalysisRequest> Keep(PictureFile picture, string? fileName, string? name)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span));
        var path = $"{Folder}/{digest[..32]}-{Safe(fileName)}{picture.Extension}";
        var file = Path.Combine(home, path);
        try
        {
            if (!File.Exists(file))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                AtomicFile.Write(file, picture.Bytes.Span);
            }

            return new AnalysisRequest(Kind, path, string.IsNullOrWhiteSpace(name) ? null : name.Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "picture-not-kept",
                ProblemKind.Outside,
                new($"{file} cannot be written: {e.Message}", $"No se puede escribir {file}: {e.Message}"),
                new("Make room, or set INFRA_AI_HOME to another folder.", "Haga espacio, o ponga otra carpeta en INFRA_AI_HOME.")
            );
        }
    }

    /// <returns>What an input is asked for with: its text, or its picture, kept.</returns>
    public Result<AnalysisRequest> Request(AnalysisInput input) =>
        input.Picture is { } picture ? Keep(picture, input.Id, input.Name) : new AnalysisRequest("text", input.Text, input.Name);

    /// <returns>The picture as an input, or why it is not there any more.</returns>
    public Result<AnalysisInput> Read(AnalysisRequest request)
    {
        var file = FileOf(request);
        try
        {
            return InputReader.ReadAny(File.ReadAllBytes(file), request.Text, request.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "picture-lost",
                ProblemKind.Outside,
                new($"The picture {file} cannot be read: {e.Message}", $"No se puede leer la imagen {file}: {e.Message}"),
                new("Send it again.", "Envíela de nuevo.")
            );
        }
    }

    /// <summary>Where the picture of a request is.</summary>
    public string FileOf(AnalysisRequest request) => Path.Combine(home, Folder, Path.GetFileName(request.Text));

    private static string Safe(string? fileName)
    {
        var name = new StringBuilder();
        foreach (var c in Path.GetFileNameWithoutExtension(fileName ?? ""))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var safe = name.ToString(0, Math.Min(LongestName, name.Length)).Trim('-');
        return safe.Length == 0 ? "picture" : safe;
    }
}
