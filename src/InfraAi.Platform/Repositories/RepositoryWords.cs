using InfraAi.Model;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Repositories;

/// <summary>What is said of each state, and the remedy.</summary>
internal static class RepositoryWords
{
    public static (Phrase Detail, Phrase? Remedy) Of(RepositoryState state, RepositoryEntry entry, WorkingCopy? copy, string? reason)
    {
        var at = Quoted(entry.Path);
        var (ahead, behind, changed) = (copy?.Ahead ?? 0, copy?.Behind ?? 0, copy?.Changed ?? 0);
        return state switch
        {
            RepositoryState.UpToDate => (new("up to date", "al día"), null),
            RepositoryState.Updated => (new($"fast-forwarded by {Commits(behind)}", $"avanzada {Commits(behind)}"), null),
            RepositoryState.Cloned => (new("cloned", "clonada"), null),
            RepositoryState.Ahead => (
                new($"{Commits(ahead)} not pushed yet", $"{Commits(ahead)} sin subir"),
                new("./infra-ai push", "./infra-ai push")
            ),
            RepositoryState.Behind => behind > 0
                ? (new($"{Commits(behind)} behind", $"{Commits(behind)} por detrás"), new("./infra-ai pull", "./infra-ai pull"))
                : (new("the remote has new commits", "el remoto tiene commits nuevos"), new("./infra-ai pull", "./infra-ai pull")),
            RepositoryState.Dirty => behind > 0
                ? (
                    new(
                        $"{Commits(behind)} behind; {reason ?? Changes(changed)} in the way",
                        $"{Commits(behind)} por detrás; {reason ?? Cambios(changed)} lo impiden"
                    ),
                    new(
                        "./infra-ai commit (or git stash), then ./infra-ai pull",
                        "./infra-ai commit (o git stash), y después ./infra-ai pull"
                    )
                )
                : (
                    new($"up to date, with {Changes(changed)}", $"al día, con {Cambios(changed)}"),
                    new("./infra-ai commit", "./infra-ai commit")
                ),
            RepositoryState.Diverged => (
                new($"{Commits(ahead)} here and {behind} there have grown apart", $"{Commits(ahead)} aquí y {behind} allí se han separado"),
                new(
                    $"git -C {at} rebase (or git -C {at} merge), then ./infra-ai push",
                    $"git -C {at} rebase (o git -C {at} merge), y después ./infra-ai push"
                )
            ),
            RepositoryState.Detached => (
                new($"no branch is checked out (at {Short(copy?.Head)})", $"no hay rama activa (en {Short(copy?.Head)})"),
                new(
                    $"git -C {at} switch {entry.Branch}, or git -C {at} switch -c NAME to keep commits made here",
                    $"git -C {at} switch {entry.Branch}, o git -C {at} switch -c NOMBRE para conservar los commits hechos aquí"
                )
            ),
            RepositoryState.OtherBranch => (
                new(
                    $"on branch {copy?.Branch}; platform.yaml names {entry.Branch}",
                    $"en la rama {copy?.Branch}; platform.yaml indica {entry.Branch}"
                ),
                new($"git -C {at} switch {entry.Branch}", $"git -C {at} switch {entry.Branch}")
            ),
            RepositoryState.NoUpstream => (
                new($"branch {copy?.Branch} follows no branch of the remote", $"la rama {copy?.Branch} no sigue a ninguna del remoto"),
                new(
                    $"git -C {at} branch --set-upstream-to=origin/{copy?.Branch}, or ./infra-ai push",
                    $"git -C {at} branch --set-upstream-to=origin/{copy?.Branch}, o ./infra-ai push"
                )
            ),
            RepositoryState.UpstreamGone => (
                new($"{copy?.Upstream} is not there (any more)", $"{copy?.Upstream} no existe (o ya no)"),
                new($"git -C {at} branch --unset-upstream, or ./infra-ai push", $"git -C {at} branch --unset-upstream, o ./infra-ai push")
            ),
            RepositoryState.Unborn => (
                new("without any commit", "sin ningún commit"),
                new(
                    "Make a first one: ./infra-ai commit, then ./infra-ai push",
                    "Haga el primero: ./infra-ai commit, y después ./infra-ai push"
                )
            ),
            RepositoryState.Missing => (
                new("not on this machine", "no está en esta máquina"),
                entry.Remote is null
                    ? new(
                        $"Name its remote in platform.yaml, or put it at {at}.",
                        $"Indique su remoto en platform.yaml, o póngala en {at}."
                    )
                    : new("./infra-ai sync", "./infra-ai sync")
            ),
            RepositoryState.NotARepository => (
                new($"{entry.Path} holds something else", $"{entry.Path} contiene otra cosa"),
                new($"Move it away, or name another path in platform.yaml.", $"Apártelo, o indique otra ruta en platform.yaml.")
            ),
            RepositoryState.NoRemote => (
                new("it has no remote", "no tiene remoto"),
                new(
                    $"git -C {at} remote add origin {Shown(entry.Remote) ?? "URL"}",
                    $"git -C {at} remote add origin {Shown(entry.Remote) ?? "URL"}"
                )
            ),
            RepositoryState.OtherRemote => (
                new(
                    $"its remote is {Shown(reason)}; platform.yaml names {Shown(entry.Remote)}",
                    $"su remoto es {Shown(reason)}; platform.yaml indica {Shown(entry.Remote)}"
                ),
                new(
                    $"git -C {at} remote set-url origin {Shown(entry.Remote)}, or correct platform.yaml",
                    $"git -C {at} remote set-url origin {Shown(entry.Remote)}, o corrija platform.yaml"
                )
            ),
            RepositoryState.NoAccess => (
                new($"the remote is not there or not for you: {reason}", $"el remoto no existe o no es para usted: {reason}"),
                new(
                    "See that the remote's address is right and that git has your credentials (gh auth login, or an SSH key).",
                    "Compruebe la dirección del remoto y que git tiene sus credenciales (gh auth login, o una clave SSH)."
                )
            ),
            RepositoryState.Unreachable => (
                new($"the remote does not answer: {reason}", $"el remoto no responde: {reason}"),
                new("Look at the network, then try again.", "Revise la red y reintente.")
            ),
            RepositoryState.Underway => (
                new($"in the middle of a {reason}", $"en mitad de un {reason}"),
                new($"git -C {at} {reason} --continue, or --abort", $"git -C {at} {reason} --continue, o --abort")
            ),
            RepositoryState.Locked => (
                new($"another git is at work in it: {reason}", $"otro git trabaja en ella: {reason}"),
                new(
                    "Wait for it; when none runs any more, remove the .lock file it names.",
                    "Espérelo; si ya no hay ninguno, elimine el archivo .lock que nombra."
                )
            ),
            _ => (new(reason ?? "git failed", reason ?? "git falló"), new($"git -C {at} status", $"git -C {at} status")),
        };
    }

    public static string Commits(int count) => count == 1 ? "1 commit" : $"{count} commits";

    public static string? Shown(string? url) => url is null ? null : Git.WithoutCredentials(url);

    private static string Changes(int count) => count == 1 ? "1 uncommitted change" : $"{count} uncommitted changes";

    private static string Cambios(int count) => count == 1 ? "1 cambio sin commit" : $"{count} cambios sin commit";

    private static string Short(string? id) => id is null ? "—" : id[..10];

    private static string Quoted(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
