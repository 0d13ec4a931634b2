using System.CommandLine;
using InfraAi.Model;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>status: what runs, measured now.</summary>
internal sealed class StatusCommand(CommandContext context)
{
    private readonly Command command = new("status", context.In("What runs, measured now", "Qué está en marcha, medido ahora"));

    private sealed record ServiceLine(
        string Service,
        string State,
        Uri Url,
        int? Pid,
        long? UptimeS,
        long? MemoryMb,
        long? LatencyMs,
        string? Holder
    );

    public Command Build()
    {
        var format = FormatOption.Create(context);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(bool json)
    {
        var seen = await Services.Agent(context).LookAsync(context.Cancellation);
        var state = seen switch
        {
            { Health: { } health, Ours: not null } => health,
            { Ours: not null } => "starting",
            { Health: { } health } => health,
            { Holder: not null } => "port-taken",
            _ => "stopped",
        };
        var pid = seen.Ours?.Pid ?? seen.Holder?.Pid;
        var foreign = seen.Ours is null ? seen.Holder?.ToString() : null;
        var line = new ServiceLine(
            "agent",
            state,
            context.Settings.AgentUrl,
            pid,
            (long?)seen.Ours?.Uptime()?.TotalSeconds,
            seen.Ours?.Memory() / 1024 / 1024,
            seen.LatencyMs,
            foreign
        );
        if (json)
        {
            context.Terminal.Out.WriteLine(Json.Write(line));
        }
        else
        {
            Show(line);
        }

        return state is "healthy" or "degraded" ? ExitCode.Done : ExitCode.NotRight;
    }

    private void Show(ServiceLine line)
    {
        var colour = line.State switch
        {
            "healthy" => "green",
            "degraded" or "starting" => "yellow",
            "stopped" => "grey",
            _ => "red",
        };
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        string[] columns =
        [
            context.In("service", "servicio"),
            context.In("state", "estado"),
            "url",
            "pid",
            context.In("uptime", "activo"),
            context.In("memory", "memoria"),
            context.In("latency", "latencia"),
        ];
        table.AddColumns(columns);
        table.AddRow(
            line.Service,
            $"[{colour}]{StateName(line.State)}[/]",
            line.Url.ToString(),
            line.Pid?.ToString() ?? "—",
            line.UptimeS is { } seconds ? TimeSpan.FromSeconds(seconds).ToString("g") : "—",
            line.MemoryMb is { } memory ? $"{memory} MB" : "—",
            line.LatencyMs is { } latency ? $"{latency} ms" : "—"
        );
        context.Terminal.Rich.Write(table);
        if (line.Holder is { } holder)
        {
            context.Terminal.Rich.MarkupLineInterpolated(
                $"{context.In("The port is held by a program that was not started here:", "El puerto lo tiene un programa que no se inició aquí:")} {holder}"
            );
        }
    }

    private string StateName(string state) =>
        state switch
        {
            "healthy" => context.In("healthy", "sano"),
            "degraded" => context.In("degraded", "degradado"),
            "unhealthy" => context.In("unhealthy", "enfermo"),
            "starting" => context.In("not answering", "sin respuesta"),
            "port-taken" => context.In("port taken", "puerto ocupado"),
            _ => context.In("stopped", "detenido"),
        };
}
