using System.Text;

namespace InfraAi.Catalog.Validation;

/// <summary>Bytes of a file → its text, and what is odd about them.</summary>
internal static class FileEncoding
{
    private static readonly UTF8Encoding Lenient = new(encoderShouldEmitUTF8Identifier: false);

    public static string Decode(ReadOnlySpan<byte> bytes) => Lenient.GetString(bytes);

    /// <summary>Adds a problem of the whole file to its first verdict.</summary>
    public static IReadOnlyList<DocumentVerdict> Check(ReadOnlySpan<byte> bytes, IReadOnlyList<DocumentVerdict> verdicts, string file)
    {
        if (Odd(bytes) is not { } problem)
            return verdicts;
        if (verdicts.Count == 0)
            return [new DocumentVerdict(file, 0, null, null, problem.Severity != Severity.Error, [problem])];
        return [verdicts[0] with { Problems = [problem, .. verdicts[0].Problems] }, .. verdicts.Skip(1)];
    }

    private static ValidationProblem? Odd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return new(1, 1, "", Rules.Encoding, "The file is UTF-16; the catalog reads UTF-8.", "Save it as UTF-8.", Severity.Warning);
        var nul = bytes.IndexOfAnyInRange((byte)0, (byte)8);
        if (nul >= 0)
        {
            var (line, column) = Place(bytes, nul);
            return new(
                line,
                column,
                "",
                Rules.ControlCharacter,
                $"There is a control character here (0x{bytes[nul]:X2}).",
                "Remove it.",
                Severity.Warning
            );
        }
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return null;
        var (badLine, badColumn) = Place(bytes, FirstInvalid(bytes));
        return new(
            badLine,
            badColumn,
            "",
            Rules.Encoding,
            "There are bytes here that are no UTF-8: the catalog reads them as �.",
            "Save the file as UTF-8.",
            Severity.Warning
        );
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }

    private static (int Line, int Column) Place(ReadOnlySpan<byte> bytes, int at)
    {
        var before = bytes[..at];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Lenient.GetCharCount(before[lineStart..]) + 1);
    }
}
