using Dapper;
using InfraAi.Model;

namespace InfraAi.Storage;

/// <summary>Who works on which analysis. Several agents on one database share the work by it, and take over what a dead one left.</summary>
/// <remarks>
/// A lease is a row's owner and a time on the database's clock, so that clocks that differ do no harm. To claim is to raise the attempt: from
/// then on the former owner's writes find no row (see <see cref="AnalysisStore.SaveAsync"/>).
/// </remarks>
public sealed class JobStore(Database database)
{
    private const string Open = "status IN ('queued', 'running')";

    /// <summary>So many lost ones are worked on at once after their first loss; after a further one each works alone.</summary>
    private const int Company = 32;

    /// <summary>Those who hold unfinished work.</summary>
    public Task<Result<IReadOnlyList<string>>> OwnersAsync() =>
        database.ReadAsync(async connection =>
            (IReadOnlyList<string>)
                [
                    .. await connection.QueryAsync<string>(
                        $"SELECT DISTINCT lease_owner FROM analyses WHERE {Open} AND lease_owner IS NOT NULL"
                    ),
                ]
        );

    /// <summary>Takes up work that nobody holds, whose lease has run out, or whose owner is known to be dead; oldest first.</summary>
    /// <param name="most">At most so many that were never lost.</param>
    /// <param name="suspects">
    /// So many that were lost already are in the owner's hands. What was lost may be what its agents died of, or only have stood beside it. So it
    /// is taken up in small company, then alone, the least lost first: who is innocent gets through, and only what is to blame goes on being lost.
    /// </param>
    /// <returns>What is the owner's now, oldest first.</returns>
    public async Task<Result<IReadOnlyList<ClaimedJob>>> ClaimAsync(
        string owner,
        TimeSpan lease,
        int most,
        IReadOnlyList<string> dead,
        int suspects = 0
    )
    {
        // With what it is lost with now.
        const string lost = "losses + CASE WHEN lease_owner IS NULL THEN 0 ELSE 1 END";
        var free = $"{Open} AND (lease_until < {database.Now} OR {database.In("lease_owner", "@dead")})";
        var parameters = new
        {
            owner,
            most,
            suspects,
            // Never an empty list.
            dead = (string[])[.. dead, ""],
            lease = (long)lease.TotalMilliseconds,
        };
        var any = await database.ReadAsync(connection =>
            connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM (SELECT 1 FROM analyses WHERE {free} LIMIT 1) AS one", parameters)
        );
        if (!any.Ok || any.Value == 0)
        {
            return any.Ok ? (ClaimedJob[])[] : any.Problem;
        }

        return await database.WriteAsync(
            (connection, transaction) =>
                (IReadOnlyList<ClaimedJob>)
                    [
                        .. connection
                            .Query<ClaimedJob>(
                                $"""
                                WITH ranked AS (
                                    SELECT id, ROW_NUMBER() OVER (ORDER BY {lost}, id) AS place,
                                        CASE {lost} WHEN 1 THEN {Company} ELSE 1 END AS company
                                    FROM analyses WHERE {free} AND {lost} > 0)
                                UPDATE analyses SET attempt = attempt + 1, lease_owner = @owner, lease_until = {database.Now} + @lease,
                                    losses = {lost}
                                WHERE id IN (SELECT id FROM analyses WHERE {free} AND {lost} = 0 ORDER BY id LIMIT @most {database.SkipLocked})
                                   OR id IN (SELECT id FROM analyses WHERE {free} AND id IN (SELECT id FROM ranked WHERE place + @suspects <= company)
                                             ORDER BY id LIMIT {Company} {database.SkipLocked})
                                RETURNING id AS Id, losses AS Losses
                                """,
                                parameters,
                                transaction
                            )
                            .OrderBy(job => job.Id, StringComparer.Ordinal),
                    ]
        );
    }

    /// <summary>Holds on to what is being worked on.</summary>
    /// <returns>Those of them that somebody asked to cancel.</returns>
    public Task<Result<IReadOnlyList<string>>> RenewAsync(string owner, TimeSpan lease, string[] ids) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(
                    $"UPDATE analyses SET lease_until = {database.Now} + @lease WHERE {database.In("id", "@ids")} AND lease_owner = @owner AND {Open}",
                    new
                    {
                        owner,
                        ids,
                        lease = (long)lease.TotalMilliseconds,
                    },
                    transaction
                );
                return (IReadOnlyList<string>)
                    [
                        .. connection.Query<string>(
                            $"SELECT id FROM analyses WHERE {database.In("id", "@ids")} AND lease_owner = @owner AND cancel_asked = 1 AND {Open}",
                            new { owner, ids },
                            transaction
                        ),
                    ];
            }
        );

    /// <summary>Lets go of everything: the owner ends.</summary>
    public Task<Result<int>> ReleaseAsync(string owner) =>
        database.WriteAsync(
            (connection, transaction) =>
                connection.Execute(
                    $"UPDATE analyses SET lease_owner = NULL, lease_until = 0 WHERE lease_owner = @owner AND {Open}",
                    new { owner },
                    transaction
                )
        );

    /// <summary>A fault of the program met this analysis: that counts like an agent that was lost with it, and the owner keeps it.</summary>
    /// <returns>How often it has been lost by now; 0 when it is not the owner's any more.</returns>
    public Task<Result<int>> CountFaultAsync(string id, string owner) =>
        database.WriteAsync(
            (connection, transaction) =>
                connection.QuerySingleOrDefault<int>(
                    $"UPDATE analyses SET losses = losses + 1 WHERE id = @id AND lease_owner = @owner AND {Open} RETURNING losses",
                    new { id, owner },
                    transaction
                )
        );

    /// <summary>Ends what is the owner's as failed, without reading what is stored of it: that may be what cannot be read.</summary>
    /// <returns>False when it is not the owner's any more.</returns>
    public async Task<Result<bool>> GiveUpAsync(string id, string owner, Problem problem, DateTimeOffset now)
    {
        var ended = await database.WriteAsync(
            (connection, transaction) =>
                connection.Execute(
                    $"UPDATE analyses SET status = 'failed', problem = @problem, finished_at = @at WHERE id = @id AND lease_owner = @owner AND {Open}",
                    new
                    {
                        id,
                        owner,
                        problem = Json.Write(problem),
                        at = now.ToUnixTimeMilliseconds(),
                    },
                    transaction
                )
        );
        return ended.Ok ? ended.Value > 0 : ended.Problem;
    }

    /// <returns>Null while the attempt is the latest one; else the problem "analysis-superseded".</returns>
    public async Task<Problem?> FenceAsync(string id, int attempt)
    {
        var current = await database.ReadAsync(connection =>
            connection.ExecuteScalarAsync<int>("SELECT attempt FROM analyses WHERE id = @id", new { id })
        );
        return current.Ok && current.Value != attempt ? AnalysisStore.Superseded(id) : current.Problem;
    }

    /// <summary>Asks whoever works on it to stop.</summary>
    /// <returns>False when it has ended, or never was.</returns>
    public async Task<Result<bool>> AskCancelAsync(string id)
    {
        var asked = await database.WriteAsync(
            (connection, transaction) =>
                connection.Execute($"UPDATE analyses SET cancel_asked = 1 WHERE id = @id AND {Open}", new { id }, transaction)
        );
        return asked.Ok ? asked.Value > 0 : asked.Problem;
    }

    /// <summary>Opens again what failed or was canceled: it goes on from the step that it failed at.</summary>
    /// <returns>False when it is not in such a state.</returns>
    public async Task<Result<bool>> ReopenAsync(string id, string owner, TimeSpan lease)
    {
        var opened = await database.WriteAsync(
            (connection, transaction) =>
                connection.Execute(
                    $"""
                    UPDATE analyses SET status = 'running', problem = NULL, finished_at = NULL, cancel_asked = 0, attempt = attempt + 1, losses = 0,
                        lease_owner = @owner, lease_until = {database.Now} + @lease
                    WHERE id = @id AND status IN ('failed', 'canceled')
                    """,
                    new
                    {
                        id,
                        owner,
                        lease = (long)lease.TotalMilliseconds,
                    },
                    transaction
                )
        );
        return opened.Ok ? opened.Value > 0 : opened.Problem;
    }

    /// <summary>Notes down that a campaign begins, or begins again.</summary>
    /// <param name="total">How many descriptions it has.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public Task<Result<int>> BeginCampaignAsync(string name, long total, long now) =>
        database.WriteAsync(
            (connection, transaction) =>
                connection.Execute(
                    """
                    INSERT INTO campaigns (name, total, started_at) VALUES (@name, @total, @now)
                    ON CONFLICT (name) DO UPDATE SET total = @total, started_at = @now
                    """,
                    new
                    {
                        name,
                        total,
                        now,
                    },
                    transaction
                )
        );

    /// <summary>The campaigns that were begun last, with how far each is. Of a description that changed, the latest line counts.</summary>
    /// <param name="most">At most so many.</param>
    public Task<Result<IReadOnlyList<CampaignProgress>>> CampaignsAsync(int most) =>
        database.ReadAsync(async connection =>
        {
            var begun = await connection.QueryAsync<CampaignRow>(
                "SELECT name AS Name, total AS Total, started_at AS StartedAt FROM campaigns ORDER BY started_at DESC, name LIMIT @most",
                new { most }
            );
            var progress = new List<CampaignProgress>();
            foreach (var campaign in begun)
            {
                var lines = await connection.QueryAsync<CampaignItem>(CampaignItem.Select, new { campaign = campaign.Name });
                var latest = lines
                    .GroupBy(line => line.Key[..Math.Max(0, line.Key.LastIndexOf('/'))], StringComparer.Ordinal)
                    .CountBy(item => item.Last().Status)
                    .ToDictionary(StringComparer.Ordinal);
                progress.Add(
                    new(
                        campaign.Name,
                        campaign.Total,
                        DateTimeOffset.FromUnixTimeMilliseconds(campaign.StartedAt),
                        latest.GetValueOrDefault("done"),
                        latest.GetValueOrDefault("failed") + latest.GetValueOrDefault("canceled"),
                        latest.GetValueOrDefault("running") + latest.GetValueOrDefault("queued")
                    )
                );
            }

            return (IReadOnlyList<CampaignProgress>)progress;
        });

    /// <summary>The analyses of a campaign, in the order in which they were taken in.</summary>
    public Task<Result<IReadOnlyList<CampaignItem>>> CampaignAsync(string campaign) =>
        database.ReadAsync(async connection =>
            (IReadOnlyList<CampaignItem>)[.. await connection.QueryAsync<CampaignItem>(CampaignItem.Select, new { campaign })]
        );
}

/// <summary>An analysis that was taken up.</summary>
public sealed record ClaimedJob
{
    public string Id { get; init; } = "";

    /// <summary>How often an agent died, fell silent, or met a fault while it worked on this.</summary>
    public int Losses { get; init; }
}

internal sealed record CampaignRow
{
    public string Name { get; init; } = "";
    public long Total { get; init; }
    public long StartedAt { get; init; }
}

/// <summary>How far a campaign is.</summary>
/// <param name="Total">Descriptions that it has; those that are neither done, failed nor running have not been begun.</param>
/// <param name="StartedAt">When it was begun last.</param>
/// <param name="Failed">Failed or canceled.</param>
/// <param name="Running">Running, or waiting for their turn.</param>
public sealed record CampaignProgress(string Name, long Total, DateTimeOffset StartedAt, int Done, int Failed, int Running);

/// <summary>One line of a campaign's ledger.</summary>
public sealed record CampaignItem
{
    internal const string Select =
        "SELECT id AS Id, idempotency_key AS Key, status AS Status, attempt AS Attempt FROM analyses WHERE campaign = @campaign ORDER BY id";

    public string Id { get; init; } = "";
    public string Key { get; init; } = "";

    /// <summary>As <see cref="AnalysisStatus"/>, lower case.</summary>
    public string Status { get; init; } = "";
    public int Attempt { get; init; }
}
