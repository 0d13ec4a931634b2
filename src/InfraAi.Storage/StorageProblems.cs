using InfraAi.Model;
using InfraAi.Platform.Files;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace InfraAi.Storage;

/// <summary>What can go wrong with the store, said once.</summary>
internal static class StorageProblems
{
    // https://www.sqlite.org/rescode.html
    private const int ReadOnly = 8;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static Problem Of(Exception error, string file) =>
        error switch
        {
            SqliteException { SqliteErrorCode: Full } => new(
                "disk-full",
                ProblemKind.Outside,
                new($"The disk that holds {file} is full.", $"El disco que contiene {file} está lleno."),
                new(
                    "Free some space and try again; nothing accepted before was lost.",
                    "Libere espacio y reintente; no se perdió nada ya aceptado."
                )
            ),
            SqliteException { SqliteErrorCode: ReadOnly or CannotOpen } or UnauthorizedAccessException => FolderProblems.NotWritable(
                Path.GetDirectoryName(file)!,
                error.Message
            ),
            SqliteException { SqliteErrorCode: NotADatabase } => new(
                "storage-not-a-database",
                ProblemKind.Outside,
                new($"{file} is not a SQLite database.", $"{file} no es una base de datos SQLite."),
                new("Move that file away; a new one is made.", "Aparte ese archivo; se creará uno nuevo.")
            ),
            SqliteException => new(
                "storage-failed",
                ProblemKind.Outside,
                new($"The store {file} failed: {error.Message}", $"El almacén {file} falló: {error.Message}"),
                new(
                    "Look at the disk and at who else uses the file, then try again.",
                    "Revise el disco y quién más usa el archivo, y reintente."
                )
            ),
            _ => FolderProblems.NotWritable(Path.GetDirectoryName(file)!, error.Message),
        };

    public static Problem Of(NpgsqlException error, PostgresAddress address) =>
        error is PostgresException { SqlState: var state } refused
            ? state switch
            {
                // https://www.postgresql.org/docs/current/errcodes-appendix.html
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
                    "postgres-refused",
                    ProblemKind.Outside,
                    new($"{address} refused the user: {refused.MessageText}", $"{address} rechazó al usuario: {refused.MessageText}"),
                    new("Set POSTGRES_USER and POSTGRES_PASSWORD.", "Ponga POSTGRES_USER y POSTGRES_PASSWORD.")
                ),
                PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege => new(
                    "postgres-not-allowed",
                    ProblemKind.Outside,
                    new($"{address} does not allow it: {refused.MessageText}", $"{address} no lo permite: {refused.MessageText}"),
                    new(
                        $"Make the database: CREATE DATABASE \"{address.Name}\" OWNER \"{address.User}\".",
                        $"Cree la base de datos: CREATE DATABASE \"{address.Name}\" OWNER \"{address.User}\"."
                    )
                ),
                PostgresErrorCodes.DiskFull => new(
                    "disk-full",
                    ProblemKind.Outside,
                    new($"The disk of {address} is full.", $"El disco de {address} está lleno."),
                    new(
                        "Free some space and try again; nothing accepted before was lost.",
                        "Libere espacio y reintente; no se perdió nada ya aceptado."
                    )
                ),
                _ => new(
                    "storage-failed",
                    ProblemKind.Outside,
                    new($"{address} failed: {refused.MessageText} ({state})", $"{address} falló: {refused.MessageText} ({state})"),
                    new("Its log says more; then try again.", "Su registro dice más; después reintente.")
                ),
            }
            : new(
                "postgres-not-reachable",
                ProblemKind.Outside,
                new($"{address} does not answer: {error.Message}", $"{address} no responde: {error.Message}"),
                new(
                    "See that it runs and that POSTGRES_HOST and POSTGRES_PORT are right; without POSTGRES_HOST the embedded store is used.",
                    "Compruebe que está en marcha y que POSTGRES_HOST y POSTGRES_PORT son correctos; sin POSTGRES_HOST se usa el almacén embebido."
                )
            );

    public static Problem Closed(string file) =>
        new(
            "storage-closed",
            ProblemKind.Busy,
            new($"The store {file} is closing.", $"El almacén {file} se está cerrando."),
            new("Send it again once the agent is up.", "Envíelo de nuevo cuando el agente esté activo.")
        );
}
