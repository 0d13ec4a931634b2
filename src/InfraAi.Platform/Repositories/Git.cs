using System.Text;
using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Repositories;

/// <summary>What git answered.</summary>
public sealed record GitAnswer(int ExitCode, byte[] Bytes, string Error)
{
    public bool Good => ExitCode == 0;

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Its first line that says something, without what only git needs to say.</summary>
    public string Reason =>
        (Error.Length > 0 ? Error : Text)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(line =>
                !line.StartsWith("hint:", StringComparison.Ordinal) && !line.StartsWith("warning:", StringComparison.Ordinal)
            )
        ?? $"git ended with {ExitCode}";
}

/// <summary>Runs the git program in one working copy, so that people's hooks, signing and credentials hold.</summary>
/// <param name="folder">The working copy; may not be there for clone.</param>
internal sealed partial class Git(string folder)
{
    /// <summary>Set when a hook of another repository runs us: git would look there and not here.</summary>
    private static readonly string[] Foreign =
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_PREFIX",
        "GIT_OBJECT_DIRECTORY",
        "GIT_COMMON_DIR",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    ];

    public string Folder => folder;

    /// <summary>Asks git something that changes nothing, or lets it talk to a remote: in English, without questions.</summary>
    public Task<Result<GitAnswer>> AskAsync(CancellationToken cancellation, params string[] arguments) =>
        RunAsync(arguments, quiet: true, null, default, cancellation);

    /// <summary>Lets git do what may run people's hooks and ask for their keys.</summary>
    /// <param name="index">Another index file than the working copy's.</param>
    public Task<Result<GitAnswer>> DoAsync(
        string[] arguments,
        string? input = null,
        string? index = null,
        CancellationToken cancellation = default
    ) => RunAsync(arguments, quiet: false, index, input is null ? default : Encoding.UTF8.GetBytes(input), cancellation);

    public async Task<Result<GitAnswer>> RunAsync(
        IEnumerable<string> arguments,
        bool quiet,
        string? index,
        ReadOnlyMemory<byte> input,
        CancellationToken cancellation
    )
    {
        var environment = Foreign.ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        if (quiet)
        {
            environment["LC_ALL"] = "C.UTF-8";
            environment["GIT_TERMINAL_PROMPT"] = "0";
            environment["GIT_OPTIONAL_LOCKS"] = "0";
        }

        if (index is not null)
        {
            environment["GIT_INDEX_FILE"] = index;
        }

        var there = Directory.Exists(folder) ? folder : null;
        var ran = await Programs.RunAsync("git", ["-c", "core.quotePath=false", .. arguments], there, environment, input, cancellation);
        return ran.Ok ? new GitAnswer(ran.Value.ExitCode, ran.Value.Output, WithoutCredentials(ran.Value.Error)) : ran.Problem;
    }

    /// <summary>A URL may carry a token; no message may.</summary>
    public static string WithoutCredentials(string text) => Credentials().Replace(text, "://");

    public static Problem Failed(string what, string folder, GitAnswer answer) =>
        new(
            "git-failed",
            ProblemKind.Outside,
            new($"git {what} in {folder} did not work: {answer.Reason}", $"git {what} en {folder} no funcionó: {answer.Reason}"),
            new("What git says tells why; nothing of yours was changed.", "Lo que dice git indica por qué; no se cambió nada suyo.")
        );

    [GeneratedRegex("://[^/@\\s]+@", RegexOptions.None, 1000)]
    private static partial Regex Credentials();
}
