using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using InfraAi.Platform.Processes;

namespace InfraAi.Cli.Tests;

/// <summary>Completion in the shells themselves: bash and zsh at a terminal with the Tab key, fish by its own engine.</summary>
public sealed partial class CompletionTests
{
    private const string Manifest =
        "services: {billing: {command: x}, backstage: {command: x}}\nrepositories: {api: {path: api, groups: [core]}}\n"
        + "tasks: {refill: {command: x, arguments: {size: {values: [small, large]}}}}\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is typed before Tab, and the command line that the shell makes of it.</summary>
    public static TheoryData<string, string, string> Typed()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var shell in (string[])["bash", "zsh"])
        {
            data.Add(shell, "diag", "diagnose");
            data.Add(shell, "logs bi", "logs billing");
            data.Add(shell, "status --wa", "status --watch");
            data.Add(shell, "sync --group c", "sync --group core");
            data.Add(shell, "refill la", "refill large");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task Tab_completes_in_a_real_terminal(string shell, string typed, string line)
    {
        Assert.SkipUnless(IsThere(shell) && IsThere("script"), $"{shell} is not installed (apt-get install {shell}).");
        await using var program = new RealProgram(Manifest);
        var script = await PrepareAsync(program, shell);
        // The prompt says that the shell has read everything and waits.
        var set = $"cd {program.Root}; source {script}; PS1='re''ady> '";
        program.Write(".zshrc", $"autoload -Uz compinit; compinit -u -D; {set}; unsetopt beep\n");
        program.Write("bashrc", $"{set}\n");
        var start = new ProcessStartInfo(
            "script",
            ["-qefc", shell == "zsh" ? "zsh -i" : $"bash --noprofile --rcfile {program.Root}/bashrc -i", "/dev/null"]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = program.Root,
        };
        start.Environment["ZDOTDIR"] = start.Environment["HOME"] = program.Root;
        start.Environment["TERM"] = "xterm";
        start.Environment["INFRA_AI_ROOT"] = program.Root;
        start.Environment["PATH"] = $"{program.Root}/bin:{Environment.GetEnvironmentVariable("PATH")}";
        using var terminal = Process.Start(start)!;
        var said = new StringBuilder();
        _ = ReadAsync(terminal.StandardOutput, said);
        try
        {
            await UntilAsync(() => Said(said).Contains("ready> ", StringComparison.Ordinal), said);
            await terminal.StandardInput.WriteAsync($"infra-ai {typed}\t");
            await terminal.StandardInput.FlushAsync(Cancellation);
            // Seen at the prompt, then run as it stands there.
            await UntilAsync(() => Said(said).Contains(line[^2..] + " ", StringComparison.Ordinal), said);
            await terminal.StandardInput.WriteAsync("\r");
            await terminal.StandardInput.FlushAsync(Cancellation);
            var ran = Path.Combine(program.Root, "ran");
            await UntilAsync(() => File.Exists(ran) && File.ReadAllText(ran).EndsWith('\n'), said);

            File.ReadAllText(ran).Trim().ShouldBe(line, Said(said));
        }
        finally
        {
            terminal.Kill(entireProcessTree: true);
            await terminal.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("logs b", "backstage billing")]
    [InlineData("diag", "diagnose")]
    [InlineData("status --w", "--watch")]
    [InlineData("pull --group ", "core")]
    [InlineData("refill ", "large small")]
    public async Task Fish_completes_with_its_own_engine(string typed, string found)
    {
        Assert.SkipUnless(IsThere("fish"), "fish is not installed (apt-get install fish).");
        await using var program = new RealProgram(Manifest);
        var script = await PrepareAsync(program, "fish");
        program["HOME"] = program.Root;
        program.Write("try.sh", $"fish --no-config -c \"source {script}; complete -C 'infra-ai {typed}'\"\n");

        var said = await program.BashAsync(Path.Combine(program.Root, "try.sh"));

        said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split('\t')[0])
            .Order(StringComparer.Ordinal)
            .ShouldBe(found.Split(' '));
    }

    /// <summary>infra-ai on PATH: completion is the real program's, any other task writes down how it was called.</summary>
    private static async Task<string> PrepareAsync(RealProgram program, string shell)
    {
        program.Fake(
            "infra-ai",
            $$"""
            case $1 in
                complete) exec dotnet {{Path.Combine(AppContext.BaseDirectory, "InfraAi.Cli.dll")}} "$@" ;;
                *) echo "$*" > {{program.Root}}/ran ;;
            esac

            """
        );
        return program.Write($"completion.{shell}", (await program.RunAsync("completion", shell)).Out);
    }

    private static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    private static string Said(StringBuilder said)
    {
        lock (said)
        {
            return Escapes().Replace(said.ToString(), "");
        }
    }

    /// <summary>Colours and movements of the cursor (ECMA-48, control sequences).</summary>
    [GeneratedRegex("\u001b(\\[[0-?]*[ -/]*[@-~]|[=>])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escapes();

    private static async Task ReadAsync(StreamReader reader, StringBuilder said)
    {
        var buffer = new char[1024];
        while (await reader.ReadAsync(buffer, Cancellation) is > 0 and var count)
        {
            lock (said)
            {
                said.Append(buffer, 0, count);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition, StringBuilder said)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse(Said(said));
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
