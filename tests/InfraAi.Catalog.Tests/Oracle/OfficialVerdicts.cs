using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace InfraAi.Catalog.Tests.Oracle;

/// <summary>The verdict of the official checks on one document.</summary>
internal sealed record OfficialVerdict(int Document, bool Valid, string? Ref, string? Json, string? Error);

/// <summary>Runs tests/oracle/verdicts.js: the npm packages are put under artifacts/ the first time, never in the source tree.</summary>
internal static class OfficialVerdicts
{
    private static readonly Lazy<string> Home = new(Prepare);

    /// <summary>Is there a Node to run them with? Without one these tests are skipped.</summary>
    public static bool CanRun { get; } = Exists("node") && Exists("npm");

    /// <param name="texts">YAML streams.</param>
    /// <param name="values">Only whether each document can be read, empty ones too, and what it holds; not whether it is an entity.</param>
    public static IReadOnlyList<IReadOnlyList<OfficialVerdict>> Of(IReadOnlyList<string> texts, bool values = false)
    {
        var answers = texts.Select(_ => new List<OfficialVerdict>()).ToList();
        using var node = Start(Home.Value, "node", "verdicts.js");
        var reading = Task.Run(() => Read(node.StandardOutput, answers));
        var complaints = node.StandardError.ReadToEndAsync();
        for (var id = 0; id < texts.Count; id++)
            node.StandardInput.Write(
                JsonSerializer.Serialize(
                    new
                    {
                        id,
                        yaml = texts[id],
                        values,
                    }
                ) + "\n"
            );
        node.StandardInput.Close();
        var ended = reading.GetAwaiter().GetResult();
        node.WaitForExit();
        ended.ShouldBe(texts.Count, complaints.GetAwaiter().GetResult());
        return answers;
    }

    private static int Read(StreamReader output, List<List<OfficialVerdict>> answers)
    {
        var ended = 0;
        while (output.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            if (row.TryGetProperty("end", out _))
            {
                ended++;
                continue;
            }
            answers[row.GetProperty("id").GetInt32()]
                .Add(
                    new(
                        row.GetProperty("document").GetInt32(),
                        row.GetProperty("valid").GetBoolean(),
                        Text(row, "ref"),
                        Text(row, "json"),
                        Text(row, "error")
                    )
                );
        }
        return ended;
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Prepare()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "InfraAi.slnx")))
            root = Path.GetDirectoryName(root)!;
        var source = Path.Combine(root, "tests", "oracle");
        var home = Path.Combine(root, "artifacts", "oracle");
        Directory.CreateDirectory(home);
        var installed = Path.Combine(home, "node_modules", ".package-lock.json");
        var isCurrent =
            File.Exists(installed)
            && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(source, "package-lock.json"));
        foreach (var file in Directory.GetFiles(source))
            File.Copy(file, Path.Combine(home, Path.GetFileName(file)), overwrite: true);
        if (!isCurrent)
        {
            using var install = Start(home, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            install.StandardInput.Close();
            var errors = install.StandardError.ReadToEndAsync();
            install.StandardOutput.ReadToEnd();
            install.WaitForExit();
            install.ExitCode.ShouldBe(0, errors.GetAwaiter().GetResult());
        }
        return home;
    }

    private static Process Start(string folder, string program, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(false),
                StandardOutputEncoding = new UTF8Encoding(false),
            }
        )!;

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
