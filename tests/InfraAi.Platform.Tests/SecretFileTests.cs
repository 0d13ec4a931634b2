using InfraAi.Platform.Files;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

public sealed class SecretFileTests
{
    [Fact]
    public void A_secret_is_made_once_and_is_this_users_alone()
    {
        using var folder = new TemporaryFolder();

        var first = new SecretFile(folder.Path, "token").Read();
        var second = new SecretFile(folder.Path, "token").Read();

        first.Length.ShouldBe(48);
        second.ShouldBe(first);
        new SecretFile(folder.Path, "another").Read().ShouldNotBe(first);
        File.GetUnixFileMode(folder[Path.Combine("secrets", "token")]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Many_readers_at_once_agree_on_one_secret()
    {
        using var folder = new TemporaryFolder();

        var secrets = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new SecretFile(folder.Path, "token").Read())));

        secrets.Distinct().Count().ShouldBe(1);
    }
}
