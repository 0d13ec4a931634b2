using System.Diagnostics;
using System.Globalization;
using InfraAi.Analysis;
using InfraAi.Catalog;

namespace InfraAi.Bench.Hostile;

/// <summary>What each pattern costs at n, 2n and 4n rows: a ratio near 2 is linear, near 4 is quadratic.</summary>
internal static class Growth
{
    private static readonly OfflineAnalyzer Analyzer = new();

    public static int Run(string only, int length, bool whole)
    {
        Console.WriteLine("pattern                          KB      ms  x2   x4    alloc KB/KB  x2   x4   result");
        foreach (var pattern in Patterns.All)
        {
            if (!pattern.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var rows = Math.Max(2, (int)((long)length * 50 / Math.Max(1, pattern.Make(50).Length)));
            Measure(pattern.Make(10), pattern.File, whole);
            var points = new List<(double Ms, double Bytes, string Result)>();
            for (var times = 1; times <= 4 && (points.Count == 0 || points[^1].Ms < 20_000); times *= 2)
            {
                points.Add(Measure(pattern.Make(rows * times), pattern.File, whole));
            }

            string Ratio(Func<(double Ms, double Bytes, string Result), double> of, int at) =>
                points.Count > at
                    ? (of(points[at]) / Math.Max(0.001, of(points[at - 1]))).ToString("0.0", CultureInfo.InvariantCulture)
                    : "-";
            var kilobytes = pattern.Make(rows).Length / 1024.0;
            var slow = points.Count < 3 || (points[^1].Ms > 200 && points[^1].Ms / points[^2].Ms > 2.8);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pattern.Name, -30} {kilobytes, 5:0} {points[0].Ms, 7:0} {Ratio(p => p.Ms, 1), 5} {Ratio(p => p.Ms, 2), 5}   {points[0].Bytes / 1024 / kilobytes, 6:0} {Ratio(p => p.Bytes, 1), 5} {Ratio(p => p.Bytes, 2), 5}  {points[^1].Ms, 7:0} {points[^1].Result} {(slow ? "<<<<" : "")}"
                )
            );
        }

        return 0;
    }

    private static (double Ms, double Bytes, string Result) Measure(string text, string file, bool whole)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Cpu();
        var input = InputReader.Read(text);
        var said = "";
        if (!input.Ok)
        {
            said = input.Problem.Code;
        }
        else
        {
            var read = Analyzer.Analyze(input.Value with { Id = file });
            said = read.Ok ? $"{read.Value.Components.Count}/{read.Value.Relations.Count}" : read.Problem.Code;
            if (read.Ok && whole)
            {
                var analyzed = Cpu() - start;
                var project = CatalogGenerator.Generate(read.Value, new GenerationOptions { Version = "1" });
                var made = Cpu() - start;
                var verdicts = CatalogValidator.ValidateBundle(project.Files);
                said +=
                    $" a{analyzed:0} g{made - analyzed:0} v{Cpu() - start - made:0} {project.Files.Sum(f => f.Content.Length) / 1024}KB";
            }
        }

        return (Cpu() - start, GC.GetAllocatedBytesForCurrentThread() - before, said);
    }

    private static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds;
}
