using System.Buffers;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Text;

/// <summary>Cuts a text into blocks by its lines: headings, lists, tables, fences, diagrams, paragraphs. One pass, no backtracking.</summary>
internal static class BlockReader
{
    private const string BoxSigns = "│┌┐└┘├┤┬┴┼─═║╔╗╚╝╠╣";
    private static readonly SearchValues<char> DrawingSigns = SearchValues.Create("→←↓↑│├└▼");
    private const string VerticalArrows = "↓↑▼▲⬇⬆";

    internal static List<Block> Read(string text)
    {
        var blocks = new List<Block>();
        var state = new State(text, blocks);
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            end = end < 0 ? text.Length : end;
            if (end > start && text[end - 1] == '\r')
            {
                end--;
            }
            state.Line(start, end);
            start = next;
        }
        state.Finish();
        return blocks;
    }

    /// <summary>True for the drawing signs of boxes and trees.</summary>
    internal static bool IsBoxSign(char c) => c >= '\u2190' && (BoxSigns.Contains(c) || c is >= '\u2500' and <= '\u257f');

    internal static bool IsVerticalArrow(char c) => c >= '\u2190' && VerticalArrows.Contains(c);

    private sealed class State(string text, List<Block> blocks)
    {
        private int paragraphStart = -1;
        private int paragraphEnd;
        private BlockKind paragraphKind;
        private int fenceStart = -1;
        private bool fenceIsCode;
        private char fenceSign;
        private bool openTable;
        private bool aside;
        private int asideLevel;

        internal void Line(int start, int end)
        {
            var first = start;
            while (first < end && char.IsWhiteSpace(text[first]))
            {
                first++;
            }
            var line = text.AsSpan(first, end - first);
            if (IsFence(line, out var sign, out var language))
            {
                ToggleFence(start, end, sign, language);
                return;
            }
            if (fenceStart >= 0)
            {
                return;
            }
            if (line.IsWhiteSpace())
            {
                Flush();
                return;
            }
            if (LineSigns.IsDrawing(line))
            {
                Extend(BlockKind.Diagram, start, end);
                return;
            }
            if (paragraphKind == BlockKind.Diagram)
            {
                Flush();
            }
            ReadLine(first, end, line);
        }

        internal void Finish()
        {
            if (fenceStart >= 0)
            {
                AddFence(text.Length);
            }
            Flush();
        }

        private void ReadLine(int first, int end, ReadOnlySpan<char> line)
        {
            var level = LineSigns.HeadingLevel(line);
            if (level > 0 || LineSigns.IsLoudLabel(line))
            {
                Flush();
                var from = first + (level > 0 ? level : 0);
                Heading(from, end, level > 0 ? level : 7);
            }
            else if (LineSigns.IsTableRow(line))
            {
                Single(BlockKind.TableRow, first, end);
            }
            else if (LineSigns.IsTableRule(line) && paragraphStart >= 0)
            {
                StartTable();
            }
            else if (openTable && line.Contains('|'))
            {
                blocks.Add(new Block(BlockKind.TableRow, first, end, 0, aside));
            }
            else if (LineSigns.StepLength(line) is > 0 and var step)
            {
                Flush();
                Extend(BlockKind.Step, first + step, end);
            }
            else if (LineSigns.BulletLength(line) is > 0 and var bullet)
            {
                Flush();
                Extend(BlockKind.Bullet, first + bullet, end);
            }
            else if (LineSigns.IsCode(line))
            {
                Single(BlockKind.Code, first, end);
            }
            else if (LineSigns.IsRule(line))
            {
                Flush();
            }
            else
            {
                Extend(paragraphStart >= 0 ? paragraphKind : BlockKind.Paragraph, first, end);
            }
        }

        /// <summary>"Service | Image" above "--- | ---": a table without signs at its edges.</summary>
        private void StartTable()
        {
            var line = text.AsSpan(paragraphStart, paragraphEnd - paragraphStart).LastIndexOf('\n') + paragraphStart + 1;
            var (from, end) = (line > paragraphStart ? line : paragraphStart, paragraphEnd);
            paragraphEnd = line > paragraphStart ? line - 1 : paragraphStart;
            if (paragraphEnd == paragraphStart)
            {
                paragraphStart = -1;
            }
            Flush();
            blocks.Add(new Block(BlockKind.TableRow, from, end, 0, aside));
            openTable = true;
        }

        private void Heading(int start, int end, int level)
        {
            if (level <= asideLevel || asideLevel == 0)
            {
                aside = blocks.Count > 0 && Asides.IsAside(Folding.Fold(text.AsSpan(start, end - start)));
                asideLevel = aside ? level : 0;
            }
            blocks.Add(new Block(BlockKind.Heading, start, end, level, aside));
        }

        private void Single(BlockKind kind, int start, int end)
        {
            Flush();
            blocks.Add(new Block(kind, start, end, 0, aside));
        }

        private void Extend(BlockKind kind, int start, int end)
        {
            if (paragraphStart >= 0 && paragraphKind != kind)
            {
                Flush();
            }
            if (paragraphStart < 0)
            {
                (paragraphStart, paragraphKind) = (start, kind);
            }
            paragraphEnd = end;
        }

        private void Flush()
        {
            if (paragraphStart >= 0)
            {
                var body = text.AsSpan(paragraphStart, paragraphEnd - paragraphStart);
                if (paragraphKind == BlockKind.Paragraph && LineSigns.IsPlainHeading(body) && blocks.Count > 0)
                {
                    PlainHeading(body);
                }
                var files = paragraphKind == BlockKind.Diagram && FileTree.Is(body);
                blocks.Add(new Block(files ? BlockKind.Code : paragraphKind, paragraphStart, paragraphEnd, 0, aside));
            }
            paragraphStart = -1;
            paragraphKind = BlockKind.Paragraph;
            openTable = false;
        }

        /// <summary>"Alternatives" on a line of its own, without a mark: below it, up to the next such line, is an aside.</summary>
        private void PlainHeading(ReadOnlySpan<char> line)
        {
            if (asideLevel is 0 or LineSigns.PlainLevel)
            {
                aside = Asides.IsAside(Folding.Fold(line));
                asideLevel = aside ? LineSigns.PlainLevel : 0;
            }
        }

        private void ToggleFence(int start, int end, char sign, ReadOnlySpan<char> language)
        {
            if (fenceStart < 0)
            {
                Flush();
                fenceStart = end;
                fenceSign = sign;
                fenceIsCode = language.Length > 0 && !language.StartsWith("text") && !language.StartsWith("ascii");
            }
            else if (sign == fenceSign)
            {
                AddFence(start);
            }
        }

        private void AddFence(int end)
        {
            var start = Math.Min(fenceStart + 1, end);
            fenceStart = -1;
            if (end > start)
            {
                var body = text.AsSpan(start, end - start);
                var drawing =
                    !fenceIsCode && body.IndexOfAny(DrawingSigns) >= 0 || !fenceIsCode && body.Contains("->", StringComparison.Ordinal);
                blocks.Add(new Block(drawing && !FileTree.Is(body) ? BlockKind.Diagram : BlockKind.Code, start, end, 0, aside));
            }
        }

        private static bool IsFence(ReadOnlySpan<char> line, out char sign, out ReadOnlySpan<char> language)
        {
            var fence = line.StartsWith("```") || line.StartsWith("~~~");
            sign = fence ? line[0] : '\0';
            language = fence ? line.TrimStart(sign).Trim() : default;
            return fence && !language.Contains('`');
        }
    }
}
