using Dapper;
using InfraAi.Model;

namespace InfraAi.Storage;

/// <summary>The pictures that were sent, in the store: whoever shares it can read them.</summary>
public sealed class PictureFiles(Database database, TimeProvider time)
{
    /// <summary>One that is sent again is noted as used anew, but not each time: the embedded store writes the whole row.</summary>
    private const long Renewed = 60 * 60 * 1000;

    /// <param name="name">Holds the digest of the bytes: what is there under it already is the same.</param>
    public async Task<Problem?> KeepAsync(string name, byte[] bytes)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var kept = await database.WriteAsync(
            (connection, transaction) =>
                connection.Execute(
                    """
                    INSERT INTO pictures (name, bytes, kept_at) VALUES (@name, @bytes, @now)
                    ON CONFLICT (name) DO UPDATE SET kept_at = @now WHERE pictures.kept_at < @edge
                    """,
                    new
                    {
                        name,
                        bytes,
                        now,
                        edge = now - Renewed,
                    },
                    transaction
                )
        );
        return kept.Problem;
    }

    /// <summary>What <see cref="AnalysisRequest.Kind"/> says of a picture; its Text is then the picture's name here.</summary>
    public const string Kind = "image";

    /// <summary>The picture was taken away since it was sent.</summary>
    public static Problem Lost(string name) =>
        new(
            "picture-lost",
            ProblemKind.Outside,
            new($"The picture {name} is not in the store.", $"La imagen {name} no está en el almacén."),
            new("Send it again.", "Envíela de nuevo.")
        );

    /// <returns>Null when there is none of that name.</returns>
    public Task<Result<byte[]?>> FindAsync(string name) =>
        database.ReadAsync(connection =>
            connection.QuerySingleOrDefaultAsync<byte[]?>("SELECT bytes FROM pictures WHERE name = @name", new { name })
        );
}
