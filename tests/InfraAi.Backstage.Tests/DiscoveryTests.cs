using System.Net;

namespace InfraAi.Backstage.Tests;

/// <summary>Repositories of the organization come, change and go by the signed webhook alone: every schedule is set to an hour.</summary>
public sealed class DiscoveryTests(RunningPlatform platform)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repository_that_was_there_before_is_found_by_the_first_look() =>
        await platform.WaitForAsync("component", GitHubDouble.Before, TimeSpan.FromSeconds(30), Cancellation);

    [Fact]
    public async Task A_new_repository_appears_changes_and_goes_within_five_seconds_of_its_push()
    {
        // After the first look, which would find it too.
        await platform.WaitForAsync("component", GitHubDouble.Before, TimeSpan.FromSeconds(30), Cancellation);
        using var pushed = await platform.GitHub.PushAsync(
            platform.Backend,
            "payments",
            Component("first words"),
            RunningPlatform.WebhookSecret
        );
        pushed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var (entity, appeared) = await platform.WaitForAsync("component", "payments", Limit, Cancellation);
        entity.GetProperty("spec").GetProperty("owner").GetString().ShouldBe("group:default/platform-team");

        using var changed = await platform.GitHub.PushAsync(
            platform.Backend,
            "payments",
            Component("other words"),
            RunningPlatform.WebhookSecret
        );
        var (_, updated) = await platform.WaitForAsync(
            "component",
            "payments",
            Limit,
            Cancellation,
            e => e.GetProperty("metadata").GetProperty("description").GetString() == "other words"
        );

        using var removed = await platform.GitHub.RemoveAsync(platform.Backend, "payments", RunningPlatform.WebhookSecret);
        var begun = TimeProvider.System.GetTimestamp();
        while (await platform.EntityAsync("component", "payments", Cancellation) is not null)
        {
            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(Limit);
            await Task.Delay(50, Cancellation);
        }

        TestContext.Current.SendDiagnosticMessage(
            $"appeared after {appeared.TotalSeconds:0.0} s, changed after {updated.TotalSeconds:0.0} s"
        );
    }

    [Fact]
    public async Task A_push_that_is_signed_with_another_secret_is_refused()
    {
        await platform.WaitForAsync("component", GitHubDouble.Before, TimeSpan.FromSeconds(30), Cancellation);

        using var answer = await platform.GitHub.SayRemovedAsync(platform.Backend, GitHubDouble.Before, "another secret");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await platform.EntityAsync("component", GitHubDouble.Before, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_the_agent_published_on_GitHub_is_there_without_registration_and_follows_its_commits()
    {
        await CreateAsync("The freight API stores waybills in Oracle.");
        var (api, _) = await platform.WaitForAsync("component", "freight-api", TimeSpan.FromSeconds(20), Cancellation);
        var annotations = api.GetProperty("metadata").GetProperty("annotations");
        annotations.GetProperty("infra-ai.io/project").GetString().ShouldBe("freight");
        annotations.GetProperty("backstage.io/managed-by-location").GetString()!.ShouldContain("/octo-org/freight/");

        await CreateAsync("The freight API stores waybills in Oracle and publishes events to RabbitMQ.");

        await platform.WaitForAsync("resource", "rabbitmq", TimeSpan.FromSeconds(20), Cancellation);
    }

    /// <summary>Published on the double, and told to no Backstage: only the list of the agent, which has the same store, can have brought it.</summary>
    private async Task CreateAsync(string text)
    {
        var created = await platform.RunWithAsync(
            new(StringComparer.Ordinal) { ["PUBLISH"] = "github", ["BACKSTAGE_URL"] = null },
            "create",
            text,
            "--name",
            "freight"
        );
        created.Code.ShouldBe(0, created.Out + created.Error);
    }

    private static string Component(string description) => GitHubDouble.Component("payments", description);
}
