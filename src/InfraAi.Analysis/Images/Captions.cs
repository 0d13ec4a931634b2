using System.Text.RegularExpressions;

namespace InfraAi.Analysis.Images;

/// <summary>One or more lines of text that say one thing.</summary>
internal sealed class Caption(List<TextLine> lines)
{
    internal List<TextLine> Lines { get; } = lines;
    internal Box Box { get; } = lines.Select(l => l.Box).Aggregate((a, b) => a.Union(b));
    internal string Text { get; } = string.Join(' ', lines.Select(l => l.Text));
    internal double Confidence { get; } = lines.Average(l => l.Confidence);
    internal double LineHeight { get; } = lines.Average(l => l.Box.Height);
}

/// <summary>Joins the lines of labels.</summary>
internal static partial class Captions
{
    /// <summary>Less sure readings are strokes of an icon that look like letters.</summary>
    private const double LeastConfidence = 0.6;

    /// <param name="ground">Lines on different grounds, or in different boxes, belong to different labels.</param>
    /// <param name="steps">Numbers of steps and other marks: they name nothing, and lines run below them.</param>
    internal static List<Caption> Join(IEnumerable<TextLine> lines, Ground ground, Mask solid, List<Box> solids, out List<TextLine> steps)
    {
        var words = lines.Where(l => l.Confidence >= LeastConfidence).ToList();
        steps = words.Where(l => StepNumber().IsMatch(l.Text) || !l.Text.Any(char.IsLetterOrDigit)).ToList();
        words = words.Except(steps).OrderBy(l => l.Box.Y).ThenBy(l => l.Box.X).ToList();
        var below = new int[words.Count];
        Array.Fill(below, -1);
        var taken = new bool[words.Count];
        for (var i = 0; i < words.Count; i++)
        {
            var best = (At: -1, Gap: double.MaxValue);
            for (var j = 0; j < words.Count; j++)
            {
                if (
                    i != j
                    && !taken[j]
                    && Place(words[i]) is var place
                    && place == Place(words[j])
                    && Continues(words[i], words[j], place.Solid >= 0)
                )
                {
                    var gap = words[j].Box.Y - words[i].Box.Bottom + (Math.Abs(words[j].Box.MiddleX - words[i].Box.MiddleX) * 0.1);
                    best = gap < best.Gap ? (j, gap) : best;
                }
            }

            if (best.At >= 0)
            {
                below[i] = best.At;
                taken[best.At] = true;
            }
        }

        var captions = new List<Caption>();
        for (var i = 0; i < words.Count; i++)
        {
            if (!taken[i])
            {
                var chain = new List<TextLine>();
                for (var at = i; at >= 0; at = below[at])
                {
                    chain.Add(words[at]);
                }

                captions.Add(new(chain));
            }
        }

        return captions;

        (int Solid, int Region) Place(TextLine line)
        {
            var inside = solids.FindIndex(s => s.Contains(line.Box.MiddleX, line.Box.MiddleY));
            var (x, y) = (Math.Clamp(line.Box.X, 0, ground.Width - 1), Math.Clamp((int)line.Box.MiddleY, 0, ground.Height - 1));
            return inside >= 0 ? (inside, -1) : (-1, ground.Region[(y * ground.Width) + x]);
        }
    }

    /// <summary>True when the second line stands right below the first, aligned with it and of its size.</summary>
    private static bool Continues(TextLine first, TextLine second, bool boxed)
    {
        var (a, b) = (first.Box, second.Box);
        var height = Math.Min(a.Height, b.Height);
        var gap = b.Y - a.Bottom;
        if (
            b.MiddleY <= a.MiddleY
            || gap > (boxed ? 1.0 : 0.45) * height
            || gap < -0.6 * height
            || Math.Max(a.Height, b.Height) > 1.5 * height
        )
        {
            return false;
        }

        var centred = Math.Abs(a.MiddleX - b.MiddleX) < Math.Max(0.6 * height, 0.08 * Math.Max(a.Width, b.Width));
        var left = Math.Abs(a.X - b.X) < 0.7 * height;
        var right = Math.Abs(a.Right - b.Right) < 0.5 * height;
        return centred || left || right;
    }

    [GeneratedRegex(@"^[(\[]?[0-9]{1,2}[a-z]?[.)\]:]?$", RegexOptions.None, 1000)]
    private static partial Regex StepNumber();
}
