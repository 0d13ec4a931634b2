using InfraAi.Model;

namespace InfraAi.Storage.Snapshots;

/// <summary>What can go wrong with the keys, said once.</summary>
internal static class KeyProblems
{
    public static Problem NotAKey(string where) =>
        new(
            "config-key-not-valid",
            ProblemKind.Invalid,
            new(
                $"{where} holds something that is no key (base64 of 32 bytes).",
                $"{where} contiene algo que no es una clave (base64 de 32 bytes)."
            ),
            new(
                "Put the key back as it was made; `openssl rand -base64 32` makes a new one for a new store.",
                "Ponga la clave tal como se creó; `openssl rand -base64 32` crea una para un almacén nuevo."
            )
        );

    public static Problem Exposed(string file) =>
        new(
            "config-key-exposed",
            ProblemKind.Invalid,
            new(
                $"Others may read the key file {file}; it is not used like that.",
                $"Otros pueden leer el archivo de claves {file}; así no se usa."
            ),
            new(
                $"chmod 600 {file}; when somebody may have read it, also: ./infra-ai env key rotate",
                $"chmod 600 {file}; si alguien pudo leerlo, además: ./infra-ai env key rotate"
            )
        );

    public static Problem NotUsable(string file, string reason) =>
        new(
            "config-key-file",
            ProblemKind.Outside,
            new($"The key file {file} cannot be used: {reason}", $"No se puede usar el archivo de claves {file}: {reason}"),
            new("Let this user read and write it.", "Permita que este usuario lo lea y escriba.")
        );

    public static Problem NewOneInEnvironment() =>
        new(
            "config-key-in-environment",
            ProblemKind.Usage,
            new(
                $"The key comes from {KeyRing.Variable}, which only you can change.",
                $"La clave viene de {KeyRing.Variable}, que solo usted puede cambiar."
            ),
            new(
                $"Put a new key before the old one in {KeyRing.Variable} (\"NEW,OLD\"; `openssl rand -base64 32` makes one) and run it again.",
                $"Ponga una clave nueva delante de la antigua en {KeyRing.Variable} (\"NUEVA,ANTIGUA\"; `openssl rand -base64 32` crea una) y repita."
            )
        );

    public static Problem Missing(string id, KeyRing ring)
    {
        var where = ring.File ?? KeyRing.Variable;
        var has = ring.Ids.Count == 0 ? "—" : string.Join(", ", ring.Ids);
        return new(
            "config-key-missing",
            ProblemKind.NotFound,
            new(
                $"The store is sealed with key {id}; {where} has: {has}.",
                $"El almacén está sellado con la clave {id}; {where} tiene: {has}."
            ),
            new(
                $"Copy the key file of the machine that made the backups (data/keys/config.key, mode 600) here, or set {KeyRing.Variable}. When the key is lost for good: ./infra-ai env key reset",
                $"Copie aquí el archivo de claves de la máquina que hizo las copias (data/keys/config.key, modo 600), o ponga {KeyRing.Variable}. Si la clave se perdió para siempre: ./infra-ai env key reset"
            )
        );
    }

    public static Problem Damaged(string about) =>
        new(
            "config-snapshot-damaged",
            ProblemKind.Outside,
            new(
                $"The stored snapshot {about} was changed after it was sealed; it is not used.",
                $"La instantánea guardada {about} fue alterada después de sellarse; no se usa."
            ),
            new(
                "Take another version (./infra-ai env history), and look at who writes to the database.",
                "Tome otra versión (./infra-ai env history) y revise quién escribe en la base de datos."
            )
        );
}
