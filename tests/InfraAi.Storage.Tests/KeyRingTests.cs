using System.Text;
using InfraAi.Storage.Snapshots;
using InfraAi.Tests;

namespace InfraAi.Storage.Tests;

public sealed class KeyRingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string KeyFile => folder["keys/config.key"];

    [Fact]
    public async Task A_new_key_is_in_a_file_for_its_owner_only()
    {
        var ring = (await KeyRing.Load(KeyFile, null).Value.WithNewAsync(TimeProvider.System)).Value;
        File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        KeyRing.Load(KeyFile, null).Value.Ids.ShouldBe(ring.Ids);

        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        KeyRing.Load(KeyFile, null).Problem!.Code.ShouldBe("config-key-exposed");
    }

    [Fact]
    public async Task Processes_that_begin_at_once_share_one_key()
    {
        var begun = Enumerable.Range(0, 8).Select(_ => KeyRing.Load(KeyFile, null).Value).ToList();
        var rings = await Task.WhenAll(begun.Select(ring => ring.WithNewAsync(TimeProvider.System)));
        rings.Select(r => r.Value.Ids.Single()).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void The_environment_wins_and_its_first_key_seals()
    {
        var (one, two) = (Convert.ToBase64String(new byte[32]), Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray()));
        var old = KeyRing.Load(KeyFile, one).Value;
        var sealedText = old.Seal(old.Ids[0], "secret"u8, "a");
        var ring = KeyRing.Load(KeyFile, $"{two}, {one}").Value;
        ring.File.ShouldBeNull();
        ring.Ids[1].ShouldBe(old.Ids[0]);
        Encoding.UTF8.GetString(ring.Open(old.Ids[0], sealedText, "a").Value).ShouldBe("secret");
        ring.Open(old.Ids[0], sealedText, "b").Problem!.Code.ShouldBe("config-snapshot-damaged");
        KeyRing.Load(KeyFile, two).Value.Open(old.Ids[0], sealedText, "a").Problem!.Code.ShouldBe("config-key-missing");
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("c2hvcnQ=")]
    public void What_is_no_key_is_said(string text) => KeyRing.Load(KeyFile, text).Problem!.Code.ShouldBe("config-key-not-valid");
}
