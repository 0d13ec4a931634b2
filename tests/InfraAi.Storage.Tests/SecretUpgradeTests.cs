using Dapper;
using InfraAi.Model;
using InfraAi.Tests;

namespace InfraAi.Storage.Tests;

/// <summary>What came in clear before secrets were masked on arrival.</summary>
public sealed class SecretUpgradeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static string Key => "AK" + "IA" + "Z7Q4M2X5B5K6T3WP";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Old_rows_are_masked_once_and_what_holds_no_secret_stays_as_it_is()
    {
        await using var database = (await Database.OpenAsync(folder.Path)).Value;
        var files = Json.Write(new { files = new[] { new { path = "README.md", content = $"\"{Key}\"\nnext" } } });
        for (var i = 0; i < 120; i++)
        {
            var text = i == 77 ? $"The API uses\n{Key}\nand \"S3\"." : "The API stores orders in PostgreSQL.";
            await InsertAsync(database, $"{i:000}", text, i == 77 ? files : "{\"files\": [] }");
        }

        (await new SecretUpgrade(database).RunAsync(TestContext.Current.CancellationToken)).Value.ShouldBe(1);
        (await new SecretUpgrade(database).RunAsync(TestContext.Current.CancellationToken)).Value.ShouldBe(0);

        var rows = (
            await database.ReadAsync(c =>
                SqlMapper.QueryAsync<(string Id, string Text, string Project, string Secrets)>(
                    c,
                    "SELECT id, input_text, project, secrets FROM analyses ORDER BY id"
                )
            )
        ).Value.ToList();
        rows.Count.ShouldBe(120);
        rows[77].Text.ShouldBe($"The API uses\n{new string('•', Key.Length)}\nand \"S3\".");
        rows[77].Project.ShouldNotContain(Key);
        rows[77].Project.ShouldContain("next");
        rows[77].Secrets.ShouldContain("\"line\":2");
        rows[78].Project.ShouldBe("{\"files\": [] }");
        rows.ShouldAllBe(row => row.Secrets != null);
    }

    /// <summary>A value is a secret wherever it stands, also without the words that tell it: in a quote, a title, a step.</summary>
    [Fact]
    public async Task What_the_input_tells_as_a_secret_is_masked_in_all_that_was_made_of_it()
    {
        const string value = "Zebra" + "7Qx9Lmno";
        await using var database = (await Database.OpenAsync(folder.Path)).Value;
        var quote = Json.Write(new { evidence = new[] { new { quote = value, start = 12 } } });
        await InsertAsync(database, "1", $"db_password={value}\nThe API signs in with {value}.", quote);
        await database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute("UPDATE analyses SET title = @title", new { title = $"API {value}" }, transaction);
                return connection.Execute(
                    """
                    INSERT INTO analysis_steps (analysis_id, seq, at, step, state, message_en, message_es)
                    VALUES ('1', 1, 1, 'read', 'failed', @said, 'nada'), ('1', 2, 1, 'read', 'done', 'as it was', 'como estaba')
                    """,
                    new { said = $"{value} is no name" },
                    transaction
                );
            }
        );

        (await new SecretUpgrade(database).RunAsync(TestContext.Current.CancellationToken)).Value.ShouldBe(1);

        var row = (
            await database.ReadAsync(c =>
                SqlMapper.QuerySingleAsync<(string Text, string Title, string Project)>(
                    c,
                    "SELECT input_text, title, project FROM analyses"
                )
            )
        ).Value;
        var steps = (
            await database.ReadAsync(c => SqlMapper.QueryAsync<string>(c, "SELECT message_en FROM analysis_steps ORDER BY seq"))
        ).Value;
        var mask = new string('•', value.Length);
        row.Text.ShouldBe($"db_password={mask}\nThe API signs in with {mask}.");
        row.Title.ShouldBe($"API {mask}");
        row.Project.ShouldContain(mask);
        row.Project.ShouldContain("\"start\":12");
        row.Project.ShouldNotContain(value);
        steps.ShouldBe([$"{mask} is no name", "as it was"]);
    }

    private static async Task InsertAsync(Database database, string id, string text, string project) =>
        (
            await database.WriteAsync(
                (connection, transaction) =>
                    connection.Execute(
                        """
                        INSERT INTO analyses (id, status, created_at, input_kind, input_text, project)
                        VALUES (@id, 'failed', 1, 'text', @text, @project)
                        """,
                        new
                        {
                            id,
                            text,
                            project,
                        },
                        transaction
                    )
            )
        ).Ok.ShouldBeTrue();
}
