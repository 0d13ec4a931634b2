using InfraAi.Platform.Checks;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private readonly TemporaryFolder folder = new();

    private string Home => folder["data"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_an_earlier_version_left_open_is_closed_and_links_are_not_followed()
    {
        var outside = folder["outside"];
        File.WriteAllText(outside, "");
        File.SetUnixFileMode(outside, Everybody);
        var inner = Path.Combine(Home, "repositories", "shop.git", "hooks");
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(inner, "run"), "");
        File.WriteAllText(Path.Combine(Home, "infra-ai.db"), "");
        File.CreateSymbolicLink(Path.Combine(Home, "link"), outside);
        foreach (var path in Directory.EnumerateFileSystemEntries(Home, "*", SearchOption.AllDirectories).Prepend(Home))
        {
            File.SetUnixFileMode(path, Everybody);
        }

        DataFolder.FindOpen(Home, 100).Count.ShouldBe(6);
        File.SetUnixFileMode(outside, Everybody);
        DataFolder.Open(Home);

        DataFolder.FindOpen(Home, 100).ShouldBeEmpty();
        File.GetUnixFileMode(Home).ShouldBe(DataFolder.PrivateFolder);
        File.GetUnixFileMode(Path.Combine(inner, "run")).ShouldBe(DataFolder.PrivateFolder, "what may be run may still be run");
        File.GetUnixFileMode(outside).ShouldBe(Everybody);
    }

    [Fact]
    public void What_is_opened_again_directly_in_it_is_closed_again()
    {
        DataFolder.Open(Home);
        File.WriteAllText(Path.Combine(Home, "infra-ai.db"), "");
        File.SetUnixFileMode(Path.Combine(Home, "infra-ai.db"), Everybody);
        File.SetUnixFileMode(Home, Everybody);

        DataFolder.Open(Home);

        DataFolder.FindOpen(Home, 100).ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_names_what_is_open_and_the_command_that_closes_it()
    {
        Directory.CreateDirectory(Path.Combine(Home, "logs"));
        File.WriteAllText(Path.Combine(Home, "logs", "agent.log"), "");
        File.SetUnixFileMode(Home, (UnixFileMode)0b111_000_000);
        File.SetUnixFileMode(Path.Combine(Home, "logs"), (UnixFileMode)0b111_000_000);
        File.SetUnixFileMode(Path.Combine(Home, "logs", "agent.log"), (UnixFileMode)0b110_100_100);

        var found = (await MachineAsync()).Single(f => f.Status == CheckStatus.Failed);
        found.Message.En.ShouldContain($"{Home}/logs/agent.log (644)");
        found.Fix!.Value.Es.ShouldBe($"chmod -R go= {Home}");
        await Programs.RunAsync("sh", ["-c", found.Fix.Value.En], cancellation: TestContext.Current.CancellationToken);

        (await MachineAsync()).ShouldAllBe(f => f.Status != CheckStatus.Failed);
    }

    [Fact]
    public async Task Check_names_a_folder_of_another_user()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a folder away");
        Directory.CreateDirectory(Home, DataFolder.PrivateFolder);
        await Programs.RunAsync("chown", ["12345", Home], cancellation: TestContext.Current.CancellationToken);

        var found = (await MachineAsync()).Single(f => f.Status == CheckStatus.Failed);

        found.Message.En.ShouldContain("12345");
        found.Fix!.Value.En.ShouldContain("chown");
    }

    private async Task<IReadOnlyList<Finding>> MachineAsync()
    {
        var settings = Settings.Load(folder.Path, _ => null).Value;
        return await Prerequisites.Of(settings).Single(check => check.Name == "machine").Look(TestContext.Current.CancellationToken);
    }
}
