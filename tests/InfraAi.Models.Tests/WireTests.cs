using System.Text.Json;
using InfraAi.Analysis.Models;
using InfraAi.Analysis.Models.Gemini;
using InfraAi.Model;
using InfraAi.Models.Tests.StandIn;
using Microsoft.Extensions.AI;

namespace InfraAi.Models.Tests;

/// <summary>What goes over the wire, for every vendor.</summary>
public sealed class WireTests
{
    private const string Shop = "The shop API stores orders in PostgreSQL.";

    private static Answer Right =>
        new Answer { Title = "Shop" }
            .Part("shop API", "shop API", "api")
            .Part("PostgreSQL", "PostgreSQL", "database", "PostgreSQL")
            .Link("shop API", "PostgreSQL", "stores orders in PostgreSQL", "writes");

    public static TheoryData<string> Vendors => ["gemini", "openai", "anthropic"];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task One_prompt_and_one_schema_reach_every_vendor_and_come_back_the_same(string vendor)
    {
        await using var model = await StandInModel.StartAsync();
        model.Always = Right;

        var read = await model.ReadAsync(Shop, vendor);

        read.Problem.ShouldBeNull();
        read.Value.Analyzer.ShouldBe(vendor);
        read.Value.Components.Select(c => c.Name).ShouldBe(["shop API", "PostgreSQL"]);
        read.Value.Relations.ShouldHaveSingleItem().Kind.ShouldBe(RelationKind.Writes);
        read.Value.Model.ShouldNotBeNull().InputTokens.ShouldBe(120);
        read.Value.Model.OutputTokens.ShouldBe(80);
        var request = model.Seen.ShouldHaveSingleItem();
        request.Url.ShouldNotContain(model.Key);
        request.Body.ShouldNotContain(model.Key);
        request.Body.ShouldContain(Shop);
        request.Body.ShouldContain("You never add what they do not say");
        request.Body.ShouldContain("box_2d", Case.Sensitive, "the schema is sent");
        request.Body.ShouldContain("containerRegistry", Case.Sensitive, "the schema is sent");
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Failures_are_named_the_same_for_every_vendor(string vendor)
    {
        await using var model = await StandInModel.StartAsync();
        (Reply Reply, int Times, string Code)[] failures =
        [
            (Reply.Error(401, "UNAUTHENTICATED", "no"), 1, "model-key-refused"),
            (Reply.UnknownModel, 1, "model-unknown"),
            (Reply.Error(429, "x", "slow down"), 4, "model-rate-limited"),
            (Reply.Error(503, "x", "y"), 4, "model-failing"),
            (Reply.Error(400, "x", "bad"), 1, "model-request-refused"),
            (Reply.Finished("{", "MAX_TOKENS"), 1, "model-stopped-max-tokens"),
            (Reply.Finished("{", "SAFETY"), 1, "model-stopped-safety"),
            (Reply.Cut, 4, "model-connection-cut"),
            (Reply.Huge(12), 1, "model-answer-too-large"),
            (Reply.Raw("<html>"), 1, "model-not-the-protocol"),
            (Reply.Claims("no"), 2, "model-answer-not-json"),
        ];
        foreach (var (reply, times, code) in failures)
        {
            var before = model.Count;
            model.Always = reply;

            (await model.ReadAsync(Shop, vendor)).Problem.ShouldNotBeNull().Code.ShouldBe(code);

            (model.Count - before).ShouldBe(times, code);
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_list_of_models_says_whether_the_key_works_and_the_model_is_there(string vendor)
    {
        await using var model = await StandInModel.StartAsync();
        using var door = ModelDoor.Open(model.Options(vendor), TimeProvider.System);
        using var wrong = ModelDoor.Open(model.Options(vendor) with { Key = new("another") }, TimeProvider.System);

        var models = await door.ListModelsAsync(TestContext.Current.CancellationToken);

        models.Value.ShouldBe(model.Models);
        door.Missing(models.Value).ShouldBeNull();
        door.Missing(["x"]).ShouldNotBeNull().Code.ShouldBe("model-unknown");
        (await wrong.ListModelsAsync(TestContext.Current.CancellationToken)).Problem.ShouldNotBeNull().Code.ShouldBe("model-key-refused");
    }

    [Fact]
    public async Task Geminis_request_is_the_documented_one()
    {
        await using var model = await StandInModel.StartAsync();
        model.Always = Right;

        await model.ReadAsync(Shop);

        var request = model.Seen[0];
        request.Url.ShouldBe("/v1beta/models/gemini-3.8-flash:generateContent");
        request.Headers["x-goog-api-key"].ShouldBe(model.Key);
        var body = request.Json;
        body.GetProperty("system_instruction").GetProperty("parts")[0].GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
        body.GetProperty("contents")[0].GetProperty("role").GetString().ShouldBe("user");
        var config = body.GetProperty("generationConfig");
        config.GetProperty("responseMimeType").GetString().ShouldBe("application/json");
        var schema = config.GetProperty("responseJsonSchema");
        schema.TryGetProperty("$schema", out _).ShouldBeFalse("it is not taken");
        schema.GetProperty("properties").GetProperty("components").GetProperty("type").GetString().ShouldBe("array");
    }

    [Fact]
    public void Keywords_that_gemini_does_not_take_are_left_out_and_names_of_properties_are_kept()
    {
        var schema = JsonDocument.Parse(
            """{"$schema":"x","type":"object","properties":{"pattern":{"type":"string","pattern":"a+","const":"b","minLength":1},"n":{"type":"integer","minimum":0}},"required":["pattern"]}"""
        );

        GeminiSchema
            .Strip(schema.RootElement)
            .GetRawText()
            .ShouldBe(
                """{"type":"object","properties":{"pattern":{"type":"string"},"n":{"type":"integer","minimum":0}},"required":["pattern"]}"""
            );
    }

    [Fact]
    public async Task Streaming_gives_the_text_as_it_comes()
    {
        await using var model = await StandInModel.StartAsync();
        model.Always = Reply.Claims("{\"hello\":\"world\"}");
        using var door = ModelDoor.Open(model.Options(), TimeProvider.System);
        var updates = new List<ChatResponseUpdate>();

        await foreach (var update in door.Chat.GetStreamingResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        model.Seen[0].Url.ShouldBe("/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse");
        var whole = updates.ToChatResponse();
        whole.Text.ShouldBe("{\"hello\":\"world\"}");
        whole.Usage.ShouldNotBeNull().TotalTokenCount.ShouldBe(200);
        updates.Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_no_answer()
    {
        await using var model = await StandInModel.StartAsync();
        using var door = ModelDoor.Open(model.Options(), TimeProvider.System);
        (Reply Reply, string Code)[] breaks =
        [
            (Reply.Cut, "model-connection-cut"),
            (Reply.Raw("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"half\"}]}}]}\n\n"), "model-connection-cut"),
            (Reply.Raw("data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\n\n"), "model-answer-empty"),
            (Reply.Raw("data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}\n\n"), "model-prompt-blocked"),
            (Reply.Raw("data: {\"candidates\":[{\"finishReason\":\"SAFETY\"}]}\n\n"), "model-stopped-safety"),
        ];
        foreach (var (reply, code) in breaks)
        {
            model.Always = reply;

            var failure = await Should.ThrowAsync<ModelException>(async () =>
            {
                await foreach (var _ in door.Chat.GetStreamingResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken))
                { }
            });

            failure.Problem.Code.ShouldBe(code);
        }
    }

    [Fact]
    public void The_client_says_what_it_is()
    {
        using var door = ModelDoor.Open(
            new()
            {
                Vendor = "gemini",
                Model = "m",
                Key = new("k"),
            },
            TimeProvider.System
        );

        var metadata = door.Chat.GetService<ChatClientMetadata>().ShouldNotBeNull();
        metadata.ProviderName.ShouldBe("gemini");
        metadata.DefaultModelId.ShouldBe("m");
        door.Options.ToString().ShouldContain("Key = ••••");
    }
}
