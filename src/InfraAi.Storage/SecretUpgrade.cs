using System.Text.Json.Nodes;
using Dapper;
using InfraAi.Model;
using InfraAi.Model.Secrets;

namespace InfraAi.Storage;

/// <summary>Masks the secrets that descriptions brought into the store before they were masked when they came.</summary>
public sealed class SecretUpgrade(Database database)
{
    private const int Batch = 50;

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Name { get; init; }
        public string Text { get; init; } = "";
        public string? Architecture { get; init; }
        public string? Project { get; init; }
        public string? Problem { get; init; }
    }

    /// <summary>Looks through what was not looked through yet, some rows a transaction: broken off, it goes on where it was.</summary>
    /// <returns>How many analyses had a secret.</returns>
    public async Task<Result<int>> RunAsync(CancellationToken cancellation = default)
    {
        var masked = 0;
        while (true)
        {
            var rows = await database.ReadAsync(async connection =>
                (IReadOnlyList<Row>)
                    [
                        .. await connection.QueryAsync<Row>(
                            $"""
                            SELECT id AS Id, input_kind AS Kind, input_name AS Name, input_text AS Text, architecture AS Architecture, project AS Project,
                                problem AS Problem
                            FROM analyses WHERE secrets IS NULL ORDER BY id LIMIT {Batch}
                            """
                        ),
                    ]
            );
            if (!rows.Ok)
            {
                return rows.Problem;
            }

            if (rows.Value.Count == 0 || cancellation.IsCancellationRequested)
            {
                return masked;
            }

            var clean = rows.Value.Select(Clean).ToList();
            var written = await database.WriteAsync(
                (connection, transaction) =>
                    connection.Execute(
                        """
                        UPDATE analyses SET input_name = @Name, input_text = @Text, architecture = @Architecture, project = @Project, problem = @Problem,
                            secrets = @Secrets
                        WHERE id = @Id AND secrets IS NULL
                        """,
                        clean.Select(row => row.Values),
                        transaction
                    )
            );
            if (!written.Ok)
            {
                return written.Problem;
            }

            masked += clean.Count(row => row.Found);
        }
    }

    private static (object Values, bool Found) Clean(Row row)
    {
        // A picture's text is its key in the store.
        var text = row.Kind == PictureFiles.Kind ? new(row.Text, []) : SecretScanner.Default.MaskIn(row.Text);
        var found = text.Secrets.Count > 0;
        return (
            new
            {
                row.Id,
                Name = Plain(row.Name, ref found),
                text.Text,
                Architecture = InJson(row.Architecture, ref found),
                Project = InJson(row.Project, ref found),
                Problem = InJson(row.Problem, ref found),
                Secrets = Json.Write(text.Secrets),
            },
            found
        );
    }

    private static string? Plain(string? text, ref bool found)
    {
        if (text is null)
        {
            return null;
        }

        var masked = SecretScanner.Default.MaskIn(text);
        found |= masked.Secrets.Count > 0;
        return masked.Text;
    }

    /// <summary>Each text in it is masked by itself: its escapes are none of the secret's.</summary>
    private static string? InJson(string? json, ref bool found)
    {
        if (json is null || JsonNode.Parse(json) is not { } root)
        {
            return json;
        }

        var any = false;
        Walk(root, ref any);
        found |= any;
        return any ? root.ToJsonString(Json.Options) : json;
    }

    private static void Walk(JsonNode node, ref bool any)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (value is JsonValue leaf)
                    {
                        map[key] = Masked(leaf, ref any);
                    }
                    else if (value is not null)
                    {
                        Walk(value, ref any);
                    }
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonValue leaf)
                    {
                        list[i] = Masked(leaf, ref any);
                    }
                    else if (list[i] is { } inner)
                    {
                        Walk(inner, ref any);
                    }
                }

                break;
            default:
                break;
        }
    }

    private static JsonNode? Masked(JsonValue leaf, ref bool any)
    {
        if (!leaf.TryGetValue(out string? text))
        {
            return leaf.DeepClone();
        }

        var masked = SecretScanner.Default.MaskIn(text);
        any |= masked.Secrets.Count > 0;
        return JsonValue.Create(masked.Text);
    }
}
