using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>Keeps the pictures that were sent, each once: an analysis refers to its picture by name.</summary>
/// <param name="files">Null keeps them in memory, for what is not written down anywhere.</param>
public sealed class PictureStore(PictureFiles? files)
{
    /// <summary>What <see cref="AnalysisRequest.Kind"/> says of a picture; its Text is then the picture's name here.</summary>
    public const string Kind = PictureFiles.Kind;

    private const int LongestName = 40;
    private readonly ConcurrentDictionary<string, byte[]> held = new(StringComparer.Ordinal);

    /// <returns>What an input is asked for with: its text, or its picture, kept.</returns>
    public async Task<Result<AnalysisRequest>> RequestAsync(AnalysisInput input)
    {
        if (input.Picture is not { } picture)
        {
            return new AnalysisRequest("text", input.Text, input.Name) { Secrets = input.Secrets };
        }

        var bytes = picture.Bytes.ToArray();
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var name = $"{digest[..32]}-{Safe(input.Id)}{picture.Extension}";
        if (files is null)
        {
            held[name] = bytes;
        }
        else if (await files.KeepAsync(name, bytes) is { } problem)
        {
            return problem;
        }

        return new AnalysisRequest(Kind, name, string.IsNullOrWhiteSpace(input.Name) ? null : input.Name.Trim());
    }

    /// <returns>The picture as an input, or why it is not there any more.</returns>
    public async Task<Result<AnalysisInput>> ReadAsync(AnalysisRequest request)
    {
        var found = files is null ? held.GetValueOrDefault(request.Text) : await files.FindAsync(request.Text);
        return found switch
        {
            { Ok: false } => found.Problem,
            { Value: { } bytes } => InputReader.ReadAny(bytes, request.Text, request.Name),
            _ => PictureFiles.Lost(request.Text),
        };
    }

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
