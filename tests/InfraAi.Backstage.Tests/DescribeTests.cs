using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace InfraAi.Backstage.Tests;

/// <summary>The main job from within Backstage, in a browser: what is described is in the catalog with owner, system, relations and documentation.</summary>
public sealed class DescribeTests(RunningPlatform platform)
{
    private const string Spanish =
        "La librería en línea usa una web en React que llama a la API de préstamos en Node.js. La API de préstamos guarda los datos en MariaDB "
        + "y publica eventos en NATS. El servicio de avisos en Python consume los eventos. Lo mantiene el equipo bibliotecas.";

    private const string DrawIo = """
        <mxfile><diagram name="p"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
        <mxCell id="a" value="Cart API" style="rounded=1" vertex="1" parent="1"><mxGeometry x="40" y="40" width="120" height="60" as="geometry"/></mxCell>
        <mxCell id="b" value="Cart MongoDB" style="shape=cylinder3" vertex="1" parent="1"><mxGeometry x="300" y="40" width="120" height="60" as="geometry"/></mxCell>
        <mxCell id="e" value="stores carts" edge="1" source="a" target="b" parent="1"><mxGeometry relative="1" as="geometry"/></mxCell>
        </root></mxGraphModel></diagram></mxfile>
        """;

    /// <summary>Three boxes and two arrows, as somebody would draw them; Chromium makes the picture of it.</summary>
    private const string Picture = """
        <svg xmlns="http://www.w3.org/2000/svg" width="900" height="260" font-family="DejaVu Sans, sans-serif" font-size="22" text-anchor="middle">
        <defs><marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>
        <g fill="#fff" stroke="#000" stroke-width="2">
        <rect x="40" y="90" width="200" height="80"/><rect x="350" y="90" width="200" height="80"/><rect x="660" y="90" width="200" height="80"/>
        <path d="M240 130H348" marker-end="url(#tip)"/><path d="M550 130H658" marker-end="url(#tip)"/></g>
        <text x="140" y="138">Booking Web</text><text x="450" y="138">Booking API</text><text x="760" y="138">Booking MySQL</text></svg>
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Spanish_text_is_typed_published_and_seen_with_owner_system_relations_and_documentation()
    {
        await using var portal = await platform.OpenPortalAsync("es-ES");
        var page = portal.Page;
        await page.GotoAsync(new Uri(platform.Portal, "/infra-ai").ToString());
        await page.GetByTestId("infra-ai-description").FillAsync("");
        await page.GetByTestId("infra-ai-description").PressSequentiallyAsync(Spanish[..40]);
        await page.GetByTestId("infra-ai-examples").GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions
            .Expect(page.GetByTestId("infra-ai-description"))
            .ToHaveValueAsync(new Regex("PostgreSQL", RegexOptions.None, Limit));
        await page.GetByTestId("infra-ai-description").FillAsync(Spanish);
        await page.GetByTestId("infra-ai-name").FillAsync("libreria");
        await page.GetByTestId("infra-ai-submit").ClickAsync();

        foreach (var step in (string[])["read", "analyze", "generate", "validate", "publish", "register", "confirm"])
        {
            await Assertions.Expect(page.GetByTestId($"infra-ai-step-{step}")).ToHaveAttributeAsync("data-state", "done");
        }

        await Assertions.Expect(page.GetByTestId("infra-ai-visible")).ToHaveAttributeAsync("data-state", "visible");
        await Assertions.Expect(page.GetByTestId("infra-ai-graph")).ToContainTextAsync("NATS");
        await Assertions.Expect(page.GetByText("Lo que se ha entendido")).ToBeVisibleAsync();
        await IsDrawnAsync(page, "NATS");
        await portal.ShotAsync("backstage-describe");

        var system = await platform.WaitForAsync("system", "libreria", Limit, Cancellation);
        RelationsOf(system.Entity).ShouldContain(r => r.StartsWith("ownedBy group:default/", StringComparison.Ordinal));
        var parts = RelationsOf(system.Entity).Where(r => r.StartsWith("hasPart ", StringComparison.Ordinal)).ToList();
        parts.Count.ShouldBeGreaterThanOrEqualTo(4);
        var component = parts.First(p => p.StartsWith("hasPart component:default/servicio-de-avisos", StringComparison.Ordinal)).Split('/')[
            1
        ];
        var (entity, _) = await platform.WaitForAsync(
            "component",
            component,
            Limit,
            Cancellation,
            e => HasOrigin(e) && RelationsOf(e).Exists(r => r.StartsWith("dependsOn resource:", StringComparison.Ordinal))
        );
        RelationsOf(entity).ShouldContain("partOf system:default/libreria");

        await page.GotoAsync(new Uri(platform.Portal, $"/catalog/default/component/{component}").ToString());
        await Assertions.Expect(page.GetByTestId("infra-ai-evidence").Locator("mark").First).ToContainTextAsync("servicio de avisos");
        await portal.ShotAsync("backstage-component");

        await page.GotoAsync(new Uri(platform.Portal, "/docs/default/system/libreria").ToString());
        await Assertions
            .Expect(page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link, new() { Name = "MariaDB" }).First)
            .ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("infra-ai-mermaid").Locator("svg")).ToContainTextAsync("servicio de avisos");
        await Assertions.Expect(page.GetByText("flowchart LR")).ToBeHiddenAsync();
        await portal.ShotAsync("backstage-techdocs");

        await page.GotoAsync(new Uri(platform.Portal, "/").ToString());
        await Assertions.Expect(page.GetByTestId("infra-ai-last")).ToContainTextAsync("Guest");
        await Assertions.Expect(page.GetByTestId("infra-ai-health").Locator("[data-status=healthy]").First).ToBeVisibleAsync();
        await portal.ShotAsync("backstage-home");
        portal.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_draw_io_file_is_uploaded_and_the_graph_page_shows_its_relations()
    {
        await using var portal = await platform.OpenPortalAsync("en-GB");
        var page = portal.Page;
        await page.GotoAsync(new Uri(platform.Portal, "/infra-ai").ToString());
        await UploadAsync(page, "cart", "cart.drawio", "application/xml", Encoding.UTF8.GetBytes(DrawIo));
        await Assertions.Expect(page.GetByText("What was understood")).ToBeVisibleAsync();

        await page.GotoAsync(new Uri(platform.Portal, "/catalog-graph?rootEntityRefs[]=system%3Adefault%2Fcart&maxDepth=2").ToString());

        await Assertions.Expect(page.GetByText("Cart API").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Cart MongoDB").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("hasPart").First).ToBeVisibleAsync();
        await portal.ShotAsync("backstage-graph");
        var (api, _) = await platform.WaitForAsync("component", "cart-api", Limit, Cancellation, e => RelationsOf(e).Count > 2);
        RelationsOf(api).ShouldContain("dependsOn resource:default/cart-mongodb");
        await IsWholeAsync(page, api, "cart", "Cart MongoDB");
        portal.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_is_uploaded_and_what_it_shows_is_in_the_catalog()
    {
        await using var portal = await platform.OpenPortalAsync("en-GB");
        var page = portal.Page;
        var picture = await portal.DrawAsync(Picture);
        await page.GotoAsync(new Uri(platform.Portal, "/infra-ai").ToString());
        await UploadAsync(page, "booking", "booking.png", "image/png", picture);
        await IsDrawnAsync(page, "Booking API");
        (await page.GetByTestId("infra-ai-picture").EvaluateAsync<int>("async p => (await p.decode(), p.naturalWidth)")).ShouldBe(900);
        await portal.ShotAsync("backstage-picture");

        var (api, _) = await platform.WaitForAsync(
            "component",
            "booking-api",
            Limit,
            Cancellation,
            e => HasOrigin(e) && RelationsOf(e).Exists(r => r.StartsWith("dependsOn ", StringComparison.Ordinal))
        );
        RelationsOf(api).ShouldContain("dependsOn resource:default/booking-mysql");
        await page.GotoAsync(new Uri(platform.Portal, "/catalog/default/component/booking-api").ToString());
        await Assertions.Expect(page.GetByTestId("infra-ai-evidence")).ToContainTextAsync("Seen in the picture");
        await IsWholeAsync(page, api, "booking", "Booking Web");
        portal.Errors.ShouldBeEmpty();
    }

    private static async Task UploadAsync(IPage page, string name, string file, string type, byte[] content)
    {
        await page.GetByTestId("infra-ai-file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = file,
                    MimeType = type,
                    Buffer = content,
                }
            );
        await page.GetByTestId("infra-ai-name").FillAsync(name);
        await page.GetByTestId("infra-ai-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("infra-ai-visible")).ToHaveAttributeAsync("data-state", "visible");
    }

    /// <summary>A trial click waits until the words stand still where a person sees them: the graph is laid out after it is there.</summary>
    private static Task IsDrawnAsync(IPage page, string name) =>
        page.GetByTestId("infra-ai-graph").GetByText(name, new() { Exact = true }).First.ClickAsync(new() { Trial = true });

    /// <summary>Owner, system and documentation with its diagram drawn.</summary>
    private async Task IsWholeAsync(IPage page, JsonElement entity, string system, string drawn)
    {
        RelationsOf(entity).ShouldContain($"partOf system:default/{system}");
        RelationsOf(entity).ShouldContain(r => r.StartsWith("ownedBy group:default/", StringComparison.Ordinal));
        await page.GotoAsync(new Uri(platform.Portal, $"/docs/default/system/{system}").ToString());
        await Assertions.Expect(page.GetByTestId("infra-ai-mermaid").Locator("svg")).ToContainTextAsync(drawn);
    }

    [Fact]
    public async Task A_text_without_infrastructure_is_refused_in_the_readers_language()
    {
        await using var portal = await platform.OpenPortalAsync("es-ES");
        await portal.Page.GotoAsync(new Uri(platform.Portal, "/infra-ai").ToString());
        await portal.Page.GetByTestId("infra-ai-description").FillAsync("Paseamos por la playa.");
        await portal.Page.GetByTestId("infra-ai-submit").ClickAsync();

        await Assertions.Expect(portal.Page.GetByTestId("infra-ai-problem")).ToContainTextAsync("infraestructura");
    }

    [Fact]
    public async Task The_template_that_asks_the_agent_makes_a_project()
    {
        var values = JsonNode.Parse(
            """{"description":"The billing API stores invoices in Oracle and calls the tax service.","name":"billing"}"""
        );
        using var accepted = await platform.Http.PostAsJsonAsync(
            "/api/scaffolder/v2/tasks",
            new { templateRef = "template:default/ai-infrastructure-project", values },
            Cancellation
        );
        accepted.IsSuccessStatusCode.ShouldBeTrue(await accepted.Content.ReadAsStringAsync(Cancellation));

        var (system, _) = await platform.WaitForAsync("system", "billing", TimeSpan.FromSeconds(30), Cancellation);

        system.GetProperty("metadata").GetProperty("annotations").GetProperty("infra-ai.io/project").GetString().ShouldBe("billing");
    }

    [Fact]
    public async Task What_is_published_is_in_the_catalog_about_a_second_later()
    {
        using var http = platform.ConnectAgent();
        using var answer = await http.PostAsJsonAsync(
            "/process-text",
            new { description = "The ticket API writes to Cassandra.", name = "tickets" },
            Cancellation
        );
        answer.IsSuccessStatusCode.ShouldBeTrue();

        var (_, took) = await platform.WaitForAsync("system", "tickets", TimeSpan.FromSeconds(5), Cancellation);

        TestContext.Current.SendDiagnosticMessage($"in the catalog {took.TotalSeconds:0.0} s after it was published");
    }

    /// <summary>The analysis is written down after its commit: an entity that was read in between gets its origin a second later.</summary>
    private static bool HasOrigin(JsonElement entity) =>
        entity.GetProperty("metadata").GetProperty("annotations").TryGetProperty("infra-ai.io/analysis-id", out _);

    private static List<string> RelationsOf(JsonElement entity) =>
        entity.TryGetProperty("relations", out var relations)
            ? [.. relations.EnumerateArray().Select(r => $"{r.GetProperty("type").GetString()} {r.GetProperty("targetRef").GetString()}")]
            : [];
}
