using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Diagrams;

/// <summary>draw.io: shapes are parts, containers are groups, lines are relations. What the file leaves to the eye is read by geometry.</summary>
internal sealed class DrawIo
{
    /// <summary>Above this many shapes on a page, positions are not compared with one another.</summary>
    private const int MostCompared = 3000;
    private const double NearEnd = 20;

    /// <summary>Shapes in shapes; a ring of parents has no end.</summary>
    private const int Deepest = 500;

    private readonly Sketch sketch;
    private readonly string prefix;
    private readonly List<DrawIoCell> cells;
    private readonly Dictionary<string, DrawIoCell> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<DrawIoCell, DrawIoCell> captions = [];
    private readonly Dictionary<DrawIoCell, string> names = [];
    private readonly HashSet<DrawIoCell> captionTexts = [];
    private readonly HashSet<DrawIoCell> groups = [];
    private readonly Dictionary<DrawIoCell, Node> nodes = [];
    private readonly Dictionary<DrawIoCell, DrawIoCell> carriers = [];
    private readonly Dictionary<DrawIoCell, Node?> onlyInside = [];
    private List<DrawIoCell> shapes = [];

    private DrawIo(Sketch sketch, int page, List<DrawIoCell> cells)
    {
        this.sketch = sketch;
        prefix = page + ":";
        this.cells = cells;
    }

    internal static Sketch Read(SourceText source)
    {
        var found = new Sketch(source) { SameNameIsSamePart = true };
        var pages = DrawIoCells.Read(source);
        for (var i = 0; i < pages.Count; i++)
        {
            var before = found.Nodes.Count;
            var reader = new DrawIo(found, i, pages[i].Cells);
            var model = reader.ReadPage();
            var name = pages[i].Name;
            if (model)
            {
                found.Ask(
                    $"Page \"{name ?? (i + 1).ToString()}\" draws a data model: its tables are not parts.",
                    $"La página «{name ?? (i + 1).ToString()}» dibuja un modelo de datos: sus tablas no son partes."
                );
            }
            else if (found.Nodes.Count == before && pages.Count > 1)
            {
                found.Ask(
                    $"Page \"{name ?? (i + 1).ToString()}\" has no shapes.",
                    $"La página «{name ?? (i + 1).ToString()}» no tiene formas."
                );
            }
            found.Title ??= name is { Length: > 0 } && !IsDefaultName(name) ? name : reader.Heading;
        }
        return found;
    }

    // "Page-1", "Página-1", "Seite-1", "ページ1": what draw.io calls a page that nobody named.
    private static bool IsDefaultName(string name)
    {
        var digits = name.TrimEnd("0123456789".ToCharArray());
        return digits.Length < name.Length && !digits.TrimEnd('-', ' ').Contains(' ') && digits.Length < 12;
    }

    /// <summary>A text in large letters: the drawing's title.</summary>
    private string? Heading { get; set; }

    /// <summary>The size of a text's letters in points, as far as its style or its first HTML says.</summary>
    private static int LetterSize(DrawIoCell text)
    {
        var size = int.TryParse(text.Get("fontSize"), out var number) ? number : 12;
        foreach (
            var (sign, points) in (ReadOnlySpan<(string, int)>)
                [("<h1", 24), ("<h2", 20), ("font size=\"5\"", 20), ("font size=\"6\"", 24), ("font size=\"7\"", 30)]
        )
        {
            size = Math.Max(size, text.Value.Contains(sign, StringComparison.Ordinal) ? points : 0);
        }
        var css = text.Value.IndexOf("font-size:", StringComparison.Ordinal);
        var digits = css < 0 ? default : text.Value.AsSpan(css + 10).TrimStart();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return end > 0 && int.TryParse(digits[..end], out var inline) ? Math.Max(size, inline) : size;
    }

    /// <returns>True when the page is a data model.</returns>
    private bool ReadPage()
    {
        foreach (var cell in cells)
        {
            byId.TryAdd(cell.Id, cell);
        }
        Place();
        shapes = cells.FindAll(c => c.IsVertex && !c.Hidden && !IsEdgeLabel(c) && !c.Relative);
        var tables = shapes.FindAll(IsTable);
        if (
            tables.Count > 0
            && tables.Count * 2 >= shapes.Count(s => s.Parent is null || !byId.TryGetValue(s.Parent, out var p) || !p.IsVertex)
        )
        {
            return true;
        }
        var tableIds = tables.Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
        shapes.RemoveAll(s => IsDecoration(s) || tableIds.Contains(s.Id) || (s.Parent is { } holder && tableIds.Contains(holder)));
        var compare = shapes.Count <= MostCompared && cells.Count <= 4 * MostCompared;
        if (!compare)
        {
            sketch.Ask(
                $"More than {MostCompared} shapes: names beside icons and lines that are not attached were not looked for.",
                $"Más de {MostCompared} formas: no se buscaron nombres junto a iconos ni líneas sin unir."
            );
        }
        Heading = shapes.FindAll(s => IsText(s) && LetterSize(s) >= 20 && IsNameLike(Label(s))).MaxBy(LetterSize) is { } large
            ? Label(large)
            : null;
        FindGroups(compare);
        if (compare)
        {
            FindCaptions();
        }
        foreach (var shape in shapes)
        {
            sketch.Source.Check();
            AddNode(shape);
        }
        SetGroups(compare);
        foreach (var cell in cells)
        {
            sketch.Source.Check();
            if (cell.IsEdge && !cell.Hidden)
            {
                AddEdge(cell, compare);
            }
        }
        return false;
    }

    /// <summary>Positions become those of the page, and what a hidden cell holds is hidden.</summary>
    private void Place()
    {
        var done = new HashSet<DrawIoCell>();
        var path = new Stack<DrawIoCell>();
        foreach (var cell in cells)
        {
            for (var c = cell; c is not null && !done.Contains(c) && path.Count < 500 && !path.Contains(c); c = ParentOf(c))
            {
                path.Push(c);
            }
            while (path.TryPop(out var c))
            {
                done.Add(c);
                if (ParentOf(c) is not { } parent || !done.Contains(parent))
                {
                    continue;
                }
                c.Hidden |= parent.Hidden;
                if (parent.IsVertex && !c.Relative)
                {
                    (c.X, c.Y) = (c.X + parent.X, c.Y + parent.Y);
                }
                if (parent.IsVertex && c.IsEdge)
                {
                    c.SourcePoint = c.SourcePoint is { } s ? (s.X + parent.X, s.Y + parent.Y) : null;
                    c.TargetPoint = c.TargetPoint is { } t ? (t.X + parent.X, t.Y + parent.Y) : null;
                    for (var i = 0; i < c.Bends.Count; i++)
                    {
                        c.Bends[i] = (c.Bends[i].X + parent.X, c.Bends[i].Y + parent.Y);
                    }
                }
                parent.Children.Add(c);
            }
        }
        foreach (var cell in cells)
        {
            if (cell.Get("rotation") is "90" or "-90" or "270" && IsText(cell))
            {
                var (x, y) = (cell.X + (cell.Width / 2), cell.Y + (cell.Height / 2));
                (cell.Width, cell.Height) = (cell.Height, cell.Width);
                (cell.X, cell.Y) = (x - (cell.Width / 2), y - (cell.Height / 2));
            }
        }
    }

    private DrawIoCell? ParentOf(DrawIoCell cell) =>
        cell.Parent is { } id && byId.TryGetValue(id, out var parent) && parent != cell ? parent : null;

    private bool IsEdgeLabel(DrawIoCell cell) => cell.Has("edgeLabel") || ParentOf(cell) is { IsEdge: true };

    private static bool IsTable(DrawIoCell cell) =>
        cell.Get("childLayout") is "stackLayout" or "tableLayout" || cell.Get("shape") == "table";

    private static string Shape(DrawIoCell cell) => cell.Get("shape");

    private static bool IsText(DrawIoCell cell) =>
        cell.Has("text")
        || (
            cell.Get("strokeColor") == "none"
            && cell.Get("fillColor") == "none"
            && Shape(cell).Length == 0
            && !cell.Has("image")
            && !cell.Has("ellipse")
            && !cell.Has("group")
        );

    private static bool IsNote(DrawIoCell cell) =>
        Shape(cell) is "note" or "note2" or "callout" or "mxgraph.basic.rectCallout" || cell.Has("legend");

    private static bool IsDecoration(DrawIoCell cell) =>
        cell.Has("line")
        || Shape(cell)
            is "line"
                or "link"
                or "curlyBracket"
                or "singleArrow"
                or "doubleArrow"
                or "flexArrow"
                or "partialRectangle"
                or "waypoint"
        || Shape(cell).Contains("arrow", StringComparison.OrdinalIgnoreCase) && Label(cell).Length == 0
        || (Shape(cell).StartsWith("mxgraph.aws4.arrow", StringComparison.Ordinal));

    private static string Label(DrawIoCell cell) => Labels.Name(cell.Value);

    private static bool IsBoundary(DrawIoCell cell) =>
        cell.Get("container") == "1"
        || cell.Has("swimlane")
        || cell.Has("group")
        || Shape(cell) is "mxgraph.aws4.group" or "mxgraph.aws4.groupCenter" or "umlFrame" or "swimlane"
        || cell.Get("grIcon").Length > 0;

    private static bool IsIcon(DrawIoCell cell) =>
        cell.Has("image") || Shape(cell) is "image" || Shape(cell).StartsWith("mxgraph.", StringComparison.Ordinal) && !IsBoundary(cell);

    private void FindGroups(bool compare)
    {
        var holders = new HashSet<DrawIoCell>(shapes.Count);
        foreach (var shape in shapes)
        {
            if (ParentOf(shape) is { IsVertex: true } parent && !IsText(shape) && (Label(shape).Length > 0 || KnownIcon(shape) is not null))
            {
                holders.Add(parent);
            }
        }
        foreach (var shape in shapes)
        {
            if (IsBoundary(shape) || holders.Contains(shape))
            {
                groups.Add(shape);
            }
        }
        // A stack of a box and its picture, grouped by hand: the box is the part, the group only ties them.
        if (!compare)
        {
            return;
        }
        var parts = shapes.FindAll(s => !IsText(s) && (Label(s).Length > 0 || IsIcon(s)));
        foreach (var shape in shapes)
        {
            if (groups.Contains(shape) || IsIcon(shape) || IsText(shape) || shape.Area < 10_000)
            {
                continue;
            }
            var inside = 0;
            foreach (var other in parts)
            {
                if (other != shape && shape.Encloses(other, 0) && shape.Area > 2 * other.Area && ++inside == 2)
                {
                    groups.Add(shape);
                    break;
                }
            }
        }
    }

    /// <summary>An icon without a label has its name in a text below it, in it, above it or beside it: the nearest, each text once.</summary>
    private void FindCaptions()
    {
        var attached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var edge in cells)
        {
            if (edge.IsEdge)
            {
                attached.Add(edge.Source ?? "");
                attached.Add(edge.Target ?? "");
            }
        }
        var texts = shapes.FindAll(s => IsText(s) && !attached.Contains(s.Id) && IsNameLike(Label(s)));
        var unnamed = shapes.FindAll(s => !IsText(s) && !IsNote(s) && Label(s).Length == 0);
        var pairs = new List<(double Cost, DrawIoCell Shape, DrawIoCell Text)>();
        foreach (var shape in unnamed)
        {
            sketch.Source.Check();
            foreach (var text in texts)
            {
                if (Cost(shape, text) is { } cost)
                {
                    pairs.Add((cost, shape, text));
                }
            }
        }
        FindLineTexts(texts, pairs);
        foreach (var (cost, shape, text) in pairs.OrderBy(p => p.Cost))
        {
            if (!captions.ContainsKey(shape) && (cost < Beside || !lineTexts.ContainsKey(text)) && captionTexts.Add(text))
            {
                captions.Add(shape, text);
                lineTexts.Remove(text);
            }
        }
        // What is drawn inside a named shape, and has no name, is its picture.
        var named = shapes.FindAll(s => !groups.Contains(s) && !IsText(s) && NameOf(s).Length > 0);
        foreach (var shape in unnamed)
        {
            if (NameOf(shape).Length == 0 && named.Find(n => n.Encloses(shape)) is { } holder)
            {
                carriers[shape] = holder;
            }
        }
    }

    private const double Beside = 25;
    private readonly Dictionary<DrawIoCell, DrawIoCell> lineTexts = [];

    /// <summary>A text that lies on a line, between its ends, is the line's label: unless it stands below, in or above an icon without a name.</summary>
    private void FindLineTexts(List<DrawIoCell> texts, List<(double Cost, DrawIoCell Shape, DrawIoCell Text)> pairs)
    {
        var near = pairs.Where(p => p.Cost < 10).Select(p => p.Text).ToHashSet();
        foreach (var edge in cells)
        {
            if (!edge.IsEdge || edge.Hidden || Path(edge) is not { } path || lineTexts.Count > 1000)
            {
                continue;
            }
            foreach (var text in texts)
            {
                if (!near.Contains(text) && !lineTexts.ContainsKey(text) && !Covers(path, text) && Lies(path, text))
                {
                    lineTexts.Add(text, edge);
                }
            }
        }
    }

    private List<(double X, double Y)>? Path(DrawIoCell edge)
    {
        var from = Centre(edge.Source) ?? edge.SourcePoint;
        var to = Centre(edge.Target) ?? edge.TargetPoint;
        return from is { } a && to is { } b ? [a, .. edge.Bends, b] : null;

        (double X, double Y)? Centre(string? id) =>
            id is not null && byId.TryGetValue(id, out var cell) && cell.IsVertex
                ? (cell.X + (cell.Width / 2), cell.Y + (cell.Height / 2))
                : null;
    }

    private static bool Covers(List<(double X, double Y)> path, DrawIoCell text) =>
        text.Distance(path[0].X, path[0].Y) == 0 || text.Distance(path[^1].X, path[^1].Y) == 0;

    private static bool Lies(List<(double X, double Y)> path, DrawIoCell text)
    {
        var (x, y) = (text.X + (text.Width / 2), text.Y + (text.Height / 2));
        for (var i = 1; i < path.Count; i++)
        {
            var ((ax, ay), (bx, by)) = (path[i - 1], path[i]);
            var length = ((bx - ax) * (bx - ax)) + ((by - ay) * (by - ay));
            var t = length == 0 ? 0 : (((x - ax) * (bx - ax)) + ((y - ay) * (by - ay))) / length;
            if (t is > 0.1 and < 0.9)
            {
                var (px, py) = (ax + (t * (bx - ax)), ay + (t * (by - ay)));
                if (Math.Abs(px - x) <= (text.Width / 2) + 5 && Math.Abs(py - y) <= (text.Height / 2) + 14)
                {
                    return true;
                }
            }
        }
        return false;
    }

    private double? Cost(DrawIoCell shape, DrawIoCell text)
    {
        var (cx, cy) = (text.X + (text.Width / 2), text.Y + (text.Height / 2));
        var isGroup = groups.Contains(shape);
        if (shape.Encloses(text))
        {
            // The title of a box stands at its top; in a box that holds nothing else, anywhere.
            var titled =
                text.Y - shape.Y <= 50
                && (
                    text.X - shape.X <= 60
                    || shape.Right - text.Right <= 60
                    || Math.Abs(cx - shape.X - (shape.Width / 2)) <= shape.Width / 10
                );
            return isGroup && !titled ? null : 8 + ((text.Y - shape.Y) / 10);
        }
        if (isGroup || shape.Area > 40_000)
        {
            // A large box is named beside itself only by a text in the middle of its side.
            var (mx, my) = (Math.Abs(cx - shape.X - (shape.Width / 2)), Math.Abs(cy - shape.Y - (shape.Height / 2)));
            var apart =
                mx <= shape.Width / 4 ? (cy > shape.Y ? text.Y - shape.Bottom : shape.Y - text.Bottom)
                : my <= shape.Height / 4 ? (cx > shape.X ? text.X - shape.Right : shape.X - text.Right)
                : double.MaxValue;
            return apart is >= 0 and <= 25 ? Beside - 1 + (apart / 100) : null;
        }
        var across = cx >= shape.X - (shape.Width / 2) && cx <= shape.Right + (shape.Width / 2);
        var reach = Math.Clamp(shape.Height * 0.6, 20, 45);
        if (across && text.Y >= shape.Bottom - (shape.Height * 0.4) && text.Y - shape.Bottom <= reach)
        {
            return Math.Abs(text.Y - shape.Bottom) + (Math.Abs(cx - shape.X - (shape.Width / 2)) / 4);
        }
        if (across && text.Bottom <= shape.Y + (shape.Height * 0.4) && shape.Y - text.Bottom <= reach)
        {
            return 10 + Math.Abs(shape.Y - text.Bottom) + (Math.Abs(cx - shape.X - (shape.Width / 2)) / 4);
        }
        var gap = text.X >= shape.Right ? text.X - shape.Right : shape.X - text.Right;
        return cy >= shape.Y && cy <= shape.Bottom && gap is >= -5 and <= 15 ? Beside + Math.Abs(gap) : null;
    }

    private static bool IsNameLike(string label) => !Labels.IsMark(label) && label.Count(c => c == ' ') < 8 && label.Length < 70;

    private string NameOf(DrawIoCell shape)
    {
        if (names.TryGetValue(shape, out var known))
        {
            return known;
        }
        var lines = Labels.Lines(shape.Value);
        var name = Labels.Cut(string.Join(' ', lines));
        if (name.Length > 60 && lines.Count > 1)
        {
            name = lines[0];
        }
        if (name.Length == 0 && captions.TryGetValue(shape, out var caption))
        {
            name = Label(caption);
        }
        return names[shape] = name;
    }

    private void AddNode(DrawIoCell shape)
    {
        if (captionTexts.Contains(shape) || carriers.ContainsKey(shape))
        {
            return;
        }
        var name = NameOf(shape);
        var icon = KnownIcon(shape);
        if (name.Length == 0 && icon is not null && !groups.Contains(shape))
        {
            name = icon.Name;
        }
        if (Labels.IsMark(name))
        {
            return;
        }
        var evidence = shape.Value.Length == 0 && captions.TryGetValue(shape, out var caption) ? caption.Evidence : shape.Evidence;
        var node = sketch.Node(prefix + shape.Id, name, evidence);
        nodes[shape] = node;
        node.IsGroup = groups.Contains(shape);
        node.IsPart = !IsText(shape) && !IsNote(shape) && !(NameOf(shape).Length == 0 && IsCorner(shape)) && name.Count(c => c == ' ') < 14;
        if (icon is not null)
        {
            node.Technology = icon;
            node.Sure = icon.IsProduct;
            node.Confidence = shape.Value.Length == 0 ? 0.9 : 0.98;
        }
        else if (Shape(shape) is "umlActor" or "mxgraph.c4.person2" or "actor")
        {
            node.Kind = Model.ComponentKind.Person;
        }
        else if (
            Shape(shape).StartsWith("cylinder", StringComparison.Ordinal) || Shape(shape) is "datastore" or "mxgraph.flowchart.database"
        )
        {
            node.Kind = Technologies.Within(name)?.Kind ?? Model.ComponentKind.Database;
        }
        if (shape.Data is { } data)
        {
            node.Description = data.GetValueOrDefault("c4Description") is { Length: > 0 } text ? Labels.Name(text) : null;
            if (data.GetValueOrDefault("c4Technology") is { Length: > 0 } technology)
            {
                node.Technology = Technologies.Within(technology);
            }
            if (data.GetValueOrDefault("c4Type") == "Person")
            {
                node.Kind = Model.ComponentKind.Person;
            }
        }
    }

    /// <summary>A small icon without a name at the corner of a boundary says what the boundary is.</summary>
    private bool IsCorner(DrawIoCell icon)
    {
        foreach (var group in groups)
        {
            if (
                group != icon
                && group.Area > 8 * icon.Area
                && (Math.Abs(icon.X - group.X) < 60 || Math.Abs(icon.Right - group.Right) < 60)
                && (Math.Abs(icon.Y - group.Y) < 60 || Math.Abs(icon.Bottom - group.Bottom) < 30)
            )
            {
                return true;
            }
        }
        return false;
    }

    // The stencil (resIcon, prIcon, shape) or the picture's file name; libraries: aws3, aws4, azure, azure2, gcp2, kubernetes …
    private static Technology? KnownIcon(DrawIoCell cell)
    {
        foreach (var key in (ReadOnlySpan<string>)["resIcon", "prIcon", "grIcon", "shape"])
        {
            var stencil = cell.Get(key);
            if (stencil.Length == 0 || key == "grIcon")
            {
                continue;
            }
            var library = Vendor(Shape(cell) + "." + stencil);
            var name = stencil[(stencil.LastIndexOf('.') + 1)..];
            if ((stencil.Contains('.') || key == "prIcon") && Technologies.Icon(name, library) is { } found)
            {
                return found;
            }
        }
        var image = cell.Get("image");
        if (image.Length is > 0 and < 300 && !image.StartsWith("data:", StringComparison.Ordinal))
        {
            var file = image[(image.LastIndexOf('/') + 1)..];
            var dot = file.LastIndexOf('.');
            var name = dot > 0 ? file[..dot] : file;
            return Technologies.Icon(name, Vendor(image))
                ?? Technologies.Icon(
                    name.Replace("logo", "", StringComparison.OrdinalIgnoreCase).Replace("icon", "", StringComparison.OrdinalIgnoreCase),
                    null
                );
        }
        return null;
    }

    private static string? Vendor(string path) =>
        path.Contains("aws", StringComparison.OrdinalIgnoreCase) ? "aws"
        : path.Contains("azure", StringComparison.OrdinalIgnoreCase) || path.Contains("mscae", StringComparison.Ordinal) ? "azure"
        : path.Contains("gcp", StringComparison.OrdinalIgnoreCase) ? "gcp"
        : path.Contains("kubernetes", StringComparison.OrdinalIgnoreCase) ? "kubernetes"
        : null;

    private void SetGroups(bool compare)
    {
        var boundaries = groups.Where(g => nodes.ContainsKey(g)).OrderBy(g => g.Area).ToList();
        foreach (var (shape, node) in nodes)
        {
            var steps = 0;
            for (var p = ParentOf(shape); p is { IsVertex: true } && node.Group is null && steps < Deepest; p = ParentOf(p), steps++)
            {
                node.Group = nodes.TryGetValue(p, out var holder) && holder != node ? holder : null;
            }
            if (node.Group is null && compare && boundaries.Find(g => g != shape && g.Encloses(shape) && nodes[g] != node) is { } around)
            {
                node.Group = nodes[around];
            }
        }
    }

    private void AddEdge(DrawIoCell edge, bool compare)
    {
        var from = End(edge.Source, edge.SourcePoint, compare);
        var to = End(edge.Target, edge.TargetPoint, compare);
        if (from is null || to is null || from == to)
        {
            if (from != to || from is null)
            {
                sketch.Ask(
                    "Some lines end at nothing that has a name: what do they connect?",
                    "Algunas líneas no terminan en nada que tenga nombre: ¿qué conectan?"
                );
            }
            return;
        }
        var label = string.Join(
            ' ',
            edge.Children.Where(c => c.IsVertex && !c.Hidden)
                .Concat(lineTexts.Where(t => t.Value == edge).Select(t => t.Key))
                .Select(Label)
                .Prepend(Label(edge))
                .Where(l => l.Length > 0)
        );
        var tail = edge.Get("startArrow");
        var start = tail.Length > 0 && tail != "none" && !tail.StartsWith("ER", StringComparison.Ordinal);
        var end = edge.Get("endArrow") != "none";
        var confidence = !start && !end ? 0.7 : 0.95;
        if (end || !start)
        {
            sketch.Relate(from, to, label, edge.Evidence, null, confidence);
        }
        if (start)
        {
            sketch.Relate(to, from, label, edge.Evidence, null, confidence);
        }
    }

    private Node? End(string? id, (double X, double Y)? point, bool compare)
    {
        if (id is not null && byId.TryGetValue(id, out var cell))
        {
            if (cell.IsEdge)
            {
                return null;
            }
            if (carriers.TryGetValue(cell, out var carrier))
            {
                cell = carrier;
            }
            var steps = 0;
            for (var c = cell; c is { IsVertex: true } && steps < Deepest; c = ParentOf(c), steps++)
            {
                if (nodes.TryGetValue(c, out var node))
                {
                    return node;
                }
                if (NameOf(c).Length > 0 || IsIcon(c) || (ParentOf(c) is { } holder && IsBoundary(holder) && !holder.Has("group")))
                {
                    break; // what is around an unnamed shape is not what the line ends at
                }
                // An unnamed group of a box and a picture: the one named thing in it.
                if (Only(c) is { } only)
                {
                    return only;
                }
            }
            return captions.FirstOrDefault(p => p.Value == cell).Key is { } icon && nodes.TryGetValue(icon, out var captioned)
                ? captioned
                : null;
        }
        if (point is not { } p || !compare)
        {
            return null;
        }
        DrawIoCell? best = null;
        var bestDistance = NearEnd;
        foreach (var (shape, _) in nodes)
        {
            var distance = shape.Distance(p.X, p.Y);
            if (distance < bestDistance - 0.01 || (best is not null && Math.Abs(distance - bestDistance) <= 0.01 && shape.Area < best.Area))
            {
                if (!groups.Contains(shape) || distance > 0 || OnBorder(shape, p))
                {
                    (best, bestDistance) = (shape, distance);
                }
            }
        }
        return best is null ? null : nodes[best];
    }

    /// <summary>The one named thing in an unnamed shape; null when there are none or several.</summary>
    private Node? Only(DrawIoCell holder)
    {
        if (!onlyInside.TryGetValue(holder, out var only))
        {
            var inside = holder.Children.Where(nodes.ContainsKey).Take(2).ToList();
            onlyInside.Add(holder, only = inside.Count == 1 ? nodes[inside[0]] : null);
        }
        return only;
    }

    private static bool OnBorder(DrawIoCell shape, (double X, double Y) p) =>
        Math.Min(Math.Min(p.X - shape.X, shape.Right - p.X), Math.Min(p.Y - shape.Y, shape.Bottom - p.Y)) < NearEnd / 2;
}
