using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace InfraAi.Analysis.Diagrams;

/// <summary>A closed shape or a picture, as large as it is drawn.</summary>
internal sealed record SvgShape(Area Area, int Line, bool MayBeHead);

/// <summary>An open line.</summary>
internal sealed record SvgLine(List<(double X, double Y)> Points, int Line)
{
    internal bool HeadAtStart { get; set; }
    internal bool HeadAtEnd { get; set; }
}

internal sealed record SvgText(Area Area, string Text, double Size, int Line);

/// <summary>A rectangle in the picture's own units.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Area(double Left, double Top, double Right, double Bottom)
{
    internal double Width => Right - Left;
    internal double Height => Bottom - Top;
    internal double X => (Left + Right) / 2;
    internal double Y => (Top + Bottom) / 2;
    internal double Size => Width * Height;

    internal bool Holds(double x, double y) => x >= Left && x <= Right && y >= Top && y <= Bottom;

    internal bool Holds(Area other, double slack = 0) =>
        other.Left >= Left - slack && other.Right <= Right + slack && other.Top >= Top - slack && other.Bottom <= Bottom + slack;

    internal bool Meets(Area other, double slack) =>
        other.Left <= Right + slack && other.Right >= Left - slack && other.Top <= Bottom + slack && other.Bottom >= Top - slack;

    internal Area Union(Area o) => new(Math.Min(Left, o.Left), Math.Min(Top, o.Top), Math.Max(Right, o.Right), Math.Max(Bottom, o.Bottom));

    /// <summary>How far a point is from the area; 0 inside.</summary>
    internal double Distance(double x, double y) =>
        Math.Sqrt(Math.Pow(Math.Max(0, Math.Max(Left - x, x - Right)), 2) + Math.Pow(Math.Max(0, Math.Max(Top - y, y - Bottom)), 2));

    /// <summary>How far a point inside is from the nearest edge; of one outside, from the area.</summary>
    internal double DistanceToEdge(double x, double y) =>
        Holds(x, y) ? Math.Min(Math.Min(x - Left, Right - x), Math.Min(y - Top, Bottom - y)) : Distance(x, y);

    internal static Area Around(List<(double X, double Y)> points) =>
        new(points.Min(p => p.X), points.Min(p => p.Y), points.Max(p => p.X), points.Max(p => p.Y));
}

/// <summary>What is drawn in an SVG picture: shapes, open lines and texts, where they are drawn. https://www.w3.org/TR/SVG2/</summary>
/// <remarks>Nothing outside the file is looked at: no references, no style sheets, no scripts. Widths of letters are estimated.</remarks>
internal sealed partial class SvgPicture
{
    /// <summary>A drawing has some hundreds; more than this is a map, or meant to do harm.</summary>
    internal const int MostElements = 50_000;

    private const int MostPoints = 1_000_000;
    private const int Deepest = 500;

    /// <summary>What is defined and not drawn where it stands, or is not drawn at all.</summary>
    private static readonly HashSet<string> NotDrawn =
    [
        "defs",
        "marker",
        "symbol",
        "clipPath",
        "mask",
        "pattern",
        "style",
        "script",
        "metadata",
        "desc",
        "linearGradient",
        "radialGradient",
        "filter",
    ];

    /// <summary>The upper left corner of what is shown.</summary>
    internal (double X, double Y) Origin { get; private set; }

    internal List<SvgShape> Shapes { get; } = [];
    internal List<SvgLine> Lines { get; } = [];
    internal List<SvgText> Texts { get; } = [];

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Frame(Matrix Matrix, double Size, string Anchor, string? Fill, string Name);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Matrix(double A, double B, double C, double D, double E, double F)
    {
        internal (double X, double Y) Of(double x, double y) => ((A * x) + (C * y) + E, (B * x) + (D * y) + F);

        internal double Scale => Math.Sqrt(Math.Abs((A * D) - (B * C)));

        public static Matrix operator *(Matrix m, Matrix n) =>
            new(
                (m.A * n.A) + (m.C * n.B),
                (m.B * n.A) + (m.D * n.B),
                (m.A * n.C) + (m.C * n.D),
                (m.B * n.C) + (m.D * n.D),
                (m.A * n.E) + (m.C * n.F) + m.E,
                (m.B * n.E) + (m.D * n.F) + m.F
            );
    }

    private readonly Stack<Frame> frames = new([new Frame(new(1, 0, 0, 1, 0, 0), 16, "start", null, "")]);
    private int points;

    // The text that is being read.
    private readonly StringBuilder words = new();
    private (Frame Frame, double X, double Y, int Line, bool Placed)? text;
    private int rows;
    private int longest;
    private int row;

    /// <summary>Of a switch the first that is understood is drawn: its words were read already.</summary>
    private bool chosen;

    /// <exception cref="BrokenSourceException">It is no XML, has entities of its own, or too many elements.</exception>
    internal static SvgPicture Read(string svg)
    {
        var picture = new SvgPicture();
        var xml = DrawIoSource.WithoutDoctype(svg);
        if (xml.AsSpan(0, Math.Min(xml.Length, 4000)).Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            throw new BrokenSourceException(
                1,
                "it declares entities of its own, which are not read",
                "declara entidades propias, que no se leen"
            );
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), DrawIoSource.Settings);
            picture.Read(reader);
        }
        catch (XmlException e)
        {
            throw new BrokenSourceException(e.LineNumber, $"not valid XML ({e.Message})", $"XML no válido ({e.Message})");
        }

        return picture;
    }

    private void Read(XmlReader reader)
    {
        var elements = 0;
        for (var more = reader.Read(); more; )
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when NotDrawn.Contains(reader.LocalName) || (reader.LocalName == "title" && text is null):
                    reader.Skip();
                    more = !reader.EOF;
                    continue;
                case XmlNodeType.Element:
                    var line = ((IXmlLineInfo)reader).LineNumber;
                    if (++elements > MostElements || frames.Count > Deepest)
                    {
                        throw new BrokenSourceException(
                            line,
                            $"more than {MostElements} elements, or more than {Deepest} one in another",
                            $"más de {MostElements} elementos, o más de {Deepest} uno dentro de otro",
                            tooLarge: true
                        );
                    }

                    var empty = reader.IsEmptyElement;
                    Begin(reader, line);
                    if (empty)
                    {
                        End();
                    }

                    break;
                case XmlNodeType.EndElement:
                    End();
                    break;
                case XmlNodeType.Text
                or XmlNodeType.CDATA
                or XmlNodeType.SignificantWhitespace
                or XmlNodeType.Whitespace when text is not null && words.Length < 2000:
                    var value = Spaces().Replace(reader.Value, " ");
                    words.Append(value);
                    longest = Math.Max(longest, row += value.Length);
                    break;
            }

            more = reader.Read();
        }
    }

    private void Begin(XmlReader reader, int line)
    {
        var outer = frames.Peek();
        string? Value(string name) => reader.GetAttribute(name) ?? Style(reader.GetAttribute("style"), name);
        double Number(string name) => Length(Value(name), outer.Size);
        var matrix = Value("transform") is { } transform ? outer.Matrix * Transform(transform) : outer.Matrix;
        var size = Value("font-size") is { } given ? Length(given, outer.Size) : outer.Size;
        var frame = new Frame(
            matrix,
            size > 0 ? size : outer.Size,
            Value("text-anchor") ?? outer.Anchor,
            Value("fill") ?? outer.Fill,
            reader.LocalName
        );
        frames.Push(frame);
        switch (reader.LocalName)
        {
            // Inner pictures are moved like groups; the outermost one is where it is.
            case "svg" when frames.Count > 2:
                frames.Pop();
                frames.Push(frame with { Matrix = matrix * new Matrix(1, 0, 0, 1, Number("x"), Number("y")) });
                break;
            case "svg" when SvgPath.Numbers(reader.GetAttribute("viewBox") ?? "", 5) is [var left, var top, _, _]:
                Origin = (left, top);
                break;
            case "rect" or "image" or "use":
                var (w, h) = (Number("width"), Number("height"));
                Box(Number("x"), Number("y"), w, h);
                break;
            case "circle" or "ellipse":
                var (rx, ry) = frame.Name == "circle" ? (Number("r"), Number("r")) : (Number("rx"), Number("ry"));
                Box(Number("cx") - rx, Number("cy") - ry, 2 * rx, 2 * ry);
                break;
            case "line":
                Draw([(Number("x1"), Number("y1")), (Number("x2"), Number("y2"))], closed: false);
                break;
            case "polyline" or "polygon":
                var numbers = SvgPath.Numbers(reader.GetAttribute("points") ?? "", 2 * (MostPoints + 1));
                var corners = Enumerable.Range(0, numbers.Count / 2).Select(i => (numbers[2 * i], numbers[(2 * i) + 1])).ToList();
                Draw(corners, closed: frame.Name == "polygon" || (corners.Count > 3 && corners[0] == corners[^1]));
                break;
            case "path":
                foreach (var (path, closed) in SvgPath.Read(reader.GetAttribute("d") ?? "", MostPoints + 1))
                {
                    Draw(path, closed || Filled(path));
                }

                break;
            case "text" when !chosen:
                Start(Number("x"), Number("y"), frame, line, reader.GetAttribute("x") is not null || reader.GetAttribute("y") is not null);
                break;
            case "tspan" when text is { } open:
                if (!open.Placed && words.Length == 0)
                {
                    var (x, y) = (Value("x") is null ? open.X : Number("x"), Value("y") is null ? open.Y : Number("y"));
                    text = open with { X = x, Y = y, Placed = true, Frame = frame };
                }
                else if (reader.GetAttribute("x") is not null || reader.GetAttribute("y") is not null)
                {
                    NewRow();
                }

                break;
            case "foreignObject" when !Value("width")?.EndsWith('%') ?? false:
                chosen = outer.Name == "switch";
                // Its words stand in its middle.
                Start(
                    Number("x") + (Number("width") / 2),
                    Number("y") + (Number("height") / 2) + (0.3 * frame.Size),
                    frame with
                    {
                        Anchor = "middle",
                    },
                    line,
                    true
                );
                break;
            case "br" or "p" or "div" when text is not null:
                NewRow();
                break;
        }

        void Box(double x, double y, double width, double height)
        {
            if (width > 0 && height > 0)
            {
                Draw([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], closed: true);
            }
        }

        bool Filled(List<(double, double)> path) =>
            frame.Fill is not ("none" or null or "transparent")
            && Value("marker-end") is null
            && Value("marker-start") is null
            && path.Count > 3;

        void Draw(List<(double X, double Y)> path, bool closed)
        {
            points += path.Count;
            if (points > MostPoints)
            {
                throw new BrokenSourceException(line, $"more than {MostPoints} points", $"más de {MostPoints} puntos", tooLarge: true);
            }

            if (path.Count < 2 || path.Exists(p => !double.IsFinite(p.X) || !double.IsFinite(p.Y)))
            {
                return;
            }

            var placed = path.ConvertAll(p => matrix.Of(p.X, p.Y));
            if (closed)
            {
                Shapes.Add(new(Area.Around(placed), line, frame.Name is "polygon" or "path"));
            }
            else
            {
                Lines.Add(new(placed, line) { HeadAtStart = Marked("marker-start"), HeadAtEnd = Marked("marker-end") });
            }
        }

        bool Marked(string name) => Value(name) is not (null or "" or "none");
    }

    private void Start(double x, double y, Frame frame, int line, bool placed)
    {
        words.Clear();
        (rows, longest, row) = (1, 0, 0);
        text = (frame, x, y, line, placed);
    }

    private void NewRow()
    {
        if (words.ToString().AsSpan().Trim().Length > 0)
        {
            words.Append('\n');
            rows++;
            row = 0;
        }
    }

    private void End()
    {
        if (frames.Count < 2)
        {
            return;
        }

        var name = frames.Pop().Name;
        chosen &= name != "switch";
        if (name is not ("text" or "foreignObject") || text is not var (frame, x, y, line, _))
        {
            return;
        }

        text = null;
        var said = string.Join(' ', words.ToString().Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        if (said.Length == 0)
        {
            return;
        }

        var size = frame.Size;
        var width = 0.55 * size * Math.Min(longest, said.Length);
        var left = frame.Anchor switch
        {
            "middle" => x - (width / 2),
            "end" => x - width,
            _ => x,
        };
        List<(double X, double Y)> corners =
        [
            frame.Matrix.Of(left, y - (0.8 * size)),
            frame.Matrix.Of(left + width, y + (0.2 * size) + ((rows - 1) * 1.2 * size)),
        ];
        if (corners.TrueForAll(c => double.IsFinite(c.X) && double.IsFinite(c.Y)))
        {
            Texts.Add(new(Area.Around(corners), said, size * frame.Matrix.Scale, line));
        }
    }

    /// <summary>A number of an attribute: in the picture's units, "em" by the size of letters, other units as they stand.</summary>
    private static double Length(string? value, double em)
    {
        if (value is null)
        {
            return 0;
        }

        var number = SvgPath.Numbers(value, 1) is [var first, ..] ? first : 0;
        return value.EndsWith("em", StringComparison.Ordinal) ? number * em
            : value.EndsWith('%') ? 0
            : number;
    }

    private static string? Style(string? style, string name)
    {
        foreach (var part in style?.Split(';') ?? [])
        {
            if (part.Split(':', 2, StringSplitOptions.TrimEntries) is [var key, var value] && key == name)
            {
                return value;
            }
        }

        return null;
    }

    private static Matrix Transform(string text)
    {
        var matrix = new Matrix(1, 0, 0, 1, 0, 0);
        foreach (Match match in Steps().Matches(text))
        {
            var n = SvgPath.Numbers(match.Groups["numbers"].Value, 6);
            double At(int i, double otherwise = 0) => i < n.Count ? n[i] : otherwise;
            var (sine, cosine) = Math.SinCos(At(0) * Math.PI / 180);
            matrix *= match.Groups["step"].Value switch
            {
                "translate" => new(1, 0, 0, 1, At(0), At(1)),
                "scale" => new(At(0, 1), 0, 0, At(1, At(0, 1)), 0, 0),
                "rotate" => new Matrix(1, 0, 0, 1, At(1), At(2))
                    * new Matrix(cosine, sine, -sine, cosine, 0, 0)
                    * new Matrix(1, 0, 0, 1, -At(1), -At(2)),
                "matrix" when n.Count == 6 => new(n[0], n[1], n[2], n[3], n[4], n[5]),
                _ => new(1, 0, 0, 1, 0, 0),
            };
        }

        return matrix;
    }

    [GeneratedRegex(@"(?<step>[a-zA-Z]+)\s*\((?<numbers>[^)]{0,200})\)", RegexOptions.None, 1000)]
    private static partial Regex Steps();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
