using System.CommandLine;
using InfraAi.Pipeline;
using InfraAi.Platform.Checks;

namespace InfraAi.Cli.Commands;

/// <summary>verify: does the whole work together: services up, GitHub and Backstage reached, the catalog in step with what is published.</summary>
internal sealed class VerifyCommand(CommandContext context)
{
    private static readonly string[] Parts = ["services", "database", "github", "backstage", "sync"];

    private readonly Command command = new(
        "verify",
        context.In(
            "Does everything work together: services, GitHub, Backstage, catalog in step",
            "¿Funciona todo junto?: servicios, GitHub, Backstage, catálogo al día"
        )
    );

    public Command Build()
    {
        var only = new Option<string[]>("--only")
        {
            Description = context.In($"Only these: {string.Join(", ", Parts)}", $"Solo estas: {string.Join(", ", Parts)}"),
            AllowMultipleArgumentsPerToken = true,
            HelpName = "PART",
        };
        only.AcceptOnlyFromAmong(Parts);
        var format = FormatOption.Create(context);
        command.Options.Add(only);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(only) ?? [], parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(string[] only, bool json)
    {
        var supervisor = Services.Load(context);
        if (!supervisor.Ok)
        {
            return context.Terminal.Fail(supervisor.Problem);
        }

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var backstage = new BackstageCheck(context.Settings, http);
        Check[] checks =
        [
            new("services", c => ServiceChecks.LookAsync(supervisor.Value, strict: true, c)),
            new("database", c => DatabaseCheck.LookAsync(context.Settings, c)),
            new("github", new GitHubCheck(context.Settings, http, context.Time).LookAsync),
            new("backstage", backstage.LookAsync),
            new("sync", backstage.CompareAsync),
        ];
        var chosen = checks.Where(c => only.Length == 0 || only.Contains(c.Name, StringComparer.Ordinal));
        var groups = await FindingsView.RunAsync(chosen, context);
        return FindingsView.Show(groups, json, brief: false, context);
    }
}
