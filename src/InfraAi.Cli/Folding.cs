using System.Text;
using System.Text.RegularExpressions;

namespace InfraAi.Cli;

/// <summary>Lines no wider than a terminal, broken between words; what is left goes on below the line's last column.</summary>
internal static partial class Folding
{
    /// <summary>Breaks the lines that are wider; a word that is wider by itself is left whole, so that it can be copied.</summary>
    /// <param name="width">In columns; a character is taken for one.</param>
    public static string Fold(string text, int width) =>
        text.Length <= width
            ? text
            : string.Join('\n', text.Split('\n').Select(line => line.Length <= width ? line : FoldLine(line, width)));

    private static string FoldLine(string line, int width)
    {
        var margin = Column().Match(line).Length;
        if (margin > width / 2)
        {
            margin = line.Length - line.TrimStart().Length;
        }

        var folded = new StringBuilder(line[..margin]);
        var used = margin;
        foreach (var word in line[margin..].Split(' '))
        {
            if (used > margin && used + 1 + word.Length > width)
            {
                folded.Append('\n').Append(' ', margin);
                used = margin;
            }
            else if (used > margin)
            {
                folded.Append(' ');
                used++;
            }

            folded.Append(word);
            used += word.Length;
        }

        return folded.ToString();
    }

    /// <summary>What stands before the last column: "  name   ", "  --option &lt;N&gt;  ", "  → ".</summary>
    [GeneratedRegex(@"^ *(\S+( \S+)*? {2,}|[→│✓✗·!] )?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Column();
}
