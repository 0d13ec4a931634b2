using System.Globalization;
using System.Text;
using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Images.Engine;
using InfraAi.Analysis.Models.Pictures;

namespace InfraAi.Bench.Images;

/// <summary>Draws what is read over the picture: text yellow, shapes green, containers violet, strokes magenta, parts red, relations blue.</summary>
internal static class Look
{
    internal static int Run(string output, string[] files)
    {
        Directory.CreateDirectory(output);
        foreach (var file in files)
        {
            var picture = PictureFile.Read(File.ReadAllBytes(file), file).Value;
            var (pixels, _) = LeptonicaTool.Decode(picture, 5e6)!.Value;
            pixels = Tilt.Of(pixels)?.Straightened() ?? pixels;
            var reader = DrawingReader.Open(pixels, PictureEngine.Shared.Value);
            var drawing = reader.Read();
            Print(file, drawing);
            File.WriteAllText(
                Path.Combine(output, Path.GetFileNameWithoutExtension(file) + ".html"),
                Page(picture, pixels, reader, drawing)
            );
        }

        return 0;
    }

    private static void Print(string file, Drawing drawing)
    {
        Console.WriteLine($"== {Path.GetFileName(file)}: {drawing.Title}");
        foreach (var part in drawing.Parts)
        {
            Console.WriteLine($"  {part.Name}{(part.Group >= 0 ? $"  in {drawing.Groups[part.Group].Name}" : "")}");
        }

        string Name(int i) => i < drawing.Parts.Count ? drawing.Parts[i].Name : drawing.Groups[i - drawing.Parts.Count].Name;
        foreach (var link in drawing.Links)
        {
            Console.WriteLine($"  {Name(link.From)} {(link.Directed ? "->" : "--")} {Name(link.To)}");
        }
    }

    private static string Page(PictureFile picture, Raster pixels, DrawingReader reader, Drawing drawing)
    {
        var svg = new StringBuilder();
        void Rect(Box b, string style) =>
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect x='{b.X}' y='{b.Y}' width='{b.Width}' height='{b.Height}' style='fill:none;{style}'/>"
            );
        reader.Shapes.Solids.ForEach(s => Rect(s, "stroke:#0a0"));
        reader.Shapes.Frames.ForEach(f => Rect(f, "stroke:#a0f;stroke-width:3;stroke-dasharray:12 4"));
        reader.All.ForEach(c => Rect(c.Box, "stroke:#fa0"));
        drawing.Parts.ForEach(p => Rect(p.Box.Grow(2), "stroke:#f00;stroke-width:2"));
        svg.Append("<path style='stroke:#f0f' d='");
        for (var i = 0; i < reader.Shapes.Strokes.On.Length; i++)
        {
            if (reader.Shapes.Strokes.On[i])
            {
                svg.Append(CultureInfo.InvariantCulture, $"M{i % pixels.Width} {i / pixels.Width}h1");
            }
        }

        svg.Append("'/>");
        Box End(int i) => i < drawing.Parts.Count ? drawing.Parts[i].Box : drawing.Groups[i - drawing.Parts.Count].Frame;
        foreach (var link in drawing.Links)
        {
            var (a, b) = (End(link.From), End(link.To));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1='{a.MiddleX}' y1='{a.MiddleY}' x2='{b.MiddleX}' y2='{b.MiddleY}' style='stroke:#00f;stroke-width:2' marker-end='url(#m)'/>"
            );
        }

        return $"""
            <body style='margin:0'><div style='position:relative'>
            <img style='opacity:.55' width={pixels.Width} height={pixels.Height} src='data:{picture.MediaType};base64,{Convert.ToBase64String(
                picture.Bytes.Span
            )}'>
            <svg style='position:absolute;left:0;top:0' width={pixels.Width} height={pixels.Height}>
            <marker id='m' markerWidth='10' markerHeight='10' refX='8' refY='4' orient='auto'><path d='M0 0L8 4L0 8z' fill='#00f'/></marker>{svg}</svg></div>
            """;
    }
}
