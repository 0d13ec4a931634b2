using System.Diagnostics;
using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Images.Engine;
using InfraAi.Analysis.Models.Pictures;

namespace InfraAi.Bench.Images;

/// <summary>What one picture costs a warm process: by its pixels, and by its labels.</summary>
internal static class Speed
{
    private const int Rounds = 5;

    internal static int Run(string[] files)
    {
        Console.WriteLine(
            "| picture | megapixels | lines of text | decode | find text | read text | shapes and lines | all, median of 5 | processor time | peak memory |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        var engine = PictureEngine.Shared.Value;
        foreach (var file in files.Length > 0 ? files : Drawn())
        {
            var picture = PictureFile.Read(File.ReadAllBytes(file), file).Value;
            var times = new List<(double Decode, double Find, double Read, double Shapes, double All, double Processor)>();
            var count = 0;
            for (var round = 0; round <= Rounds; round++)
            {
                var processor = Process.GetCurrentProcess().TotalProcessorTime;
                var clock = Stopwatch.StartNew();
                double Lap()
                {
                    var lap = clock.Elapsed.TotalSeconds;
                    clock.Restart();
                    return lap;
                }

                var pixels = LeptonicaTool.Decode(picture, 5e6)!.Value.Pixels;
                var decode = Lap();
                var boxes = LineFinder.Find(pixels, engine);
                var find = Lap();
                var lines = LineReader.Read(pixels, boxes, engine);
                var read = Lap();
                DrawingReader.Of(pixels, lines).Read();
                var shapes = Lap();
                count = lines.Count;
                // The first is the warm-up.
                if (round > 0)
                {
                    times.Add(
                        (
                            decode,
                            find,
                            read,
                            shapes,
                            decode + find + read + shapes,
                            (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds
                        )
                    );
                }
            }

            var t = times.OrderBy(x => x.All).ElementAt(Rounds / 2);
            Process.GetCurrentProcess().Refresh();
            Console.WriteLine(
                $"| {Path.GetFileName(file)} | {picture.Width * picture.Height / 1e6:F1} | {count} | {t.Decode:F2} s | {t.Find:F2} s | {t.Read:F2} s | {t.Shapes:F2} s | {t.All:F2} s | {t.Processor:F2} s | {Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024} MB |"
            );
        }

        return 0;
    }

    private static IEnumerable<string> Drawn() => Directory.EnumerateFiles("tests/InfraAi.Images.Tests/Cases", "*.png").Order();
}
