using System.CommandLine;
using System.Globalization;
using InfraAi.Model;
using InfraAi.Platform.Services;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>status: what runs, measured now.</summary>
internal sealed class StatusCommand(CommandContext context)
{
    private readonly Command command = new("status", context.In("What runs, measured now", "Qué está en marcha, medido ahora"));

    private sealed record ServiceLine(
        string Service,
        string State,
        Uri? Url,
        int? Pid,
        long? UptimeS,
        long? MemoryMb,
        long? LatencyMs,
        string? Holder,
        string? Detail
    );

    public Command Build()
    {
        var names = ServiceNames.Argument(context, new("all of them", "todos"));
        var watch = new Option<bool>("--watch", "-w")
        {
            Description = context.In("Look again every second, until Ctrl-C", "Mira de nuevo cada segundo, hasta Ctrl-C"),
        };
        var format = FormatOption.Create(context);
        command.Arguments.Add(names);
        command.Options.Add(watch);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(names) ?? [], parsed.GetValue(watch), parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(string[] names, bool watch, bool json)
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

        return watch ? await WatchAsync(chosen.Value, json) : await LookAsync(chosen.Value, json, named: names.Length > 0);
    }

    /// <returns>Done when all that should be up is: those that were named, else those that start by default or were started.</returns>
    private async Task<int> LookAsync(IReadOnlyList<IService> services, bool json, bool named)
    {
        var states = await Supervisor.LookAsync(services, context.Cancellation);
        var seen = services.Zip(states).ToList();
        if (json)
        {
            seen.ForEach(s => context.Terminal.Out.WriteLine(Json.Write(LineOf(s.First, s.Second))));
        }
        else
        {
            context.Terminal.Rich.Write(Table(seen));
            Tell(seen);
        }

        return seen.TrueForAll(s => s.Second.IsUp || (!named && !s.First.Entry.Default && s.Second.Condition == ServiceCondition.Stopped))
            ? ExitCode.Done
            : ExitCode.NotRight;
    }

    private async Task<int> WatchAsync(IReadOnlyList<IService> services, bool json)
    {
        // On a terminal each look takes the place of the one before, on a screen that is given back at the end.
        var redraw = !json && context.Terminal.Rich.Profile.Capabilities.Ansi;
        var screen = redraw ? (Enter: "\u001b[?1049h", Home: "\u001b[H\u001b[J", Leave: "\u001b[?1049l") : default;
        context.Terminal.Out.Write(screen.Enter);
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), context.Time);
            do
            {
                context.Terminal.Out.Write(screen.Home);
                await LookAsync(services, json, named: false);
                if (redraw)
                {
                    context.Terminal.Out.WriteLine(context.In("Ctrl-C ends", "Ctrl-C termina"));
                }

                await context.Terminal.Out.FlushAsync();
            } while (await timer.WaitForNextTickAsync(context.Cancellation));
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how watching ends.
        }
        finally
        {
            context.Terminal.Out.Write(screen.Leave);
        }

        return ExitCode.Done;
    }

    private static ServiceLine LineOf(IService service, ServiceState state) =>
        new(
            service.Entry.Name,
            ConditionWords.Code(state.Condition),
            state.Url,
            state.Ours?.Pid ?? state.Holder?.Pid,
            (long?)state.Ours?.Uptime()?.TotalSeconds,
            state.Ours?.Memory() / 1024 / 1024,
            state.LatencyMs,
            state.Ours is null ? state.Holder?.ToString() : null,
            state.Detail
        );

    private Table Table(IReadOnlyList<(IService Service, ServiceState State)> seen)
    {
        var table = Tables.New(
            context,
            [
                context.In("service", "servicio"),
                context.In("state", "estado"),
                "url",
                "pid",
                context.In("uptime", "activo"),
                context.In("memory", "memoria"),
                context.In("latency", "latencia"),
            ]
        );
        foreach (var (service, state) in seen)
        {
            var line = LineOf(service, state);
            table.AddRow(
                new Text(line.Service),
                new Text(
                    ConditionWords.Word(state.Condition).In(context.Terminal.Language),
                    Style.Parse(ConditionWords.Colour(state.Condition))
                ),
                new Text(line.Url?.ToString().TrimEnd('/') ?? "—"),
                new Text(line.Pid?.ToString() ?? "—"),
                new Text(line.UptimeS is { } seconds ? Uptime(TimeSpan.FromSeconds(seconds)) : "—"),
                new Text(line.MemoryMb is { } memory ? $"{memory} MB" : "—"),
                new Text(line.LatencyMs is { } latency ? $"{latency} ms" : "—")
            );
        }

        return table;
    }

    /// <summary>"0:01:37"; from a day on "3 d 4 h".</summary>
    private static string Uptime(TimeSpan time) =>
        time.TotalDays < 1 ? time.ToString("g", CultureInfo.InvariantCulture) : $"{time.Days} d {time.Hours} h";

    /// <summary>What the table has no room for: what a service says is wrong with it, and who else holds its port.</summary>
    private void Tell(IEnumerable<(IService Service, ServiceState State)> seen)
    {
        foreach (var (service, state) in seen)
        {
            if (state.Detail is { } detail)
            {
                context.Terminal.ShowLine($"  {service.Entry.Name}: {detail}");
            }

            if (state is { Ours: null, Holder: { } holder })
            {
                context.Terminal.ShowLine(
                    context.In(
                        $"  {service.Entry.Name}: its port is held by a program that was not started here: {holder}",
                        $"  {service.Entry.Name}: su puerto lo tiene un programa que no se inició aquí: {holder}"
                    )
                );
            }
        }
    }
}
