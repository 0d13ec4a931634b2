using InfraAi.Model;

namespace InfraAi.Platform.Files;

/// <summary>What can be wrong with the data folder.</summary>
public static class FolderProblems
{
    /// <param name="home">The data folder.</param>
    /// <param name="reason">What the system said.</param>
    public static Problem NotWritable(string home, string reason) =>
        new(
            "data-folder-not-writable",
            ProblemKind.Outside,
            new($"The data folder {home} cannot be written: {reason}", $"No se puede escribir en la carpeta de datos {home}: {reason}"),
            new(
                "Make it writable for this user, or name another one in INFRA_AI_HOME.",
                "Dé permiso de escritura a este usuario, o indique otra en INFRA_AI_HOME."
            )
        );
}
