using InfraAi.Model;

namespace InfraAi.Platform.Manifest;

/// <summary>What the platform is made of: the content of platform.yaml, checked, with every ${NAME} filled in and every path absolute.</summary>
/// <param name="File">The file that it was read from.</param>
/// <param name="Services">Every service after those that it needs.</param>
public sealed record PlatformManifest(
    string File,
    IReadOnlyList<ServiceEntry> Services,
    IReadOnlyList<RepositoryEntry> Repositories,
    IReadOnlyList<EnvFileEntry> EnvFiles,
    IReadOnlyList<TaskEntry> Tasks
);

/// <summary>One service.</summary>
/// <param name="Kind">"command" for one that is described whole by this entry; any other word names a kind with code behind it.</param>
/// <param name="Command">Program and arguments; empty for kinds whose code knows the command.</param>
/// <param name="Folder">Where it is started.</param>
/// <param name="Url">Where it is reached: http(s)://host:port, or tcp://host:port. Null when its kind knows it, or when it listens nowhere.</param>
/// <param name="Ready">What is asked to learn whether it is ready: an http(s) address, or a tcp one where a connection is enough. Null when nothing can be asked.</param>
/// <param name="Log">The file its two outputs go to.</param>
/// <param name="Needs">Services that must be ready before it starts.</param>
/// <param name="Environment">Added to its environment.</param>
/// <param name="Default">Started by `start` without names.</param>
/// <param name="StartTimeout">From its start until it must be ready.</param>
/// <param name="StopTimeout">From being asked to end until it is made to.</param>
/// <param name="StopSignal">How it is asked to end: TERM, INT or QUIT.</param>
public sealed record ServiceEntry(
    string Name,
    string Kind,
    Phrase Description,
    IReadOnlyList<string> Command,
    string Folder,
    Uri? Url,
    Uri? Ready,
    string Log,
    IReadOnlyList<string> Needs,
    IReadOnlyDictionary<string, string> Environment,
    bool Default,
    TimeSpan StartTimeout,
    TimeSpan StopTimeout,
    string StopSignal
)
{
    public const string CommandKind = "command";
}

/// <summary>One Git repository of the platform.</summary>
/// <param name="Path">Its work tree; a repository may hold several entries' paths, or be the checkout itself.</param>
/// <param name="Remote">Null when none is set (its ${NAME} has no value here).</param>
/// <param name="Tags">The prefix of version tags ("v" makes v1.2.3).</param>
public sealed record RepositoryEntry(string Name, string Path, string? Remote, string Branch, string Tags, Phrase Description)
{
    /// <summary>Names that it shares with others ("backend"): `sync --group backend`.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>One .env file.</summary>
/// <param name="Secrets">Keys whose values are shown to nobody.</param>
public sealed record EnvFileEntry(string Name, string Path, IReadOnlyList<string> Secrets);

/// <summary>A task of the user's own.</summary>
/// <param name="Command">Program and arguments; what the user types after the task's name follows.</param>
/// <param name="Arguments">What it takes, for its help and for checking the count. Empty: whatever is typed is handed on.</param>
/// <param name="Needs">Tasks that run before it, each once.</param>
/// <param name="Services">Services that are started before it.</param>
public sealed record TaskEntry(
    string Name,
    Phrase Description,
    IReadOnlyList<string> Command,
    string Folder,
    IReadOnlyList<TaskArgument> Arguments,
    IReadOnlyList<string> Needs,
    IReadOnlyList<string> Services,
    IReadOnlyDictionary<string, string> Environment
);

/// <summary>One argument of a task of the user's own.</summary>
/// <param name="Values">The values it takes, for completion and checking; empty when any will do.</param>
public sealed record TaskArgument(string Name, Phrase Description, bool Required, IReadOnlyList<string> Values);

/// <summary>What is wrong with the manifest, and where.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
/// <param name="Path">Of the value: services.agent.url.</param>
public sealed record ManifestFault(int Line, int Column, string Path, Phrase Message, Phrase Remedy);
