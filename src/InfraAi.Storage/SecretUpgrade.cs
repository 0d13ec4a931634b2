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
        public string? Publication { get; init; }
        public string? Title { get; init; }
    }

    private sealed class Step
    {
        public string Id { get; init; } = "";
        public int Seq { get; init; }
        public string En { get; init; } = "";
        public string Es { get; init; } = "";
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
                                problem AS Problem, publication AS Publication, title AS Title
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

            var clean = rows.Value.Select(row => new Cleaned(row)).ToList();
            var said = await StepsAsync([.. rows.Value.Select(row => row.Id)]);
            if (!said.Ok)
            {
                return said.Problem;
            }

            var steps = clean.SelectMany(row => said.Value[row.Id].Select(row.OfStep).OfType<object>()).ToList();
            var written = await database.WriteAsync(
                (connection, transaction) =>
                {
                    connection.Execute(
                        "UPDATE analysis_steps SET message_en = @En, message_es = @Es WHERE analysis_id = @Id AND seq = @Seq",
                        steps,
                        transaction
                    );
                    return connection.Execute(
                        """
                        UPDATE analyses SET input_name = @Name, input_text = @Text, architecture = @Architecture, project = @Project, problem = @Problem,
                            publication = @Publication, title = @Title, secrets = @Secrets
                        WHERE id = @Id AND secrets IS NULL
                        """,
                        clean.Select(row => row.Values),
                        transaction
                    );
                }
            );
            if (!written.Ok)
            {
                return written.Problem;
            }

            masked += clean.Count(row => row.Found);
        }
    }

    /// <summary>What was said of these analyses while they ran.</summary>
    private Task<Result<ILookup<string, Step>>> StepsAsync(string[] ids) =>
        database.ReadAsync(async connection =>
            (
                await connection.QueryAsync<Step>(
                    $"""
                    SELECT analysis_id AS Id, seq AS Seq, message_en AS En, message_es AS Es FROM analysis_steps
                    WHERE {database.In("analysis_id", "@ids")}
                    """,
                    new { ids }
                )
            ).ToLookup(step => step.Id, StringComparer.Ordinal)
        );

    /// <summary>One analysis with its secrets masked.</summary>
    private sealed class Cleaned
    {
        /// <summary>A shorter one is in other words by chance.</summary>
        private const int ShortestKnown = 6;

        /// <summary>Secrets of the input: a quote or a title may hold one without the words that tell it.</summary>
        private readonly List<string> known = [];

        public Cleaned(Row row)
        {
            Id = row.Id;
            // A picture's text is its key in the store.
            IReadOnlyList<SecretMatch> matches = row.Kind == PictureFiles.Kind ? [] : SecretScanner.Default.Find(row.Text);
            known.AddRange(
                matches
                    .Select(match => row.Text.Substring(match.Start, match.Length))
                    .Where(value => value.Length >= ShortestKnown)
                    .Distinct(StringComparer.Ordinal)
                    .OrderByDescending(value => value.Length)
            );
            var text = matches.Count == 0 ? new(row.Text, []) : SecretScanner.Default.MaskIn(row.Text);
            Found = matches.Count > 0;
            Values = new
            {
                row.Id,
                Name = Plain(row.Name),
                // The same value may stand where nothing tells it.
                Text = Known(text.Text),
                Title = Plain(row.Title),
                Architecture = InJson(row.Architecture),
                Project = InJson(row.Project),
                Problem = InJson(row.Problem),
                Publication = InJson(row.Publication),
                Secrets = Json.Write(text.Secrets),
            };
        }

        public string Id { get; }
        public object Values { get; }
        public bool Found { get; private set; }

        /// <returns>The step as it is to be written; null when it stays as it is.</returns>
        public Step? OfStep(Step step)
        {
            var (en, es) = (Plain(step.En)!, Plain(step.Es)!);
            return en == step.En && es == step.Es
                ? null
                : new()
                {
                    Id = step.Id,
                    Seq = step.Seq,
                    En = en,
                    Es = es,
                };
        }

        private string? Plain(string? text)
        {
            if (text is null)
            {
                return null;
            }

            var masked = Known(SecretScanner.Default.MaskIn(text).Text);
            Found |= masked != text;
            return masked;
        }

        private string Known(string text) =>
            known.Aggregate(text, (made, value) => made.Replace(value, SecretScanner.Covered(value), StringComparison.Ordinal));

        /// <summary>Each text in it is masked by itself: its escapes are none of the secret's.</summary>
        private string? InJson(string? json)
        {
            if (json is null || JsonNode.Parse(json) is not { } root)
            {
                return json;
            }

            var any = false;
            Walk(root, ref any);
            return any ? root.ToJsonString(Json.Options) : json;
        }

        private void Walk(JsonNode node, ref bool any)
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

        private JsonNode? Masked(JsonValue leaf, ref bool any)
        {
            if (!leaf.TryGetValue(out string? text))
            {
                return leaf.DeepClone();
            }

            var masked = Plain(text);
            any |= masked != text;
            return JsonValue.Create(masked);
        }
    }
}
