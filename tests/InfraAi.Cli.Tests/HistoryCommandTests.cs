using System.Net;
using System.Net.Sockets;

namespace InfraAi.Cli.Tests;

public sealed class HistoryCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_described_is_listed_newest_first_and_one_is_found_by_id_by_its_end_and_by_its_project()
    {
        using var shell = new Shell();
        (await shell.RunAsync("create", "--name", "billing", "The billing API stores invoices in PostgreSQL")).Code.ShouldBe(0);
        (await shell.RunAsync("create", "--name", "shop", "A web shop reads prices from Redis")).Code.ShouldBe(0);

        var list = await shell.RunAsync("history", "--format", "json");
        var table = await shell.RunAsync(["history"], "es");
        var last = await shell.RunAsync("history", "--limit", "1", "--format", "json");

        list.Lines.Select(l => l.GetProperty("project_name").GetString()).ShouldBe(["shop", "billing"]);
        list.Lines.ShouldAllBe(l => l.GetProperty("status").GetString() == "done" && l.GetProperty("components").GetInt32() > 0);
        last.Lines.Single().GetProperty("project_name").GetString().ShouldBe("shop");
        table.Out.ShouldContain("proyecto");
        table.Out.ShouldContain("hecho");
        var id = list.Lines[1].GetProperty("id").GetString()!;
        table.Out.ShouldContain(id[^8..]);
        foreach (var name in (string[])[id, id[^8..], "billing"])
        {
            var one = await shell.RunAsync("history", name, "--format", "json");
            one.Lines.Single().GetProperty("id").GetString().ShouldBe(id);
            one.Lines[0]
                .GetProperty("steps")
                .EnumerateArray()
                .Where(s => s.GetProperty("state").GetString() == "done")
                .Select(s => s.GetProperty("step").GetString())
                .ShouldBe(["read", "analyze", "generate", "validate", "publish"]);
        }

        var shown = await shell.RunAsync(["history", "billing"], "es");
        shown.Out.ShouldContain("✓ analizar");
        shown.Out.ShouldContain("git clone ");
    }

    [Fact]
    public async Task What_failed_says_why_and_what_to_do()
    {
        using var shell = new Shell();
        (await shell.RunAsync("create", "Nothing of the kind")).Code.ShouldBe(1);

        var shown = await shell.RunAsync(
            "history",
            (await shell.RunAsync("history", "--format", "json")).Lines.Single().GetProperty("id").GetString()!
        );

        shown.Code.ShouldBe(0);
        shown.Out.ShouldContain("failed");
        shown.Out.ShouldContain("[no-infrastructure]");
        shown.Out.ShouldContain("→ ");
    }

    [Fact]
    public async Task Where_nothing_was_described_that_is_said_and_no_store_is_made()
    {
        using var shell = new Shell();

        var none = await shell.RunAsync("history");
        var json = await shell.RunAsync("history", "--format", "json");
        var unknown = await shell.RunAsync("history", "0badcafe");

        none.Code.ShouldBe(0);
        none.Error.ShouldContain("./infra-ai create");
        json.Out.ShouldBeEmpty();
        unknown.Code.ShouldBe(1);
        unknown.Error.ShouldContain("→ ./infra-ai history");
        File.Exists(shell["data/infra-ai.db"]).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_forgotten_is_shown_first_asked_for_and_gone()
    {
        using var shell = new Shell();
        (
            await shell.RunAsync("create", "--name", "billing", "Ask Walburga Quist. The billing API stores invoices in PostgreSQL.")
        ).Code.ShouldBe(0);
        (await shell.RunAsync("create", "Nothing of the kind")).Code.ShouldBe(1);
        var ids = (await shell.RunAsync("history", "--format", "json")).Lines.Select(l => l.GetProperty("id").GetString()!).ToList();

        var planned = await shell.RunAsync(["history", "forget", "--project", "billing", "--dry-run"], "es");
        var asked = await shell.RunAsync("history", "forget", "--project", "billing");
        var still = await shell.RunAsync("history", "--format", "json");

        planned.Code.ShouldBe(0, planned.Error);
        planned.Out.ShouldContain("billing sigue publicado en http");
        asked.Code.ShouldBe(3);
        asked.Error.ShouldContain("not-confirmed");
        still.Lines.Count.ShouldBe(2);
        still.Lines[1].GetProperty("excerpt").GetString()!.ShouldContain("invoices");

        var one = await shell.RunAsync("history", "forget", ids[0], "--yes", "--format", "json");
        var all = await shell.RunAsync("history", "forget", "--before", "2100-01-01", "--yes");
        var left = await shell.RunAsync("history", "--format", "json");

        one.Lines.Single().GetProperty("action").GetString().ShouldBe("delete");
        all.Code.ShouldBe(0, all.Error);
        left.Lines.Single().GetProperty("project_name").GetString().ShouldBe("billing");
        left.Lines[0].GetProperty("excerpt").GetString().ShouldBeEmpty();
        Directory.Exists(shell["data/repositories/billing.git"]).ShouldBeTrue();
        foreach (var file in Directory.EnumerateFiles(shell["data"], "infra-ai.db*"))
        {
            (await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, Cancellation)).ShouldNotContain("Walburga");
        }
    }

    [Theory]
    [InlineData(2, "nothing-chosen")]
    [InlineData(2, "nothing-chosen", "0badcafe", "--project", "shop")]
    [InlineData(2, "time-not-valid", "--before", "soon")]
    [InlineData(1, "analysis-not-found", "0badcafe")]
    public async Task What_is_to_be_forgotten_must_be_said_and_be_there(int code, string problem, params string[] which)
    {
        using var shell = new Shell();

        var ran = await shell.RunAsync(["history", "forget", "--yes", .. which]);

        ran.Code.ShouldBe(code);
        ran.Error.ShouldContain(problem);
        File.Exists(shell["data/infra-ai.db"]).ShouldBeFalse();
    }

    /// <summary>A server that takes the connection and never says a word.</summary>
    [Fact]
    public async Task A_database_that_hangs_does_not_hold_whoever_interrupts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var shell = new Shell();
        shell.Write(".env", $"POSTGRES_HOST=127.0.0.1\nPOSTGRES_PORT={((IPEndPoint)listener.LocalEndpoint).Port}\nPOSTGRES_PASSWORD=x\n");
        using var stop = new CancellationTokenSource();

        var running = shell.RunAsync(["history"], stop);
        using var taken = await listener.AcceptTcpClientAsync(Cancellation);
        await stop.CancelAsync();

        // Well before the connection's own limit of ten seconds.
        await Should.ThrowAsync<OperationCanceledException>(running.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
    }
}
