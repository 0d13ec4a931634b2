using InfraAi.Platform.Configuration;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void With_nothing_set_the_embedded_default_is_whole()
    {
        var settings = Load();

        settings.Home.ShouldBe(root["data"]);
        settings.AgentUrl.ShouldBe(new Uri("http://127.0.0.1:8000"));
        settings.Analyzer.ShouldBe("offline");
        settings.DefaultOwner.ShouldBeNull();
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_each_value_says_where_it_came_from()
    {
        File.WriteAllText(root[".env"], "AGENT_URL=http://127.0.0.1:9001\nDEFAULT_OWNER=group:default/a\n");

        var settings = Load(("AGENT_URL", "http://127.0.0.1:9002"));

        settings.AgentUrl.Port.ShouldBe(9002);
        settings.Get("AGENT_URL").Origin.ShouldBe("environment");
        settings.Get("DEFAULT_OWNER").ShouldBe(new Setting("DEFAULT_OWNER", "group:default/a", root[".env"]));
        settings.Get("GITHUB_TOKEN").ShouldBe(new Setting("GITHUB_TOKEN", null, "default"));
    }

    [Fact]
    public void A_blank_value_counts_as_not_set() => Load(("INFRA_AI_HOME", "  ")).Home.ShouldBe(root["data"]);

    [Theory]
    [InlineData("AGENT_URL", "not a url")]
    [InlineData("AGENT_URL", "ftp://host")]
    [InlineData("ANALYZER", "magic")]
    public void A_value_that_cannot_be_used_is_named_with_where_it_stands(string name, string value)
    {
        File.WriteAllText(root[".env"], $"{name}={value}\n");

        var problem = Settings.Load(root.Path, _ => null).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("setting-not-valid");
        problem.Message.En.ShouldContain(name);
        problem.Message.En.ShouldContain(value);
        problem.Message.En.ShouldContain(root[".env"]);
    }

    private Settings Load(params (string Name, string Value)[] environment)
    {
        var loaded = Settings.Load(root.Path, name => environment.Where(e => e.Name == name).Select(e => e.Value).FirstOrDefault());
        loaded.Problem.ShouldBeNull();
        return loaded.Value;
    }
}
