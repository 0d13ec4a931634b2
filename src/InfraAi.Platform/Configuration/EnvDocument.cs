using System.Text;

namespace InfraAi.Platform.Configuration;

/// <summary>A .env file, byte for byte: its assignments can be read and changed, and everything else stays as it was written.</summary>
/// <remarks>
/// KEY=VALUE lines, with `export`, quotes and comments as shells and dotenv write them. Single quotes keep everything as it is; double quotes
/// know \n, \r, \t, \", \\ and \$; both may go over several lines. An unquoted value ends at a blank followed by #, or at the end of the line
/// (LF, CRLF or CR). Variables are not expanded: a password with a dollar sign stays what it is. A later assignment of a key wins.
/// </remarks>
public sealed class EnvDocument
{
    private readonly IReadOnlyList<Line> lines;
    private readonly Encoding encoding;

    private EnvDocument(IReadOnlyList<Line> lines, Encoding encoding)
    {
        this.lines = lines;
        this.encoding = encoding;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.Key is { } key)
            {
                values[key] = line.Value;
            }
        }

        Values = values;
    }

    /// <returns>True for a name that can be assigned to.</returns>
    public static bool IsKey(string text) => EnvSyntax.Key(text) == text;

    public static EnvDocument Empty { get; } = Parse("");

    /// <summary>Keys and values in the order of the file.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <param name="bytes">Of any content: UTF-8 or UTF-16 with a mark, and what is neither is kept byte for byte and read as Latin-1.</param>
    public static EnvDocument Read(ReadOnlySpan<byte> bytes)
    {
        foreach (var candidate in EnvEncodings.All)
        {
            if (EnvEncodings.Exactly(candidate, bytes) is { } text)
            {
                return new(EnvSyntax.Lines(text), candidate);
            }
        }

        return new(EnvSyntax.Lines(Encoding.Latin1.GetString(bytes)), Encoding.Latin1);
    }

    public static EnvDocument Parse(string text) => new(EnvSyntax.Lines(text), EnvEncodings.Utf8);

    /// <returns>The file's bytes; those that were read when nothing was changed.</returns>
    public byte[] ToBytes() => encoding.GetBytes(ToString());

    public override string ToString() => string.Concat(lines.Select(line => line.Raw));

    /// <summary>The document with a value changed where it stands, or added at the end; comments, order and quotes stay.</summary>
    /// <exception cref="ArgumentException">The key is none.</exception>
    public EnvDocument With(string key, string value)
    {
        if (EnvSyntax.Key(key) != key)
        {
            throw new ArgumentException($"\"{key}\" is no name of a variable", nameof(key));
        }

        var at = LastIndexOf(key);
        if (at >= 0 && lines[at].Value == value)
        {
            return this;
        }

        var changed = Closed();
        if (at >= 0)
        {
            changed[at] = changed[at].With(EnvSyntax.Write(value, lines[at].Quote, lines[at].IsMultiLine), value);
        }
        else
        {
            EndLastLine(changed);
            changed.AddRange(EnvSyntax.Lines($"{key}={EnvSyntax.Write(value, null, multiLine: false)}{LineEnd}"));
        }

        return new(changed, Holding(changed));
    }

    /// <summary>The document without any assignment of the key.</summary>
    public EnvDocument Without(string key) => Values.ContainsKey(key) ? new([.. Closed().Where(line => line.Key != key)], encoding) : this;

    /// <summary>Adds the key as another document writes it, with the comment lines right above it, after the key that it follows there.</summary>
    public EnvDocument WithFrom(EnvDocument other, string key)
    {
        var source = other.LastIndexOf(key);
        var block = other.Block(source).Select(line => line.EndedBy(LineEnd)).ToList();
        var before = other
            .lines.Take(source)
            .Where(line => line.Key is not null)
            .Select(line => line.Key!)
            .LastOrDefault(Values.ContainsKey);
        var changed = Closed();
        var at = before is null ? changed.Count : LastIndexOf(before) + 1;
        if (at == changed.Count)
        {
            EndLastLine(changed);
            at = changed.Count;
        }
        else
        {
            changed[at - 1] = changed[at - 1].EndedBy(LineEnd);
        }

        changed.InsertRange(at, block);
        return new(changed, Holding(changed));
    }

    /// <summary>What is written besides assignments: comments and the like, in their order.</summary>
    internal string Skeleton() => string.Concat(lines.Where(line => line.Key is null).Select(line => line.Raw));

    private string LineEnd => lines.FirstOrDefault(line => line.Raw.EndsWith('\n') || line.Raw.EndsWith('\r'))?.End ?? "\n";

    /// <summary>UTF-8 when the file's own encoding cannot say what was added.</summary>
    private Encoding Holding(IEnumerable<Line> changed)
    {
        var text = string.Concat(changed.Select(line => line.Raw));
        return EnvEncodings.CanHold(encoding, text) ? encoding : EnvEncodings.Utf8;
    }

    private void EndLastLine(List<Line> changed)
    {
        if (changed.Count > 1 || changed is [{ Raw: not "\uFEFF" }])
        {
            changed[^1] = changed[^1].EndedBy(LineEnd);
        }
    }

    private int LastIndexOf(string key)
    {
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (lines[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    private IEnumerable<Line> Block(int at)
    {
        var first = at;
        while (first > 0 && lines[first - 1].Raw.TrimStart('\uFEFF', ' ', '\t').StartsWith('#'))
        {
            first--;
        }

        // Read again for the byte order mark, which is one only at the start of a file.
        return EnvSyntax.Lines(string.Concat(Closed().Skip(first).Take(at - first + 1).Select(line => line.Raw)).TrimStart('\uFEFF'));
    }

    /// <summary>The lines with every value closed that opens a quote and never closes it: a quote added below would close it there.</summary>
    private List<Line> Closed() =>
        [
            .. lines.Select(line =>
                line.Length > 0 && line.Raw[line.Start] is '"' or '\'' && line.Quote is null
                    ? line.With(EnvSyntax.Write(line.Value, null, multiLine: false), line.Value)
                    : line
            ),
        ];

    /// <summary>One line as it is written, its end included; a quoted value may make it several lines of the file.</summary>
    /// <param name="Key">Null when it assigns nothing.</param>
    /// <param name="Start">Where the value's text begins in <paramref name="Raw"/>, quotes included.</param>
    internal sealed record Line(string Raw, string? Key = null, string Value = "", int Start = 0, int Length = 0)
    {
        public string End => Raw.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : Raw[^1..];

        /// <summary>The quote it is written with; null for none.</summary>
        public char? Quote => Length >= 2 && Raw[Start] is '"' or '\'' && Raw[Start + Length - 1] == Raw[Start] ? Raw[Start] : null;

        public bool IsMultiLine => Raw.AsSpan(Start, Length).ContainsAny('\n', '\r');

        public Line EndedBy(string end) => Raw.EndsWith('\n') || Raw.EndsWith('\r') ? this : this with { Raw = Raw + end };

        public Line With(string written, string value)
        {
            var rest = Raw[(Start + Length)..];
            // What stood glued to the closing quote was never read; a blank before a comment is needed.
            var tail = rest.TrimEnd('\r', '\n');
            var kept = tail.TrimStart().StartsWith('#') && tail.Length > 0 && char.IsWhiteSpace(tail[0]) || string.IsNullOrWhiteSpace(tail);
            return this with { Raw = Raw[..Start] + written + (kept ? rest : rest[tail.Length..]), Value = value, Length = written.Length };
        }
    }
}
