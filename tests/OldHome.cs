using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using InfraAi.Platform.Processes;
using InfraAi.Storage;
using InfraAi.Storage.Snapshots;

namespace InfraAi.Tests;

/// <summary>
/// A data folder and a store as the platform of migration 0033 left them behind: that schema, those rows as they were written then, and everything
/// readable by every user of the machine.
/// </summary>
internal sealed class OldHome(string home)
{
    public const string Published = "01a22e9b02737d168701d4bf9719d284";
    public const string Pictured = "01a22e9b02747d168701d4bf9719d285";
    public const string Failed = "01a22e9b02757d168701d4bf9719d286";
    public const string Text = "The shop API reads PostgreSQL.";
    public const string Picture = "0a1b2c3d-shop.png";
    public const string Snapshot = "GITHUB_USER=ana\nPOSTGRES_PORT=5433\n";

    private const string LastMigration = "0033";
    private const UnixFileMode OpenFolder = (UnixFileMode)0b111_101_101;
    private const UnixFileMode OpenFile = (UnixFileMode)0b110_100_100;

    private const string Architecture =
        """{"name":"shop","title":"shop","description":null,"language":"en","analyzer":"offline","components":[{"id":"shop-api","name":"shop API","kind":"api","technology":null,"group":null,"owner":null,"description":null,"confidence":0.7,"evidence":[{"kind":"text","start":4,"length":8,"quote":"shop API"}],"found_by":[]},{"id":"postgresql","name":"PostgreSQL","kind":"database","technology":"PostgreSQL","group":null,"owner":null,"description":null,"confidence":0.9,"evidence":[{"kind":"text","start":19,"length":10,"quote":"PostgreSQL"}],"found_by":[]}],"relations":[{"from":"shop-api","to":"postgresql","kind":"reads","label":"reads","confidence":0.8,"evidence":[{"kind":"text","start":4,"length":25,"quote":"shop API reads PostgreSQL"}],"found_by":[]}],"questions":["Which team or person owns these components?"],"rejected":[],"notes":[],"model":null}""";

    private const string Project =
        """{"name":"shop","title":"shop","files":[{"path":"README.md","content":"# shop\n"}],"entities":[{"ref":"system:default/shop","kind":"System","type":"product","name":"shop","title":"shop","component_id":null}]}""";

    private const string Problem =
        """{"code":"no-infrastructure","kind":"invalid","message":{"en":"Nothing was found.","es":"No se encontró nada."},"remedy":{"en":"Say more.","es":"Diga más."}}""";

    /// <summary>One dot.</summary>
    public static readonly byte[] PictureBytes = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFElEQVR4nGP4TyJgGNUwqmH4agAAr639H708R/EAAAAASUVORK5CYII="
    );

    public string KeyFile => Path.Combine(home, "keys", "config.key");

    /// <summary>The tables as they were, and a history in them.</summary>
    /// <param name="ending">".sqlite.sql" or ".postgres.sql".</param>
    public async Task FillAsync(DbConnection connection, string ending, Uri agent)
    {
        await RunAsync(connection, "CREATE TABLE schema_migrations (name TEXT NOT NULL PRIMARY KEY)");
        var store = typeof(AnalysisStore).Assembly;
        foreach (
            var name in store
                .GetManifestResourceNames()
                .Where(n => n.EndsWith(ending, StringComparison.Ordinal) || n.Count(c => c == '.') == 1)
                .Where(n => n.EndsWith(".sql", StringComparison.Ordinal) && string.CompareOrdinal(n[..4], LastMigration) <= 0)
                .Order(StringComparer.Ordinal)
        )
        {
            using var reader = new StreamReader(store.GetManifestResourceStream(name)!);
            await RunAsync(connection, await reader.ReadToEndAsync());
            await RunAsync(connection, "INSERT INTO schema_migrations (name) VALUES (@a)", name);
        }

        var publication =
            $$"""{"repository_url":"{{agent}}projects/shop.git","catalog_url":"{{agent}}projects/shop/catalog-info.yaml","commit":"7be627bc19f8e7158f926ec8272b7510091581c0","changed":true,"notes":[],"pull_request_url":null,"visible_after_ms":null}""";
        await RunAsync(
            connection,
            """
            INSERT INTO analyses (id, status, created_at, finished_at, analyzer, language, input_kind, input_name, input_text, project_name, title,
                component_count, relation_count, question_count, architecture, project, publication, described_by)
            VALUES (@a, 'done', 1796078240371, 1796078241249, 'offline', 'en', 'text', 'shop', @b, 'shop', 'shop', 2, 1, 1, @c, @d, @e, 'user:default/ana')
            """,
            Published,
            Text,
            Architecture,
            Project,
            publication
        );
        await RunAsync(connection, "INSERT INTO pictures (name, bytes) VALUES (@a, @b)", Picture, PictureBytes);
        await RunAsync(
            connection,
            "INSERT INTO analyses (id, status, created_at, input_kind, input_text, campaign, idempotency_key) VALUES (@a, 'canceled', 1796078240372, 'image', @b, 'c', 'campaign/c/1/1')",
            Pictured,
            Picture
        );
        await RunAsync(
            connection,
            "INSERT INTO analyses (id, status, created_at, finished_at, input_kind, input_text, problem) VALUES (@a, 'failed', 1796078240373, 1796078240400, 'text', 'Nothing of the kind', @b)",
            Failed,
            Problem
        );
        await RunAsync(
            connection,
            "INSERT INTO analysis_steps (analysis_id, seq, at, step, state, message_en, message_es, duration_ms) VALUES (@a, 1, 1796078240416, 'read', 'done', '30 characters', '30 caracteres', 3)",
            Published
        );
        await RunAsync(connection, "INSERT INTO campaigns (name, total, started_at) VALUES ('c', 1, 1796078240000)");
        await SealAsync(connection);
    }

    /// <summary>The folder: key, secret, log, published repository, record of a service; the embedded store is filled by the caller.</summary>
    public async Task WriteAsync()
    {
        foreach (var folder in (string[])["logs", "run", "secrets", "repositories", "config"])
        {
            Directory.CreateDirectory(Path.Combine(home, folder));
        }

        await File.WriteAllTextAsync(Path.Combine(home, "logs", "agent.log"), "2026-11-30T22:00:00.000Z info: started\n");
        await File.WriteAllTextAsync(Path.Combine(home, "run", "agent.lock"), "");
        await File.WriteAllTextAsync(Path.Combine(home, "secrets", "backstage-token"), "0123456789abcdef");
        await File.WriteAllTextAsync(Path.Combine(home, "config", "origins.json"), "{}");
        var work = Directory.CreateTempSubdirectory("infra-ai-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(work, "catalog-info.yaml"), "kind: System\n");
            await GitAsync(work, "init", "--quiet", "--initial-branch=main");
            await GitAsync(work, "add", "--all");
            await GitAsync(work, "-c", "user.name=agent", "-c", "user.email=agent@localhost", "commit", "--quiet", "--message=shop");
            await GitAsync(work, "clone", "--quiet", "--bare", work, Path.Combine(home, "repositories", "shop.git"));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Last: everything as a process with the usual umask of 022 makes it; what was private then already stays so.</summary>
    public void LeaveOpen()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories).Prepend(home))
        {
            File.SetUnixFileMode(path, Directory.Exists(path) ? OpenFolder : OpenFile);
        }

        if (File.Exists(KeyFile))
        {
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>What others may read, write or enter.</summary>
    public IReadOnlyList<string> Open() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories)
                .Prepend(home)
                .Where(path => (File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111) != UnixFileMode.None),
        ];

    private async Task SealAsync(DbConnection connection)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        if (!File.Exists(KeyFile))
        {
            await File.WriteAllTextAsync(KeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var keys = KeyRing.Load(KeyFile, null).Value;
        const string id = "01a22e9b02787d168701d4bf9719d287";
        await RunAsync(
            connection,
            """
            INSERT INTO config_snapshots (id, file, version, at, origin, reason, changes, key_id, content)
            VALUES (@a, '.env', 1, 1796078240371, 'old:/srv', 'Backup', '{"added":["GITHUB_USER"],"changed":[],"removed":[]}', @b, @c)
            """,
            id,
            keys.Ids[0],
            keys.Seal(keys.Ids[0], Encoding.UTF8.GetBytes(Snapshot), $".env@1 ({id})")
        );
        await RunAsync(connection, "INSERT INTO config_state (name, value) VALUES ('key', @a)", keys.Ids[0]);
    }

    private static async Task RunAsync(DbConnection connection, string sql, params object[] values)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (i, value) in values.Index())
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = ((char)('a' + i)).ToString(CultureInfo.InvariantCulture);
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    private static async Task GitAsync(string folder, params string[] arguments)
    {
        var ran = await Programs.RunAsync("git", arguments, folder);
        if (ran is not { Ok: true, Value.ExitCode: 0 })
        {
            throw new InvalidOperationException(ran.Problem?.Message.En ?? ran.Value.Error);
        }
    }
}
