using Microsoft.Playwright;

namespace InfraAi.Backstage.Tests;

/// <summary>Debian's Chromium with one page of the portal.</summary>
internal sealed class Portal(IPlaywright playwright, IBrowser browser, IPage page) : IAsyncDisposable
{
    /// <summary>Where screenshots go; INFRA_AI_SCREENSHOTS=docs/images takes those of the documentation again.</summary>
    private static readonly string Screenshots = Path.GetFullPath(
        Environment.GetEnvironmentVariable("INFRA_AI_SCREENSHOTS") ?? Path.Combine("artifacts", "screenshots"),
        RunningPlatform.Root
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

    public IPage Page => page;

    /// <summary>What the pages threw.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<Portal> OpenAsync(string locale, params string[] more)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = [.. Flags, .. more] });
        var page = await browser.NewPageAsync(
            new()
            {
                Locale = locale,
                ViewportSize = new() { Width = 1440, Height = 900 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        page.SetDefaultTimeout(45_000);
        Assertions.SetDefaultExpectTimeout(45_000);
        var portal = new Portal(playwright, browser, page);
        page.PageError += (_, error) => portal.Errors.Add(error);
        return portal;
    }

    /// <returns>The drawing as PNG, on white.</returns>
    public async Task<byte[]> DrawAsync(string svg)
    {
        var paper = await browser.NewPageAsync();
        await paper.SetContentAsync($"<body style='margin:0;background:#fff'>{svg}</body>");
        var picture = await paper.Locator("svg").ScreenshotAsync();
        await paper.CloseAsync();
        return picture;
    }

    public async Task ShotAsync(string name)
    {
        Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png") });
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }
}
