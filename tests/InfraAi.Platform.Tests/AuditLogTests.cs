using InfraAi.Platform.Files;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Lines_of_several_writers_are_whole_and_the_files_are_bounded_and_for_this_user_only()
    {
        AuditLog[] logs = [Log(), Log(), Log()];

        await Task.WhenAll(logs.Select((log, i) => Task.Run(() => Write(log, i))));

        var files = logs[0].Files();
        files.Count.ShouldBe(10);
        files.ShouldAllBe(file => new FileInfo(file).Length < 6000);
        files.ShouldAllBe(file => File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var last = File.ReadAllLines(files[^1]);
        last.ShouldNotBeEmpty();
        files.SelectMany(File.ReadAllLines).ShouldAllBe(line => Model.Json.Read<AuditLine>(line).What.Length > 0);

        AuditLog Log() => new(home.Path) { LargestFile = 4096 };

        static void Write(AuditLog log, int writer)
        {
            for (var i = 0; i < 300; i++)
            {
                log.Add(
                    new(
                        DateTimeOffset.UnixEpoch,
                        $"user:default/{writer}",
                        "token",
                        null,
                        null,
                        $"POST /{i}",
                        null,
                        AuditOutcome.Done,
                        200,
                        null
                    )
                );
            }
        }
    }
}
