using System.Text;
using InfraAi.Models.Tests.StandIn;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Tests;
using Microsoft.Extensions.Logging;

namespace InfraAi.Models.Tests;

/// <summary>The key is nowhere but in the header of the request.</summary>
public sealed class SecretTests
{
    private const string Key = "AIzaSy-very-secret-0123456789";
    private const string Shop = "The shop API stores orders in PostgreSQL.";

    [Theory]
    [InlineData("gemini")]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_key_is_in_no_log_answer_history_trace_or_process_list(string vendor)
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Key = Key;
        using var traces = new Traces();
        var url = vendor == "openai" ? new Uri(model.Url, "/v1") : model.Url;
        var output = new StringBuilder();
        var agent = await ModelAgent.StartAsync(
            folder.Path,
            model,
            new SkippingTime(TimeSpan.FromSeconds(110)),
            ("ANALYZER", vendor),
            ("MODEL_NAME", "m"),
            ("MODEL_API_KEY", Key),
            ("MODEL_BASE_URL", url.ToString())
        );
        await using (agent)
        {
            // A vendor that repeats the key in its own words is the worst of them.
            Reply[] replies =
            [
                Reply.Claims(new Answer().Part("PostgreSQL", "PostgreSQL", "database").Write()),
                Reply.Error(400, "INVALID_ARGUMENT", $"The key {Key} is in a bad mood."),
                Reply.Error(403, "PERMISSION_DENIED", $"Not with {Key}."),
                Reply.Finished("{", "SAFETY"),
                Reply.Raw($"<html>{Key}</html>"),
                Reply.Claims("nothing"),
                Reply.Cut,
            ];
            foreach (var reply in replies)
            {
                model.Always = reply;
                output.Append(
                    await (
                        await agent.Http.PostAsync(
                            "/process-text",
                            new StringContent(Shop, Encoding.UTF8, "text/plain"),
                            TestContext.Current.CancellationToken
                        )
                    ).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
                );
            }

            foreach (var path in (string[])["/health", "/api/analyses?limit=100", "/catalog-info.yaml", "/openapi/v1.json"])
            {
                output.Append(await agent.Http.GetStringAsync(path, TestContext.Current.CancellationToken));
            }

            foreach (var line in Directory.EnumerateDirectories("/proc").Select(p => Path.Combine(p, "cmdline")))
            {
                try
                {
                    output.Append(await File.ReadAllTextAsync(line, TestContext.Current.CancellationToken));
                }
                catch (IOException)
                {
                    // That process has ended.
                }
            }

            output.Append(agent.Workshop.Model!.Options).Append(agent.Workshop.Settings.Model(vendor));
        }

        var findings = await ModelCheck.CheckAsync(
            Settings
                .Load(
                    folder.Path,
                    name =>
                        name switch
                        {
                            "ANALYZER" => vendor,
                            "MODEL_API_KEY" or "GEMINI_API_KEY" => Key,
                            "MODEL_NAME" => "none",
                            "MODEL_BASE_URL" => url.ToString(),
                            "GOOGLE_GEMINI_BASE_URL" => model.Url.ToString(),
                            _ => null,
                        }
                )
                .Value,
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );
        output.AppendJoin('\n', findings);

        output.ToString().ShouldNotContain(Key);
        agent.Log.ShouldNotBeEmpty();
        agent.Log.ShouldNotContain(Key);
        traces.Text.ShouldContain("generateContent".Length > 0 && vendor == "gemini" ? "generateContent" : url.Host);
        traces.Text.ShouldNotContain(Key);
        var secret = Encoding.UTF8.GetBytes(Key);
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        files.ShouldContain(f => f.EndsWith("infra-ai.db", StringComparison.Ordinal));
        foreach (var file in files)
        {
            (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(secret).ShouldBe(-1, file);
        }

        model.Seen.ShouldAllBe(r => !r.Url.Contains(Key) && !r.Body.Contains(Key));
        model.Count.ShouldBeGreaterThan(6);
    }

    [Fact]
    public void A_key_that_cannot_be_one_is_refused_without_being_shown()
    {
        using var folder = new TemporaryFolder();

        var problem = Settings.Load(folder.Path, name => name == "GEMINI_API_KEY" ? "my secret\nkey" : null).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("setting-not-valid");
        problem.ToString().ShouldNotContain("secret");
    }
}
