using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Services;

namespace InfraAi.Cli.Commands;

/// <summary>token: what callers of the agent send to prove that they may; or a link that signs a browser in.</summary>
internal sealed class TokenCommand(CommandContext context)
{
    private readonly Command command = new(
        "token",
        context.In(
            "The agent's token, for curl; --link signs a browser in",
            "El token del agente, para curl; --link inicia sesión en un navegador"
        )
    );

    private sealed record TokenLine(string Token, string? Path);

    private sealed record LinkLine(string Url);

    public Command Build()
    {
        var link = new Option<bool>("--link")
        {
            Description = context.In(
                "Instead, a link that signs one browser in, once, within ten minutes",
                "En su lugar, un enlace que inicia sesión en un navegador, una vez, durante diez minutos"
            ),
        };
        var format = FormatOption.Create(context);
        command.Options.Add(link);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(link), parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(bool link, bool json)
    {
        if (!link)
        {
            return Print(json);
        }

        var opened = AgentClient.Open(context.Settings, context.Terminal.Language);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        using var agent = opened.Value;
        var made = await agent.LinkAsync("", context.Cancellation);
        if (!made.Ok)
        {
            return context.Terminal.Fail(made.Problem);
        }

        context.Terminal.Out.WriteLine(json ? Json.Write(new LinkLine(made.Value)) : made.Value);
        return ExitCode.Done;
    }

    private int Print(bool json)
    {
        try
        {
            var token = context.Settings.AgentToken;
            var path = context.Settings.Get("AGENT_TOKEN").Value is null ? context.Settings.AgentTokenFile.Path : null;
            context.Terminal.Out.WriteLine(json ? Json.Write(new TokenLine(token, path)) : token);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return context.Terminal.Fail(AgentClient.NoToken(context.Settings, e.Message));
        }
    }
}
