using InfraAi.Agent.Http;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Agent.Hosting;

/// <summary>Keeps other web pages from using the agent through the reader's browser: forged requests, and names that were turned to this machine (DNS rebinding).</summary>
/// <remarks>Programs send no Origin and pass; a browser's request that changes something must come from the agent's own page.</remarks>
public static class Hosts
{
    public static void UseHosts(this WebApplication app, Settings settings)
    {
        var agent = settings.AgentUrl;
        var hosts = settings
            .AgentHosts.Select(host => host.ToLowerInvariant())
            .Concat([agent.Host, "localhost", "127.0.0.1", "[::1]"])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (!hosts.Contains(request.Host.Host))
                {
                    return ForeignHost(request.Host.Host).ToAnswer(context, StatusCodes.Status421MisdirectedRequest).ExecuteAsync(context);
                }

                var origin = request.Headers.Origin.ToString();
                var changes =
                    !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
                return changes && origin.Length > 0 && !IsOurs(origin, request.Host)
                    ? ForeignOrigin(origin).ToAnswer(context).ExecuteAsync(context)
                    : next(context);
            }
        );

        // Through a proxy the page's own address is AGENT_URL; else it is the one that this request was sent to.
        bool IsOurs(string origin, HostString host) =>
            Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && (uri.Authority == agent.Authority || (uri.Authority == host.Value && hosts.Contains(uri.Host)));
    }

    private static Problem ForeignHost(string host) =>
        new(
            "host-not-allowed",
            ProblemKind.Usage,
            new($"This agent is not reached by the name \"{host}\".", $"A este agente no se llega por el nombre \"{host}\"."),
            new("Use the name in AGENT_URL, or add this one to AGENT_HOSTS.", "Use el nombre de AGENT_URL, o añada este a AGENT_HOSTS.")
        );

    private static Problem ForeignOrigin(string from) =>
        new(
            "foreign-origin",
            ProblemKind.NotAllowed,
            new($"Requests from {from} are not taken.", $"No se admiten peticiones desde {from}."),
            new(
                "Use the agent's own page, or a program; AGENT_URL names the host it is reached by.",
                "Use la página del agente, o un programa; AGENT_URL indica su nombre de host."
            )
        );
}
