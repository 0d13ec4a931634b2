using System.Text;
using InfraAi.Model;
using Spectre.Console;

namespace InfraAi.Cli;

/// <summary>What a verb talks to: data on <see cref="Out"/>, words for people on <see cref="Error"/>.</summary>
internal interface ITerminal
{
    TextWriter Out { get; }

    TextWriter Error { get; }

    /// <summary>Renders tables and colours on <see cref="Out"/>; plain when it is no terminal or NO_COLOR is set.</summary>
    IAnsiConsole Rich { get; }

    /// <summary>True when standard error is a terminal: progress may be redrawn there.</summary>
    bool Interactive { get; }

    /// <summary>True when its streams are this program's own: programs that it runs may use them by themselves.</summary>
    bool IsReal { get; }

    /// <summary>"es" or "en", by the locale.</summary>
    string Language { get; }

    /// <summary>Columns of the terminal that <see cref="Error"/> is; as many as there may be where it is none.</summary>
    int Width => int.MaxValue;

    /// <summary>The same of <see cref="Out"/>.</summary>
    int OutWidth => int.MaxValue;

    Stream OpenInput();

    /// <summary>Asks a question that is answered with yes or no; where nobody can answer, the answer is no.</summary>
    bool Confirm(Phrase question);

    /// <summary>Asks for a line of text.</summary>
    /// <param name="hidden">True when what is typed must not be seen.</param>
    /// <returns>Null where nobody can answer.</returns>
    string? Ask(Phrase question, bool hidden = false);
}

internal static class TerminalExtensions
{
    public static void Say(this ITerminal terminal, Phrase phrase) => terminal.SayLine(phrase.In(terminal.Language));

    /// <summary>Words for people, folded between words where a terminal is narrower.</summary>
    public static void SayLine(this ITerminal terminal, string line)
    {
        // On a terminal both outputs are one text: what was written first stands first.
        terminal.Out.Flush();
        terminal.Error.WriteLine(Folding.Fold(line, terminal.Width));
    }

    /// <summary>The same on <see cref="ITerminal.Out"/>: never for what programs read.</summary>
    public static void ShowLine(this ITerminal terminal, string line) => terminal.Out.WriteLine(Folding.Fold(line, terminal.OutWidth));

    /// <summary>Says what went wrong and what to do about it.</summary>
    /// <returns>The exit code.</returns>
    public static int Fail(this ITerminal terminal, Problem problem)
    {
        var word = new Phrase("error", "error").In(terminal.Language);
        terminal.SayLine($"{word} [{problem.Code}] {problem.Message.In(terminal.Language)}");
        terminal.SayLine($"  → {problem.Remedy.In(terminal.Language)}");
        return ExitCode.Of(problem);
    }
}

#pragma warning disable RS0030 // The program's one adapter of the console.
internal sealed class SystemTerminal : ITerminal, IDisposable
{
    private readonly Lazy<IAnsiConsole> rich;

    public SystemTerminal(Func<string, string?> environment)
    {
        Out = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 64 * 1024) { NewLine = "\n" };
        Error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        Language = LanguageOf(environment);
        rich = new(() =>
        {
            var plain = Console.IsOutputRedirected || !string.IsNullOrEmpty(environment("NO_COLOR")) || environment("TERM") == "dumb";
            var console = AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Out = new AnsiConsoleOutput(Out),
                    Ansi = plain ? AnsiSupport.No : AnsiSupport.Yes,
                    ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.EightBit,
                    Interactive = InteractionSupport.No,
                }
            );
            console.Profile.Width = Console.IsOutputRedirected ? 160 : OutWidth;
            console.Profile.Capabilities.Unicode = true;
            return console;
        });
    }

    public TextWriter Out { get; }
    public TextWriter Error { get; }
    public IAnsiConsole Rich => rich.Value;
    public bool Interactive => !Console.IsErrorRedirected;
    public int Width => Console.IsErrorRedirected ? int.MaxValue : Math.Max(60, Console.WindowWidth);
    public int OutWidth => Console.IsOutputRedirected ? int.MaxValue : Math.Max(60, Console.WindowWidth);
    public bool IsReal => true;
    public string Language { get; }

    public Stream OpenInput() => Console.OpenStandardInput();

    public bool Confirm(Phrase question)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return false;
        }

        Out.Flush();
        Error.Write($"{question.In(Language)} [{(Language == "es" ? "s/N" : "y/N")}] ");
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes" or "s" or "si" or "sí";
    }

    public string? Ask(Phrase question, bool hidden = false)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        Out.Flush();
        Error.Write(question.In(Language) + " ");
        return hidden ? ReadHidden() : Console.ReadLine();
    }

    private string? ReadHidden()
    {
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Error.WriteLine();
                    return typed.ToString();
                case ConsoleKey.Backspace when typed.Length > 0:
                    typed.Length--;
                    break;
                default:
                    if (key.KeyChar >= ' ')
                    {
                        typed.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }

    public void Dispose()
    {
        try
        {
            Out.Dispose();
        }
        catch (IOException)
        {
            // The reader of the pipe has gone; there is nobody to tell.
        }

        Error.Dispose();
    }

    /// <summary>The first of LC_ALL, LC_MESSAGES and LANG that is set decides, as in POSIX.</summary>
    private static string LanguageOf(Func<string, string?> environment)
    {
        string[] names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        var locale = names.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return locale?.StartsWith("es", StringComparison.OrdinalIgnoreCase) == true ? "es" : "en";
    }
}
#pragma warning restore RS0030
