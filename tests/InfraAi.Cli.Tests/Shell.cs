using System.Text;
using System.Text.Json;
using InfraAi.Platform.Configuration;
using InfraAi.Tests;
using Spectre.Console;

namespace InfraAi.Cli.Tests;

/// <summary>A command line with a folder and a terminal of its own.</summary>
internal sealed class Shell : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Root => folder.Path;

    public string this[string name] => folder[name];

    /// <summary>Interrupted by the source, as Ctrl-C does.</summary>
    public Task<Ran> RunAsync(string[] args, CancellationTokenSource stop) => RunAsync(args, "en", null, stop);

    public async Task<Ran> RunAsync(string[] args, string language = "en", byte[]? input = null, CancellationTokenSource? stop = null)
    {
        var terminal = new FakeTerminal(language, input ?? []);
        var settings = Settings.Load(Root, _ => null).Value;
        var context = new CommandContext(terminal, settings, TimeProvider.System, stop?.Token ?? TestContext.Current.CancellationToken);
        var code = await CommandLine.RunAsync(args, context);
        return new(code, terminal.Out.ToString()!, terminal.Error.ToString()!);
    }

    public Task<Ran> RunAsync(params string[] args) => RunAsync(args, "en");

    /// <summary>What a verb is given, with its words for people in a text of the caller's.</summary>
    public CommandContext Context(TextWriter error) =>
        new(
            new FakeTerminal("en", []) { Error = error },
            Settings.Load(Root, _ => null).Value,
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], text);
        return folder[name];
    }

    public void Dispose() => folder.Dispose();

    private sealed class FakeTerminal : ITerminal
    {
        private readonly byte[] input;

        public FakeTerminal(string language, byte[] input)
        {
            this.input = input;
            Language = language;
            Rich = AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Out = new AnsiConsoleOutput(Out),
                    Ansi = AnsiSupport.No,
                    ColorSystem = ColorSystemSupport.NoColors,
                    Interactive = InteractionSupport.No,
                }
            );
            Rich.Profile.Width = 160;
            Rich.Profile.Capabilities.Unicode = true;
        }

        public TextWriter Out { get; } = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        public TextWriter Error { get; init; } = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        public IAnsiConsole Rich { get; }
        public bool Interactive => false;
        public bool IsReal => false;
        public string Language { get; }

        public Stream OpenInput() => new MemoryStream(input);

        public bool Confirm(InfraAi.Model.Phrase question) => false;

        public string? Ask(InfraAi.Model.Phrase question, bool hidden = false) => null;
    }
}

/// <summary>How it ended, and what it said.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    public IReadOnlyList<JsonElement> Lines =>
        [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone())];
}
