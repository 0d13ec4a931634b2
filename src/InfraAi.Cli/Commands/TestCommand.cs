using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Setup;

namespace InfraAi.Cli.Commands;

/// <summary>test: sets up what the tests need, then format, build, page and tests; one closing line for all of it.</summary>
internal sealed partial class TestCommand(CommandContext context)
{
    private readonly Command command = new(
        "test",
        context.In(
            "Format, build, and every test; installs what they need",
            "Formato, compilación y todas las pruebas; instala lo necesario"
        )
    );

    private sealed record Planned(string Project, string Level);

    private sealed record Counted(int Passed, int Failed, int Skipped);

    /// <summary>Where the words of what runs go: with JSON, standard output holds the counts alone.</summary>
    private TextWriter output = context.Terminal.Out;
    private int passed;
    private int failed;
    private int skipped;

    public Command Build()
    {
        var filter = new Option<string?>("--project")
        {
            Description = context.In(
                "Only test projects whose name holds this (Catalog, EndToEnd …)",
                "Solo los proyectos de prueba cuyo nombre contiene esto (Catalog, EndToEnd …)"
            ),
            HelpName = "NAME",
        };
        var level = new Argument<string>("LEVEL")
        {
            Description = context.In(
                "unit (pure rooms), integration (processes, databases, HTTP), end-to-end (launcher, browser), all",
                "unit (salas puras), integration (procesos, bases de datos, HTTP), end-to-end (lanzador, navegador), all"
            ),
            DefaultValueFactory = _ => "all",
        };
        level.AcceptOnlyFromAmong("unit", "integration", "end-to-end", "all");
        var dry = DryRunOption.Create(context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(level);
        command.Options.Add(filter);
        command.Options.Add(dry);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
                RunAsync(parsed.GetValue(level)!, parsed.GetValue(filter), parsed.GetValue(dry), parsed.GetValue(format) == "json")
        );
        return command;
    }

    private async Task<int> RunAsync(string level, string? filter, bool dry, bool json)
    {
        var projects = Projects(level, filter);
        if (projects.Count == 0)
        {
            return context.Terminal.Fail(NoProject(level, filter));
        }

        if (dry)
        {
            foreach (var project in projects)
            {
                var name = Path.GetFileNameWithoutExtension(project);
                context.Terminal.Out.WriteLine(json ? Json.Write(new Planned(name, LevelOf(project))) : $"{LevelOf(project), -12} {name}");
            }

            return ExitCode.Done;
        }

        output = json ? context.Terminal.Error : context.Terminal.Out;
        var all = level == "all" && filter is null;
        var missing = await DebianPackages.InstallAsync(
            [
                "chromium",
                "mkdocs",
                "mkdocs-material",
                "postgresql",
                "liblept5",
                "tesseract-ocr",
                "tesseract-ocr-spa",
                "zsh",
                "fish",
                "docker-compose",
            ],
            context.Terminal.Error.WriteLine,
            context.Cancellation
        );
        if (missing is { } problem)
        {
            return context.Terminal.Fail(problem);
        }

        if (all)
        {
            await StageAsync(context.In("tools", "herramientas"), "dotnet", ["tool", "restore"]);
            await StageAsync(context.In("format", "formato"), "dotnet", ["csharpier", "check", "."]);
        }

        if (await StageAsync(context.In("build", "compilación"), "dotnet", ["build", "InfraAi.slnx", "--nologo", "-v", "quiet"]))
        {
            if (all)
            {
                await PageAsync();
                await DotnetTestAsync(context.In("tests", "pruebas"), ["--solution", "InfraAi.slnx"]);
            }
            else
            {
                foreach (var project in projects)
                {
                    await DotnetTestAsync(Path.GetFileNameWithoutExtension(project), ["--project", project]);
                }
            }
        }

        if (!json && skipped > 0)
        {
            // A test that could not run here is not one that passed.
            context.Terminal.Out.WriteLine($"{skipped} skipped");
        }

        // The last line is the one that continuous integration reads.
        context.Terminal.Out.WriteLine(json ? Json.Write(new Counted(passed, failed, skipped)) : $"{passed} passed, {failed} failed");
        return failed == 0 ? ExitCode.Done : ExitCode.NotRight;
    }

    /// <summary>A stage without tests of its own counts as one.</summary>
    private async Task<bool> StageAsync(string name, string program, IReadOnlyList<string> arguments)
    {
        var good = await StreamAsync(name, program, arguments, context.Settings.Root, _ => { }) == 0;
        passed += good ? 1 : 0;
        failed += good ? 0 : 1;
        return good;
    }

    private async Task PageAsync()
    {
        var page = Path.Combine(context.Settings.Root, "src", "InfraAi.Agent", "web");
        var counted = false;
        var code = await StreamAsync(
            context.In("page", "página"),
            "npm",
            ["run", "check", "--", "--no-color"],
            page,
            line =>
            {
                if (VitestSummary().Match(line) is { Success: true } match)
                {
                    counted = true;
                    passed += Number(match, "passed");
                    failed += Number(match, "failed");
                }
            }
        );
        if (code != 0 && failed == 0)
        {
            failed++;
        }
        else if (!counted)
        {
            failed++;
            output.WriteLine(context.In("The page's tests were not counted.", "No se contaron las pruebas de la página."));
        }
    }

    private List<string> Projects(string level, string? filter)
    {
        var tests = Path.Combine(context.Settings.Root, "tests");
        return
        [
            .. (Directory.Exists(tests) ? Directory.EnumerateFiles(tests, "*.Tests.csproj", SearchOption.AllDirectories) : [])
                .Where(p => level == "all" || LevelOf(p) == level)
                .Where(p => filter is null || Path.GetFileNameWithoutExtension(p).Contains(filter, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Problem NoProject(string level, string? filter) =>
        new(
            "no-test-project",
            ProblemKind.Usage,
            new(
                $"There is no test project of the level {level}{(filter is null ? "" : $" whose name holds \"{filter}\"")} below tests/.",
                $"No hay ningún proyecto de prueba del nivel {level}{(filter is null ? "" : $" cuyo nombre contenga \"{filter}\"")} en tests/."
            ),
            new("./infra-ai test --dry-run names them.", "./infra-ai test --dry-run los nombra.")
        );

    /// <summary>By what a project's tests run: the rooms without processes, files and network are units.</summary>
    private static string LevelOf(string project)
    {
        var room = Path.GetFileNameWithoutExtension(project).Split('.')[1];
        return room switch
        {
            "EndToEnd" => "end-to-end",
            "Model" or "Analysis" or "Diagrams" or "Models" or "Catalog" => "unit",
            _ => "integration",
        };
    }

    private async Task DotnetTestAsync(string name, IReadOnlyList<string> which)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var code = await StreamAsync(
            name,
            "dotnet",
            ["test", .. which, "--no-build"],
            context.Settings.Root,
            line =>
            {
                if (SummaryLine().Match(line) is { Success: true } match)
                {
                    counts[match.Groups["what"].Value] = Number(match, "count");
                }
            }
        );
        passed += counts.GetValueOrDefault("succeeded");
        failed += counts.GetValueOrDefault("failed");
        skipped += counts.GetValueOrDefault("skipped");
        if (code != 0 && counts.GetValueOrDefault("failed") == 0)
        {
            // It broke off before it could count.
            failed++;
        }
    }

    private async Task<int> StreamAsync(string name, string program, IReadOnlyList<string> arguments, string folder, Action<string> look)
    {
        output.WriteLine($"── {name}");
        output.Flush();
        var ended = await Programs.StreamAsync(
            program,
            arguments,
            folder,
            line =>
            {
                look(line);
                output.WriteLine(line);
                output.Flush();
            },
            context.Cancellation
        );
        if (ended.Ok)
        {
            return ended.Value;
        }

        context.Terminal.Fail(ended.Problem);
        return ExitCode.Outside;
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^\s*(?<what>failed|succeeded|skipped): (?<count>\d+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SummaryLine();

    [GeneratedRegex(@"^\s*Tests\s+((?<failed>\d+) failed \| )?(?<passed>\d+) passed", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VitestSummary();
}
