using InfraAi.Model;

namespace InfraAi.Platform.Configuration;

/// <summary>What can go wrong with a .env file, said once.</summary>
internal static class EnvProblems
{
    public static Problem TooLarge(string path) =>
        new(
            "env-too-large",
            ProblemKind.TooLarge,
            new(
                $"{path} is larger than {EnvFiles.Largest / 1024 / 1024} MB: that is no configuration.",
                $"{path} supera {EnvFiles.Largest / 1024 / 1024} MB: no es una configuración."
            ),
            new("See that the path is right.", "Compruebe la ruta.")
        );

    public static Problem Changing(string path) =>
        new(
            "env-changing",
            ProblemKind.Conflict,
            new($"{path} keeps changing while it is read.", $"{path} cambia sin parar mientras se lee."),
            new("Let the program that writes it finish, then try again.", "Deje terminar al programa que lo escribe y reintente.")
        );

    public static Problem Changed(string path) =>
        new(
            "env-changed",
            ProblemKind.Conflict,
            new(
                $"{path} was changed by somebody else this moment; it is as they left it.",
                $"Alguien cambió {path} en este momento; queda como lo dejó."
            ),
            new("Look at it and try again.", "Revíselo y reintente.")
        );

    public static Problem ReadOnly(string path) =>
        new(
            "env-read-only",
            ProblemKind.Conflict,
            new($"{path} is read-only; it was left as it is.", $"{path} es de solo lectura; queda como está."),
            new($"chmod u+w {path}, when it is meant to be overwritten.", $"chmod u+w {path}, si debe sobrescribirse.")
        );

    public static Problem NotReadable(string path, string reason) =>
        new(
            "env-not-readable",
            ProblemKind.Outside,
            new($"{path} cannot be read: {reason}", $"No se puede leer {path}: {reason}"),
            new("Make it readable for this user, or remove it.", "Hágalo legible para este usuario, o elimínelo.")
        );

    public static Problem NotWritable(string path, string reason) =>
        new(
            "env-not-writable",
            ProblemKind.Outside,
            new($"{path} cannot be written, and is as it was: {reason}", $"No se puede escribir {path}, que queda como estaba: {reason}"),
            new(
                "See that there is space and that this user may write in its folder, then try again.",
                "Compruebe que hay espacio y que este usuario puede escribir en su carpeta, y reintente."
            )
        );
}
