using System.Globalization;
using Dapper;
using InfraAi.Model;
using InfraAi.Model.Secrets;

namespace InfraAi.Storage;

/// <summary>The analyses, their results and their history.</summary>
public sealed class AnalysisStore(Database database, TimeProvider time)
{
    private const int PictureGone = -1;

    /// <summary>Takes an analysis in; nobody holds it yet.</summary>
    public async Task<Result<AnalysisRecord>> AcceptAsync(AnalysisRequest request)
    {
        var accepted = await AcceptAsync(request, new());
        return accepted.Ok ? accepted.Value.Analysis : accepted.Problem;
    }

    /// <summary>Takes an analysis in. When this ends without a problem the analysis survives the process.</summary>
    /// <returns>The analysis; an earlier one when the key was used before, and the problem "idempotency-key-reused" when that asked for something else.</returns>
    public async Task<Result<(AnalysisRecord Analysis, bool IsNew)>> AcceptAsync(AnalysisRequest request, Acceptance how)
    {
        var now = time.GetUtcNow();
        request = request with { Text = database.Storable(request.Text) };
        var analysis = new AnalysisRecord
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Status = AnalysisStatus.Queued,
            CreatedAt = Milliseconds(now),
            Input = request,
            DescribedBy = how.DescribedBy,
            ByMaintainer = how.ByMaintainer,
        };
        var row = new
        {
            analysis.Id,
            CreatedAt = analysis.CreatedAt.ToUnixTimeMilliseconds(),
            request.Kind,
            request.Name,
            request.Text,
            Secrets = Json.Write(request.Secrets),
            how.Owner,
            Lease = (long)how.Lease.TotalMilliseconds,
            how.Key,
            how.Campaign,
            how.DescribedBy,
            ByMaintainer = how.ByMaintainer ? 1 : 0,
        };
        var until = how.Owner is null ? "0" : $"{database.Now} + @Lease";
        var written = await database.WriteAsync(
            (connection, transaction) =>
                // Held until the analysis that names it is there: what takes pictures away that nobody names waits, and then sees it.
                request.Kind == PictureFiles.Kind
                && connection.ExecuteScalar<string?>($"SELECT name FROM pictures WHERE name = @Text {database.ForShare}", row, transaction)
                    is null
                    ? PictureGone
                    : connection.Execute(
                        $"""
                        INSERT INTO analyses (id, status, created_at, input_kind, input_name, input_text, secrets, lease_owner, lease_until, idempotency_key,
                            campaign, described_by, by_maintainer)
                        VALUES (@Id, 'queued', @CreatedAt, @Kind, @Name, @Text, @Secrets, @Owner, {until}, @Key, @Campaign, @DescribedBy, @ByMaintainer)
                        ON CONFLICT DO NOTHING
                        """,
                        row,
                        transaction
                    )
        );
        return written switch
        {
            { Ok: false } => written.Problem,
            { Value: PictureGone } => PictureFiles.Lost(request.Text),
            { Value: 0 } => await EarlierAsync(how.Key!, request),
            _ => (analysis, true),
        };
    }

    private async Task<Result<(AnalysisRecord Analysis, bool IsNew)>> EarlierAsync(string key, AnalysisRequest request)
    {
        var row = await database.ReadAsync(connection =>
            connection.QuerySingleAsync<Row>($"SELECT {Row.Columns} FROM analyses WHERE idempotency_key = @key", new { key })
        );
        if (!row.Ok)
        {
            return row.Problem;
        }

        var earlier = row.Value.ToAnalysis();
        return earlier.Input == request ? (earlier, false) : KeyReused(key, earlier.Id);
    }

    /// <summary>What was generated for a project when it was last published; null when it never was.</summary>
    public Task<Result<(string RepositoryUrl, IReadOnlyList<ProjectFile> Files)?>> LastPublishedAsync(string project) =>
        database.ReadAsync(async connection =>
        {
            var row = await connection.QueryFirstOrDefaultAsync<Row>(
                $"SELECT {Row.Columns} FROM analyses WHERE project_name = @project AND publication IS NOT NULL ORDER BY id DESC LIMIT 1",
                new { project }
            );
            return row?.ToAnalysis() is { Publication: { } publication, Project: { } made }
                ? (publication.RepositoryUrl, made.Files)
                : ((string, IReadOnlyList<ProjectFile>)?)null;
        });

    /// <summary>Writes what has changed of an analysis, and its events with it, in one go.</summary>
    /// <returns>The problem "analysis-superseded" when another attempt has begun: then nothing was written.</returns>
    public async Task<Result<int>> SaveAsync(AnalysisRecord analysis, params IReadOnlyList<StepEvent> events)
    {
        // Written out here, by the caller: the embedded store has one writer.
        var row = Parameters(analysis);
        var steps = events.Count > 0 ? Json.Write(events.Select(StepRow.Of)) : null;
        var count = events.Count;
        var written = await database.WriteAsync(
            (connection, transaction) =>
            {
                var found = connection.Execute(
                    """
                    UPDATE analyses SET
                        status = @Status, finished_at = @FinishedAt, analyzer = @Analyzer, language = @Language, project_name = @ProjectName,
                        title = @Title, component_count = @Components, relation_count = @Relations, question_count = @Questions,
                        architecture = @Architecture, project = @Project, publication = @Publication, problem = @Problem
                    WHERE id = @Id AND attempt = @Attempt
                    """,
                    row,
                    transaction
                );
                if (found == 0)
                {
                    return -1;
                }

                if (analysis is { Publication: not null, Project.Name: { } project })
                {
                    var since = analysis.CreatedAt.ToUnixTimeMilliseconds();
                    connection.Execute(
                        ProjectOwners.Insert,
                        new
                        {
                            project,
                            owner = analysis.DescribedBy,
                            since,
                        },
                        transaction
                    );
                }

                if (steps is not null)
                {
                    // One statement and two parameters, however many steps.
                    connection.Execute(
                        $"""
                        INSERT INTO analysis_steps (analysis_id, seq, at, step, state, message_en, message_es, duration_ms)
                        SELECT @Id, CAST(value ->> 'seq' AS INTEGER), CAST(value ->> 'at' AS BIGINT), value ->> 'step', value ->> 'state',
                            value ->> 'en', value ->> 'es', CAST(value ->> 'duration_ms' AS BIGINT)
                        FROM {database.Each("@steps")}
                        """,
                        new { analysis.Id, steps },
                        transaction
                    );
                }

                return count;
            }
        );
        return written is { Ok: true, Value: < 0 } ? Superseded(analysis.Id) : written;
    }

    /// <returns>The analysis, or the problem "analysis-not-found".</returns>
    public async Task<Result<AnalysisRecord>> FindAsync(string id)
    {
        var row = await database.ReadAsync(connection =>
            connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Row.Columns} FROM analyses WHERE id = @id", new { id })
        );
        return row switch
        {
            { Ok: false } => row.Problem,
            { Value: { } found } => found.ToAnalysis(),
            _ => NotFound(id),
        };
    }

    /// <summary>Only how it stands: what was read, generated and published may be megabytes.</summary>
    /// <returns>The status, or the problem "analysis-not-found".</returns>
    public async Task<Result<AnalysisStatus>> StatusAsync(string id)
    {
        var status = await database.ReadAsync(connection =>
            connection.QuerySingleOrDefaultAsync<string?>("SELECT status FROM analyses WHERE id = @id", new { id })
        );
        return status switch
        {
            { Ok: false } => status.Problem,
            { Value: { } word } => Value<AnalysisStatus>(word),
            _ => NotFound(id),
        };
    }

    /// <returns>Whose an analysis is and whether it is published, without reading the rest of it; or the problem "analysis-not-found".</returns>
    public async Task<Result<AnalysisOwner>> OwnerAsync(string id)
    {
        var row = await database.ReadAsync(connection =>
            connection.QuerySingleOrDefaultAsync<OwnerRow>(
                "SELECT described_by AS DescribedBy, CASE WHEN publication IS NULL THEN 0 ELSE 1 END AS Published FROM analyses WHERE id = @id",
                new { id }
            )
        );
        return row switch
        {
            { Ok: false } => row.Problem,
            { Value: { } found } => new AnalysisOwner(found.DescribedBy, found.Published != 0),
            _ => NotFound(id),
        };
    }

    private sealed record OwnerRow
    {
        public string? DescribedBy { get; init; }
        public int Published { get; init; }
    }

    public Task<Result<IReadOnlyList<StepEvent>>> StepsAsync(string id, int after = 0) =>
        database.ReadAsync(async connection =>
        {
            var rows = await connection.QueryAsync<StepRow>(
                """
                SELECT seq AS Seq, at AS At, step AS Step, state AS State, message_en AS En, message_es AS Es, duration_ms AS DurationMs
                FROM analysis_steps WHERE analysis_id = @id AND seq > @after ORDER BY seq
                """,
                new { id, after }
            );
            return (IReadOnlyList<StepEvent>)[.. rows.Select(r => r.ToEvent())];
        });

    /// <summary>What was accepted and has not ended, oldest first: what a new process takes up.</summary>
    public Task<Result<IReadOnlyList<string>>> UnfinishedAsync() =>
        database.ReadAsync(async connection =>
            (IReadOnlyList<string>)
                [.. await connection.QueryAsync<string>("SELECT id FROM analyses WHERE status IN ('queued', 'running') ORDER BY id")]
        );

    /// <param name="limit">1 to 100.</param>
    /// <param name="before">Only analyses older than this id; null starts at the newest.</param>
    /// <param name="reader">Whose unpublished ones are among them; null for everybody's, "" for nobody's.</param>
    public Task<Result<IReadOnlyList<AnalysisSummary>>> HistoryAsync(int limit, string? before = null, string? reader = null) =>
        database.ReadAsync(async connection =>
        {
            var rows = await connection.QueryAsync<SummaryRow>(
                $"""
                SELECT id AS Id, status AS Status, created_at AS CreatedAt, finished_at AS FinishedAt, analyzer AS Analyzer, language AS Language,
                    project_name AS ProjectName, title AS Title, component_count AS Components, relation_count AS Relations,
                    question_count AS Questions, substr(input_text, 1, 200) AS Excerpt, problem AS Problem,
                    described_by AS DescribedBy
                FROM analyses WHERE id < @before {(reader is null ? "" : "AND (publication IS NOT NULL OR described_by = @reader)")}
                ORDER BY id DESC LIMIT @limit
                """,
                new
                {
                    before = before ?? AfterAll,
                    limit = Math.Clamp(limit, 1, 100),
                    reader,
                }
            );
            return (IReadOnlyList<AnalysisSummary>)[.. rows.Select(r => r.ToSummary())];
        });

    /// <summary>Where the catalogs of published projects are, the latest of each, as far as they begin with this.</summary>
    public Task<Result<IReadOnlyList<string>>> CatalogUrlsAsync(string prefix) =>
        database.ReadAsync(async connection =>
        {
            var rows = await connection.QueryAsync<string>(
                """
                SELECT publication FROM analyses AS a WHERE publication IS NOT NULL
                    AND id = (SELECT MAX(id) FROM analyses AS b WHERE b.project_name = a.project_name AND b.publication IS NOT NULL)
                """
            );
            return (IReadOnlyList<string>)
                [
                    .. rows.Select(r => Read<Publication>(r)!.CatalogUrl)
                        .Where(url => url.StartsWith(prefix, StringComparison.Ordinal))
                        .Order(StringComparer.Ordinal),
                ];
        });

    /// <summary>Names of the projects that were published, in order.</summary>
    public Task<Result<IReadOnlyList<string>>> ProjectsAsync() =>
        database.ReadAsync(async connection =>
            (IReadOnlyList<string>)
                [
                    .. await connection.QueryAsync<string>(
                        "SELECT DISTINCT project_name FROM analyses WHERE publication IS NOT NULL AND project_name IS NOT NULL ORDER BY project_name"
                    ),
                ]
        );

    /// <summary>The published projects by name, each with the analysis that was published last (ids count up with time).</summary>
    public Task<Result<IReadOnlyList<PublishedProject>>> PublishedAsync() =>
        database.ReadAsync(async connection =>
            (IReadOnlyList<PublishedProject>)
                [
                    .. (
                        await connection.QueryAsync<(string Name, string? Title, string Id, long At, string Where)>(
                            """
                            SELECT project_name, title, id, COALESCE(finished_at, created_at), publication FROM analyses
                            WHERE id IN (SELECT MAX(id) FROM analyses WHERE publication IS NOT NULL AND project_name IS NOT NULL GROUP BY project_name)
                            ORDER BY project_name
                            """
                        )
                    ).Select(row => new PublishedProject(row.Name, row.Title, row.Id, Time(row.At), Read<Publication>(row.Where)!)),
                ]
        );

    /// <summary>Greater than every id, which is hexadecimal, in whatever order the database's locale sorts.</summary>
    private const string AfterAll = "g";

    /// <summary>Another attempt has begun: whoever gets this stops, and writes nothing more.</summary>
    public static Problem Superseded(string id) =>
        new(
            SupersededCode,
            ProblemKind.Conflict,
            new($"Analysis {id} was taken over by another agent.", $"Otro agente se hizo cargo del análisis {id}."),
            new("Nothing: the other one finishes it.", "Nada: el otro lo termina.")
        );

    public const string SupersededCode = "analysis-superseded";

    /// <param name="key">As kept: what is before a line feed says whose it is.</param>
    private static Problem KeyReused(string key, string id) =>
        new(
            "idempotency-key-reused",
            ProblemKind.Invalid,
            new(
                $"The key \"{key.Split('\n')[^1]}\" was used before for another description (analysis {id}).",
                $"La clave \"{key.Split('\n')[^1]}\" ya se usó para otra descripción (análisis {id})."
            ),
            new("Send a new Idempotency-Key with a new description.", "Envíe una Idempotency-Key nueva con cada descripción nueva.")
        );

    /// <summary>Nothing is known under this id.</summary>
    public static Problem NotFound(string id) =>
        new(
            "analysis-not-found",
            ProblemKind.NotFound,
            new($"There is no analysis \"{id}\".", $"No hay ningún análisis \"{id}\"."),
            new("GET /api/analyses lists them.", "GET /api/analyses los lista.")
        );

    private static object Parameters(AnalysisRecord a) =>
        new
        {
            a.Id,
            a.Attempt,
            Status = Word(a.Status),
            FinishedAt = a.FinishedAt?.ToUnixTimeMilliseconds(),
            a.Architecture?.Analyzer,
            a.Architecture?.Language,
            ProjectName = a.Project?.Name ?? a.Architecture?.Name,
            Title = a.Project?.Title ?? a.Architecture?.Title,
            Components = a.Architecture?.Components.Count ?? 0,
            Relations = a.Architecture?.Relations.Count ?? 0,
            Questions = a.Architecture?.Questions.Count ?? 0,
            Architecture = Written(a.Architecture),
            Project = Written(a.Project),
            Publication = Written(a.Publication),
            Problem = Written(a.Problem),
        };

    private static string? Written<T>(T? value)
        where T : class => value is null ? null : Json.Write(value);

    private static T? Read<T>(string? text)
        where T : class => text is null ? null : Json.Read<T>(text);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLower(CultureInfo.InvariantCulture);

    private static T Value<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word, ignoreCase: true);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => Time(at.ToUnixTimeMilliseconds());

    private sealed record Row
    {
        public const string Columns = """
            id AS Id, status AS Status, created_at AS CreatedAt, finished_at AS FinishedAt, input_kind AS InputKind, input_name AS InputName,
            input_text AS InputText, architecture AS Architecture, project AS Project, publication AS Publication, problem AS Problem, attempt AS Attempt,
            described_by AS DescribedBy, by_maintainer AS ByMaintainer, secrets AS Secrets
            """;

        public string Id { get; init; } = "";
        public string Status { get; init; } = "";
        public long CreatedAt { get; init; }
        public long? FinishedAt { get; init; }
        public string InputKind { get; init; } = "";
        public string? InputName { get; init; }
        public string InputText { get; init; } = "";
        public string? Architecture { get; init; }
        public string? Project { get; init; }
        public string? Publication { get; init; }
        public string? Problem { get; init; }
        public int Attempt { get; init; }
        public string? DescribedBy { get; init; }
        public string? Secrets { get; init; }
        public int ByMaintainer { get; init; }

        public AnalysisRecord ToAnalysis() =>
            new()
            {
                Id = Id,
                Status = Value<AnalysisStatus>(Status),
                CreatedAt = Time(CreatedAt),
                FinishedAt = FinishedAt is { } at ? Time(at) : null,
                Input = new(InputKind, InputText, InputName) { Secrets = Read<List<MaskedSecret>>(Secrets) ?? [] },
                Architecture = Read<Architecture>(Architecture),
                Project = Read<GeneratedProject>(Project),
                Publication = Read<Publication>(Publication),
                Problem = Read<Problem>(Problem),
                Attempt = Attempt,
                DescribedBy = DescribedBy,
                ByMaintainer = ByMaintainer != 0,
            };
    }

    private sealed record SummaryRow
    {
        public string Id { get; init; } = "";
        public string Status { get; init; } = "";
        public long CreatedAt { get; init; }
        public long? FinishedAt { get; init; }
        public string? Analyzer { get; init; }
        public string? Language { get; init; }
        public string? ProjectName { get; init; }
        public string? Title { get; init; }
        public int Components { get; init; }
        public int Relations { get; init; }
        public int Questions { get; init; }
        public string Excerpt { get; init; } = "";
        public string? Problem { get; init; }
        public string? DescribedBy { get; init; }

        public AnalysisSummary ToSummary() =>
            new()
            {
                Id = Id,
                Status = Value<AnalysisStatus>(Status),
                CreatedAt = Time(CreatedAt),
                FinishedAt = FinishedAt is { } at ? Time(at) : null,
                Analyzer = Analyzer,
                Language = Language,
                ProjectName = ProjectName,
                Title = Title,
                Components = Components,
                Relations = Relations,
                Questions = Questions,
                Excerpt = Excerpt,
                ErrorCode = Read<Problem>(Problem)?.Code,
                DescribedBy = DescribedBy,
            };
    }

    private sealed record StepRow
    {
        public int Seq { get; init; }
        public long At { get; init; }
        public string Step { get; init; } = "";
        public string State { get; init; } = "";
        public string En { get; init; } = "";
        public string Es { get; init; } = "";
        public long? DurationMs { get; init; }

        public static StepRow Of(StepEvent e) =>
            new()
            {
                Seq = e.Seq,
                At = e.At.ToUnixTimeMilliseconds(),
                Step = Word(e.Step),
                State = Word(e.State),
                En = e.Message.En,
                Es = e.Message.Es,
                DurationMs = e.DurationMs,
            };

        public StepEvent ToEvent() => new(Seq, Time(At), Value<PipelineStep>(Step), Value<StepState>(State), new(En, Es), DurationMs);
    }
}
