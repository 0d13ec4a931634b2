using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Platform.Services;

namespace InfraAi.Cli.Commands;

/// <summary>start: the agent in the background, healthy; the first time, an example goes through the whole pipeline.</summary>
internal sealed class StartCommand(CommandContext context)
{
    private readonly Command command = new(
        "start",
        context.In("Start the platform and wait until it is healthy", "Inicia la plataforma y espera a que esté sana")
    );

    public Command Build()
    {
        command.SetAction((_, _) => RunAsync());
        return command;
    }

    private async Task<int> RunAsync()
    {
        var agent = Services.Agent(context);
        var begun = context.Time.GetTimestamp();
        var started = await agent.StartAsync(context.Cancellation);
        if (!started.Ok)
        {
            return context.Terminal.Fail(started.Problem);
        }

        var took = context.Time.GetElapsedTime(begun).TotalSeconds;
        var url = context.Settings.AgentUrl;
        context.Terminal.Out.WriteLine(
            started.Value
                ? context.In($"✓ agent healthy on {url} ({took:0.0} s)", $"✓ agente sano en {url} ({took:0.0} s)")
                : context.In($"✓ agent was running, healthy on {url}", $"✓ el agente ya estaba en marcha, sano en {url}")
        );
        context.Terminal.Out.Flush();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(context.Terminal.Language);
        var history = await http.GetFromJsonAsync<JsonElement>("/api/analyses?limit=1", context.Cancellation);
        if (history.GetProperty("items").GetArrayLength() == 0)
        {
            return await ShowExampleAsync(http);
        }

        Row(context.In("page", "página"), url.ToString());
        return ExitCode.Done;
    }

    private async Task<int> ShowExampleAsync(HttpClient http)
    {
        var examples = await http.GetFromJsonAsync<JsonElement>("/api/examples", context.Cancellation);
        var example = examples.EnumerateArray().First(e => e.GetProperty("language").GetString() == context.Terminal.Language);
        var text = example.GetProperty("text").GetString()!;
        context.Terminal.Out.WriteLine();
        context.Terminal.Out.WriteLine(
            context.In("A first description, through the whole pipeline:", "Una primera descripción, por todo el camino:")
        );
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(2))
        {
            context.Terminal.Out.WriteLine($"  │ {(line.Length <= 110 ? line : line[..109] + "…")}");
        }

        context.Terminal.Out.WriteLine();
        using var answer = await http.PostAsJsonAsync("/process-text", new { description = text }, context.Cancellation);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(context.Cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            var detail = body.GetProperty("detail").GetString()!;
            var remedy = body.GetProperty("remedy").GetString()!;
            return context.Terminal.Fail(
                new(body.GetProperty("code").GetString()!, ProblemKind.Outside, new(detail, detail), new(remedy, remedy))
            );
        }

        Show(body);
        return ExitCode.Done;
    }

    private void Show(JsonElement body)
    {
        var names = body.GetProperty("components")
            .EnumerateArray()
            .ToDictionary(c => c.GetProperty("id").GetString()!, c => c.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Row(context.In("components", "componentes"), $"{names.Count}: {string.Join(", ", names.Values)}");
        var relations = body.GetProperty("relations").EnumerateArray().ToList();
        Row(context.In("relations", "relaciones"), relations.Count.ToString());
        foreach (var relation in relations)
        {
            Row("", $"{names[relation.GetProperty("from").GetString()!]} → {names[relation.GetProperty("to").GetString()!]}");
        }

        foreach (var (question, i) in body.GetProperty("questions").EnumerateArray().Select((q, i) => (q.GetString()!, i)))
        {
            Row(i == 0 ? context.In("questions", "preguntas") : "", question);
        }

        var files = body.GetProperty("files").EnumerateArray().Select(f => f.GetString()!).ToList();
        Row(context.In("files", "archivos"), $"{files.Count}: {string.Join(", ", files.Take(4))}{(files.Count > 4 ? "…" : "")}");
        Row(context.In("repository", "repositorio"), $"git clone {body.GetProperty("repository_url").GetString()}");
        Row(context.In("catalog", "catálogo"), body.GetProperty("catalog_url").GetString()!);
        var id = body.GetProperty("analysis_id").GetString();
        Row(context.In("page", "página"), new Uri(context.Settings.AgentUrl, $"/#/analyses/{id}").ToString());
    }

    private void Row(string label, string value) => context.Terminal.Out.WriteLine($"  {label, -12} {value}");
}
