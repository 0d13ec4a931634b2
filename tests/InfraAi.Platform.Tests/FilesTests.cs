using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Only_what_differs_is_written_and_other_files_are_left_alone()
    {
        File.WriteAllText(folder["mine.txt"], "mine");
        ProjectFile[] files = [new("a.md", "1\n"), new("docs/b.md", "2\n")];
        ProjectFolder.Write(folder.Path, files).Value.Written.ShouldBe(["a.md", "docs/b.md"]);

        var again = ProjectFolder.Write(folder.Path, [files[0], files[1] with { Content = "22\n" }]).Value;

        again.Written.ShouldBe(["docs/b.md"]);
        again.Unchanged.ShouldBe(["a.md"]);
        File.ReadAllText(folder["docs/b.md"]).ShouldBe("22\n");
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length.ShouldBe(3);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        File.WriteAllText(folder["docs"], "a file where a folder is wanted");

        var problem = ProjectFolder.Write(folder.Path, [new("docs/b.md", "2\n")]).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("output-not-writable");
        problem.Message.En.ShouldContain(folder["docs/b.md"]);
    }

    [Fact]
    public void Replacing_a_file_keeps_its_mode_and_a_failure_leaves_the_old_one()
    {
        var file = folder["secret"];
        File.WriteAllText(file, "old");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        AtomicFile.Write(file, "new"u8);

        File.ReadAllText(file).ShouldBe("new");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.CreateDirectory(folder["taken"]);
        Should.Throw<Exception>(() => AtomicFile.Write(folder["taken"], "x"u8));
        Directory.GetFiles(folder.Path).ShouldBe([file]);
    }

    [Fact]
    public void Drafts_of_killed_writers_are_swept_away_and_those_of_living_ones_and_other_files_are_not()
    {
        var file = folder["origins.json"];
        var mine = Draft.Of(file, "tmp");
        var killed = mine.Replace($"-{Environment.ProcessId}-", "-999999999-", StringComparison.Ordinal);
        string[] kept =
        [
            file,
            mine,
            folder["origins.json.tmp"],
            killed.Replace("origins", "other", StringComparison.Ordinal),
            $"{file}.note.tmp",
            // A process of the same number in another container; nobody here knows whether it lives.
            $"{file}.0badcafe-999999999-01234567.tmp",
            $"{file}.999999999.tmp",
        ];
        string[] left = [killed, $"{file}.0badcafe-1-01234567.tmp", $"{file}.1.tmp"];
        foreach (var name in kept.Concat(left))
        {
            File.WriteAllText(name, "{}");
        }

        foreach (var old in left[1..])
        {
            File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(file).AddDays(-2));
        }

        AtomicFile.Sweep(file);

        Directory.GetFiles(folder.Path).Order().ShouldBe(kept.Order());
    }

    [Fact]
    public async Task Writers_of_the_same_number_never_meet_in_one_draft()
    {
        // Containers that share a folder all are process 1: here many writers are one process.
        var texts = Enumerable.Range(0, 64).Select(i => new string((char)('a' + i % 26), 50_000)).ToList();

        await Task.WhenAll(
            texts.Select(text => Task.Run(() => AtomicFile.Write(folder["shared"], System.Text.Encoding.ASCII.GetBytes(text))))
        );

        texts.ShouldContain(File.ReadAllText(folder["shared"]));
        Directory.GetFiles(folder.Path).ShouldBe([folder["shared"]]);
    }

    [Fact]
    public void The_end_of_a_log_is_read_without_the_rest()
    {
        File.WriteAllLines(folder["log"], Enumerable.Range(1, 50_000).Select(i => $"line {i}"));

        LogTail.Read(folder["log"], 2).ShouldBe("line 49999\nline 50000");
        LogTail.Read(folder["none"], 2).ShouldBe("");
    }
}
