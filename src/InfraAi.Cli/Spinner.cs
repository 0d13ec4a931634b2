using System.Globalization;

namespace InfraAi.Cli;

/// <summary>One line on standard error that moves while something long is under way; nothing where nobody watches.</summary>
internal sealed class Spinner : IAsyncDisposable
{
    private const string Signs = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    /// <summary>The sign, spaces, the unit, and room for the "^C" that the terminal writes behind it.</summary>
    private const int Around = 8;
    private const string Clear = "\r\u001b[K";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly CommandContext context;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource end = new();
    private readonly Task turning;
    private string text;

    /// <param name="text">What is under way.</param>
    public Spinner(CommandContext context, string text)
    {
        this.context = context;
        this.text = text;
        turning = context.Terminal.Interactive ? TurnAsync() : Task.CompletedTask;
    }

    /// <summary>Tells what is under way now; where nobody watches it is a line of its own.</summary>
    public void Tell(string now)
    {
        lock (gate)
        {
            text = now;
            if (!context.Terminal.Interactive)
            {
                context.Terminal.Error.WriteLine("… " + now);
            }
        }
    }

    /// <summary>Writes something else in the place of the line.</summary>
    public void Above(Action write)
    {
        lock (gate)
        {
            if (context.Terminal.Interactive)
            {
                context.Terminal.Error.Write(Clear);
            }

            write();
            context.Terminal.Out.Flush();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await turning;
        end.Dispose();
    }

    /// <summary>A line that is wider than the terminal could not be redrawn.</summary>
    private string Short(string line, int rest)
    {
        var room = context.Terminal.Width - rest;
        return line.Length <= room ? line : line[..(room - 1)] + "…";
    }

    private async Task TurnAsync()
    {
        var begun = context.Time.GetTimestamp();
        using var timer = new PeriodicTimer(Pace, context.Time);
        try
        {
            for (var i = 0; await timer.WaitForNextTickAsync(end.Token); i++)
            {
                var seconds = context.Time.GetElapsedTime(begun).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                lock (gate)
                {
                    context.Terminal.Error.Write($"{Clear}{Signs[i % Signs.Length]} {Short(text, seconds.Length + Around)} {seconds} s");
                }
            }
        }
        catch (OperationCanceledException)
        {
            context.Terminal.Error.Write(Clear);
        }
    }
}
