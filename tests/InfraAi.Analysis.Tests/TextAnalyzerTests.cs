using System.Diagnostics;
using System.Text.Json;
using InfraAi.Analysis.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Tests;

public class TextAnalyzerTests
{
    private static readonly TextAnalyzer Analyzer = new();

    private static Result<Architecture> Analyze(string text, string? name = null) =>
        Analyzer.Analyze(new AnalysisInput("test", text, name));

    [Theory]
    [InlineData("Hello, how are you today?")]
    [InlineData("La receta lleva harina, huevos y azúcar.")]
    [InlineData("x")]
    [InlineData("```\n```")]
    [InlineData("We no longer use Redis.")]
    public void A_text_without_parts_is_a_problem(string text)
    {
        var result = Analyze(text);
        result.Ok.ShouldBeFalse();
        result.Problem!.Code.ShouldBe("no-infrastructure");
        result.Problem.Kind.ShouldBe(ProblemKind.Invalid);
        (result.Problem.Message.Es == result.Problem.Message.En).ShouldBeFalse();
        result.Problem.Remedy.Es.ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("Portal and PostgreSQL in one start, with a page to describe from within, docs, Kafka topics.", 0)]
    [InlineData("Portal y PostgreSQL en un arranque, con una página para describir desde dentro, documentos, Kafka.", 0)]
    [InlineData("The orders API uses a Lambda function to generate reports in Kafka.", 2)]
    public void What_a_thing_is_for_is_not_what_the_subject_does(string text, int relations) =>
        Analyze(text).Value.Relations.Count.ShouldBe(relations);

    [Theory]
    [InlineData("A web shop reads prices from Redis and stores orders in PostgreSQL.", "web shop > Redis, web shop > PostgreSQL")]
    [InlineData("Una tienda web lee precios de Redis y guarda pedidos en PostgreSQL.", "tienda web > Redis, tienda web > PostgreSQL")]
    [InlineData("The branches read prices from Redis and store orders in PostgreSQL.", "")]
    [InlineData("Las sucursales leen precios de Redis y guardan pedidos en PostgreSQL.", "")]
    public void Who_is_no_part_hands_nothing_over_to_what_it_reads(string text, string relations)
    {
        var read = Analyze(text).Value;
        var names = read.Components.ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal);
        string.Join(", ", read.Relations.Select(r => $"{names[r.From]} > {names[r.To]}")).ShouldBe(relations);
    }

    [Fact]
    public void The_name_of_the_caller_wins()
    {
        var architecture = Analyze("# Faro\n\nThe API uses PostgreSQL.", "Mi Proyecto Ñandú").Value;
        architecture.Title.ShouldBe("Mi Proyecto Ñandú");
        architecture.Name.ShouldBe("mi-proyecto-nandu");
    }

    [Fact]
    public void The_same_text_gives_the_same_bytes_from_any_thread()
    {
        var texts = TextCase.Names.Select(n => TextCase.Load(n).Text).ToList();
        var once = texts.ConvertAll(t => JsonSerializer.Serialize(Analyze(t).Value));
        var again = new string[texts.Count];
        Parallel.For(
            0,
            texts.Count,
            i => again[i] = JsonSerializer.Serialize(new TextAnalyzer().Analyze(new AnalysisInput("test", texts[i])).Value)
        );
        again.ShouldBe([.. once]);
    }

    [Fact]
    public void Ids_are_unique_and_relations_stay_inside()
    {
        foreach (var architecture in TextCase.Names.Select(n => Analyze(TextCase.Load(n).Text).Value))
        {
            var ids = architecture.Components.Select(c => c.Id).ToList();
            ids.ShouldBeUnique(StringComparer.Ordinal);
            ids.ShouldAllBe(id => id.Length > 0 && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
            architecture.Relations.ShouldAllBe(r => ids.IndexOf(r.From) >= 0 && ids.IndexOf(r.To) >= 0 && r.From != r.To);
            architecture.Relations.Select(r => (r.From, r.To)).ShouldBeUnique();
            architecture.Name.Length.ShouldBeInRange(1, 63);
        }
    }

    /// <summary>Texts cut and joined anywhere: no crash, and evidence that is there.</summary>
    [Fact]
    public void Broken_texts_give_true_evidence()
    {
        var all = string.Join("\n\n", TextCase.Names.Select(n => TextCase.Load(n).Text));
        string[] noise =
        [
            "\r\n",
            "→",
            "(",
            ")",
            "```\n",
            "| a |",
            "<b",
            "](x",
            "│ ↓ ",
            "e\u0301",
            "\ud83d",
            "\0",
            "# ",
            "1. ",
            ".NET",
            "C#",
            "- ",
        ];
        var seed = 12345u;
        for (var round = 0; round < 400; round++)
        {
            var text = new System.Text.StringBuilder();
            for (var piece = 0; piece < 6; piece++)
            {
                var at = (int)(Next(ref seed) % (uint)all.Length);
                text.Append(all.AsSpan(at, Math.Min(all.Length - at, (int)(Next(ref seed) % 160))))
                    .Append(noise[Next(ref seed) % noise.Length]);
            }
            var result = Analyze(text.ToString());
            if (result.Ok)
            {
                Evidences.ShouldBeTrue(text.ToString(), result.Value);
            }
        }
    }

    private static uint Next(ref uint seed) => seed = (seed * 1664525u) + 1013904223u;

    [Fact]
    public void Accents_written_as_combining_marks_are_the_same()
    {
        var architecture = Analyze("Una ma\u0301quina virtual usa la cache\u0301 Redis.").Value;
        architecture.Components.ShouldContain(c => c.Technology == "Redis");
        architecture.Components.ShouldContain(c => c.Kind == ComponentKind.Compute);
    }

    [Fact]
    public void Line_ends_of_windows_keep_the_offsets()
    {
        const string text = "# Tienda\r\n\r\nLa API de pedidos\r\nusa PostgreSQL.\r\n";
        var architecture = Analyze(text).Value;
        Evidences.ShouldBeTrue(text, architecture);
        architecture.Title.ShouldBe("Tienda");
        architecture.Relations.Count.ShouldBe(1);
    }

    [Fact]
    public void Questions_are_few_useful_and_in_the_language_of_the_text()
    {
        var spanish = Analyze("El servicio de pagos usa Stripe. La cola de avisos está aparte.").Value.Questions;
        spanish.Count.ShouldBeInRange(3, 8);
        spanish.ShouldContain(q => q.Contains("cola de avisos") && q.StartsWith('¿'));
        var english = Analyze("The billing service uses Stripe.").Value.Questions;
        english.ShouldContain(q => q.Contains("owns"));
        english.ShouldAllBe(q => !q.StartsWith('¿'));
    }

    [Fact]
    public void What_is_said_is_not_asked()
    {
        var questions = Analyze(
            "The billing service is in production. It is owned by the payments team. The billing service is owned by the payments team and calls Stripe."
        ).Value.Questions;
        questions.ShouldBeEmpty();
    }

    [Fact]
    public void An_option_is_a_question()
    {
        var architecture = Analyze("The API uses PostgreSQL. Alternatively, you could use MongoDB.").Value;
        architecture.Components.ShouldNotContain(c => c.Technology == "MongoDB");
        architecture.Questions.ShouldContain(q => q.Contains("MongoDB"));
    }

    [Fact]
    public void Kinds_of_relations_come_from_the_verbs()
    {
        var architecture = Analyze(
            "The audit service reads from MySQL. The audit service sends events to Kafka. Prometheus scrapes the audit service."
        ).Value;
        KindOf(architecture, "audit-service", "mysql").ShouldBe(RelationKind.Reads);
        KindOf(architecture, "audit-service", "kafka").ShouldBe(RelationKind.Publishes);
        KindOf(architecture, "prometheus", "audit-service").ShouldBe(RelationKind.Monitors);
    }

    private static RelationKind? KindOf(Architecture architecture, string from, string to) =>
        architecture.Relations.FirstOrDefault(r => r.From == from && r.To == to)?.Kind;

    public static TheoryData<string, string> Large =>
        new()
        {
            {
                "prose",
                string.Concat(
                    Enumerable.Repeat("The billing service stores invoices in PostgreSQL, and the queue is read by a worker. ", 12_000)
                )
            },
            { "one sentence", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"the x{i} service calls the y{i} queue and ")) },
            { "arrows", string.Join(" -> ", Enumerable.Range(0, 60_000).Select(i => $"node{i}")) },
            { "brackets", string.Concat(Enumerable.Repeat("<a((", 250_000)) },
            { "rows", "| service |\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"| svc{i} |\n")) },
            { "drawing", string.Concat(Enumerable.Repeat("│ ↓ PostgreSQL │\n", 50_000)) },
        };

    /// <summary>Hostile texts of up to a megabyte: a quadratic step would take minutes, so that a generous bound is enough.</summary>
    [Theory]
    [MemberData(nameof(Large))]
    public void A_large_text_takes_seconds_at_most(string what, string text)
    {
        var watch = Stopwatch.StartNew();
        _ = Analyze(text);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), what);
    }
}
