using InfraAi.Model;

namespace InfraAi.Agent.Http;

/// <summary>Keeps other web pages from using the agent through the reader's browser (forged requests, DNS rebinding).</summary>
/// <remarks>Programs send no Origin and pass; a browser's request that changes something must come from the agent's own page.</remarks>
public static class SameOrigin
{
    public static void UseSameOrigin(this WebApplication app, Uri agentUrl) =>
        app.Use(
            async (context, next) =>
            {
                var request = context.Request;
                var origin = request.Headers.Origin.ToString();
                var changes =
                    !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
                if ((changes && origin.Length > 0 && !IsOurs(origin, agentUrl)) || !IsOurHost(request.Host.Host, agentUrl))
                {
                    await Foreign(origin.Length > 0 ? origin : request.Host.Value ?? "").ToAnswer(context).ExecuteAsync(context);
                    return;
                }

                await next();
            }
        );

    private static bool IsOurs(string origin, Uri agentUrl) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Port == agentUrl.Port && IsOurHost(uri.Host, agentUrl);

    private static bool IsOurHost(string host, Uri agentUrl) => host is "localhost" or "127.0.0.1" or "[::1]" || host == agentUrl.Host;

    private static Problem Foreign(string from) =>
        new(
            "foreign-origin",
            ProblemKind.Usage,
            new($"Requests from {from} are not taken.", $"No se admiten peticiones desde {from}."),
            new(
                "Use the agent's own page, or a program; AGENT_URL names the host it is reached by.",
                "Use la página del agente, o un programa; AGENT_URL indica su nombre de host."
            )
        );
}
