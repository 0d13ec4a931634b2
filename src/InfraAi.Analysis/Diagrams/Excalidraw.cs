using System.Globalization;
using System.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Excalidraw scenes: shapes with text are parts, arrows relations, frames groups (docs.excalidraw.com/docs/codebase/json-schema).</summary>
internal sealed class Excalidraw
{
    private const double Near = 30;
    private const int MostCompared = 3000;

    private sealed record Shape(string Id, string Type, double X, double Y, double Width, double Height, Tree Tree)
    {
        internal string? Text { get; set; }
        internal int TextLine { get; set; }
        internal Node? Node { get; set; }
        internal bool Taken { get; set; }

        internal bool Holds(Shape other) =>
            other.X >= X && other.Y >= Y && other.X + other.Width <= X + Width && other.Y + other.Height <= Y + Height && other != this;

        internal double Distance(double x, double y)
        {
            var dx = Math.Max(0, Math.Max(X - x, x - X - Width));
            var dy = Math.Max(0, Math.Max(Y - y, y - Y - Height));
            return Math.Sqrt((dx * dx) + (dy * dy));
        }
    }

    /// <summary>The scene of a PNG's text chunk or an SVG's payload: JSON with the deflated scene as a byte string.</summary>
    internal static string? Unpack(string payload)
    {
        var root = Tree.ReadJson(payload);
        if (root["elements"] is not null)
        {
            return payload;
        }
        if (root.Text("encoded") is not { } encoded)
        {
            return null;
        }
        var bytes = Encoding.Latin1.GetBytes(encoded);
        return Encoding.UTF8.GetString(root.Text("compressed") == "false" ? bytes : Packed.Inflate(bytes, zlib: true));
    }

    /// <summary>The payload between the marks that Excalidraw leaves in its SVG; null when there is none.</summary>
    internal static string? FromSvg(string svg)
    {
        const string mark = "<!-- payload-start -->";
        var start = svg.IndexOf(mark, StringComparison.Ordinal);
        var end = start < 0 ? -1 : svg.IndexOf("<!-- payload-end -->", start, StringComparison.Ordinal);
        if (end < 0 || !svg.Contains("excalidraw", StringComparison.Ordinal))
        {
            return null;
        }
        var body = svg.AsSpan(start + mark.Length, end - start - mark.Length).Trim();
        var bytes = new byte[(body.Length * 3 / 4) + 3];
        return Convert.TryFromBase64Chars(body, bytes, out var count) ? Unpack(Encoding.Latin1.GetString(bytes, 0, count)) : null;
    }

    internal static Sketch Read(SourceText source)
    {
        var sketch = new Sketch(source) { SameNameIsSamePart = true };
        var root = Tree.ReadJson(source);
        var shapes = new List<Shape>();
        foreach (var element in (root.List ?? root["elements"]?.List) ?? [])
        {
            if (element.Text("isDeleted") != "true" && element.Text("type") is { } type && element.Text("id") is { } id)
            {
                shapes.Add(
                    new Shape(
                        id,
                        type,
                        Number(element, "x"),
                        Number(element, "y"),
                        Number(element, "width"),
                        Number(element, "height"),
                        element
                    )
                );
            }
        }
        var byId = new Dictionary<string, Shape>(StringComparer.Ordinal);
        foreach (var shape in shapes)
        {
            byId.TryAdd(shape.Id, shape);
        }
        var compare = shapes.Count <= MostCompared;
        if (!compare)
        {
            sketch.Ask(
                $"More than {MostCompared} shapes: what only lies near was not related.",
                $"Más de {MostCompared} formas: lo que solo está cerca no se relacionó."
            );
        }
        Name(shapes, byId, compare);
        Parts(sketch, shapes, compare);
        foreach (var arrow in shapes)
        {
            source.Check();
            if (arrow.Type is "arrow" or "line")
            {
                Relate(sketch, arrow, shapes, byId, compare);
            }
        }
        return sketch;
    }

    private static double Number(Tree tree, string key) =>
        double.TryParse(tree.Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool IsBox(Shape shape) => shape.Type is "rectangle" or "ellipse" or "diamond" or "image" or "embeddable";

    /// <summary>Texts go to the container they are bound to, to the group they are in, to the box around them, or to the picture above them.</summary>
    private static void Name(List<Shape> shapes, Dictionary<string, Shape> byId, bool compare)
    {
        var boxesOfGroup = new Dictionary<string, List<Shape>>(StringComparer.Ordinal);
        foreach (var shape in shapes)
        {
            foreach (var group in shape.Type == "text" || shape.Type == "arrow" ? [] : shape.Tree.Items("groupIds"))
            {
                if (!boxesOfGroup.TryGetValue(group.Value ?? "", out var list))
                {
                    boxesOfGroup.Add(group.Value ?? "", list = []);
                }
                list.Add(shape);
            }
        }
        foreach (var text in shapes.Where(s => s.Type == "text" && s.Tree.Text("text") is not null))
        {
            if (text.Tree.Text("containerId") is { } container && byId.TryGetValue(container, out var holder))
            {
                Give(holder, text);
                continue;
            }
            if (
                text.Tree.Items("groupIds").Select(g => boxesOfGroup.GetValueOrDefault(g.Value ?? "")).FirstOrDefault(b => b is not null) is
                { Count: <= 200 } boxes
            )
            {
                var largest = boxes.MaxBy(b => b.Width * b.Height)!;
                if (largest.Text is null)
                {
                    Give(largest, text);
                    foreach (var other in boxes)
                    {
                        if (other != largest)
                        {
                            other.Taken = true;
                        }
                    }
                }
            }
        }
        if (!compare)
        {
            return;
        }
        foreach (var text in shapes.Where(s => s.Type == "text" && !s.Taken && s.Tree.Text("text") is { Length: < 80 }))
        {
            var around = shapes.Where(s => IsBox(s) && s.Text is null && s.Holds(text)).MinBy(s => s.Width * s.Height);
            var above = shapes
                .Where(s =>
                    s.Type == "image"
                    && s.Text is null
                    && text.X + (text.Width / 2) >= s.X - 20
                    && text.X + (text.Width / 2) <= s.X + s.Width + 20
                    && text.Y >= s.Y + (s.Height / 2)
                    && text.Y - s.Y - s.Height < 40
                )
                .MinBy(s => Math.Abs(text.Y - s.Y - s.Height));
            if ((around ?? above) is { } box)
            {
                Give(box, text);
            }
        }

        static void Give(Shape holder, Shape text)
        {
            text.Taken = true;
            var words = text.Tree.Text("originalText") ?? text.Tree.Text("text")!;
            holder.Text =
                holder.Text is null ? words
                : holder.Text.Length > 500 ? holder.Text
                : holder.Text + " " + words;
            holder.TextLine = (text.Tree["text"] ?? text.Tree).Line;
        }
    }

    private static void Parts(Sketch sketch, List<Shape> shapes, bool compare)
    {
        var boxes = shapes.FindAll(s => IsBox(s) && s.Text is not null && !s.Taken);
        foreach (var shape in shapes)
        {
            sketch.Source.Check();
            if (shape.Type is "arrow" or "line" or "freedraw" || shape.Taken && shape.Type != "text")
            {
                continue;
            }
            var isFrame = shape.Type is "frame" or "magicframe";
            var words =
                isFrame ? shape.Tree.Text("name")
                : shape.Type == "text" ? (shape.Taken ? null : shape.Tree.Text("text"))
                : shape.Text;
            if (words is null || Labels.Name(words, html: false) is not { Length: > 0 } name)
            {
                continue;
            }
            var line =
                isFrame ? shape.Tree["name"]!.Line
                : shape.Type == "text" ? shape.Tree["text"]!.Line
                : shape.TextLine;
            var node = sketch.Node(shape.Id, name, sketch.Source.AtLine(line));
            shape.Node = node;
            node.IsPart = IsBox(shape);
            node.IsGroup =
                isFrame
                || (
                    compare
                    && IsBox(shape)
                    && boxes.Count(b => b != shape && shape.Holds(b))
                        >= (shape.Tree.Items("boundElements").Any(b => b.Text("type") == "arrow") ? 2 : 1)
                );
        }
        var groups = shapes.Where(s => s.Node is { IsGroup: true }).OrderBy(s => s.Width * s.Height).ToList();
        var frames = groups.DistinctBy(g => g.Id, StringComparer.Ordinal).ToDictionary(g => g.Id, g => g.Node, StringComparer.Ordinal);
        foreach (var shape in shapes.Where(s => s.Node is not null))
        {
            var frame = shape.Tree.Text("frameId");
            shape.Node!.Group =
                (frame is null ? null : frames.GetValueOrDefault(frame))
                ?? (compare ? groups.Find(g => g != shape && g.Holds(shape))?.Node : null);
        }
    }

    private static void Relate(Sketch sketch, Shape arrow, List<Shape> shapes, Dictionary<string, Shape> byId, bool compare)
    {
        var points = arrow.Tree["points"]?.List;
        var from = End("startBinding", 0);
        var to = End("endBinding", (points?.Count ?? 1) - 1);
        if (from?.Node is not { } a || to?.Node is not { } b || a == b)
        {
            if (arrow.Type == "arrow")
            {
                sketch.Ask(
                    "Some arrows end at nothing that has a name: what do they connect?",
                    "Algunas flechas no terminan en nada que tenga nombre: ¿qué conectan?"
                );
            }
            return;
        }
        var start = arrow.Tree.Text("startArrowhead") is not (null or "null");
        var end = arrow.Tree["endArrowhead"]?.Value is { } head ? head is not ("" or "null") : arrow.Type == "arrow";
        var line = arrow.Text is not null ? arrow.TextLine : (arrow.Tree["startBinding"]?["elementId"] ?? arrow.Tree["id"])!.Line;
        if (end || !start)
        {
            sketch.Relate(a, b, arrow.Text, sketch.Source.AtLine(line), null, end || start ? 0.95 : 0.7);
        }
        if (start)
        {
            sketch.Relate(b, a, arrow.Text, sketch.Source.AtLine(line));
        }

        Shape? End(string binding, int point)
        {
            if (arrow.Tree[binding]?.Text("elementId") is { } id && byId.TryGetValue(id, out var bound))
            {
                if (bound.Type == "text" && bound.Node is null && bound.Tree.Text("containerId") is { } holder)
                {
                    return byId.GetValueOrDefault(holder);
                }
                return bound.Node is not null ? bound : Grouped(bound);
            }
            if (!compare || points is null || point < 0 || points[point].List is not { Count: 2 } xy)
            {
                return null;
            }
            var x = arrow.X + (double.TryParse(xy[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var dx) ? dx : 0);
            var y = arrow.Y + (double.TryParse(xy[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var dy) ? dy : 0);
            Shape? best = null;
            var bestDistance = Near;
            foreach (var shape in shapes)
            {
                if (
                    shape.Node is { } node
                    && !(node.IsGroup && shape.Distance(x, y) == 0)
                    && shape.Distance(x, y) is var distance
                    && distance < bestDistance
                )
                {
                    (best, bestDistance) = (shape, distance);
                }
            }
            return best;
        }

        Shape? Grouped(Shape bound)
        {
            var groups = bound.Tree.Items("groupIds").Select(g => g.Value).ToHashSet(StringComparer.Ordinal);
            return groups.Count == 0 || !compare
                ? null
                : shapes.Find(s => s.Node is not null && s.Tree.Items("groupIds").Any(g => groups.Contains(g.Value)));
        }
    }
}
