using System.Collections.Concurrent;
using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;

namespace InfraAi.Publishing.Git;

/// <summary>Publishes each project into a bare Git repository of its own below one folder.</summary>
/// <param name="folder">Holds NAME.git for each project; made when it is not there.</param>
/// <param name="agentUrl">Where the agent serves them: the URLs of the answer begin with it.</param>
/// <remarks>
/// One commit for each change, none when nothing changed, in one git process. Git moves the branch last and in one step, so a process killed
/// anywhere leaves the old state or the new one. People's edits are merged, see <see cref="Changes"/>.
/// </remarks>
public sealed class GitPublisher(string folder, Uri agentUrl, TimeProvider time) : IPublisher
{
    private const string Branch = "main";
    private const string Unfinished = "new";
    private const int MostPacks = 50;
    private readonly BareRepository skeleton = new(Branch);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> locks = new(StringComparer.Ordinal);

    public string RepositoryPath(string name) => Path.Combine(folder, name + ".git");

    public async Task<Result<Published>> PublishAsync(PublishRequest request, CancellationToken cancellation = default)
    {
        if (PublishPolicy.Check(request.Files) is { } refused)
        {
            return refused;
        }

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

                if (
                    written.Ok
                    || written.Problem.Kind == ProblemKind.Conflict
                    || await GitReferences.ReadAsync(repository, Branch, cancellation) == head
                )
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
        foreach (var left in Draft.Left(repository, Unfinished))
        {
            Directory.Delete(left, recursive: true);
        }

        var draft = Draft.Of(repository, Unfinished);
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

            if (request.Fence is { } fence && await fence() is { } gone)
            {
                return gone;
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
        if (head is null)
        {
            var marker = new ProjectFile(Manifest.Path, Manifest.Of(request.Files).Write());
            return new Plan(NewCommit(request, [.. request.Files, marker], []), []);
        }

        var found = await git.ListAsync(head, [Manifest.Path], cancellation);
        var before = found.TryGetValue(Manifest.Path, out var blob)
            ? Manifest.Parse(await git.ReadBlobAsync(blob, cancellation) ?? "")
            : null;
        if (before is null)
        {
            return GitProblems.NotOurs(repository);
        }

        var paths = before.Files.Keys.Union(request.Files.Select(f => f.Path), StringComparer.Ordinal);
        var content = new BranchContent(
            await git.ListAsync(head, paths, cancellation),
            async id => await git.ReadBlobAsync(id, cancellation)
        );
        var planned = await Changes.PlanAsync(request, before, content, cancellation);
        if (!planned.Ok)
        {
            return planned.Problem;
        }

        var changes = planned.Value;
        return changes.Any ? new Plan(NewCommit(request, changes.Written, changes.Removed), changes.Notes) : (Plan?)null;
    }

    private Commit NewCommit(PublishRequest request, IReadOnlyList<ProjectFile> written, IReadOnlyList<string> removed) =>
        new(Branch, "Infrastructure AI Platform", "infra-ai@localhost", request.At ?? time.GetUtcNow(), request.Message, written, removed);

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
