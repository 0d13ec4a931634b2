using System.Net;
using InfraAi.Analysis;
using InfraAi.Analysis.Models;
using InfraAi.Analysis.Text;
using InfraAi.Models.Tests.StandIn;
using InfraAi.Pipeline;
using InfraAi.Platform.Checks;
using InfraAi.Platform.Configuration;
using InfraAi.Tests;

namespace InfraAi.Models.Tests;

/// <summary>Who reads, by the settings; what /health and check say of the model; cassettes.</summary>
public sealed class ChoiceTests : IDisposable
{
    private const string Shop = "The shop API stores orders in PostgreSQL.";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("offline")]
    [InlineData("gemini", "GEMINI_API_KEY=k")]
    [InlineData("offline", "GEMINI_API_KEY=k", "ANALYZER=offline")]
    [InlineData("openai", "ANALYZER=openai", "MODEL_NAME=llama", "MODEL_BASE_URL=http://127.0.0.1:11434/v1")]
    [InlineData("anthropic", "ANALYZER=anthropic", "MODEL_NAME=m", "MODEL_API_KEY=k")]
    public void A_key_is_all_it_takes(string name, params string[] settings)
    {
        using var chosen = Choose(settings).Value;

        chosen.Analyzer.Name.ShouldBe(name);
        chosen.Model?.Options.Vendor.ShouldBe(name);
        if (name == "gemini")
        {
            chosen.Model!.Options.Model.ShouldBe("gemini-3.8-flash");
            chosen.Model.Options.Address.Host.ShouldBe("generativelanguage.googleapis.com");
        }
    }

    [Theory]
    [InlineData("model-key-missing", "ANALYZER=gemini")]
    [InlineData("model-key-missing", "ANALYZER=openai", "MODEL_NAME=m")]
    [InlineData("model-not-named", "ANALYZER=anthropic", "MODEL_API_KEY=k")]
    public void What_is_missing_is_named(string code, params string[] settings)
    {
        var problem = Choose(settings).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe(code);
        problem.Remedy.En.ShouldContain("ANALYZER=offline");
    }

    [Theory]
    [InlineData("MODEL_TIMEOUT=never")]
    [InlineData("MODEL_CONCURRENCY=0")]
    [InlineData("ANALYSIS_FALLBACK=maybe")]
    [InlineData("PUBLISH=ftp")]
    [InlineData("GOOGLE_GEMINI_BASE_URL=nowhere")]
    [InlineData("MODEL_BASE_URL=https://user:secret@host/")]
    public void What_cannot_be_used_is_refused_at_the_start(string setting)
    {
        var problem = Load([setting]).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("setting-not-valid");
        problem.Message.En.ShouldNotContain("user:secret");
    }

    [Fact]
    public async Task Health_says_which_model_reads_and_whether_it_answered_lately()
    {
        await using var model = await StandInModel.StartAsync();
        model.Always = new Answer().Part("PostgreSQL", "PostgreSQL", "database");
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, null, ("PUBLISH", "none"));

        var (_, before) = await agent.GetAsync("/health");
        await agent.DescribeAsync(Shop);
        var (_, after) = await agent.GetAsync("/health");
        model.Always = Reply.BadKey;
        await agent.DescribeAsync(Shop);
        var (status, failed) = await agent.GetAsync("/health");

        before.GetProperty("analyzer").GetString().ShouldBe("gemini");
        before.GetProperty("model").GetString().ShouldBe("gemini-3.8-flash");
        Message(before).ShouldContain("the key works and the model exists");
        Message(after).ShouldMatch("answered [0-9]+ s ago, in");
        status.ShouldBe(HttpStatusCode.OK);
        failed.GetProperty("status").GetString().ShouldBe("degraded");
        Message(failed).ShouldContain("model-key-refused");

        static string Message(System.Text.Json.JsonElement health) =>
            health
                .GetProperty("checks")
                .EnumerateArray()
                .Single(c => c.GetProperty("name").GetString() == "analyzer")
                .GetProperty("message")
                .GetString()!;
    }

    [Fact]
    public async Task Check_says_whether_the_key_works_and_the_model_exists_with_the_fix()
    {
        await using var model = await StandInModel.StartAsync();
        async Task<Finding> CheckAsync(string key, string name) =>
            (
                await ModelCheck.CheckAsync(
                    Load([$"GEMINI_API_KEY={key}", $"GEMINI_MODEL={name}", $"GOOGLE_GEMINI_BASE_URL={model.Url}"]).Value,
                    TimeProvider.System,
                    TestContext.Current.CancellationToken
                )
            ).ShouldHaveSingleItem();

        var right = await CheckAsync(model.Key, "gemini-3.8-flash");
        var gone = await CheckAsync(model.Key, "gemini-2.5-flash");
        var refused = await CheckAsync("wrong", "gemini-3.8-flash");

        right.Status.ShouldBe(CheckStatus.Passed);
        gone.Status.ShouldBe(CheckStatus.Failed);
        gone.Fix!.Value.En.ShouldContain("GEMINI_MODEL");
        gone.Fix.Value.En.ShouldContain("gemini-3.5-flash");
        refused.Fix!.Value.En.ShouldContain("GEMINI_API_KEY");
        (await ModelCheck.CheckAsync(Load([]).Value, TimeProvider.System, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task With_publishing_off_the_pipeline_ends_when_the_files_are_valid()
    {
        await using var model = await StandInModel.StartAsync();
        model.Always = new Answer().Part("PostgreSQL", "PostgreSQL", "database");
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, null, ("PUBLISH", "none"));

        var (status, body) = await agent.DescribeAsync(Shop);

        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("repository_url").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        body.GetProperty("yaml_content").GetString().ShouldNotBeNull().ShouldContain("kind: System");
        var (_, whole) = await agent.GetAsync($"/api/analyses/{body.GetProperty("analysis_id").GetString()}");
        whole
            .GetProperty("steps")
            .EnumerateArray()
            .Where(s => s.GetProperty("state").GetString() == "skipped")
            .Select(s => s.GetProperty("step").GetString())
            .ShouldBe(["publish", "register", "confirm"]);
        Directory.Exists(folder["data/repositories"]).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_recorded_is_replayed_with_nobody_there()
    {
        var file = folder["tape.json"];
        var cassette = Cassette.Empty();
        string recorded;
        ModelOptions options;
        await using (var model = await StandInModel.StartAsync())
        {
            model.Always = new Answer { Title = "Shop" }.Part("PostgreSQL", "PostgreSQL", "database", "PostgreSQL");
            options = model.Options();
            recorded = Model.Json.Write(await ReadAsync(options, cassette.Recording(), Shop));
        }

        cassette.Save(file);
        var replayed = Model.Json.Write(await ReadAsync(options, Cassette.Load(file).Replaying(), Shop));
        using var door = ModelDoor.Open(options, TimeProvider.System, Cassette.Load(file).Replaying());
        var another = await new ModelAnalyzer(door, new TextAnalyzer()).AnalyzeAsync(
            InputReader.Read("Redis only.").Value,
            TestContext.Current.CancellationToken
        );

        replayed.ShouldBe(recorded);
        File.ReadAllText(file).ShouldNotContain(options.Key.Reveal() + "\"");
        another.Problem.ShouldNotBeNull().Message.En.ShouldContain("record it again");
    }

    private static async Task<Model.Architecture> ReadAsync(ModelOptions options, HttpMessageHandler network, string text)
    {
        using var door = ModelDoor.Open(options, TimeProvider.System, network);
        return (
            await new ModelAnalyzer(door, new TextAnalyzer()).AnalyzeAsync(
                InputReader.Read(text).Value,
                TestContext.Current.CancellationToken
            )
        ).Value;
    }

    private Model.Result<ChosenAnalyzer> Choose(string[] settings)
    {
        var loaded = Load(settings).Value;
        return Analyzers.Choose(loaded.Analyzer, loaded, TimeProvider.System);
    }

    private Model.Result<Settings> Load(string[] settings)
    {
        var values = settings.Select(s => s.Split('=', 2)).ToDictionary(s => s[0], s => (string?)s[1], StringComparer.Ordinal);
        return Settings.Load(folder.Path, values.GetValueOrDefault);
    }
}
