using System.Diagnostics;
using InfraAi.Platform.Manifest;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests.Repositories;

/// <summary>Bare remotes and working copies of them, made by the git program.</summary>
internal sealed class GitWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string this[string name] => folder[name];

    public void Dispose() => folder.Dispose();

    public static string Git(string at, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = at,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] who =
        [
            "-c",
            "user.name=Ana",
            "-c",
            "user.email=ana@example.test",
            "-c",
            "commit.gpgSign=false",
            "-c",
            "init.defaultBranch=main",
        ];
        foreach (var argument in who.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.TrimEnd('\n')
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error.Result}");
    }

    /// <summary>A remote with one commit on main, and a working copy of it that is up to date.</summary>
    public RepositoryEntry Repository(string name)
    {
        var (remote, copy) = (folder[$"remotes/{name}.git"], folder[$"work/{name}"]);
        Directory.CreateDirectory(folder["remotes"]);
        Directory.CreateDirectory(folder["work"]);
        Git(folder.Path, "init", "--quiet", "--bare", remote);
        Git(folder.Path, "clone", "--quiet", remote, copy);
        Identify(copy);
        Commit(copy, "README.md", "# one\n", "docs: a beginning");
        Git(copy, "push", "--quiet", "-u", "origin", "main");
        return Entry(name, remote);
    }

    public RepositoryEntry Entry(string name, string? remote) => new(name, folder[$"work/{name}"], remote, "main", "v", new(name, name));

    /// <summary>As another person would: a commit that reaches the remote and not the working copy.</summary>
    public string CommitElsewhere(
        string name,
        string file = "elsewhere.txt",
        string text = "elsewhere\n",
        string message = "feat: elsewhere"
    )
    {
        var other = folder[$"elsewhere/{Guid.NewGuid():N}"];
        Directory.CreateDirectory(folder["elsewhere"]);
        Git(folder.Path, "clone", "--quiet", folder[$"remotes/{name}.git"], other);
        Identify(other);
        var id = Commit(other, file, text, message);
        Git(other, "push", "--quiet");
        return id;
    }

    public static string Commit(string copy, string file, string text, string message)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
        File.WriteAllText(Path.Combine(copy, file), text);
        Git(copy, "add", "-f", file);
        Git(copy, "commit", "--quiet", "-m", message);
        return Git(copy, "rev-parse", "HEAD");
    }

    private static void Identify(string copy)
    {
        Git(copy, "config", "user.name", "Ana");
        Git(copy, "config", "user.email", "ana@example.test");
        Git(copy, "config", "commit.gpgSign", "false");
    }
}
