using System.Globalization;
using System.Text;

namespace InfraAi.Analysis.Folders;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Relative, with forward slashes.</param>
/// <param name="Start">Where its text begins in the bundle's text, in UTF-16 code units.</param>
public sealed record BundledFile(string Path, string Text, int Start);

/// <summary>The readable files of a folder as one text, so that a folder is kept, shown and read again like any other input.</summary>
/// <remarks>The first line is the mark; then for each file a line "file LINES PATH" and its lines. Counting them, no content can be mistaken for a header.</remarks>
public static class SourceBundle
{
    private const string Mark = "infra-ai-bundle 1\n";

    public static bool Is(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    public static string Write(IEnumerable<(string Path, string Text)> files)
    {
        var bundle = new StringBuilder(Mark);
        foreach (var (path, text) in files)
        {
            var whole = text.Length == 0 || text[^1] == '\n' ? text : text + "\n";
            bundle.Append(CultureInfo.InvariantCulture, $"file {whole.AsSpan().Count('\n')} {path}\n").Append(whole);
        }

        return bundle.ToString();
    }

    /// <returns>Null when the text is no bundle.</returns>
    public static IReadOnlyList<BundledFile>? TryRead(string text)
    {
        if (!Is(text))
        {
            return null;
        }

        var files = new List<BundledFile>();
        var at = Mark.Length;
        while (at < text.Length)
        {
            var header = text[at..Next(text, at)].TrimEnd('\n').Split(' ', 3);
            if (header is not ["file", var count, var path] || !int.TryParse(count, CultureInfo.InvariantCulture, out var lines))
            {
                return null;
            }

            var start = Next(text, at);
            at = start;
            for (var i = 0; i < lines && at < text.Length; i++)
            {
                at = Next(text, at);
            }

            files.Add(new(path, text[start..at], start));
        }

        return files;
    }

    /// <returns>The start of the next line.</returns>
    private static int Next(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }
}
