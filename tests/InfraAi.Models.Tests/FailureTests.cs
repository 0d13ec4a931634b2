using System.Net;
using InfraAi.Analysis;
using InfraAi.Analysis.Models;
using InfraAi.Analysis.Text;
using InfraAi.Models.Tests.StandIn;
using InfraAi.Tests;

namespace InfraAi.Models.Tests;

/// <summary>Every way in which the model can fail, over real HTTP: the code, how often it was asked, how long was waited, and what the history keeps.</summary>
public sealed class FailureTests
{
    private const string Shop = "The shop API stores orders in PostgreSQL.";

    private static readonly string RightText = new Answer { Title = "Shop" }
        .Part("shop API", "shop API", "api")
        .Part("PostgreSQL", "PostgreSQL", "database", "PostgreSQL")
        .Link("shop API", "PostgreSQL", "stores orders in PostgreSQL", "writes")
        .Write();

    private static readonly Reply Right = Reply.Claims(RightText);

    /// <param name="Asked">Requests the model is to have seen.</param>
    /// <param name="Waits">The least of each wait between two of them, in seconds; the most is the jitter's.</param>
    private sealed record Case(Reply[] Script, string Code, HttpStatusCode Status, int Asked, params double[] Waits);

    private static readonly Dictionary<string, Case> Cases = Make();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_failure_has_its_code_its_words_its_retries_and_its_row(string name)
    {
        var wanted = Cases[name];
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Next(wanted.Script);
        model.Always = Right;
        var time = new SkippingTime(TimeSpan.FromSeconds(110));
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, time);

        var (status, body) = await agent.DescribeAsync(Shop);

        body.GetProperty("code").GetString().ShouldBe(wanted.Code);
        status.ShouldBe(wanted.Status);
        body.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        body.GetProperty("remedy").GetString().ShouldNotBeNullOrWhiteSpace();
        model.Count.ShouldBe(wanted.Asked);
        var waits = time.Waits.Select(w => w.TotalSeconds).ToList();
        waits.Count.ShouldBe(wanted.Waits.Length, string.Join(' ', waits));
        waits.Zip(wanted.Waits).ShouldAllBe(w => w.First >= w.Second && w.First <= Math.Max(w.Second * 3, w.Second + 0.5));
        var (_, history) = await agent.GetAsync("/api/analyses");
        var row = history.GetProperty("items")[0];
        row.GetProperty("status").GetString().ShouldBe("failed");
        row.GetProperty("error_code").GetString().ShouldBe(wanted.Code);
        row.GetProperty("id").GetString().ShouldBe(body.GetProperty("analysis_id").GetString());
        Directory.Exists(folder["data/repositories"]).ShouldBeFalse("nothing was published");
    }

    public static TheoryData<string> Passing =>
        ["rate limited once", "fails once", "cut once", "empty once", "json repaired", "fenced json", "unavailable twice"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_by_itself_is_waited_for(string name)
    {
        (Reply[] script, int asked, double[] waits) = name switch
        {
            "rate limited once" => ((Reply[])[Reply.RateLimited(45.8)], 2, (double[])[45.8]),
            "fails once" => ((Reply[])[Reply.Error(500, "INTERNAL", "oops")], 2, (double[])[0.5]),
            "cut once" => ((Reply[])[Reply.Cut], 2, (double[])[0.5]),
            "empty once" => ((Reply[])[Reply.Claims("")], 2, (double[])[0.5]),
            "json repaired" => ((Reply[])[Reply.Claims("{\"title\": null, \"components\": [")], 2, (double[])[]),
            "fenced json" => ((Reply[])[Reply.Claims($"```json\n{RightText}\n```")], 1, (double[])[]),
            _ => ((Reply[])[Reply.Error(503, "UNAVAILABLE", "busy"), Reply.Error(503, "UNAVAILABLE", "busy")], 3, (double[])[0.5, 1]),
        };
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Next(script);
        model.Always = Right;
        var time = new SkippingTime(TimeSpan.FromSeconds(110));
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, time, ("PUBLISH", "none"));

        var (status, body) = await agent.DescribeAsync(Shop);

        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        model.Count.ShouldBe(asked);
        time.Waits.Select(w => w.TotalSeconds)
            .Zip(waits)
            .ShouldAllBe(w => w.First >= w.Second && w.First <= Math.Max(w.Second * 3, w.Second + 0.5));
        time.Waits.Count.ShouldBe(waits.Length);
    }

    [Fact]
    public async Task A_repair_shows_the_model_its_own_answer_and_the_fault()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Next(Reply.Claims("{\"components\": 7}"));
        model.Always = Right;
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, null, ("PUBLISH", "none"));

        (await agent.DescribeAsync(Shop)).Status.ShouldBe(HttpStatusCode.OK);

        var contents = model.Seen[1].Json.GetProperty("contents");
        contents.GetArrayLength().ShouldBe(3);
        contents[1].GetProperty("role").GetString().ShouldBe("model");
        contents[1].ToString().ShouldContain("components");
        contents[2].ToString().ShouldContain("not the JSON");
    }

    [Fact]
    public async Task A_model_that_does_not_answer_is_given_up_in_time()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Always = Reply.Hang;
        // The limit of one call, one second, is leapt over like every other wait.
        var time = new SkippingTime(TimeSpan.FromSeconds(110));
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, time, ("MODEL_TIMEOUT", "1"));

        var (status, body) = await agent.DescribeAsync(Shop);

        status.ShouldBe(HttpStatusCode.BadGateway);
        body.GetProperty("code").GetString().ShouldBe("model-timeout");
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_told_from_a_model_that_fails()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        var time = new SkippingTime(TimeSpan.FromSeconds(110));
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, time, ("GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:9"));

        var (status, body) = await agent.DescribeAsync(Shop);

        status.ShouldBe(HttpStatusCode.BadGateway);
        body.GetProperty("code").GetString().ShouldBe("model-unreachable");
        time.Waits.Count(w => w < TimeSpan.FromSeconds(15)).ShouldBe(3);
    }

    [Fact]
    public async Task Fifty_megabytes_are_cut_off_after_eight()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Always = Reply.Huge(50);
        await using var agent = await ModelAgent.StartAsync(folder.Path, model);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var (status, body) = await agent.DescribeAsync(Shop);

        body.GetProperty("code").GetString().ShouldBe("model-answer-too-large");
        status.ShouldBe(HttpStatusCode.BadGateway);
        model.Count.ShouldBe(1);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(20 * 1024 * 1024);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_key()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        await using var other = await StandInModel.StartAsync();
        model.Always = Reply.Raw("", 307, ("Location", new Uri(other.Url, "/v1beta/models/x:generateContent").ToString()));
        await using var agent = await ModelAgent.StartAsync(folder.Path, model);

        var (_, body) = await agent.DescribeAsync(Shop);

        body.GetProperty("code").GetString().ShouldBe("model-request-refused");
        other.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_always_fails_is_left_alone_for_a_while_and_asked_again()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Always = Reply.Error(500, "INTERNAL", "oops");
        var time = new SkippingTime(TimeSpan.FromSeconds(10));
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, time, ("PUBLISH", "none"));

        string? code = null;
        for (var i = 0; i < 6 && code != "model-circuit-open"; i++)
        {
            code = (await agent.DescribeAsync(Shop)).Body.GetProperty("code").GetString();
        }

        code.ShouldBe("model-circuit-open");
        var asked = model.Count;
        (await agent.DescribeAsync(Shop)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        model.Count.ShouldBe(asked, "an open circuit asks nothing");
        var (_, health) = await agent.GetAsync("/health");
        health.GetProperty("status").GetString().ShouldBe("degraded");

        model.Always = Right;
        time.Leap(TimeSpan.FromSeconds(16));
        (await agent.DescribeAsync(Shop)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Calls_beyond_the_limit_wait_and_the_agent_stays_quick()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Always = Right;
        model.Latency = TimeSpan.FromMilliseconds(300);
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, null, ("MODEL_CONCURRENCY", "2"), ("PUBLISH", "none"));

        var all = Enumerable.Range(0, 6).Select(_ => agent.DescribeAsync(Shop)).ToList();
        await WaitUntil(() => model.Running > 0);
        var most = 0;
        while (!all.TrueForAll(t => t.IsCompleted))
        {
            most = Math.Max(most, model.Running);
            (await agent.GetAsync("/api/examples")).Status.ShouldBe(HttpStatusCode.OK);
        }

        most.ShouldBe(2);
        foreach (var done in all)
        {
            (await done).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Cancel_works_at_once_while_the_model_thinks_and_while_a_retry_waits()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Next(Reply.Hang, Reply.RateLimited(60));
        await using var agent = await ModelAgent.StartAsync(folder.Path, model);
        for (var asked = 1; asked <= 2; asked++)
        {
            var (_, accepted) = await agent.DescribeAsync(Shop, path: "/api/analyses");
            var id = accepted.GetProperty("id").GetString();
            var count = asked;
            await WaitUntil(() => model.Count == count);
            var start = TimeProvider.System.GetTimestamp();

            (await agent.SendAsync(HttpMethod.Delete, $"/api/analyses/{id}")).Status.ShouldBe(HttpStatusCode.Accepted);

            string? status = null;
            while (status is not ("canceled" or "done" or "failed"))
            {
                status = (await agent.GetAsync($"/api/analyses/{id}")).Body.GetProperty("status").GetString();
            }

            status.ShouldBe("canceled");
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(2));
            await WaitUntil(() => model.Running == 0);
        }
    }

    [Fact]
    public async Task The_offline_reader_takes_over_only_where_it_is_configured_and_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Always = Reply.DailyQuota;
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, null, ("ANALYSIS_FALLBACK", "offline"));

        var (status, body) = await agent.DescribeAsync("La API de la tienda guarda los pedidos en PostgreSQL.");

        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.GetProperty("analyzer").GetString().ShouldBe("offline");
        body.GetProperty("notes")[0].GetString().ShouldNotBeNull().ShouldContain("model-quota-exhausted");
        body.GetProperty("notes")[0].GetString().ShouldNotBeNull().ShouldContain("leyó en su lugar");
        var (_, whole) = await agent.GetAsync($"/api/analyses/{body.GetProperty("analysis_id").GetString()}");
        whole.GetProperty("notes").GetArrayLength().ShouldBe(1);
    }

    private static async Task WaitUntil(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            i.ShouldBeLessThan(1000);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static Dictionary<string, Case> Make()
    {
        double[] backoff = [0.5, 1, 2];
        var bad = HttpStatusCode.BadGateway;
        var busy = HttpStatusCode.ServiceUnavailable;
        var invalid = HttpStatusCode.UnprocessableEntity;
        var absent = HttpStatusCode.NotImplemented;
        var cases = new Dictionary<string, Case>(StringComparer.Ordinal)
        {
            ["bad key"] = new([Reply.BadKey], "model-key-refused", absent, 1),
            ["no permission"] = new([Reply.Error(403, "PERMISSION_DENIED", "no")], "model-key-refused", absent, 1),
            ["unknown model"] = new([Reply.UnknownModel], "model-unknown", absent, 1),
            ["refused"] = new([Reply.Error(400, "INVALID_ARGUMENT", "The schema has too many states.")], "model-request-refused", bad, 1),
            ["daily quota"] = new([Reply.DailyQuota], "model-quota-exhausted", busy, 1),
            ["wait too long"] = new([Reply.RateLimited(3600)], "model-rate-limited", busy, 1),
            ["rate limited"] = new([.. Enumerable.Repeat(Reply.RateLimited(7.5), 4)], "model-rate-limited", busy, 4, 7.5, 7.5, 7.5),
            ["blocked prompt"] = new([Reply.Blocked], "model-prompt-blocked", invalid, 1),
            ["empty"] = new([.. Enumerable.Repeat(Reply.Claims(" "), 4)], "model-answer-empty", bad, 4, backoff),
            ["no candidates"] = new([.. Enumerable.Repeat(Reply.Raw("{}"), 4)], "model-answer-empty", bad, 4, backoff),
            ["cut"] = new([.. Enumerable.Repeat(Reply.Cut, 4)], "model-connection-cut", bad, 4, backoff),
            ["gone"] = new([.. Enumerable.Repeat(Reply.Gone, 4)], "model-connection-cut", bad, 4, backoff),
            ["not json twice"] = new([Reply.Claims("certainly!"), Reply.Claims("here you are")], "model-answer-not-json", bad, 2),
            ["truncated twice"] = new(
                [Reply.Claims("{\"title\":\"a\",\"compon"), Reply.Claims("{\"title\":\"a\",\"compon")],
                "model-answer-not-json",
                bad,
                2
            ),
            ["wrong shape twice"] = new(
                [Reply.Claims("{\"components\":{}}"), Reply.Claims("{\"components\":[{}],\"relations\":[]}")],
                "model-answer-not-json",
                bad,
                2
            ),
            ["another protocol"] = new([Reply.Raw("<html>hello</html>")], "model-not-the-protocol", bad, 1),
        };
        foreach (var status in (int[])[408, 500, 502, 503, 504])
        {
            cases[$"status {status}"] = new([.. Enumerable.Repeat(Reply.Error(status, "X", "y"), 4)], "model-failing", bad, 4, backoff);
        }

        foreach (
            var reason in (string[])
                [
                    "MAX_TOKENS",
                    "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "NO_IMAGE",
                    "IMAGE_RECITATION",
                ]
        )
        {
            var kind = reason is "MAX_TOKENS" or "NO_IMAGE" ? bad : invalid;
            cases[reason] = new([Reply.Finished("{", reason)], "model-stopped-" + reason.ToLowerInvariant().Replace('_', '-'), kind, 1);
        }

        foreach (var reason in (string[])["OTHER", "IMAGE_OTHER", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"])
        {
            cases[reason] = new(
                [.. Enumerable.Repeat(Reply.Finished("{", reason), 4)],
                "model-stopped-" + reason.ToLowerInvariant().Replace('_', '-'),
                bad,
                4,
                backoff
            );
        }

        cases["a reason of tomorrow"] = new([Reply.Finished("{", "TOMORROW")], "model-stopped-tomorrow", bad, 1);
        return cases;
    }

    [Fact]
    public async Task A_full_queue_is_said_at_once()
    {
        await using var model = await StandInModel.StartAsync();
        model.Latency = TimeSpan.FromMinutes(5);
        using var door = ModelDoor.Open(model.Options() with { Concurrency = 1, Queue = 1 }, TimeProvider.System);
        var analyzer = new ModelAnalyzer(door, new TextAnalyzer());
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var input = InputReader.Read("The orders API writes to PostgreSQL.").Value;

        // One runs, one waits; whichever comes third is refused, and the others are still under way.
        var three = Enumerable.Range(0, 3).Select(_ => analyzer.AnalyzeAsync(input, rest.Token).AsTask()).ToList();
        var refused = await Task.WhenAny(three);

        (await refused).Problem!.Code.ShouldBe("model-queue-full");
        three.Count(read => read.IsCompleted).ShouldBe(1);
        await rest.CancelAsync();
        foreach (var read in three.Where(read => read != refused))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => read);
        }
    }
}
