using System.CommandLine;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Services;

namespace InfraAi.Cli.Commands;

/// <summary>start: the agent in the background, healthy; the first time, an example goes through the whole pipeline.</summary>
internal sealed class StartCommand(CommandContext context)
{
    /// <summary>Characters of a line of the example: it fits into most terminals.</summary>
    private const int Excerpt = 76;

    private readonly Command command = new(
        "start",
        context.In("Start the platform and wait until it is healthy", "Inicia la plataforma y espera a que esté sana")
    );

    private sealed record Line(string Service, bool Started, bool Running, double Seconds, Uri? Url, string? Error);

    private sealed record Planned(string Service, bool DryRun, bool WouldStart, string Condition);

    public Command Build()
    {
        var names = ServiceNames.Argument(context, new("those that start by default", "los que se inician por omisión"));
        var all = new Option<bool>("--all")
        {
            Description = context.In(
                "Every service of platform.yaml, not only those that start by default",
                "Todos los servicios de platform.yaml, no solo los que se inician por omisión"
            ),
        };
        var without = Without();
        var dry = DryRunOption.Create(context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(names);
        command.Options.Add(all);
        foreach (var option in without.Values)
        {
            command.Options.Add(option);
        }

        command.Options.Add(dry);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed.GetValue(names) ?? [],
                    parsed.GetValue(all),
                    [.. without.Where(w => parsed.GetValue(w.Value)).Select(w => w.Key)],
                    parsed.GetValue(dry),
                    parsed.GetValue(format) == "json"
                )
        );
        return command;
    }

    /// <summary>--no-NAME for each service: all of them but this one, and what needs it.</summary>
    private Dictionary<string, Option<bool>> Without() =>
        (ManifestReader.Load(context.Settings) is { Ok: true, Value: var manifest } ? manifest.Services : []).ToDictionary(
            s => s.Name,
            s => new Option<bool>($"--no-{s.Name}")
            {
                Description = context.In($"With --all: not {s.Name}, nor what needs it", $"Con --all: sin {s.Name} ni lo que lo necesita"),
            },
            StringComparer.Ordinal
        );

    private async Task<int> RunAsync(IReadOnlyList<string> names, bool all, IReadOnlyList<string> without, bool dry, bool json)
    {
        var supervisor = Services.Load(context);
        if (!supervisor.Ok)
        {
            return context.Terminal.Fail(supervisor.Problem);
        }

        var chosen = supervisor.Value.Choose(names, all, without);
        if (!chosen.Ok)
        {
            return context.Terminal.Fail(chosen.Problem);
        }

        if (dry)
        {
            return await PlanAsync(chosen.Value, json);
        }

        var steps = await StartAsync(supervisor.Value, chosen.Value, json);
        var code = steps.Select(s => s.Outcome.Problem).OfType<Problem>().Select(ExitCode.Of).DefaultIfEmpty(ExitCode.Done).Max();
        if (code != ExitCode.Done || json)
        {
            return code;
        }

        if (steps.Any(s => s.Service.Entry.Kind == "backstage"))
        {
            await PortalAsync();
        }

        if (!steps.Any(s => s.Service.Entry.Kind == "agent"))
        {
            return code;
        }

        code = await WelcomeAsync();
        // The launcher builds it into the program's folder.
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
        {
            context.Terminal.Say(
                new(
                    "  The page was not built, since Node is not there; everything else works.\n  → apt install nodejs npm, then ./infra-ai stop and start",
                    "  La página no se construyó, porque no hay Node; todo lo demás funciona.\n  → apt install nodejs npm, y después ./infra-ai stop y start"
                )
            );
        }

        return code;
    }

    private async Task<IReadOnlyList<ServiceStep>> StartAsync(Supervisor supervisor, IReadOnlyList<IService> chosen, bool json)
    {
        var names = string.Join(", ", chosen.Select(s => s.Entry.Name));
        await using var spinner = new Spinner(context, context.In($"starting {names}", $"iniciando {names}"));
        return await supervisor.StartAsync(
            chosen,
            (service, phrase) => spinner.Tell($"{service.Entry.Name}: {phrase.In(context.Terminal.Language)}"),
            step => spinner.Above(() => Tell(step, json)),
            context.Cancellation
        );
    }

    private async Task<int> PlanAsync(IReadOnlyList<IService> chosen, bool json)
    {
        var states = await Supervisor.LookAsync(chosen, context.Cancellation);
        foreach (var (service, state) in chosen.Zip(states))
        {
            var line = new Planned(service.Entry.Name, true, state.Ours is null && !state.IsUp, ConditionWords.Code(state.Condition));
            var word = ConditionWords.Word(state.Condition);
            context.Terminal.Out.WriteLine(
                json ? Json.Write(line)
                : line.WouldStart ? context.In($"would start {line.Service} ({word.En})", $"iniciaría {line.Service} ({word.Es})")
                : context.In($"{line.Service} runs ({word.En})", $"{line.Service} está en marcha ({word.Es})")
            );
        }

        return ExitCode.Done;
    }

    private void Tell(ServiceStep step, bool json)
    {
        var name = step.Service.Entry.Name;
        var took = Math.Round(step.Took.TotalSeconds, 1);
        var place = step.Service.Url is { } url ? new Phrase($" on {Bare(url)}", $" en {Bare(url)}") : default;
        if (json)
        {
            var problem = step.Outcome.Problem;
            context.Terminal.Out.WriteLine(
                Json.Write(
                    new Line(
                        name,
                        step.Outcome is { Ok: true, Value: true },
                        problem is null,
                        took,
                        step.Service.Url,
                        problem?.Message.In(context.Terminal.Language)
                    )
                )
            );
        }
        else if (step.Outcome.Problem is { } problem)
        {
            context.Terminal.Fail(problem);
        }
        else
        {
            // Where nothing can be asked, all that is known is that it runs.
            var asked = step.Service.Url is not null || step.Service.Entry.Ready is not null;
            var state = asked ? new Phrase("healthy", "sano") : new Phrase("running", "en marcha");
            context.Terminal.Out.WriteLine(
                step.Outcome.Value
                    ? context.In($"✓ {name} {state.En}{place.En} ({took:0.0} s)", $"✓ {name} {state.Es}{place.Es} ({took:0.0} s)")
                    : context.In($"✓ {name} was running, {state.En}{place.En}", $"✓ {name} ya estaba en marcha, {state.Es}{place.Es}")
            );
        }

        context.Terminal.Out.Flush();
    }

    private static string Bare(Uri url) => url.ToString().TrimEnd('/');

    /// <summary>The portal's link, where whoever started it is its guest.</summary>
    private async Task PortalAsync()
    {
        if (await new BackstageKind(context.Settings).StartLinkAsync(context.Cancellation) is { } link)
        {
            Row(context.In("portal", "portal"), link.ToString());
            Row(
                "",
                context.In(
                    "signs one browser in, once; another: ./infra-ai start --all",
                    "inicia sesión en un navegador, una vez; otro: ./infra-ai start --all"
                )
            );
        }
    }

    private async Task<int> WelcomeAsync()
    {
        var opened = AgentClient.Open(context.Settings, context.Terminal.Language);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        using var agent = opened.Value;
        var history = await agent.GetAsync("/api/analyses?limit=1", context.Cancellation);
        if (!history.Ok)
        {
            return context.Terminal.Fail(history.Problem);
        }

        var isFirst = history.Value.GetProperty("items").GetArrayLength() == 0;
        var backstage = isFirst ? await SilentBackstageAsync() : null;
        if (isFirst && backstage is null)
        {
            return await ShowExampleAsync(agent);
        }

        await PageAsync(agent, "");
        if (isFirst)
        {
            context.Terminal.Say(
                new(
                    $"  Nothing was described yet: {backstage} (BACKSTAGE_URL), which must show it, does not answer. → ./infra-ai start backstage",
                    $"  Todavía no se describió nada: {backstage} (BACKSTAGE_URL), que debe mostrarlo, no responde. → ./infra-ai start backstage"
                )
            );
        }

        return ExitCode.Done;
    }

    /// <summary>An example that cannot become visible would look like a fault of what was just started.</summary>
    /// <returns>The Backstage that must show what is published, when nothing answers there.</returns>
    private async Task<string?> SilentBackstageAsync() =>
        context.Settings.Get("BACKSTAGE_URL").Value is { } address
        && await Readiness.AskAsync(new Uri(new Uri(address), "/.backstage/health/v1/readiness"), context.Cancellation) is null
            ? address
            : null;

    private async Task<int> ShowExampleAsync(AgentClient agent)
    {
        var examples = await agent.GetAsync("/api/examples", context.Cancellation);
        if (!examples.Ok)
        {
            return context.Terminal.Fail(examples.Problem);
        }

        var example = examples.Value.EnumerateArray().First(e => e.GetProperty("language").GetString() == context.Terminal.Language);
        var text = example.GetProperty("text").GetString()!;
        context.Terminal.Out.WriteLine();
        context.Terminal.Out.WriteLine(
            context.In("A first description, through the whole pipeline:", "Una primera descripción, por todo el camino:")
        );
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(2))
        {
            context.Terminal.Out.WriteLine($"  │ {(line.Length <= Excerpt ? line : line[..(Excerpt - 1)] + "…")}");
        }

        context.Terminal.Out.WriteLine();
        context.Terminal.Out.Flush();
        var described = await agent.PostAsync("/process-text", new { description = text }, context.Cancellation);
        if (!described.Ok)
        {
            return context.Terminal.Fail(described.Problem);
        }

        Show(described.Value);
        await PageAsync(agent, $"analyses/{described.Value.GetProperty("analysis_id").GetString()}");
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
    }

    /// <summary>A link that signs the browser in; where that is not needed, or cannot be had, the page's address.</summary>
    /// <param name="place">In the page, as its addresses say it.</param>
    private async Task PageAsync(AgentClient agent, string place)
    {
        var link = context.Settings.SignIn == "none" ? default : await agent.LinkAsync(place, context.Cancellation);
        var bare = new Uri(context.Settings.AgentUrl, place.Length == 0 ? "/" : $"/#/{place}");
        Row(context.In("page", "página"), link.Ok ? link.Value : Bare(bare));
        if (link.Ok)
        {
            Row(
                "",
                context.In(
                    "signs one browser in, once; another: ./infra-ai token --link",
                    "inicia sesión en un navegador, una vez; otro: ./infra-ai token --link"
                )
            );
        }
    }

    private void Row(string label, string value) => context.Terminal.ShowLine($"  {label, -12}  {value}");
}
