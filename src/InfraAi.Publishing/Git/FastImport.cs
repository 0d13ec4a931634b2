using System.Diagnostics;
using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Publishing.Git;

/// <summary>One run of `git fast-import` in a bare repository: asks what a commit holds and writes the next one, in a single process.</summary>
/// <remarks>The protocol is that of git-fast-import(1): `ls` and `cat-blob` answer on its standard output.</remarks>
internal sealed class FastImport : IAsyncDisposable
{
    private readonly Process process;
    private readonly Stream input;
    private readonly Stream output;
    private readonly Task<string> errors;
    private bool ended;

    private FastImport(Process process)
    {
        this.process = process;
        input = new BufferedStream(process.StandardInput.BaseStream, 64 * 1024);
        output = new BufferedStream(process.StandardOutput.BaseStream, 64 * 1024);
        errors = process.StandardError.ReadToEndAsync();
    }

    public static Result<FastImport> Start(string repository)
    {
        // One pack a commit, flushed to the disk once; the default unpacks small ones with a second process and flushes each object.
        var started = Programs.Start("git", ["-C", repository, "-c", "fastimport.unpackLimit=1", "fast-import", "--quiet", "--done"]);
        return started.Ok ? new FastImport(started.Value) : started.Problem;
    }

    /// <returns>Path → blob id, for those of the paths that the commit holds.</returns>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(
        string commit,
        IEnumerable<string> paths,
        CancellationToken cancellation
    )
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            await WriteAsync($"ls {commit} {Quoted(path)}\n", cancellation);
            await input.FlushAsync(cancellation);
            var line = await ReadLineAsync(cancellation);
            // "100644 blob ID\tPATH", or "missing PATH"
            if (line.Split(' ', 3) is [_, "blob", var rest])
            {
                found[path] = rest[..rest.IndexOf('\t', StringComparison.Ordinal)];
            }
        }

        return found;
    }

    /// <returns>Its text; null when the repository does not have it.</returns>
    public async Task<string?> ReadBlobAsync(string blob, CancellationToken cancellation)
    {
        await WriteAsync($"cat-blob {blob}\n", cancellation);
        await input.FlushAsync(cancellation);
        // "ID blob SIZE", the bytes, a line feed; or "ID missing"
        var header = await ReadLineAsync(cancellation);
        if (header.EndsWith(" missing", StringComparison.Ordinal))
        {
            return null;
        }

        var content = new byte[int.Parse(header.AsSpan(header.LastIndexOf(' ') + 1))];
        await output.ReadExactlyAsync(content, cancellation);
        await output.ReadExactlyAsync(new byte[1], cancellation);
        return Encoding.UTF8.GetString(content);
    }

    /// <summary>Writes one commit on top of another (or the first one), its files and the branch.</summary>
    /// <param name="parent">Null for the first commit.</param>
    /// <returns>The commit's id.</returns>
    public async Task<string> CommitAsync(Commit commit, string? parent, CancellationToken cancellation)
    {
        var who = $"{commit.AuthorName} <{commit.AuthorEmail}> {commit.At.ToUnixTimeSeconds()} +0000";
        await WriteAsync($"commit refs/heads/{commit.Branch}\nmark :1\nauthor {who}\ncommitter {who}\n", cancellation);
        await WriteDataAsync(Encoding.UTF8.GetBytes(commit.Message), cancellation);
        if (parent is not null)
        {
            await WriteAsync($"from {parent}\n", cancellation);
        }

        foreach (var path in commit.Removed)
        {
            await WriteAsync($"D {Quoted(path)}\n", cancellation);
        }

        foreach (var file in commit.Written)
        {
            await WriteAsync($"M 100644 inline {Quoted(file.Path)}\n", cancellation);
            await WriteDataAsync(Encoding.UTF8.GetBytes(file.Content), cancellation);
        }

        await WriteAsync("\nget-mark :1\n", cancellation);
        await input.FlushAsync(cancellation);
        return await ReadLineAsync(cancellation);
    }

    /// <summary>Lets it write its objects and move the branch.</summary>
    /// <returns>A problem when Git refused: nothing has changed then.</returns>
    public async Task<Problem?> EndAsync(CancellationToken cancellation)
    {
        await WriteAsync("done\n", cancellation);
        await input.FlushAsync(cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        ended = true;
        return process.ExitCode == 0 ? null : GitProblems.Failed(await errors);
    }

    /// <summary>What it said when it broke off.</summary>
    public async Task<Problem> FailureAsync()
    {
        ended = true;
        await process.WaitForExitAsync();
        return GitProblems.Failed(await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static string Quoted(string path) =>
        '"' + path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    private async Task WriteDataAsync(byte[] data, CancellationToken cancellation)
    {
        await WriteAsync($"data {data.Length}\n", cancellation);
        await input.WriteAsync(data, cancellation);
        await WriteAsync("\n", cancellation);
    }

    private ValueTask WriteAsync(string text, CancellationToken cancellation) =>
        input.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new List<byte>(128);
        var one = new byte[1];
        while (true)
        {
            if (await output.ReadAsync(one, cancellation) == 0)
            {
                throw new IOException("git fast-import ended early");
            }

            if (one[0] == (byte)'\n')
            {
                return Encoding.UTF8.GetString([.. line]);
            }

            line.Add(one[0]);
        }
    }
}

/// <summary>A commit to be written.</summary>
internal sealed record Commit(
    string Branch,
    string AuthorName,
    string AuthorEmail,
    DateTimeOffset At,
    string Message,
    IReadOnlyList<ProjectFile> Written,
    IReadOnlyList<string> Removed
);
