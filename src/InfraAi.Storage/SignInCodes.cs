using Dapper;
using InfraAi.Model;

namespace InfraAi.Storage;

/// <summary>Codes of one-time links, of which only digests are kept.</summary>
public sealed class SignInCodes(Database database)
{
    /// <summary>Keeps a code's digest for a while, and forgets those whose time is over.</summary>
    public Task<Result<int>> AddAsync(string digest, TimeSpan life) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute($"DELETE FROM sign_in_codes WHERE expires_at <= {database.Now}", transaction: transaction);
                return connection.Execute(
                    $"INSERT INTO sign_in_codes (digest, expires_at) VALUES (@digest, {database.Now} + @life)",
                    new { digest, life = (long)life.TotalMilliseconds },
                    transaction
                );
            }
        );

    /// <returns>True once, while its time is not over.</returns>
    public async Task<Result<bool>> TakeAsync(string digest)
    {
        var taken = await database.WriteAsync(
            (connection, transaction) =>
                connection.Execute(
                    $"DELETE FROM sign_in_codes WHERE digest = @digest AND expires_at > {database.Now}",
                    new { digest },
                    transaction
                )
        );
        return taken.Ok ? taken.Value == 1 : taken.Problem;
    }
}
