using Microsoft.Playwright;

namespace InfraAi.EndToEnd.Tests;

/// <summary>The page in Chromium, against the real agent.</summary>
public sealed class PageTests
{
    /// <summary>Where screenshots go when the variable names a folder: `INFRA_AI_SCREENSHOTS=docs/images ./infra-ai test --project EndToEnd`.</summary>
    private static readonly string Screenshots = Path.GetFullPath(
        Environment.GetEnvironmentVariable("INFRA_AI_SCREENSHOTS") ?? Path.Combine("artifacts", "screenshots"),
        Launcher.Root
    );

    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    [Fact]
    public async Task The_Spanish_example_is_described_watched_looked_into_and_found_in_the_history()
    {
        await using var launcher = new Launcher();
        (await launcher.RunAsync("start")).Code.ShouldBe(0);
        await using var browser = await Browser.OpenAsync(launcher, "es-ES");
        var page = browser.Page;

        await page.GotoAsync(launcher.Url.ToString());
        await page.GetByTestId("example-tienda").ClickAsync();
        var text = await page.GetByTestId("description").InputValueAsync();
        text.ShouldContain("RabbitMQ");
        await page.GetByTestId("description").FillAsync("");
        await page.GetByTestId("description").PressSequentiallyAsync(text[..40]);
        await page.GetByTestId("description").FillAsync(text);
        await page.GetByTestId("name").FillAsync("tienda-e2e");
        await page.GetByTestId("analyze").ClickAsync();

        foreach (var step in (string[])["read", "analyze", "generate", "validate", "publish"])
        {
            await Assertions.Expect(page.GetByTestId($"step-{step}")).ToHaveAttributeAsync("data-state", "done");
        }

        await Assertions.Expect(page.GetByTestId("step-confirm")).ToHaveAttributeAsync("data-state", "skipped");
        await page.GetByTestId("tab-graph").ClickAsync();
        var node = page.GetByTestId("node-rabbitmq");
        await Assertions.Expect(node).ToBeVisibleAsync();
        await ShotAsync(page, "page-graph");
        await node.ClickAsync();
        await Assertions.Expect(page.GetByTestId("evidence")).ToContainTextAsync("RabbitMQ");
        await Assertions.Expect(page.GetByTestId("evidence").Locator("mark").First).ToBeVisibleAsync();
        await ShotAsync(page, "page-evidence");

        await page.GetByTestId("tab-files").ClickAsync();
        await page.GetByTestId("file-catalog-info.yaml").ClickAsync();
        await Assertions.Expect(page.GetByTestId("file-content")).ToContainTextAsync("kind: System");
        await ShotAsync(page, "page-files");
        await page.GetByTestId("tab-publication").ClickAsync();
        await Assertions.Expect(page.GetByTestId("repository-url")).ToContainTextAsync("/projects/tienda-e2e.git");

        await page.GotoAsync(new Uri(launcher.Url, "/#/history").ToString());
        await Assertions.Expect(page.GetByTestId("history")).ToContainTextAsync("tienda-e2e");
        await ShotAsync(page, "page-history");
        browser.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("png")]
    [InlineData("photo")]
    [InlineData("svg")]
    public async Task A_picture_is_uploaded_its_boxes_are_drawn_and_its_catalog_is_published(string kind)
    {
        await using var launcher = new Launcher();
        (await launcher.RunAsync("start")).Code.ShouldBe(0);
        await using var browser = await Browser.OpenAsync(launcher, "es-ES");
        var page = browser.Page;
        var file = Path.Combine(Launcher.Root, "tests", "InfraAi.Images.Tests", "Cases", kind == "svg" ? "tienda.svg" : "tienda.png");
        var upload = new FilePayload
        {
            Name = kind == "photo" ? "foto.jpg" : Path.GetFileName(file),
            MimeType = kind switch
            {
                "svg" => "image/svg+xml",
                "photo" => "image/jpeg",
                _ => "image/png",
            },
            Buffer =
                kind == "photo" ? await PhotoAsync(page, file) : await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken),
        };

        await page.GotoAsync(launcher.Url.ToString());
        await page.GetByTestId("file").SetInputFilesAsync(upload);
        await Assertions.Expect(page.GetByTestId("step-publish")).ToHaveAttributeAsync("data-state", "done", new() { Timeout = 60_000 });

        // From the entity to its box …
        await page.GetByTestId("tab-graph").ClickAsync();
        await page.GetByTestId("node-cola-rabbitmq").ClickAsync();
        var queue = page.GetByTestId("box-cola-rabbitmq");
        await Assertions.Expect(queue).ToHaveAttributeAsync("data-active", "true");
        if (kind == "png")
        {
            await ShotAsync(page, "page-picture");
        }

        // … and from a box to its entity, in the large picture too.
        await page.GetByTestId("enlarge").ClickAsync();
        await page.GetByTestId("box-servicio-de-pedidos").ClickAsync();
        await Assertions.Expect(queue).ToHaveAttributeAsync("data-active", "false");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByTestId("enlarge")).ToHaveAttributeAsync("aria-pressed", "false");
        await Assertions.Expect(page.Locator(".details h2")).ToHaveTextAsync("Servicio de pedidos");

        await page.GetByTestId("tab-files").ClickAsync();
        await page.GetByTestId("file-catalog-info.yaml").ClickAsync();
        await Assertions.Expect(page.GetByTestId("file-content")).ToContainTextAsync("Cola RabbitMQ");
        await page.GetByTestId("tab-publication").ClickAsync();
        await Assertions.Expect(page.GetByTestId("repository-url")).ToContainTextAsync("/projects/");
        browser.Errors.ShouldBeEmpty();
    }

    /// <summary>The picture as a sheet on a table, seen from the side.</summary>
    private static async Task<byte[]> PhotoAsync(IPage page, string file)
    {
        var data = Convert.ToBase64String(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        await page.SetContentAsync(
            $"<body style='margin:0;height:900px;display:grid;place-items:center;perspective:2000px;background:#7a6a52'><img src='data:image/png;base64,{data}' style='width:1200px;transform:rotateY(12deg) rotateX(7deg) rotate(1deg)'>"
        );
        return await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 80 });
    }

    [Fact]
    public async Task What_was_not_read_of_a_picture_is_said_in_the_page()
    {
        await using var launcher = new Launcher();
        (await launcher.RunAsync("start")).Code.ShouldBe(0);
        await using var browser = await Browser.OpenAsync(launcher, "en-GB");
        var page = browser.Page;
        // More boxes with names than the reader takes of one picture.
        var boxes = string.Concat(Enumerable.Range(1, 400).Select(i => $"<div>Payment settlement service {i}</div>"));
        await page.SetViewportSizeAsync(2400, 1500);
        await page.SetContentAsync(
            $"<style>body{{display:grid;grid-template-columns:repeat(8,1fr);gap:10px 30px;font:14px sans-serif}}div{{border:1px solid;padding:1px 8px}}</style>{boxes}"
        );
        var picture = await page.ScreenshotAsync();
        await page.SetViewportSizeAsync(390, 844);

        await page.GotoAsync(launcher.Url.ToString());
        await page.GetByTestId("file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "crowd.png",
                    MimeType = "image/png",
                    Buffer = picture,
                }
            );
        await Assertions.Expect(page.GetByTestId("notes")).ToContainTextAsync("lines of text were not read", new() { Timeout = 60_000 });
        await ShotAsync(page, "page-notes-phone");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
        browser.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_description_shows_its_problem_and_keeps_the_text()
    {
        await using var launcher = new Launcher();
        await launcher.RunAsync("start");
        await using var browser = await Browser.OpenAsync(launcher, "en-GB");
        var page = browser.Page;

        await page.GotoAsync(launcher.Url.ToString());
        await page.GetByTestId("description").FillAsync("We walked along the beach.");
        await page.GetByTestId("analyze").ClickAsync();

        await Assertions.Expect(page.GetByTestId("problem").First).ToContainTextAsync("no-infrastructure");
        await ShotAsync(page, "page-problem");
    }

    [Fact]
    public async Task The_page_fits_a_phone_in_the_dark()
    {
        await using var launcher = new Launcher();
        await launcher.RunAsync("start");
        await using var browser = await Browser.OpenAsync(launcher, "en-GB", width: 390, height: 844, dark: true);
        var page = browser.Page;

        await page.GotoAsync(launcher.Url.ToString());
        await Assertions.Expect(page.GetByTestId("description")).ToBeVisibleAsync();
        await ShotAsync(page, "page-phone");

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
        browser.Errors.ShouldBeEmpty();
    }

    private static async Task ShotAsync(IPage page, string name)
    {
        Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png") });
    }

    /// <summary>Debian's Chromium with one page.</summary>
    private sealed class Browser(IPlaywright playwright, IBrowser browser, IPage page) : IAsyncDisposable
    {
        public IPage Page => page;

        /// <summary>What the page wrote as errors to its console, or threw.</summary>
        public List<string> Errors { get; } = [];

        /// <summary>Signed in by a one-time link.</summary>
        public static async Task<Browser> OpenAsync(Launcher launcher, string locale, int width = 1440, int height = 900, bool dark = false)
        {
            var playwright = await Playwright.CreateAsync();
            var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Flags });
            var page = await browser.NewPageAsync(
                new()
                {
                    Locale = locale,
                    ViewportSize = new() { Width = width, Height = height },
                    ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                    ReducedMotion = ReducedMotion.Reduce,
                }
            );
            page.SetDefaultTimeout(20_000);
            var opened = new Browser(playwright, browser, page);
            page.Console += (_, message) =>
            {
                if (message.Type == "error")
                {
                    opened.Errors.Add(message.Text);
                }
            };
            page.PageError += (_, error) => opened.Errors.Add(error);
            await page.GotoAsync(await launcher.LinkAsync());
            await page.GotoAsync("about:blank");
            return opened;
        }

        public async ValueTask DisposeAsync()
        {
            await browser.CloseAsync();
            playwright.Dispose();
        }
    }
}
