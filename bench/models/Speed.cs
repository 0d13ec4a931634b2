using System.Collections.Concurrent;
using InfraAi.Models.Tests.StandIn;

namespace InfraAi.Bench.Models;

/// <summary>How much the agent adds to a model's own time: the agent as a process of its own, load and stand-in in this one.</summary>
internal static class Speed
{
    public const string Text =
        "La aplicación web de la tienda, hecha en React, llama a la API de pedidos en Node.js. La API guarda los pedidos en PostgreSQL, usa "
        + "Redis como caché y publica eventos en RabbitMQ. El servicio de facturación los lee, cobra con Stripe y envía correos con SendGrid. "
        + "Prometheus vigila todo y Grafana lo muestra. El equipo de pagos es dueño del servicio de facturación.";

    public static readonly Answer Right = new Answer { Title = "Tienda" }
        .Part("aplicación web de la tienda", "aplicación web de la tienda", "website", "React")
        .Part("API de pedidos", "API de pedidos", "api", "Node.js")
        .Part("PostgreSQL", "PostgreSQL", "database", "PostgreSQL")
        .Part("Redis", "Redis como caché", "cache", "Redis")
        .Part("RabbitMQ", "RabbitMQ", "queue", "RabbitMQ")
        .Part("servicio de facturación", "servicio de facturación", "service", owner: "equipo de pagos")
        .Part("Stripe", "Stripe", "external", "Stripe")
        .Part("SendGrid", "SendGrid", "external", "SendGrid")
        .Part("Prometheus", "Prometheus", "monitoring", "Prometheus")
        .Part("Grafana", "Grafana", "monitoring", "Grafana")
        .Part("Amazon S3", "archivos en S3", "storage", "Amazon S3")
        .Link("aplicación web de la tienda", "API de pedidos", "llama a la API de pedidos", "calls")
        .Link("API de pedidos", "PostgreSQL", "guarda los pedidos en PostgreSQL", "writes")
        .Link("API de pedidos", "Redis", "usa Redis como caché", "uses")
        .Link("API de pedidos", "RabbitMQ", "publica eventos en RabbitMQ", "publishes")
        .Link("servicio de facturación", "Stripe", "cobra con Stripe", "calls")
        .Link("servicio de facturación", "SendGrid", "envía correos con SendGrid", "calls");

    private sealed record Scene(string Name, int Latency, int Clients, string Publish);

    private sealed record Figures(
        double PerSecond,
        double P50,
        double P99,
        double Worst,
        int Failed,
        long MemoryFirst,
        long MemoryLast,
        double Cpu,
        double OwnCpu
    );

    public static async Task<int> RunAsync(int seconds, int soak, int only)
    {
        Scene[] all =
        [
            new("500 ms model, 256 clients, publishing off", 500, 256, "none"),
            new("500 ms model, 256 clients, publishing on", 500, 256, "git"),
            new("instant model, 4 clients, publishing off", 0, 4, "none"),
            new("instant model, 4 clients, publishing on", 0, 4, "git"),
        ];
        var scenes = only < 0 ? all : [all[only]];
        Console.WriteLine($"{Environment.ProcessorCount} cores; agent, stand-in and load on the same machine; {seconds} s each");
        Console.WriteLine();
        Console.WriteLine(
            "| scene | requests/s | of ideal | p50 ms | p99 ms | p99 over the model | failed | cores: agent, load and stand-in | ms of agent's processor a request | MB first → last |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var scene in scenes)
        {
            Print(scene, await MeasureAsync(scene, seconds));
        }

        if (soak > 0)
        {
            var scene = all[0] with { Name = $"the first for {soak} s" };
            Print(scene, await MeasureAsync(scene, soak));
        }

        return 0;
    }

    private static void Print(Scene scene, Figures f)
    {
        var ideal = scene.Latency == 0 ? "—" : $"{f.PerSecond / (scene.Clients * 1000.0 / scene.Latency):P1}";
        Console.WriteLine(
            $"| {scene.Name} | {f.PerSecond:0} | {ideal} | {f.P50:0.0} | {f.P99:0.0} | {f.P99 - scene.Latency:0.0} | {f.Failed} | {f.Cpu:0.00}, {f.OwnCpu:0.00} | {f.Cpu * 1000 / f.PerSecond:0.0} | {f.MemoryFirst} → {f.MemoryLast} |"
        );
    }

    private static async Task<Figures> MeasureAsync(Scene scene, int seconds)
    {
        await using var model = await StandInModel.StartAsync();
        model.Always = Right;
        model.Latency = TimeSpan.FromMilliseconds(scene.Latency);
        model.Remembers = false;
        await using var agent = await AgentProcess.StartAsync(model, scene.Publish);
        await LoadAsync(agent.Http, scene.Clients, TimeSpan.FromSeconds(Math.Min(20, seconds)), null);
        var memory = agent.Memory();
        var cpu = agent.Cpu();
        var own = Own();
        var took = new ConcurrentBag<double>();
        var start = TimeProvider.System.GetTimestamp();
        var failed = await LoadAsync(agent.Http, scene.Clients, TimeSpan.FromSeconds(seconds), took);
        var elapsed = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var sorted = took.Order().ToList();
        return new(
            sorted.Count / elapsed,
            sorted[sorted.Count / 2],
            sorted[(int)(sorted.Count * 0.99)],
            sorted[^1],
            failed,
            memory,
            agent.Memory(),
            (agent.Cpu() - cpu) / elapsed,
            (Own() - own) / elapsed
        );
    }

    private static double Own()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static async Task<int> LoadAsync(HttpClient http, int clients, TimeSpan time, ConcurrentBag<double>? took)
    {
        var failed = 0;
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(async client =>
                {
                    var request = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                        new { description = Text, name = $"tienda-{client}" }
                    );
                    while (TimeProvider.System.GetElapsedTime(start) < time)
                    {
                        var sent = TimeProvider.System.GetTimestamp();
                        using var content = new ByteArrayContent(request);
                        content.Headers.ContentType = new("application/json");
                        using var answer = await http.PostAsync("/process-text", content);
                        await answer.Content.CopyToAsync(Stream.Null);
                        if (answer.IsSuccessStatusCode)
                        {
                            took?.Add(TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds);
                        }
                        else
                        {
                            Interlocked.Increment(ref failed);
                        }
                    }
                })
        );
        return failed;
    }
}
