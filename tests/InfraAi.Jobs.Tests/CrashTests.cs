using System.Collections.Concurrent;
using System.Diagnostics;
using InfraAi.Storage;
using InfraAi.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace InfraAi.Jobs.Tests;

/// <summary>
/// Agents die by SIGKILL and freeze by SIGSTOP, over real PostgreSQL, SQLite, git and HTTP: every accepted analysis ends published once.
/// INFRA_AI_KILLS says how many die in each test (bench/publish crash runs 200; with --xunit-diagnostics on the attempts are told).
/// </summary>
public sealed class CrashTests(PostgresFixture postgres) : IDisposable
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("INFRA_AI_KILLS"), out var kills) ? kills : 8;

    /// <summary>For agents that are killed again and again from outside: nothing of what they work on is to blame.</summary>
    private static readonly (string, string?) Many = ("JOB_LOSSES", "100");
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    /// <summary>What an agent is about to do, or has just done, when it dies.</summary>
    private static readonly string[] Boundaries =
    [
        "accepted",
        "before POST /user/repos",
        "after POST /user/repos",
        "before POST /git/trees",
        "after POST /git/trees",
        "before POST /git/commits",
        "after POST /git/commits",
        "before PATCH /git/refs",
        "after PATCH /git/refs",
        "saved",
        "random",
    ];

    [Fact]
    public async Task Two_agents_on_one_PostgreSQL_are_killed_at_every_boundary_and_everything_is_published_once()
    {
        await using var github = await GitHubDouble.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var first = await AgentAsync("a", database, github, Many);
        await using var second = await AgentAsync("b", database, github, Many);
        AgentProcess[] agents = [first, second];
        await Task.WhenAll(agents.Select(a => a.StartAsync(cancellation)));
        await using var notices = await NoticesAsync(database);
        var accepted = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        // The same kills every time, as far as the scheduler allows.
        var random = new Random(20261122);

        for (var kill = 0; kill < Kills; kill++)
        {
            var boundary = Boundaries[kill % Boundaries.Length];
            var victim = agents[kill / Boundaries.Length % 2];
            var reached = Arm(github, notices, boundary);
            string[] names = [$"p{kill}-a", $"p{kill}-b"];
            // The victim gets them: it is the one that reaches the boundary.
            var accepting = Task.WhenAll(
                names.Select(async name => accepted[await AgentProcess.AcceptAsync([victim, .. agents], name, cancellation)] = name)
            );
            if (boundary == "random")
            {
                await Task.Delay(random.Next(0, 120), cancellation);
            }
            else
            {
                await reached.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
            }

            victim.Kill();
            github.Hook = null;
            victim.Launch();
            await accepting;
            await victim.ReadyAsync(cancellation);
        }

        var store = new AnalysisStore(await OpenAsync(database), TimeProvider.System);
        await AllEndedAsync(store, accepted.Keys);
        foreach (var (id, name) in accepted)
        {
            (await store.FindAsync(id)).Value.Status.ShouldBe(AnalysisStatus.Done);
            github.History($"octocat/{name}").ShouldBe([$"Describe {name}\n\nAnalysis: {id}\n"], "one root commit, of this analysis");
            github.Moves($"octocat/{name}").Count.ShouldBe(1);
        }

        github.Names.Count.ShouldBe(accepted.Count);
        (await CountAsync(database, "SELECT COUNT(*) FROM analyses")).ShouldBe(accepted.Count);
        accepted.Count.ShouldBe(Kills * 2);
        (
            await CountAsync(
                database,
                "SELECT COUNT(*) FROM (SELECT 1 FROM analysis_steps GROUP BY analysis_id, seq HAVING COUNT(*) > 1) AS d"
            )
        ).ShouldBe(0);
        (await CountAsync(database, "SELECT SUM(attempt - 1) FROM analyses")).ShouldBeGreaterThan(0, "work was taken over");
        TestContext.Current.SendDiagnosticMessage($"attempts: {await CountAsync(database, "SELECT MAX(attempt) FROM analyses")} at most");
    }

    [Fact]
    public async Task One_agent_on_SQLite_is_killed_at_random_and_everything_is_published_once()
    {
        await using var agent = new AgentProcess(folder.Path, ("JOB_LEASE", "2"), Many);
        await agent.StartAsync(cancellation);
        var accepted = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var random = new Random(7);

        for (var kill = 0; kill < Kills; kill++)
        {
            var accepting = Task.WhenAll(
                Enumerable
                    .Range(0, 3)
                    .Select(i => $"s{kill}-{i}")
                    .Select(async name => accepted[await AgentProcess.AcceptAsync([agent], name, cancellation)] = name)
            );
            await Task.Delay(random.Next(0, 150), cancellation);
            agent.Kill();
            agent.Launch();
            await accepting;
            await agent.ReadyAsync(cancellation);
        }

        await using var database = (await Database.OpenAsync(Path.Combine(folder.Path, "data"))).Value;
        var store = new AnalysisStore(database, TimeProvider.System);
        await AllEndedAsync(store, accepted.Keys);
        foreach (var (id, name) in accepted)
        {
            (await store.FindAsync(id)).Value.Status.ShouldBe(AnalysisStatus.Done);
            var repository = Path.Combine(folder.Path, "data", "repositories", name + ".git");
            (await GitAsync(repository, "rev-list", "--count", "main")).ShouldBe("1");
            (await GitAsync(repository, "log", "-1", "--format=%B", "main")).ShouldContain(id);
            (await GitAsync(repository, "fsck", "--strict", "--no-dangling")).ShouldBe("");
        }

        accepted.Count.ShouldBe(Kills * 3);
        var attempts = await Task.WhenAll(accepted.Keys.Select(async id => (await store.FindAsync(id)).Value.Attempt));
        TestContext.Current.SendDiagnosticMessage($"attempts: {attempts.Max()} at most");
        (await store.HistoryAsync(100)).Value.Count.ShouldBe(Math.Min(100, accepted.Count));
    }

    [Theory]
    [InlineData("before POST /user/repos")]
    [InlineData("before POST /git/commits")]
    [InlineData("before PATCH /git/refs")]
    [InlineData("after PATCH /git/refs")]
    public async Task An_agent_that_was_frozen_for_longer_than_its_lease_writes_nothing_when_it_wakes(string boundary)
    {
        await using var github = await GitHubDouble.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var frozen = await AgentAsync("a", database, github);
        await using var other = await AgentAsync("b", database, github);
        await Task.WhenAll(frozen.StartAsync(cancellation), other.StartAsync(cancellation));
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        github.Hook = async (phase, call) =>
        {
            if (Matches(boundary, phase, call) && stopped.TrySetResult())
            {
                await frozen.FreezeAsync();
            }
        };

        var id = await AgentProcess.AcceptAsync([frozen], "frozen", cancellation);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        // The other one waits for the lease, and finishes.
        var store = new AnalysisStore(await OpenAsync(database), TimeProvider.System);
        await AllEndedAsync(store, [id]);
        var done = (await store.FindAsync(id)).Value;
        done.Status.ShouldBe(AnalysisStatus.Done);
        done.Attempt.ShouldBeGreaterThan(1);
        var steps = (await store.StepsAsync(id)).Value.Count;
        await frozen.WakeAsync();

        await GivesUpAsync(frozen);
        github.History("octocat/frozen").ShouldBe([$"Describe frozen\n\nAnalysis: {id}\n"]);
        github.Moves("octocat/frozen").Count.ShouldBe(1);
        github.Names.ShouldBe(["octocat/frozen"]);
        (await store.StepsAsync(id)).Value.Count.ShouldBe(steps);
        var after = (await store.FindAsync(id)).Value;
        (after.Attempt, after.FinishedAt, after.Publication!.Commit).ShouldBe((done.Attempt, done.FinishedAt, done.Publication!.Commit));
    }

    [Fact]
    public async Task An_agent_that_was_frozen_inside_a_transaction_does_not_keep_the_others_from_its_work()
    {
        await using var github = await GitHubDouble.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var frozen = await AgentAsync("a", database, github);
        await using var other = await AgentAsync("b", database, github);
        await Task.WhenAll(frozen.StartAsync(cancellation), other.StartAsync(cancellation));
        await using var connection = new NpgsqlConnection(postgres.ConnectionString(database));
        await connection.OpenAsync(cancellation);
        // While we hold this, it writes its row and waits to write the steps.
        await using var held = await connection.BeginTransactionAsync(cancellation);
        await ScalarAsync("LOCK TABLE analysis_steps IN SHARE MODE");
        var id = await AgentProcess.AcceptAsync([frozen], "inside", cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await ScalarAsync("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'analysis_steps'::regclass") is null)
        {
            await Task.Delay(20, limit.Token);
        }

        await frozen.FreezeAsync();
        // Now the server does its statement, and its transaction stands open.
        await held.RollbackAsync(cancellation);

        var store = new AnalysisStore(await OpenAsync(database), TimeProvider.System);
        await AllEndedAsync(store, [id]);
        await frozen.WakeAsync();
        await GivesUpAsync(frozen);
        var done = (await store.FindAsync(id)).Value;
        (done.Status, done.Attempt).ShouldBe((AnalysisStatus.Done, 2));
        github.History("octocat/inside").ShouldBe([$"Describe inside\n\nAnalysis: {id}\n"]);
        github.Moves("octocat/inside").Count.ShouldBe(1);

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteScalarAsync(cancellation);
        }
    }

    [Fact]
    public async Task Who_stands_beside_what_kills_the_agent_gets_through_and_only_that_is_given_up()
    {
        await using var github = await GitHubDouble.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var agent = await AgentAsync("a", database, github);
        await agent.StartAsync(cancellation);
        using var turn = new SemaphoreSlim(1);
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deaths = 0;
        github.Hook = async (phase, call) =>
        {
            if (!Matches("before POST /git/trees", phase, call))
            {
                return;
            }

            var life = died;
            if (!call.Contains("/poison/", StringComparison.Ordinal))
            {
                // The others are caught by it wherever they work beside it.
                await Task.WhenAny(life.Task, Task.Delay(1000));
                return;
            }

            await turn.WaitAsync();
            if (life == died)
            {
                agent.Kill();
                deaths++;
                died = new(TaskCreationOptions.RunContinuationsAsynchronously);
                life.SetResult();
                agent.Launch();
            }

            turn.Release();
        };

        string[] names = ["poison", "n1", "n2", "n3", "n4"];
        var ids = await Task.WhenAll(names.Select(name => AgentProcess.AcceptAsync([agent], name, cancellation)));
        var store = new AnalysisStore(await OpenAsync(database), TimeProvider.System);
        await AllEndedAsync(store, ids, TimeSpan.FromMinutes(3));

        var ended = (await Task.WhenAll(ids.Select(store.FindAsync))).Select(found => found.Value).ToList();
        ended[0].Status.ShouldBe(AnalysisStatus.Failed);
        ended[0].Problem!.Code.ShouldBe("agents-lost");
        ended.Skip(1).ShouldAllBe(a => a.Status == AnalysisStatus.Done);
        ended.Skip(1).Max(a => a.Attempt).ShouldBeInRange(2, 4, "they were lost with it, then no more");
        deaths.ShouldBe(3, "with the others, then alone");
        github.Names.Order().ShouldBe(["octocat/n1", "octocat/n2", "octocat/n3", "octocat/n4", "octocat/poison"]);
    }

    /// <summary>Ends when an agent says that it has lost its work; from then on there is nothing more to come of it.</summary>
    private async Task GivesUpAsync(AgentProcess agent)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!agent.Log.Contains("was taken over", StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static bool Matches(string boundary, string phase, string call) =>
        boundary.Split(' ', 3) is [var when, var method, var part]
        && phase == when
        && call.StartsWith(method, StringComparison.Ordinal)
        && call.Contains(part, StringComparison.Ordinal);

    /// <returns>Ends when the boundary is reached.</returns>
    private static Task Arm(GitHubDouble github, Notices notices, string boundary)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        github.Hook = async (phase, call) =>
        {
            if (Matches(boundary, phase, call))
            {
                reached.TrySetResult();
                // The answer is held back until the caller is dead.
                await release.Task.WaitAsync(TimeSpan.FromMilliseconds(300)).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        };
        notices.Next(
            boundary switch
            {
                "accepted" => "queued",
                "saved" => "running",
                _ => "-",
            },
            reached
        );
        return reached.Task;
    }

    private async Task<AgentProcess> AgentAsync(
        string name,
        string database,
        GitHubDouble github,
        params (string Name, string? Value)[] more
    )
    {
        var root = Directory.CreateDirectory(folder[name]).FullName;
        await Task.CompletedTask;
        return new(
            root,
            [
                ("POSTGRES_HOST", postgres.Host),
                ("POSTGRES_PORT", $"{postgres.Port}"),
                ("POSTGRES_USER", postgres.User),
                ("POSTGRES_DB", database),
                ("GITHUB_TOKEN", GitHubDouble.Token),
                ("GITHUB_USER", "octocat"),
                ("GITHUB_API_URL", github.Url.ToString()),
                ("JOB_LEASE", "2"),
                .. more,
            ]
        );
    }

    private async Task<Database> OpenAsync(string database) =>
        (await Database.OpenAsync(new PostgresAddress(postgres.Host, postgres.Port, postgres.User, null, database))).Value;

    private async Task AllEndedAsync(AnalysisStore store, IEnumerable<string> ids, TimeSpan? limit = null)
    {
        var clock = Stopwatch.StartNew();
        while ((await store.UnfinishedAsync()).Value.Intersect(ids).Any())
        {
            clock.Elapsed.ShouldBeLessThan(limit ?? TimeSpan.FromSeconds(60));
            await Task.Delay(50, cancellation);
        }
    }

    /// <summary>The database says of every change to an analysis, at its commit.</summary>
    private async Task<Notices> NoticesAsync(string database)
    {
        var connection = new NpgsqlConnection(postgres.ConnectionString(database));
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE FUNCTION tell() RETURNS trigger AS $$ BEGIN PERFORM pg_notify('analyses', NEW.status); RETURN NEW; END $$ LANGUAGE plpgsql;
            CREATE TRIGGER tell AFTER INSERT OR UPDATE ON analyses FOR EACH ROW EXECUTE FUNCTION tell();
            LISTEN analyses;
            """;
        await command.ExecuteNonQueryAsync(cancellation);
        return new(connection);
    }

    private async Task<long> CountAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString(database));
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation));
    }

    private async Task<string> GitAsync(string repository, params string[] arguments)
    {
        var ran = (await Platform.Processes.Programs.RunAsync("git", ["-C", repository, .. arguments], cancellation: cancellation)).Value;
        ran.ExitCode.ShouldBe(0, ran.Error);
        return ran.Text.Trim();
    }

    private sealed class Notices : IAsyncDisposable
    {
        private readonly NpgsqlConnection connection;
        private readonly CancellationTokenSource ending = new();
        private readonly Task listening;
        private (string Status, TaskCompletionSource Reached)? next;

        public Notices(NpgsqlConnection connection)
        {
            this.connection = connection;
            connection.Notification += (_, e) =>
            {
                if (next is { } wanted && wanted.Status == e.Payload)
                {
                    wanted.Reached.TrySetResult();
                }
            };
            listening = ListenAsync();
        }

        public void Next(string status, TaskCompletionSource reached) => next = (status, reached);

        public async ValueTask DisposeAsync()
        {
            await ending.CancelAsync();
            await listening;
            await connection.DisposeAsync();
            ending.Dispose();
        }

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    await connection.WaitAsync(ending.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }
}
