using System.Text;
using InfraAi.Analysis.Images.Engine;
using InfraAi.Analysis.Text;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Images;

/// <summary>Puts the accents on Spanish lines: the second reader's letters are taken where they are the first one's but for their accents.</summary>
internal static class Accents
{
    private const int ShortestWord = 3;
    private const int LineHeight = 40;

    /// <returns>The lines, with accents where the picture is in Spanish and the second reader is installed.</returns>
    internal static List<TextLine> Restore(List<TextLine> lines, Raster picture) =>
        IsSpanish(lines) && Tesseract.IsAvailable ? [.. lines.AsParallel().AsOrdered().Select(line => Restore(line, picture))] : lines;

    /// <summary>True when accents are missing and could be had.</summary>
    internal static bool AreMissing(List<TextLine> lines) => IsSpanish(lines) && !Tesseract.IsAvailable;

    private static bool IsSpanish(List<TextLine> lines) =>
        TextDocument.Read(string.Join("\n", lines.Select(l => l.Text)), TechnologyVocabulary.Default).Language == "es";

    private static TextLine Restore(TextLine line, Raster picture)
    {
        if (line.Text.Count(char.IsLetter) < ShortestWord)
        {
            return line;
        }

        var width = Math.Max(1, line.Box.Width * LineHeight / line.Box.Height);
        return
            Tesseract.Read(DarkOnLight(picture.Crop(line.Box, width, LineHeight)), width, LineHeight) is { } read
            && Joined(line.Text, read) is { } text
            ? line with
            {
                Text = text,
            }
            : line;
    }

    /// <summary>One byte a pixel; what covers most of a line is its ground.</summary>
    private static byte[] DarkOnLight(Raster line)
    {
        var grey = new byte[line.Width * line.Height];
        var sum = 0L;
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = (byte)(((line.Red[i] * 3) + (line.Green[i] * 6) + line.Blue[i]) / 10);
            sum += grey[i];
        }

        if (sum < 128L * grey.Length)
        {
            for (var i = 0; i < grey.Length; i++)
            {
                grey[i] = (byte)(255 - grey[i]);
            }
        }

        return grey;
    }

    /// <summary>The first text with the second one's accents; null when their letters differ.</summary>
    internal static string? Joined(string plain, string accented)
    {
        var letters = accented.Where(char.IsLetterOrDigit).ToArray();
        var (text, next) = (new StringBuilder(plain.Length), 0);
        foreach (var c in plain)
        {
            if (!char.IsLetterOrDigit(c))
            {
                text.Append(c);
                continue;
            }

            if (next == letters.Length || Folding.Fold(letters[next]) != Folding.Fold(c))
            {
                return null;
            }

            text.Append(char.ToLowerInvariant(letters[next]) == char.ToLowerInvariant(c) ? c : letters[next]);
            next++;
        }

        return next == letters.Length ? text.ToString() : null;
    }
}
