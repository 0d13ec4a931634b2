using System.Diagnostics;
using System.Text.Json;
using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Models.Pictures;

namespace InfraAi.Bench.Images;

/// <summary>What bad pictures cost: the same labelled pictures, spoilt in one way each, through the same program and the same score.</summary>
internal static class Degrade
{
    internal static readonly (string Name, Func<Raster, byte[]> Spoil)[] Ways =
    [
        ("as it is", Files.Png),
        ("EXIF: lying", p => Files.Jpeg(Camera.Rotated(p), 95, orientation: 6)),
        ("dark", p => Files.Png(Camera.Inverted(p))),
        ("JPEG 40", p => Files.Jpeg(p, 40)),
        ("half", p => Files.Png(p.Resize(Math.Max(16, p.Width / 2), Math.Max(16, p.Height / 2)))),
        ("double", p => Files.Png(p.Resize(p.Width * 2, p.Height * 2))),
        ("perspective 10°", p => Files.Jpeg(Camera.Tilted(p, 10), 80)),
    ];

    internal static int Run(string[] args)
    {
        var bench = Path.GetFullPath(args.Length > 0 ? args[0] : "../shared/bench");
        var labels = Path.Combine(bench, "images", "dev.jsonl");
        if (!File.Exists(labels))
        {
            Console.Error.WriteLine($"{labels} is not there: name the folder with images/dev.jsonl, run.py and score.py.");
            return 2;
        }

        var every = args.Length > 1 && int.TryParse(args[1], out var n) ? n : 1;
        var rows = File.ReadLines(labels).Where((_, i) => i % every == 0).ToList();
        var work = Directory.CreateTempSubdirectory("infra-ai-pictures-").FullName;
        try
        {
            Console.WriteLine("| picture | components F1 | relations end to end F1 | unread |\n|---|---|---|---|");
            foreach (var (name, spoil) in Ways.Where(w => args.Length < 3 || w.Name.Contains(args[2], StringComparison.Ordinal)))
            {
                var root = Path.Combine(work, name.Replace(' ', '-'));
                Write(bench, root, rows, spoil);
                Console.WriteLine($"| {name} | {Score(bench, root)} |");
                Directory.Delete(root, recursive: true);
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        return 0;
    }

    /// <summary>Writes the labels and the pictures, spoilt, as the score wants them.</summary>
    internal static void Write(string bench, string root, List<string> rows, Func<Raster, byte[]> spoil)
    {
        Directory.CreateDirectory(Path.Combine(root, "images"));
        File.WriteAllLines(Path.Combine(root, "images", "dev.jsonl"), rows);
        foreach (var line in rows)
        {
            var row = JsonDocument.Parse(line).RootElement;
            var stripped = row.TryGetProperty("file_stripped", out var s) && s.ValueKind == JsonValueKind.String ? s.GetString()! : null;
            var file = stripped ?? row.GetProperty("file").GetString()!;
            var to = Path.Combine(root, "images", file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            var picture = PictureFile.Read(File.ReadAllBytes(Path.Combine(bench, "images", file)), file).Value;
            File.WriteAllBytes(to, spoil(LeptonicaTool.Decode(picture, 1e8)!.Value.Pixels));
        }
    }

    private static string Score(string bench, string root)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(bench, "run.py"), "images", "--stripped", "--root", root])
        {
            start.ArgumentList.Add(argument);
        }

        using var run = Process.Start(start)!;
        var printed = run.StandardOutput.ReadToEnd().Split('\n');
        run.WaitForExit();
        var all = printed.First(l => l.StartsWith("all ", StringComparison.Ordinal)).Split('|');
        var unread = printed.First(l => l.Contains(" unread, ", StringComparison.Ordinal)).Split(", ")[1].Split(' ')[0];
        return $"{all[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]} | {all[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]} | {unread}";
    }
}
