using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli.Commands;

/// <summary>logs: the end of the logs of one or all services, followed when asked.</summary>
internal sealed partial class LogsCommand(CommandContext context)
{
    private const int Most = 100_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Command command = new(
        "logs",
        context.In("The last lines of the services' logs", "Las últimas líneas de los registros de los servicios")
    );

    private sealed record Line(string Service, DateTimeOffset? At, LogLevel Level, string Text);

    private sealed record Filter(DateTimeOffset? Since, LogLevel Level, bool Json, bool Named);

    public Command Build()
    {
        var names = ServiceNames.Argument(context, new("all of them", "todos"));
        var lines = NumberOption.Create(context, "--lines", "-n", context.In("How many", "Cuántas"), 40, 0, Most);
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = context.In("Go on with what is added, until Ctrl-C", "Sigue con lo que se añada, hasta Ctrl-C"),
        };
        var since = new Option<string?>("--since")
        {
            Description = context.In(
                "Not older: 30s, 10m, 2h, 1d, or 2026-11-22T12:00",
                "No más antiguas: 30s, 10m, 2h, 1d, o 2026-11-22T12:00"
            ),
            HelpName = "TIME",
        };
        var level = new Option<string>("--level")
        {
            Description = context.In("At least: debug, info, warning, error", "Al menos: debug, info, warning, error"),
            DefaultValueFactory = _ => "debug",
        };
        level.AcceptOnlyFromAmong("debug", "info", "warning", "error");
        var format = FormatOption.Create(context);
        command.Arguments.Add(names);
        foreach (var option in (Option[])[lines, follow, since, level, format])
        {
            command.Options.Add(option);
        }

        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed.GetValue(names) ?? [],
                    parsed.GetValue(lines),
                    parsed.GetValue(follow),
                    parsed.GetValue(since),
                    Enum.Parse<LogLevel>(parsed.GetValue(level)!, ignoreCase: true),
                    parsed.GetValue(format) == "json"
                )
        );
        return command;
    }

    private async Task<int> RunAsync(string[] names, int lines, bool follow, string? since, LogLevel level, bool json)
    {
        var supervisor = Services.Load(context);
        if (!supervisor.Ok)
        {
            return context.Terminal.Fail(supervisor.Problem);
        }

        var chosen = supervisor.Value.Named(names);
        if (!chosen.Ok)
        {
            return context.Terminal.Fail(chosen.Problem);
        }

        DateTimeOffset? from = null;
        if (since is not null && (from = TimeOf(since)) is null)
        {
            return context.Terminal.Fail(NoTime(since));
        }

        var services = chosen.Value.Select(s => s.Entry).ToList();
        if (!follow && !services.Exists(s => File.Exists(s.Log)))
        {
            return context.Terminal.Fail(NoLog(services[0]));
        }

        var filter = new Filter(from, level, json, services.Count > 1);
        var followed = services.Select(s => (Read: LogLine.Reader(s.Name), Follower: new LogFollower(s.Log))).ToList();
        followed.ForEach(f => f.Follower.SkipToEnd());
        var shown = ShowEnds(services, from is null ? lines : Most, filter);
        if (follow)
        {
            await FollowAsync(followed, filter);
        }
        else if (shown == 0 && !json)
        {
            var list = string.Join(", ", services.Select(s => s.Name));
            context.Terminal.Say(new($"No such line in the logs of {list}.", $"Ninguna línea así en los registros de {list}."));
        }

        return ExitCode.Done;
    }

    /// <summary>The logs' ends, in the order of time; lines of the same moment stay together by service.</summary>
    /// <returns>How many there were.</returns>
    private int ShowEnds(IReadOnlyList<ServiceEntry> services, int lines, Filter filter)
    {
        var all = services
            .SelectMany(s =>
                LogTail.Read(s.Log, Most, LogTail.LargeWindow).Split('\n').Where(l => l.Length > 0).Select(LogLine.Reader(s.Name))
            )
            .Where(l => Passes(l, filter))
            .OrderBy(l => l.At ?? DateTimeOffset.MinValue)
            .TakeLast(lines)
            .ToList();
        foreach (var line in all)
        {
            Show(line, filter);
        }

        context.Terminal.Out.Flush();
        return all.Count;
    }

    private async Task FollowAsync(List<(Func<string, LogLine> Read, LogFollower Follower)> followed, Filter filter)
    {
        using var timer = new PeriodicTimer(Pause, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(context.Cancellation))
            {
                foreach (var (read, follower) in followed)
                {
                    foreach (var line in follower.Read().Select(read).Where(l => Passes(l, filter)))
                    {
                        Show(line, filter);
                    }
                }

                context.Terminal.Out.Flush();
            }
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how following ends.
        }
    }

    /// <summary>A line that tells no time counts as recent: it is better shown than lost.</summary>
    private static bool Passes(LogLine line, Filter filter) =>
        line.Level >= filter.Level && (filter.Since is not { } since || line.At is not { } at || at >= since);

    private void Show(LogLine line, Filter filter) =>
        context.Terminal.Out.WriteLine(
            filter.Json ? Json.Write(new Line(line.Service, line.At, line.Level, line.Text))
            : filter.Named ? $"{line.Service, -10} {line.Text}"
            : line.Text
        );

    private DateTimeOffset? TimeOf(string text)
    {
        if (Ago().Match(text) is { Success: true } match)
        {
            var count = double.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture);
            return context.Time.GetUtcNow()
                - match.Groups["unit"].Value switch
                {
                    "s" => TimeSpan.FromSeconds(count),
                    "m" => TimeSpan.FromMinutes(count),
                    "h" => TimeSpan.FromHours(count),
                    _ => TimeSpan.FromDays(count),
                };
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    private static Problem NoTime(string text) =>
        new(
            "time-not-valid",
            ProblemKind.Usage,
            new($"\"{text}\" is no time.", $"\"{text}\" no es un tiempo."),
            new("Write 30s, 10m, 2h, 1d, or 2026-11-22T12:00 (UTC).", "Escriba 30s, 10m, 2h, 1d, o 2026-11-22T12:00 (UTC).")
        );

    private static Problem NoLog(ServiceEntry service) =>
        new(
            "no-log",
            ProblemKind.NotFound,
            new($"There is no log yet at {service.Log}.", $"Todavía no hay registro en {service.Log}."),
            new($"./infra-ai start {service.Name} writes one.", $"./infra-ai start {service.Name} lo escribe.")
        );

    [GeneratedRegex(@"^(?<count>\d{1,6})(?<unit>[smhd])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ago();
}
