using InfraAi.Model;

namespace InfraAi.Publishing.Git;

/// <summary>What can go wrong with a local repository, said once.</summary>
internal static class GitProblems
{
    public static Problem Failed(string error)
    {
        var text = error.Trim();
        return text.Contains("No space left", StringComparison.OrdinalIgnoreCase)
            ? new(
                "disk-full",
                ProblemKind.Outside,
                new($"Git could not write the commit: {text}", $"Git no pudo escribir el commit: {text}"),
                new(
                    "Free some space and retry; the repository is as it was.",
                    "Libere espacio y reintente; el repositorio sigue como estaba."
                )
            )
            : new(
                "git-failed",
                ProblemKind.Outside,
                new($"Git could not write the commit: {text}", $"Git no pudo escribir el commit: {text}"),
                new(
                    "Look at the repository with `git fsck`; it is as it was before.",
                    "Revise el repositorio con `git fsck`; sigue como estaba antes."
                )
            );
    }

    public static Problem NotWritable(string folder, string reason) =>
        new(
            "repositories-not-writable",
            ProblemKind.Outside,
            new(
                $"The repositories' folder {folder} cannot be written: {reason}",
                $"No se puede escribir en la carpeta de repositorios {folder}: {reason}"
            ),
            new("Make it writable for this user, or name another INFRA_AI_HOME.", "Dé permiso de escritura, o indique otro INFRA_AI_HOME.")
        );

    public static Problem NotOurs(string repository) =>
        new(
            "repository-not-ours",
            ProblemKind.Conflict,
            new(
                $"The repository {repository} exists and was not made by this platform (it has no {Manifest.Path}).",
                $"El repositorio {repository} existe y no lo creó esta plataforma (no tiene {Manifest.Path})."
            ),
            new("Give the project another name.", "Dé otro nombre al proyecto.")
        );
}
