using System.Security.Cryptography;
using System.Text;
using InfraAi.Model;

namespace InfraAi.Analysis;

public static class InputReader
{
    public static Result<AnalysisInput> Read(ReadOnlyMemory<byte> bytes, string id)
    {
        var r = Check(Encoding.UTF8.GetString(bytes.Span), null);
        return r.Ok ? r.Value with { Id = id } : r.Problem;
    }

    public static Result<AnalysisInput> Check(string text, string? name) =>
        string.IsNullOrWhiteSpace(text)
            ? new Problem("empty-input", ProblemKind.Invalid, new("The description is empty.", "La descripción está vacía."), new("Write.", "Escriba."))
            : new AnalysisInput(Digest(text), text, name);

    public static string Digest(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
