using System.Globalization;
using System.Xml;
using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>A cell of a draw.io page: a shape, a line or a layer.</summary>
internal sealed class DrawIoCell
{
    internal required string Id { get; init; }
    internal string? Parent { get; set; }
    internal string Value { get; set; } = "";
    internal Dictionary<string, string> Style { get; set; } = [];
    internal bool IsVertex { get; set; }
    internal bool IsEdge { get; set; }
    internal bool Hidden { get; set; }
    internal string? Source { get; set; }
    internal string? Target { get; set; }
    internal bool Relative { get; set; }
    internal double X { get; set; }
    internal double Y { get; set; }
    internal double Width { get; set; }
    internal double Height { get; set; }

    /// <summary>Where a line bends.</summary>
    internal List<(double X, double Y)> Bends { get; } = [];
    internal (double X, double Y)? SourcePoint { get; set; }
    internal (double X, double Y)? TargetPoint { get; set; }

    /// <summary>Attributes of an object or UserObject around the cell (metadata, C4 shapes).</summary>
    internal Dictionary<string, string>? Data { get; set; }
    internal required LineEvidence Evidence { get; set; }

    internal List<DrawIoCell> Children { get; } = [];

    internal bool Has(string style) => Style.ContainsKey(style);

    internal string Get(string style) => Style.GetValueOrDefault(style, "");

    internal double Right => X + Width;
    internal double Bottom => Y + Height;
    internal double Area => Width * Height;

    /// <summary>True when most of the other lies inside.</summary>
    internal bool Encloses(DrawIoCell other, double slack = 3) =>
        other.X >= X - slack && other.Y >= Y - slack && other.Right <= Right + slack && other.Bottom <= Bottom + slack && Area > other.Area;

    /// <returns>0 inside, else how far the point is from the border.</returns>
    internal double Distance(double x, double y)
    {
        var dx = Math.Max(0, Math.Max(X - x, x - Right));
        var dy = Math.Max(0, Math.Max(Y - y, y - Bottom));
        return Math.Sqrt((dx * dx) + (dy * dy));
    }
}

/// <summary>Reads the cells of every page (mxGraphModel, mxCell, mxGeometry: jgraph.github.io/mxgraph, drawio.com/doc/faq/diagram-source-edit).</summary>
internal static class DrawIoCells
{
    private const int MostLetters = 2_000;

    internal static List<(string? Name, List<DrawIoCell> Cells)> Read(SourceText source)
    {
        var pages = new List<(string? Name, List<DrawIoCell> Cells)>();
        var ids = new Dictionary<string, DrawIoCell>(StringComparer.Ordinal);
        List<DrawIoCell>? page = null;
        Dictionary<string, string>? data = null;
        LineEvidence? dataEvidence = null;
        DrawIoCell? cell = null;
        using var reader = XmlReader.Create(new StringReader(source.Text), DrawIoSource.Settings);
        var place = (IXmlLineInfo)reader;
        try
        {
            while (reader.Read())
            {
                source.Check();
                if (reader.Depth > 200)
                {
                    throw new BrokenSourceException(place.LineNumber, "nested too deeply", "anidado demasiado profundo", tooLarge: true);
                }
                if (reader.NodeType == XmlNodeType.EndElement)
                {
                    if (reader.Name is "object" or "UserObject")
                    {
                        (data, dataEvidence) = (null, null);
                    }
                    continue;
                }
                if (reader.NodeType != XmlNodeType.Element)
                {
                    continue;
                }
                switch (reader.Name)
                {
                    case "diagram":
                        pages.Add((reader.GetAttribute("name"), page = []));
                        ids.Clear();
                        break;
                    case "mxGraphModel" when page is null:
                        pages.Add((null, page = []));
                        break;
                    case "object" or "UserObject":
                        (data, dataEvidence) = Data(reader, source, place);
                        break;
                    case "mxCell" when page is not null:
                        cell = Cell(reader, source, place, data, dataEvidence);
                        page.Add(cell);
                        break;
                    case "mxGeometry" when cell is not null:
                        cell.Relative = reader.GetAttribute("relative") == "1";
                        (cell.X, cell.Y) = (Number(reader, "x"), Number(reader, "y"));
                        (cell.Width, cell.Height) = (Number(reader, "width"), Number(reader, "height"));
                        break;
                    case "mxPoint" when cell is not null:
                        var point = (Number(reader, "x"), Number(reader, "y"));
                        switch (reader.GetAttribute("as"))
                        {
                            case "sourcePoint":
                                cell.SourcePoint = point;
                                break;
                            case "targetPoint":
                                cell.TargetPoint = point;
                                break;
                            case null when cell.Bends.Count < 50:
                                cell.Bends.Add(point);
                                break;
                        }
                        break;
                }
            }
        }
        catch (XmlException e)
        {
            throw new BrokenSourceException(e.LineNumber, $"not valid XML ({e.Message})", $"XML no válido ({e.Message})");
        }
        return pages;
    }

    private static (Dictionary<string, string>, LineEvidence) Data(XmlReader reader, SourceText source, IXmlLineInfo place)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        var evidence = Evidence(reader, source, place, "label");
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            data[reader.Name] = reader.Value;
        }
        reader.MoveToElement();
        return (data, evidence);
    }

    private static DrawIoCell Cell(
        XmlReader reader,
        SourceText source,
        IXmlLineInfo place,
        Dictionary<string, string>? data,
        LineEvidence? dataEvidence
    )
    {
        var cell = new DrawIoCell
        {
            Id = data?.GetValueOrDefault("id") ?? reader.GetAttribute("id") ?? "",
            Parent = reader.GetAttribute("parent"),
            Value = Label(data) ?? reader.GetAttribute("value") ?? "",
            Style = Style(reader.GetAttribute("style") ?? ""),
            IsVertex = reader.GetAttribute("vertex") == "1",
            IsEdge = reader.GetAttribute("edge") == "1",
            Hidden = reader.GetAttribute("visible") == "0",
            Source = reader.GetAttribute("source"),
            Target = reader.GetAttribute("target"),
            Data = data,
            Evidence = dataEvidence ?? Evidence(reader, source, place, "value"),
        };
        return cell;
    }

    // "%name%" in the label of an object with placeholders stands for its attribute (drawio.com/doc/faq/predefined-placeholders).
    private static string? Label(Dictionary<string, string>? data)
    {
        if (data is null)
        {
            return null;
        }
        if (data.GetValueOrDefault("c4Name") is { Length: > 0 } c4)
        {
            return c4;
        }
        if (data.GetValueOrDefault("c4Type") == "Relationship")
        {
            return data.GetValueOrDefault("c4Description") ?? "";
        }
        var label = data.GetValueOrDefault("label", "");
        if (data.GetValueOrDefault("placeholders") == "1" && label.Contains('%'))
        {
            foreach (var (key, value) in data)
            {
                // A name is short; what stands for itself twice would double without end.
                label = Cut(label.Replace($"%{key}%", Cut(value), StringComparison.Ordinal));
            }
        }
        return label;
    }

    private static string Cut(string text) => text.Length > MostLetters ? text[..MostLetters] : text;

    /// <summary>The attribute with the label as it is written; the element when it has none.</summary>
    private static LineEvidence Evidence(XmlReader reader, SourceText source, IXmlLineInfo place, string attribute)
    {
        var element = source.Offset(place.LineNumber, place.LinePosition - 1);
        if (reader.GetAttribute(attribute) is not { Length: > 0 } || !reader.MoveToAttribute(attribute))
        {
            var close = source.Text.IndexOf('>', element);
            return source.At(element, close < 0 ? SourceText.LongestQuote : close + 1 - element);
        }
        var start = source.Offset(place.LineNumber, place.LinePosition);
        reader.MoveToElement();
        var quote = source.Text.IndexOfAny(['"', '\''], Math.Min(start, source.Text.Length));
        var end = quote < 0 ? -1 : source.Text.IndexOf(source.Text[quote], quote + 1);
        return source.At(start, end < 0 ? SourceText.LongestQuote : end + 1 - start);
    }

    private static Dictionary<string, string> Style(string style)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in style.AsSpan().Split(';'))
        {
            var part = style.AsSpan()[range].Trim();
            var equals = part.IndexOf('=');
            if (equals > 0)
            {
                found[part[..equals].ToString()] = part[(equals + 1)..].ToString();
            }
            else if (!part.IsEmpty)
            {
                found[part.ToString()] = "";
            }
        }
        return found;
    }

    private static double Number(XmlReader reader, string attribute) =>
        double.TryParse(reader.GetAttribute(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : 0;
}
