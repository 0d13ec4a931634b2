using InfraAi.Model;
using InfraAi.Platform.Services;

namespace InfraAi.Platform.Checks;

/// <summary>How the services of platform.yaml are, and who holds their ports.</summary>
public static class ServiceChecks
{
    /// <param name="strict">True when a service that starts by default must be up; false when stopped is only worth a note.</param>
    public static async Task<IReadOnlyList<Finding>> LookAsync(Supervisor supervisor, bool strict, CancellationToken cancellation)
    {
        var states = await Supervisor.LookAsync(supervisor.Services, cancellation);
        return [.. supervisor.Services.Zip(states, (service, state) => Of(service, state, strict))];
    }

    private static Finding Of(IService service, ServiceState state, bool strict)
    {
        var name = service.Entry.Name;
        var place = state.Url is { } url ? $" {url.ToString().TrimEnd('/')}" : "";
        var pid = state.Ours is { } ours ? $", pid {ours.Pid}" : "";
        var latency = state.LatencyMs is { } ms ? $", {ms} ms" : "";
        var detail = state.Detail is { } said ? $": {said}" : "";
        var link = service.Url?.ToString();
        var start = new Phrase($"./infra-ai start {name}", $"./infra-ai start {name}");
        var logs = new Phrase(
            $"./infra-ai logs {name}, then ./infra-ai start {name}",
            $"./infra-ai logs {name}, y ./infra-ai start {name}"
        );
        return state.Condition switch
        {
            ServiceCondition.Healthy or ServiceCondition.Running => new(
                name,
                CheckStatus.Passed,
                new($"healthy{place}{pid}{latency}", $"sano{place}{pid}{latency}"),
                Link: link
            ),
            ServiceCondition.Degraded => new(
                name,
                CheckStatus.Warned,
                new($"degraded{place}{pid}{detail}", $"degradado{place}{pid}{detail}"),
                logs,
                link
            ),
            ServiceCondition.Starting => new(
                name,
                CheckStatus.Warned,
                new($"still starting{pid}", $"todavía arrancando{pid}"),
                new("Look again in a few seconds: ./infra-ai status --watch", "Mire de nuevo en unos segundos: ./infra-ai status --watch"),
                link
            ),
            ServiceCondition.Stopped => new(
                name,
                strict && service.Entry.Default ? CheckStatus.Failed : CheckStatus.Noted,
                new("stopped", "detenido"),
                start,
                link
            ),
            ServiceCondition.Ended => new(
                name,
                CheckStatus.Failed,
                new("started here, and ended by itself", "se inició aquí y terminó solo"),
                logs,
                link
            ),
            ServiceCondition.PortTaken => new(
                name,
                CheckStatus.Failed,
                new($"port {state.Holder!.Port} is held by {state.Holder}", $"el puerto {state.Holder!.Port} lo tiene {state.Holder}"),
                new("Stop that program, or choose another port.", "Detenga ese programa, o elija otro puerto."),
                link
            ),
            ServiceCondition.NotAnswering => new(
                name,
                CheckStatus.Failed,
                new($"runs{pid}, but does not answer{place}", $"está en marcha{pid}, pero no responde{place}"),
                new($"./infra-ai logs {name}; ./infra-ai stop {name}", $"./infra-ai logs {name}; ./infra-ai stop {name}"),
                link
            ),
            _ => new(name, CheckStatus.Failed, new($"unhealthy{place}{pid}{detail}", $"enfermo{place}{pid}{detail}"), logs, link),
        };
    }
}
