using System.Net;
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
    [InlineData("AGENT_SIGN_IN", "perhaps")]
    [InlineData("AGENT_LISTEN", "everywhere")]
    [InlineData("POSTGRES_SSLMODE", "sometimes")]
    public void A_value_that_cannot_be_used_is_named_with_where_it_stands(string name, string value)
    {
        File.WriteAllText(root[".env"], $"{name}={value}\n");

        var problem = Settings.Load(root.Path, _ => null).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("setting-not-valid");
        problem.Message.En.ShouldContain(name);
        problem.Message.En.ShouldContain(value);
        problem.Message.En.ShouldContain(root[".env"]);
    }

    [Theory]
    [InlineData("AGENT_TOKEN", "short")]
    [InlineData("AGENT_TOKEN", "long-enough-but-with a space")]
    [InlineData("AGENT_READ_KEY", "long-enough-but/with/slashes")]
    public void A_secret_that_can_be_guessed_or_not_be_sent_is_refused_and_not_repeated(string name, string value)
    {
        var problem = Settings.Load(root.Path, asked => asked == name ? value : null).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("setting-not-valid");
        problem.Message.En.ShouldContain(name);
        problem.Message.En.ShouldNotContain(value);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", null, "127.0.0.1", 8000)]
    [InlineData("http://[::1]:8000", null, "::1", 8000)]
    [InlineData("http://localhost:8000", null, null, 8000)]
    [InlineData("http://agent.example:8000", null, null, 8000)]
    [InlineData("http://192.0.2.7:8000", null, "192.0.2.7", 8000)]
    [InlineData("http://agent.example:8000", "0.0.0.0", "0.0.0.0", 8000)]
    [InlineData("https://agent.example", "127.0.0.1:8000", "127.0.0.1", 8000)]
    public void A_name_opens_the_loopback_only_and_another_address_is_said_in_so_many_words(
        string url,
        string? listen,
        string? address,
        int port
    )
    {
        var settings = Load([("AGENT_URL", url), .. listen is null ? [] : ((string, string)[])[("AGENT_LISTEN", listen)]]);

        settings.Listen.ShouldBe(new ListenAddress(address is null ? null : IPAddress.Parse(address), port));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", null, true)]
    [InlineData("http://agent.example:8000", null, true)]
    [InlineData("http://192.0.2.7:8000", null, false)]
    [InlineData("http://127.0.0.1:8000", "0.0.0.0", false)]
    public void Without_sign_in_the_agent_is_for_this_machine_alone(string url, string? listen, bool taken)
    {
        var loaded = Settings.Load(
            root.Path,
            name =>
                name switch
                {
                    "AGENT_SIGN_IN" => "none",
                    "AGENT_URL" => url,
                    "AGENT_LISTEN" => listen,
                    _ => null,
                }
        );

        loaded.Problem?.Code.ShouldBe("sign-in-off");
        loaded.Ok.ShouldBe(taken);
    }

    [Fact]
    public async Task The_token_is_made_once_for_this_user_only()
    {
        var settings = Load();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Load().AgentToken)));

        all.Distinct().ShouldHaveSingleItem().Length.ShouldBe(48);
        File.GetUnixFileMode(settings.AgentTokenFile.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Load(("AGENT_TOKEN", "another-one-that-is-long")).AgentToken.ShouldBe("another-one-that-is-long");
    }

    [Fact]
    public void Only_what_the_agent_itself_serves_is_read_by_a_secret_address()
    {
        var addresses = Load(("AGENT_READ_KEY", "key-of-twenty-letters")).ReadAddress;

        addresses.Of("http://127.0.0.1:8000/projects/shop.git").ShouldBe("http://127.0.0.1:8000/r/key-of-twenty-letters/projects/shop.git");
        addresses.Of("https://github.com/projects/shop").ShouldBe("https://github.com/projects/shop");
        addresses.Of("http://127.0.0.1:8000/api/analyses").ShouldBe("http://127.0.0.1:8000/api/analyses");
        addresses.Of(null).ShouldBeNull();
    }

    private Settings Load(params (string Name, string Value)[] environment)
    {
        var loaded = Settings.Load(root.Path, name => environment.Where(e => e.Name == name).Select(e => e.Value).FirstOrDefault());
        loaded.Problem.ShouldBeNull();
        return loaded.Value;
    }
}
