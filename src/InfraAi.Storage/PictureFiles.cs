using Dapper;
using InfraAi.Model;

namespace InfraAi.Storage;

/// <summary>The pictures that were sent, in the store: whoever shares it can read them.</summary>
public sealed class PictureFiles(Database database)
{
    /// <param name="name">Holds the digest of the bytes: what is there under it already is the same.</param>
    public async Task<Problem?> KeepAsync(string name, byte[] bytes)
    {
        var kept = await database.WriteAsync(
            (connection, transaction) =>
                connection.Execute(
                    "INSERT INTO pictures (name, bytes) VALUES (@name, @bytes) ON CONFLICT DO NOTHING",
                    new { name, bytes },
                    transaction
                )
        );
        return kept.Problem;
    }

    /// <returns>Null when there is none of that name.</returns>
    public Task<Result<byte[]?>> FindAsync(string name) =>
        database.ReadAsync(connection =>
            connection.QuerySingleOrDefaultAsync<byte[]?>("SELECT bytes FROM pictures WHERE name = @name", new { name })
        );
}
