using System.Diagnostics;
using System.Globalization;
using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Images.Engine;
using InfraAi.Analysis.Models.Pictures;

namespace InfraAi.Bench.Images;

/// <summary>What one picture costs a warm process: by its pixels, by its labels, or of the files named.</summary>
internal static class Speed
{
    private const int Rounds = 7;
    private static readonly string[] Steps = ["decode, straighten", "find text", "read text", "shapes and lines"];

    internal static int Run(string[] files)
    {
        var engine = PictureEngine.Shared.Value;
        Memory.Own.Reset();
        Console.WriteLine(
            $"Load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}, {Environment.ProcessorCount} cores; before the first picture {Memory.Own.Now()} MB.\n"
        );
        Console.WriteLine(
            $"| picture | megapixels | lines of text | {string.Join(" | ", Steps)} | all, best | median of {Rounds} | processor time | peak memory | of it: {string.Join(" / ", Steps)} |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, bytes) in files.Length > 0 ? files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))) : Drawn())
        {
            var picture = PictureFile.Read(bytes, name).Value;
            var count = 0;
            // The first is the warm-up.
            var runs = Enumerable.Range(0, Rounds + 1).Select(_ => Once(picture, engine, out count)).Skip(1).OrderBy(r => r.All).ToList();
            var best = runs[0];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {(double)picture.Width * picture.Height / 1e6:F1} | {count} | {string.Join(" | ", best.Seconds.Select(s => $"{s:F2} s"))} | {best.All:F2} s | {runs[Rounds / 2].All:F2} s | {best.Processor:F2} s | {runs.Max(r => r.Peaks.Max())} MB | {string.Join(" / ", Enumerable.Range(0, Steps.Length).Select(i => runs.Max(r => r.Peaks[i])))} |"
                )
            );
        }

        return 0;
    }

    private sealed record Cost(double[] Seconds, int[] Peaks, double Processor)
    {
        internal double All => Seconds.Sum();
    }

    private static Cost Once(PictureFile picture, PictureEngine engine, out int count)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var (seconds, peaks) = (new List<double>(), new List<int>());
        T Step<T>(Func<T> step)
        {
            Memory.Own.Reset();
            var clock = Stopwatch.StartNew();
            var result = step();
            seconds.Add(clock.Elapsed.TotalSeconds);
            peaks.Add(Memory.Own.Peak());
            return result;
        }

        var pixels = Step(() =>
            LeptonicaTool.Decode(picture, 5e6)!.Value.Pixels is var decoded && Tilt.Of(decoded) is { } tilt ? tilt.Straightened() : decoded
        );
        var boxes = Step(() => LineFinder.Find(pixels, engine));
        var lines = Step(() => LineReader.Read(pixels, boxes, engine));
        Step(() => DrawingReader.Of(pixels, lines).Read());
        count = lines.Count;
        return new([.. seconds], [.. peaks], (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
    }

    /// <summary>One drawing in five sizes; then the same two megapixels with one to sixteen drawings on them.</summary>
    private static IEnumerable<(string, byte[])> Drawn()
    {
        const string file = "tests/InfraAi.Images.Tests/Cases/tienda.png";
        var drawing = LeptonicaTool.Decode(PictureFile.Read(File.ReadAllBytes(file), file).Value, 5e6)!.Value.Pixels;
        foreach (var megapixels in (double[])[0.25, 0.5, 1, 2, 4, 8])
        {
            var scale = Math.Sqrt(megapixels * 1e6 / ((double)drawing.Width * drawing.Height));
            yield return (
                $"one drawing, {megapixels.ToString(CultureInfo.InvariantCulture)} MP",
                Files.Png(drawing.Resize((int)(drawing.Width * scale), (int)(drawing.Height * scale)))
            );
        }

        foreach (var side in (int[])[1, 2, 3, 4])
        {
            yield return ($"2 MP, {side * side} drawings", Files.Png(Tiled(drawing, side)));
        }
    }

    private static Raster Tiled(Raster drawing, int side)
    {
        var whole = new Raster(1700, 1180);
        var (width, height) = (whole.Width / side, Math.Min(whole.Height / side, whole.Width / side * drawing.Height / drawing.Width));
        var tile = drawing.Resize(width, height);
        foreach (var (from, to) in ((byte[], byte[])[])[(tile.Red, whole.Red), (tile.Green, whole.Green), (tile.Blue, whole.Blue)])
        {
            to.AsSpan().Fill(from[0]);
            for (var place = 0; place < side * side; place++)
            {
                var (left, top) = (place % side * width, place / side * height);
                for (var y = 0; y < height; y++)
                {
                    from.AsSpan(y * width, width).CopyTo(to.AsSpan(((top + y) * whole.Width) + left));
                }
            }
        }

        return whole;
    }
}
