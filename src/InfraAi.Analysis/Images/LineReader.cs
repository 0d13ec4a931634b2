using System.Text;
using InfraAi.Analysis.Images.Engine;

namespace InfraAi.Analysis.Images;

/// <summary>One line of text in the picture.</summary>
/// <param name="Confidence">0 to 1: how sure the reader is of the letters.</param>
internal sealed record TextLine(Box Box, string Text, double Confidence)
{
    /// <summary>False for a line that was found and left unread: there were too many.</summary>
    internal bool IsRead => Text.Length > 0;
}

/// <summary>Reads lines of text, with PP-OCR's recognizer.</summary>
internal static class LineReader
{
    private const int LineHeight = 48;
    private const int LongestLine = 3200;

    /// <summary>Pixels of the line that one step of the recognizer's answer covers.</summary>
    private const double Step = 8;

    /// <summary>Lines read at once: together as wide as this, in pixels.</summary>
    private const int Breadth = 4000;

    /// <summary>How much wider the widest of them may be: the others are filled up, which costs as much as reading.</summary>
    private const double Padding = 1.3;

    /// <summary>All that is read of a picture, in the same pixels: twice what the fullest drawing has. The shortest come first, so pages of prose are what is left.</summary>
    private const int MostBreadth = 60_000;

    /// <summary>Of more lines than this some are tried first: texture gives hundreds, and none that can be read.</summary>
    private const int ManyLines = 60;
    private const int TriedLines = 24;

    /// <returns>The lines, from the narrowest to the widest; without text those that were too many, and of texture all that were not tried.</returns>
    internal static List<TextLine> Read(Raster picture, IEnumerable<Box> boxes, PictureEngine engine)
    {
        var found = boxes.SelectMany(box => Split(picture, box)).OrderBy(WidthOf).ToList();
        HashSet<int> few = found.Count > ManyLines ? [.. Enumerable.Range(0, TriedLines).Select(i => i * found.Count / TriedLines)] : [];
        var tried = Recognize(picture, Of(few), engine);
        if (few.Count > 0 && tried.Count(line => line.Confidence > 0.75 && line.Text.Count(char.IsLetter) > 1) < TriedLines / 6)
        {
            return [.. tried, .. Of(Enumerable.Range(0, found.Count).Except(few)).Select(Unread)];
        }

        var (breadth, count) = (0, 0);
        while (count < found.Count && breadth + WidthOf(found[count]) <= MostBreadth)
        {
            breadth += WidthOf(found[count++]);
        }

        var rest = Recognize(picture, Of(Enumerable.Range(0, count).Except(few)), engine);
        return
        [
            .. tried.Concat(rest).OrderBy(line => WidthOf(line.Box)),
            .. Of(Enumerable.Range(count, found.Count - count).Except(few)).Select(Unread),
        ];

        List<Box> Of(IEnumerable<int> which) => [.. which.Select(i => found[i])];
    }

    private static TextLine Unread(Box box) => new(box, "", 0);

    /// <param name="boxes">From the narrowest to the widest.</param>
    private static List<TextLine> Recognize(Raster picture, List<Box> boxes, PictureEngine engine)
    {
        var read = new List<TextLine>(boxes.Count);
        for (var at = 0; at < boxes.Count; )
        {
            var end = at + 1;
            while (
                end < boxes.Count && WidthOf(boxes[end]) * (end - at + 1) <= Breadth && WidthOf(boxes[end]) < WidthOf(boxes[at]) * Padding
            )
            {
                end++;
            }

            var batch = boxes.GetRange(at, end - at);
            var texts = Recognize([.. batch.Select(box => picture.Crop(box, WidthOf(box), LineHeight))], engine);
            for (var i = 0; i < batch.Count; i++)
            {
                if (texts[i].Text.Length > 0)
                {
                    read.Add(new(batch[i], texts[i].Text, texts[i].Confidence));
                }
            }

            at = end;
        }

        return read;
    }

    /// <summary>Pixels of a line across, once it is as high as the recognizer wants it.</summary>
    private static int WidthOf(Box box) =>
        Math.Clamp((int)Math.Round((double)box.Width * LineHeight / box.Height), LineHeight / 2, LongestLine);

    private static List<(string Text, double Confidence)> Recognize(Raster[] lines, PictureEngine engine)
    {
        var width = lines.Max(line => line.Width);
        width = (width + 31) / 32 * 32;
        var size = LineHeight * width;
        var input = new float[lines.Length * 3 * size];
        for (var n = 0; n < lines.Length; n++)
        {
            var line = lines[n];
            byte[][] planes = [line.Blue, line.Green, line.Red];
            for (var plane = 0; plane < 3; plane++)
            {
                for (var y = 0; y < LineHeight; y++)
                {
                    var to = (((n * 3) + plane) * size) + (y * width);
                    var from = planes[plane].AsSpan(y * line.Width, line.Width);
                    for (var x = 0; x < from.Length; x++)
                    {
                        input[to + x] = (from[x] / 127.5f) - 1;
                    }
                }
            }
        }

        return engine.Recognizer.Run(
            input,
            [lines.Length, 3, LineHeight, width],
            (data, shape) =>
            {
                var (steps, classes) = ((int)shape[1], (int)shape[2]);
                var texts = new List<(string, double)>(lines.Length);
                unsafe
                {
                    var values = (float*)data;
                    for (var n = 0; n < lines.Length; n++)
                    {
                        texts.Add(
                            Decode(
                                new ReadOnlySpan<float>(values + ((long)n * steps * classes), steps * classes),
                                classes,
                                engine.Characters,
                                lines[n]
                            )
                        );
                    }
                }

                return texts;
            }
        );
    }

    /// <summary>The likeliest letter of each step; the same letter in a row is one, and "nothing" parts two of a kind.</summary>
    private static (string Text, double Confidence) Decode(ReadOnlySpan<float> values, int classes, char[] characters, Raster line)
    {
        var letters = new List<(char Letter, int Step)>();
        var sum = 0.0;
        var last = 0;
        for (var step = 0; step < values.Length / classes; step++)
        {
            var row = values.Slice(step * classes, classes);
            var best = 0;
            for (var c = 1; c < classes; c++)
            {
                if (row[c] > row[best] && c < characters.Length && characters[c] != '\0')
                {
                    best = c;
                }
            }

            if (best != 0 && best != last)
            {
                letters.Add((characters[best], step));
                sum += row[best];
            }

            last = best;
        }

        return (Spaced(letters, line), letters.Count == 0 ? 0 : sum / letters.Count);
    }

    /// <summary>The recognizer was taught a language without spaces: where the picture shows a gap between letters, there is one.</summary>
    private static string Spaced(List<(char Letter, int Step)> letters, Raster line)
    {
        var blank = BlankColumns(line);
        var gaps = new int[letters.Count];
        for (var i = 1; i < letters.Count; i++)
        {
            gaps[i] = LongestRun(blank, (int)((letters[i - 1].Step + 0.5) * Step), (int)((letters[i].Step + 0.5) * Step));
        }

        // Wide letters stand further apart: what parts words is wide beside the line's own usual gap.
        var usual = gaps.Skip(1).Order().Skip((letters.Count - 1) / 2).FirstOrDefault();
        var wordGap = Math.Max(LeastWordGap, (1.8 * usual) + 2);
        var text = new StringBuilder(letters.Count + 8);
        for (var i = 0; i < letters.Count; i++)
        {
            if (i > 0 && letters[i].Letter != ' ' && letters[i - 1].Letter != ' ' && gaps[i] >= wordGap)
            {
                text.Append(' ');
            }

            text.Append(letters[i].Letter);
        }

        return string.Join(' ', text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Blank columns between words, at least, of a line 48 pixels high.</summary>
    private const int LeastWordGap = 7;

    private static int LongestRun(bool[] blank, int from, int to)
    {
        var (run, longest) = (0, 0);
        for (var x = Math.Max(0, from); x < Math.Min(blank.Length, to); x++)
        {
            run = blank[x] ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>Columns without ink: all of one colour from top to bottom.</summary>
    private static bool[] BlankColumns(Raster line)
    {
        var blank = new bool[line.Width];
        for (var x = 0; x < line.Width; x++)
        {
            var (low, high) = (255, 0);
            for (var y = line.Height / 8; y < line.Height * 7 / 8; y++)
            {
                var i = (y * line.Width) + x;
                var light = ((line.Red[i] * 3) + (line.Green[i] * 6) + line.Blue[i]) / 10;
                (low, high) = (Math.Min(low, light), Math.Max(high, light));
            }

            blank[x] = high - low < 40;
        }

        return blank;
    }

    /// <summary>Two labels side by side are often found as one line: a gap wider than the line is high parts them.</summary>
    private static List<Box> Split(Raster picture, Box box)
    {
        if (box.Width < box.Height * 3)
        {
            return [box];
        }

        var blank = BlankColumns(picture.Crop(box, box.Width, box.Height));
        var parts = new List<Box>();
        var (start, run) = (0, 0);
        for (var x = 0; x < blank.Length; x++)
        {
            run = blank[x] ? run + 1 : 0;
            if (run > box.Height * 0.9 && x - run > start + 2)
            {
                var next = x;
                while (next < blank.Length && blank[next])
                {
                    next++;
                }

                if (next >= blank.Length - 2)
                {
                    break;
                }

                parts.Add(box with { X = box.X + start, Width = x - run - start + 4 });
                start = Math.Max(0, next - 3);
                (x, run) = (next, 0);
            }
        }

        parts.Add(box with { X = box.X + start, Width = box.Width - start });
        return parts;
    }
}
