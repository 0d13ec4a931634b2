using System.Collections.Concurrent;
using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Publishing.Git;

/// <summary>Publishes each project into a bare Git repository of its own below one folder.</summary>
/// <param name="folder">Holds NAME.git for each project; made when it is not there.</param>
/// <param name="agentUrl">Where the agent serves them: the URLs of the answer begin with it.</param>
/// <remarks>
/// One commit for each change, none when nothing changed, in one git process. Git moves the branch last and in one step, so a process killed
/// anywhere leaves the old state or the new one. A file that a person edited and whose generated content is as before stays as edited.
/// </remarks>
public sealed class GitPublisher(string folder, Uri agentUrl, TimeProvider time) : IPublisher
{
    private const string Branch = "main";
    private const int MostPacks = 50;
    private readonly BareRepository skeleton = new(Branch);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> locks = new(StringComparer.Ordinal);

    public string RepositoryPath(string name) => Path.Combine(folder, name + ".git");

    public async Task<Result<Published>> PublishAsync(PublishRequest request, CancellationToken cancellation = default)
    {
        var gate = locks.GetOrAdd(request.Name, _ => new(1, 1));
        await gate.WaitAsync(cancellation);
        try
        {
            var repository = RepositoryPath(request.Name);
            if (await CreateAsync(repository, cancellation) is { } problem)
            {
                return problem;
            }

            while (true)
            {
                var head = await GitReferences.ReadAsync(repository, Branch, cancellation);
                var written = await WriteAsync(repository, head, request, cancellation);
                // Another process moved the branch meanwhile, and Git refused ours: look again at what is there now.
                if (written is { Ok: true, Value.Changed: true })
                {
                    await TidyAsync(repository, cancellation);
                }

                if (written.Ok || await GitReferences.ReadAsync(repository, Branch, cancellation) == head)
                {
                    return written;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return GitProblems.NotWritable(folder, e.Message);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Problem?> CreateAsync(string repository, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(repository, "HEAD")))
        {
            return null;
        }

        // Made beside its place and moved there: a half-made repository is never seen.
        var draft = $"{repository}.{Environment.ProcessId}.new";
        var made = await skeleton.MakeAsync(draft, cancellation);
        if (made is not null)
        {
            return made;
        }

        try
        {
            Directory.Move(draft, repository);
        }
        catch (IOException) when (Directory.Exists(repository))
        {
            Directory.Delete(draft, recursive: true);
        }

        return null;
    }

    /// <summary>Makes one pack of many, once in a while: each commit brought one.</summary>
    private static async Task TidyAsync(string repository, CancellationToken cancellation)
    {
        if (Directory.GetFiles(Path.Combine(repository, "objects", "pack"), "*.pack").Length > MostPacks)
        {
            await Programs.RunAsync("git", ["-C", repository, "repack", "-a", "-d", "--quiet"], cancellation: cancellation);
        }
    }

    private async Task<Result<Published>> WriteAsync(
        string repository,
        string? head,
        PublishRequest request,
        CancellationToken cancellation
    )
    {
        var started = FastImport.Start(repository);
        if (!started.Ok)
        {
            return started.Problem;
        }

        await using var git = started.Value;
        try
        {
            var plan = await PlanAsync(git, head, repository, request, cancellation);
            if (!plan.Ok)
            {
                return plan.Problem;
            }

            if (plan.Value is not { } commit)
            {
                return await git.EndAsync(cancellation) is { } failure ? failure : Answer(request.Name, head!, changed: false, []);
            }

            var id = await git.CommitAsync(commit.Commit, head, cancellation);
            return await git.EndAsync(cancellation) is { } problem ? problem : Answer(request.Name, id, changed: true, commit.Notes);
        }
        catch (IOException)
        {
            return await git.FailureAsync();
        }
    }

    /// <returns>What to commit; null when the branch holds it already.</returns>
    private async Task<Result<Plan?>> PlanAsync(
        FastImport git,
        string? head,
        string repository,
        PublishRequest request,
        CancellationToken cancellation
    )
    {
        var manifest = Manifest.Of(request.Files);
        IEnumerable<ProjectFile> all = [.. request.Files, new ProjectFile(Manifest.Path, manifest.Write())];
        if (head is null)
        {
            return new Plan(NewCommit(request, [.. all], []), []);
        }

        var marker = await git.ListAsync(head, [Manifest.Path], cancellation);
        var before = marker.TryGetValue(Manifest.Path, out var blob)
            ? Manifest.Parse(Encoding.UTF8.GetString(await git.ReadBlobAsync(blob, cancellation)))
            : null;
        if (before is null)
        {
            return GitProblems.NotOurs(repository);
        }

        var there = await git.ListAsync(head, before.Files.Keys.Union(manifest.Files.Keys, StringComparer.Ordinal), cancellation);
        var notes = new List<Phrase>();
        var written = all.Where(file => MustWrite(file.Path, manifest, before, there, notes)).ToList();
        var removed = before.Files.Keys.Where(path => !manifest.Files.ContainsKey(path) && there.ContainsKey(path)).ToList();
        return
            written.Count + removed.Count == 0
            || (written is [{ Path: Manifest.Path }] && removed.Count == 0 && before.Write() == manifest.Write())
            ? (Plan?)null
            : new Plan(NewCommit(request, written, removed), notes);
    }

    private static bool MustWrite(string path, Manifest now, Manifest before, IReadOnlyDictionary<string, string> there, List<Phrase> notes)
    {
        if (path == Manifest.Path)
        {
            return now.Write() != before.Write();
        }

        var wanted = now.Files[path];
        var current = there.GetValueOrDefault(path);
        var generated = before.Files.GetValueOrDefault(path);
        if (current == wanted)
        {
            return false;
        }

        if (current is null || current == generated)
        {
            return true;
        }

        if (wanted == generated)
        {
            notes.Add(
                new($"{path}: the edit made in the repository was kept.", $"{path}: se conservó la edición hecha en el repositorio.")
            );
            return false;
        }

        notes.Add(
            new(
                $"{path}: an edit made in the repository was replaced; it is in the history at {current[..10]}.",
                $"{path}: se reemplazó una edición hecha en el repositorio; queda en el historial en {current[..10]}."
            )
        );
        return true;
    }

    private Commit NewCommit(PublishRequest request, IReadOnlyList<ProjectFile> written, IReadOnlyList<string> removed) =>
        new(Branch, "Infrastructure AI Platform", "infra-ai@localhost", time.GetUtcNow(), request.Message, written, removed);

    private Result<Published> Answer(string name, string commit, bool changed, IReadOnlyList<Phrase> notes) =>
        new Published(
            new Uri(agentUrl, $"projects/{name}.git").ToString(),
            new Uri(agentUrl, $"projects/{name}/catalog-info.yaml").ToString(),
            commit,
            changed,
            notes
        );

    private sealed record Plan(Commit Commit, IReadOnlyList<Phrase> Notes);
}
