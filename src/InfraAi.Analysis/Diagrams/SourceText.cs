using System.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>The decoded text of a source, which lines of evidence count in.</summary>
internal sealed class SourceText
{
    /// <summary>A quote is as long as the line, but no longer than this: sources may be one line of a megabyte.</summary>
    internal const int LongestQuote = 200;

    private readonly int[] starts;

    /// <summary>Where each file begins in the text, and which of its own lines that is.</summary>
    private readonly List<(int Line, string? File, int Own)> files = [];
    private LineEvidence? last;
    private int lastLine;

    /// <param name="text">The decoded text.</param>
    /// <param name="id">The caller's id: a path, or "sha256:…" for a text without a name.</param>
    /// <param name="firstLine">The line that the text starts at in the input: more than 1 for a block inside a document.</param>
    internal SourceText(string text, string id, int firstLine = 1)
    {
        Text = text;
        Id = id;
        File = FileOf(id);
        files.Add((1, File, firstLine));
        starts = LineStarts(text);
    }

    /// <summary>Several files that are one source, as a folder of Terraform is: evidence counts in each one's own lines.</summary>
    /// <param name="parts">At least one.</param>
    /// <param name="between">What stands between two of them, with its line ends.</param>
    internal SourceText(IReadOnlyList<(string Text, string Id)> parts, string between)
    {
        var whole = new StringBuilder();
        var line = 1;
        foreach (var (text, id) in parts)
        {
            if (whole.Length > 0)
            {
                var join = (whole[^1] == '\n' ? "" : "\n") + between;
                whole.Append(join);
                line += join.AsSpan().Count('\n');
            }
            files.Add((line, FileOf(id), 1));
            whole.Append(text);
            line += text.AsSpan().Count('\n');
        }
        (Text, Id, File) = (whole.ToString(), parts[0].Id, FileOf(parts[0].Id));
        starts = LineStarts(Text);
    }

    private static string? FileOf(string id) =>
        id.StartsWith("sha256:", StringComparison.Ordinal) || id.Length == 0 ? null : id.Replace('\\', '/');

    private static int[] LineStarts(string text)
    {
        var found = new List<int> { 0 };
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            found.Add(i + 1);
        }
        return [.. found];
    }

    /// <summary>Whose token the readers ask in their loops.</summary>
    internal CancellationToken Cancellation { get; init; }

    /// <exception cref="OperationCanceledException">The reading was cancelled, or its time is over.</exception>
    internal void Check() => Cancellation.ThrowIfCancellationRequested();

    /// <summary>Files that are no source, and say what names in it stand for (.env beside a compose file).</summary>
    internal IReadOnlyList<(string Path, string Text)> Companions { get; init; } = [];

    /// <summary>The language of what is asked; null for the source's own.</summary>
    internal string? Language { get; init; }

    internal string Text { get; }
    internal string Id { get; }
    internal string? File { get; }
    internal int Lines => starts.Length;

    /// <returns>The line, from 1, in this text.</returns>
    internal int LineOf(int offset)
    {
        var i = Array.BinarySearch(starts, Math.Clamp(offset, 0, Text.Length));
        return i >= 0 ? i + 1 : ~i;
    }

    /// <returns>The line without its end.</returns>
    internal ReadOnlySpan<char> Line(int line)
    {
        if (line < 1 || line > starts.Length)
        {
            return [];
        }
        var start = starts[line - 1];
        var end = line < starts.Length ? starts[line] - 1 : Text.Length;
        return Text.AsSpan(start, Math.Max(0, end - start)).TrimEnd('\r');
    }

    /// <returns>Within the text: readers of XML count some line ends that are none here.</returns>
    internal int Offset(int line, int column) =>
        Math.Min(Text.Length, starts[Math.Clamp(line, 1, starts.Length) - 1] + Math.Max(0, column - 1));

    /// <summary>Evidence for a span: what of it stands on its first line.</summary>
    internal LineEvidence At(int offset, int length)
    {
        Check();
        var line = LineOf(offset);
        var text = Line(line);
        var start = Math.Min(offset - starts[line - 1], text.Length);
        var quote = text.Slice(start, Math.Clamp(length, 0, Math.Min(LongestQuote, text.Length - start))).Trim();
        return quote.IsEmpty ? AtLine(line) : Evidence(line, quote);
    }

    /// <summary>Evidence that is a whole line, without the spaces around it.</summary>
    internal LineEvidence AtLine(int line)
    {
        Check();
        line = Math.Clamp(line, 1, starts.Length);
        if (last is null || lastLine != line)
        {
            var text = Line(line).Trim();
            (last, lastLine) = (Evidence(line, text[..Math.Min(text.Length, LongestQuote)]), line);
        }
        return last;
    }

    /// <returns>The file that a line of this text belongs to; null for a text without a name.</returns>
    internal string? FileAt(int line) => files[Part(line)].File;

    private LineEvidence Evidence(int line, ReadOnlySpan<char> quote)
    {
        var (begin, file, own) = files[Part(line)];
        return new LineEvidence(file, line - begin + own, new string(quote));
    }

    private int Part(int line)
    {
        var (low, high) = (0, files.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = files[middle].Line <= line ? (middle, high) : (low, middle - 1);
        }
        return low;
    }
}

/// <summary>A source that is not what it began as. Caught at the door (<see cref="DiagramReader"/>), where it becomes a problem.</summary>
internal sealed class BrokenSourceException : Exception
{
    internal BrokenSourceException(int line, string en, string es, bool tooLarge = false)
        : base(en)
    {
        Line = Math.Max(1, line);
        Es = es;
        TooLarge = tooLarge;
    }

    internal int Line { get; }
    internal string Es { get; }
    internal bool TooLarge { get; }
}
