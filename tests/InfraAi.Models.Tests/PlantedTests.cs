using System.Text.Json;
using InfraAi.Analysis;
using InfraAi.Analysis.Models;
using InfraAi.Analysis.Models.Proof;
using InfraAi.Analysis.Text;
using InfraAi.Models.Tests.StandIn;

namespace InfraAi.Models.Tests;

/// <summary>Inventions planted among true components: every one is rejected, no true one is.</summary>
public sealed class PlantedTests
{
    private sealed record Text(string Id, string Words, string[] True);

    /// <summary>Never in these texts: what the platform's first version liked to invent.</summary>
    private static readonly (string Name, string Technology, string Kind, string Quote)[] Inventions =
    [
        ("Static Assets Bucket", "Amazon S3", "storage", "static assets are stored in an S3 bucket"),
        ("Thumbnail Lambda", "AWS Lambda", "function", "a Lambda function creates thumbnails"),
        ("CloudFront Distribution", "Amazon CloudFront", "cdn", "served through CloudFront"),
        ("Zeppelin Fraud Detector", "Apache Zeppelin", "ai", "the zeppelin fraud detector"),
    ];

    private static readonly Text[] Own =
    [
        new(
            "tienda",
            "La aplicación web de la tienda, hecha en React, llama a la API de pedidos en Node.js. La API guarda los pedidos en PostgreSQL, "
                + "usa Redis como caché y publica eventos en RabbitMQ. El servicio de facturación los lee y envía correos.",
            ["aplicación web de la tienda", "API de pedidos", "PostgreSQL", "Redis", "RabbitMQ", "servicio de facturación"]
        ),
        new(
            "notes",
            "# Clinic\n\n- Booking site (Next.js)\n- Appointments API -> MySQL\n- Reminder job -> Twilio\n\nPatients use the booking site; "
                + "the reminder job runs nightly on Kubernetes.",
            ["Booking site", "Appointments API", "MySQL", "Reminder job", "Twilio", "Patients", "Kubernetes"]
        ),
        new(
            "flow",
            "Devices → MQTT broker → ingest service → Kafka → Flink → ClickHouse\nGrafana reads ClickHouse; operators get alerts through PagerDuty.",
            ["Devices", "MQTT broker", "ingest service", "Kafka", "Flink", "ClickHouse", "Grafana", "operators", "PagerDuty"]
        ),
        new(
            "prosa",
            "El portal del ciudadano consulta un servicio de identidad y un gestor documental. Los expedientes se archivan en un sistema de "
                + "archivos compartido; por la noche, un proceso por lotes los copia a la sede de respaldo.",
            ["portal del ciudadano", "servicio de identidad", "gestor documental", "proceso por lotes"]
        ),
    ];

    [Fact]
    public async Task In_our_own_texts() => await CheckAsync(Own);

    /// <summary>The labelled texts of the shared bench, where they are on this machine: below the folder that INFRA_AI_BENCH names.</summary>
    [Fact]
    public async Task In_the_texts_of_the_bench()
    {
        var folder = Environment.GetEnvironmentVariable("INFRA_AI_BENCH");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "INFRA_AI_BENCH names no folder with texts/dev.jsonl.");
        var texts = new List<Text>();
        foreach (var line in File.ReadLines(Path.Combine(folder!, "texts", "dev.jsonl")))
        {
            var row = JsonDocument.Parse(line).RootElement;
            var words = row.GetProperty("text").GetString()!;
            var finder = new QuoteFinder(words);
            var named = row.GetProperty("components")
                .EnumerateArray()
                .Select(c =>
                    c.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()!).Prepend(c.GetProperty("name").GetString()!)
                )
                .Select(names => names.FirstOrDefault(n => finder.Find(n) is not null))
                .OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .ToArray();
            texts.Add(new(row.GetProperty("id").GetString()!, words, named));
        }

        var (proven, planted) = await CheckAsync(texts);

        TestContext.Current.SendDiagnosticMessage($"{texts.Count} texts: {proven} true components kept, {planted} inventions rejected");
        proven.ShouldBeGreaterThan(texts.Count);
    }

    private static async Task<(int Proven, int Planted)> CheckAsync(IEnumerable<Text> texts)
    {
        await using var model = await StandInModel.StartAsync();
        using var door = ModelDoor.Open(model.Options(), TimeProvider.System);
        var analyzer = new ModelAnalyzer(door, new TextAnalyzer());
        var (proven, planted) = (0, 0);
        foreach (var text in texts.Where(t => t.True.Length > 0))
        {
            var finder = new QuoteFinder(text.Words);
            var inventions = Inventions.Where(i => !text.Words.Contains(i.Technology.Split(' ')[^1], StringComparison.OrdinalIgnoreCase));
            var answer = new Answer();
            foreach (var name in text.True)
            {
                // As models quote: not always with the text's own case and spaces.
                answer.Part(name, finder.Find(name)!.Quote.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal));
            }

            var wanted = new List<string>();
            foreach (var (name, technology, kind, quote) in inventions)
            {
                answer.Part(name, quote, kind, technology);
                // With a quote that does stand there, but names something else.
                answer.Part(name + " 2", finder.Find(text.True[0])!.Quote, kind, technology);
                answer.Part(name + " 3", null, kind, technology);
                answer.Link(text.True[0], name, finder.Find(text.True[0])!.Quote);
                wanted.AddRange([name, name + " 2", name + " 3", $"{text.True[0]} → {name}"]);
            }

            model.Always = answer;
            var read = await analyzer.AnalyzeAsync(InputReader.Read(text.Words).Value, TestContext.Current.CancellationToken);

            read.Problem.ShouldBeNull(text.Id);
            read.Value.Rejected.Where(r => r.What is "component" or "relation")
                .Select(r => r.Claim)
                .ShouldBe(wanted, ignoreOrder: true, text.Id);
            foreach (var component in read.Value.Components)
            {
                wanted.ShouldNotContain(component.Name, text.Id);
                component.Evidence.ShouldNotBeEmpty(text.Id);
            }

            (proven, planted) = (proven + text.True.Length, planted + wanted.Count);
        }

        return (proven, planted);
    }
}
