using System.Globalization;
using System.Net;
using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Images.Engine;
using InfraAi.Analysis.Models.Pictures;

if (args[0] == "analyze")
{
    var offline = new OfflineAnalyzer();
    var json = new System.Text.Json.JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    foreach (
        var (file, result) in args.Where(a => a.EndsWith(".png"))
            .AsParallel()
            .AsOrdered()
            .Select(f => (f, offline.Analyze(InputReader.ReadAny(File.ReadAllBytes(f), f).Value)))
    )
        Console.WriteLine(
            System.Text.Json.JsonSerializer.Serialize(
                result.Ok
                    ? (object)
                        new
                        {
                            id = file,
                            components = result.Value.Components.Select(c => new
                            {
                                id = c.Id,
                                name = c.Name,
                                technology = c.Technology,
                            }),
                            relations = result.Value.Relations.Select(r => new { from = r.From, to = r.To }),
                        }
                    : new { id = file, error = result.Problem.ToString() },
                json
            )
        );
    return;
}

// look OUT FILE...: an HTML page per picture with what was read drawn over it.
var engine = PictureEngine.Shared.Value;
var output = args[1];
foreach (var file in args[2..])
{
    var bytes = File.ReadAllBytes(file);
    var picture = PictureFile.Read(bytes, file).Value;
    var clock = System.Diagnostics.Stopwatch.StartNew();
    var (pixels, _) = LeptonicaTool.Decode(picture, 6e6)!.Value;
    var reader = DrawingReader.Open(pixels, engine);
    var t1 = clock.ElapsedMilliseconds;
    var drawing = reader.Read();
    var t2 = clock.ElapsedMilliseconds;
    Console.WriteLine($"== {Path.GetFileName(file)} {pixels.Width}x{pixels.Height} unit {reader.Unit:F0} open {t1} read {t2 - t1}");
    foreach (var (part, i) in drawing.Parts.Select((p, i) => (p, i)))
        Console.WriteLine($"  {i}: {part.Name}  [{(part.Group >= 0 ? drawing.Groups[part.Group].Name : "")}] {part.Hint}");
    string Name(int i) => i < drawing.Parts.Count ? drawing.Parts[i].Name : "{" + drawing.Groups[i - drawing.Parts.Count].Name + "}";
    foreach (var link in drawing.Links)
        Console.WriteLine($"  {Name(link.From)} -{(link.Directed ? ">" : "-")} {Name(link.To)}");
    Console.WriteLine("  groups: " + string.Join(" | ", drawing.Groups.Select(g => g.Name)) + "  title: " + drawing.Title);
    var svg = new System.Text.StringBuilder();
    void Rect(Box b, string style) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect x='{b.X}' y='{b.Y}' width='{b.Width}' height='{b.Height}' style='fill:none;{style}'/>"
        );
    foreach (var s in reader.Shapes.Solids)
        Rect(s, "stroke:#0a0;stroke-width:1");
    foreach (var f in reader.Shapes.Frames)
        Rect(f, "stroke:#a0f;stroke-width:3;stroke-dasharray:12 4");
    foreach (var c in reader.All)
        Rect(c.Box, "stroke:#fa0;stroke-width:1");
    foreach (var p in drawing.Parts)
        Rect(p.Box.Grow(2), "stroke:#f00;stroke-width:2");
    var dots = new System.Text.StringBuilder();
    for (var y = 0; y < pixels.Height; y++)
    for (var x = 0; x < pixels.Width; x++)
        if (reader.Shapes.Strokes[x, y])
            dots.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1");
    svg.Append($"<path d='{dots}' style='stroke:#f0f;stroke-width:1'/>");
    foreach (var l in drawing.Links)
    {
        Box B(int i) => i < drawing.Parts.Count ? drawing.Parts[i].Box : drawing.Groups[i - drawing.Parts.Count].Frame;
        var (a, b) = (B(l.From), B(l.To));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<line x1='{a.MiddleX}' y1='{a.MiddleY}' x2='{b.MiddleX}' y2='{b.MiddleY}' style='stroke:#00f;stroke-width:2;opacity:.6' marker-end='url(#m)'/>"
        );
    }
    File.WriteAllText(
        Path.Combine(output, Path.GetFileNameWithoutExtension(file) + ".html"),
        $"<body style='margin:0;background:#fff'><div style='position:relative'><img style='opacity:.55' src='data:image/png;base64,{Convert.ToBase64String(bytes)}' width={pixels.Width} height={pixels.Height}><svg style='position:absolute;left:0;top:0' width={pixels.Width} height={pixels.Height}><defs><marker id='m' markerWidth='10' markerHeight='10' refX='8' refY='4' orient='auto'><path d='M0 0L8 4L0 8z' fill='#00f'/></marker></defs>{svg}</svg></div>"
    );
}
