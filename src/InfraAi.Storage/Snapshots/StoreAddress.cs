using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;

namespace InfraAi.Storage.Snapshots;

/// <summary>Remembers which PostgreSQL holds the snapshots, so that a .env that is lost or broken can be restored from there. The password is sealed.</summary>
/// <param name="file">Mode 600.</param>
public sealed class StoreAddress(string file)
{
    private const string About = "store address";

    private sealed record Remembered(
        string Host,
        int Port,
        string User,
        string Database,
        string? KeyId,
        string? Password,
        string? Ssl = null
    );

    /// <returns>Null when nothing is remembered, or it cannot be read with these keys.</returns>
    public PostgresSettings? Read(KeyRing keys)
    {
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            var known = Json.Read<Remembered>(File.ReadAllText(file));
            var password = known is { KeyId: { } id, Password: { } text } ? keys.Open(id, text, About) : (Result<byte[]>?)null;
            return password is { Ok: false }
                ? null
                : new(
                    known.Host,
                    known.Port,
                    known.User,
                    password is { } opened ? Encoding.UTF8.GetString(opened.Value) : null,
                    known.Database,
                    known.Ssl ?? "prefer"
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers the address; that it cannot be written is no reason to stop.</summary>
    public void Write(PostgresSettings store, KeyRing keys)
    {
        if (keys.Ids.Count == 0 || Read(keys) == store)
        {
            return;
        }

        var id = keys.Ids[0];
        var password = store.Password is { } text ? keys.Seal(id, Encoding.UTF8.GetBytes(text), About) : null;
        var remembered = new Remembered(store.Host, store.Port, store.User, store.Database, id, password, store.Ssl);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(Json.Write(remembered)), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next backup tries again.
        }
    }
}
