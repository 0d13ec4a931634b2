using InfraAi.Storage;
using InfraAi.Tests;

namespace InfraAi.Cli.Tests;

public sealed class CampaignTests : IAsyncLifetime
{
    private readonly Shell shell = new();
    private GitHubDouble github = null!;

    public async ValueTask InitializeAsync()
    {
        github = await GitHubDouble.StartAsync();
        shell.Write(
            ".env",
            $"""
            GITHUB_TOKEN={GitHubDouble.Token}
            GITHUB_USER=octocat
            GITHUB_API_URL={github.Url}

            """
        );
    }

    public async ValueTask DisposeAsync()
    {
        await github.DisposeAsync();
        shell.Dispose();
    }

    [Fact]
    public async Task A_list_is_published_with_its_price_told_before_and_what_failed_after()
    {
        var list = shell.Write("list.csv", List(("shop", "The shop API stores orders in PostgreSQL."), ("beach", "We had a lovely walk.")));

        var ran = await shell.RunAsync("create", "--from", list, "--format", "json");

        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Error.ShouldContain("Campaign list.csv: 2 descriptions");
        ran.Error.ShouldContain("8 calls to GitHub, 8 of them writes");
        ran.Error.ShouldContain("1 published, 0 as pull requests, 0 unchanged, 0 done before, 1 failed");
        ran.Error.ShouldContain("1 × [no-infrastructure]");
        github.Names.ShouldBe(["octocat/shop"]);
        github.File("octocat/shop", "catalog-info.yaml").ShouldNotBeNull().ShouldContain("github.com/project-slug: octocat/shop");
        var lines = ran.Lines.ToDictionary(l => l.GetProperty("id").GetString()!, StringComparer.Ordinal);
        lines["shop"].GetProperty("changed").GetBoolean().ShouldBeTrue();
        lines["beach"].GetProperty("error").GetProperty("code").GetString().ShouldBe("no-infrastructure");
    }

    [Fact]
    public async Task Run_again_it_does_only_what_is_not_done()
    {
        var shops = Enumerable.Range(0, 20).Select(i => ($"shop-{i}", $"The shop {i} API stores orders in PostgreSQL.")).ToList();
        await shell.RunAsync("create", "--from", shell.Write("list.csv", List([.. shops[..12]])));
        github.Names.Count.ShouldBe(12);
        var writes = github.Writes.Count;
        shops[3] = ("shop-3", "The shop 3 API stores orders in MySQL.");

        var ran = await shell.RunAsync("create", "--from", shell.Write("list.csv", List([.. shops])));

        ran.Code.ShouldBe(ExitCode.Done, ran.Error);
        ran.Error.ShouldContain("9 published, 0 as pull requests, 0 unchanged, 11 done before, 0 failed, 0 not begun");
        // What the page shows of it: of the description that changed, the latest.
        await using var store = (await Database.OpenAsync(shell["data"])).Value;
        var progress = (await new JobStore(store).CampaignsAsync(5)).Value.ShouldHaveSingleItem();
        (progress.Name, progress.Total, progress.Done, progress.Failed, progress.Running).ShouldBe(("list.csv", 20, 20, 0, 0));
        // Eight new ones of four calls, and a change of three.
        (github.Writes.Count - writes).ShouldBe((8 * 4) + 3);
        github.History("octocat/shop-3").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_where_it_was()
    {
        var list = shell.Write(
            "list.csv",
            List([.. Enumerable.Range(0, 12).Select(i => ($"shop-{i}", $"The shop {i} API stores orders in PostgreSQL."))])
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        github.Pushed = (_, _, _) =>
        {
            if (github.Names.Count >= 4)
            {
                stop.Cancel();
            }
        };

        var stopped = await shell.RunAsync(["create", "--from", list], stop);

        stopped.Code.ShouldBe(ExitCode.Outside);
        stopped.Error.ShouldContain("it goes on where it was");
        github.Pushed = null;
        var ran = await shell.RunAsync("create", "--from", list);
        ran.Code.ShouldBe(ExitCode.Done, ran.Error);
        github.Names.Count.ShouldBe(12);
        github.Names.ShouldAllBe(name => github.History(name).Count == 1);
    }

    [Fact]
    public async Task A_folder_is_a_campaign_of_its_files_and_folders()
    {
        shell.Write("many/orders.txt", "The orders API stores orders in PostgreSQL.");
        shell.Write("many/web/docker-compose.yml", "services:\n  web:\n    image: nginx:1\n  db:\n    image: postgres:16\n");
        shell.Write("many/.hidden", "no");

        var ran = await shell.RunAsync(["create", "--from", shell["many"]], "es");

        ran.Code.ShouldBe(ExitCode.Done, ran.Error);
        ran.Error.ShouldContain("Campaña many: 2 descripciones");
        github.Names.ShouldBe(["octocat/orders", "octocat/web"]);
    }

    [Fact]
    public async Task An_accounts_repositories_get_pull_requests_made_of_what_is_in_them()
    {
        foreach (var name in (string[])["orders", "web"])
        {
            var source = Path.GetDirectoryName(
                shell.Write(
                    $"sources/{name}/docker-compose.yml",
                    $"services:\n  {name}:\n    image: nginx:1\n  db:\n    image: postgres:16\n"
                )
            )!;
            await GitAsync(source, "init", "-q", "-b", "main");
            await GitAsync(source, "add", "-A");
            await GitAsync(source, "-c", "user.name=P", "-c", "user.email=p@localhost", "commit", "-q", "-m", "first");
            github.Make($"octocat/{name}");
            github.Edit($"octocat/{name}", "theirs", ("README.md", "mine\n"));
        }

        github.CloneFrom = name => "file://" + shell[$"sources/{name.Split('/')[1]}"];

        var ran = await shell.RunAsync("create", "--from", "github:octocat");

        ran.Code.ShouldBe(ExitCode.Done, ran.Error);
        ran.Error.ShouldContain("0 published, 2 as pull requests");
        github.Pulls("octocat/orders").ShouldHaveSingleItem()["body"]!.ToString().ShouldContain("`catalog-info.yaml`");
        github.File("octocat/orders", "README.md").ShouldBe("mine\n");
        Directory.Exists(shell["data/clones/orders"]).ShouldBeFalse();
    }

    private static async Task GitAsync(string folder, params string[] arguments)
    {
        var ran = await Platform.Processes.Programs.RunAsync("git", ["-C", folder, .. arguments]);
        ran.Value.ExitCode.ShouldBe(0, ran.Value.Error);
    }

    [Fact]
    public async Task What_is_no_campaign_is_said()
    {
        var ran = await shell.RunAsync("create", "--from", shell.Write("a.csv", "x,y\n1,2\n"));

        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Error.ShouldContain("[campaign-not-read]");
        ran.Error.ShouldContain("name,description");
    }

    [Fact]
    public async Task Copying_the_store_needs_a_PostgreSQL()
    {
        var ran = await shell.RunAsync("copy-store");

        ran.Code.ShouldBe(ExitCode.Usage);
        ran.Error.ShouldContain("POSTGRES_HOST");
    }

    private static string List(params (string Name, string Description)[] rows) =>
        "name,description\n" + string.Concat(rows.Select(r => $"{r.Name},\"{r.Description}\"\n"));
}
