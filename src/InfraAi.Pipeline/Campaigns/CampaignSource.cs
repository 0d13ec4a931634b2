using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Pipeline.Folders;
using InfraAi.Platform.Processes;
using InfraAi.Publishing.GitHub;

namespace InfraAi.Pipeline.Campaigns;

/// <summary>One description of a campaign.</summary>
/// <param name="Id">Unique in the campaign: the CSV's name or row, the file's or folder's name, the repository's.</param>
/// <param name="ReadAsync">Reads it; nothing is read before it is asked for.</param>
public sealed record CampaignInput(string Id, Func<CancellationToken, Task<Result<AnalysisInput>>> ReadAsync);

/// <summary>Where a campaign's descriptions come from: a CSV file, a folder, or the repositories of a GitHub account ("github:ACCOUNT").</summary>
public static class CampaignSource
{
    public const string GitHubPrefix = "github:";

    /// <param name="options">For "github:"; null when no token is set.</param>
    /// <param name="work">A folder for clones.</param>
    public static async Task<Result<IReadOnlyList<CampaignInput>>> OpenAsync(
        string source,
        GitHubOptions? options,
        string work,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (source.StartsWith(GitHubPrefix, StringComparison.Ordinal))
        {
            return options is null
                ? new Problem(
                    "github-token-missing",
                    ProblemKind.NotAvailable,
                    new(
                        "To read an account's repositories a token is needed.",
                        "Para leer los repositorios de una cuenta hace falta un token."
                    ),
                    new("Set GITHUB_TOKEN.", "Ponga GITHUB_TOKEN.")
                )
                : await AccountAsync(source[GitHubPrefix.Length..], options, work, time, cancellation);
        }

        try
        {
            if (Directory.Exists(source))
            {
                return Folder(source);
            }

            var rows = CsvRows.Read(await File.ReadAllTextAsync(source, cancellation));
            return rows.Count == 0 || !rows.All(r => r.ContainsKey("description") || r.ContainsKey("file"))
                ? NotACampaign(source)
                : rows.Select((row, index) => Row(row, index, Path.GetDirectoryName(Path.GetFullPath(source))!)).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "input-not-readable",
                ProblemKind.Invalid,
                new($"{source} cannot be read: {e.Message}", $"No se puede leer {source}: {e.Message}"),
                new("See that the path is right and that this user may read it.", "Compruebe la ruta y que este usuario puede leerla.")
            );
        }
    }

    private static CampaignInput Row(IReadOnlyDictionary<string, string> row, int index, string folder)
    {
        var name = row.GetValueOrDefault("name") is { Length: > 0 } given ? given : null;
        var id = name ?? $"row {index + 2}";
        return row.GetValueOrDefault("file") is { Length: > 0 } file
            ? new(id, cancellation => ReadAsync(Path.GetFullPath(file, folder), name, cancellation))
            : new(id, _ => Task.FromResult(InputReader.Read(row.GetValueOrDefault("description") ?? "", name)));
    }

    /// <summary>Each file and each folder in it, by its own name; hidden ones are left out.</summary>
    private static CampaignInput[] Folder(string folder) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(folder)
                .Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .Select(path => new CampaignInput(
                    Path.GetFileName(path),
                    cancellation => ReadAsync(path, Path.GetFileNameWithoutExtension(path), cancellation)
                )),
        ];

    private static async Task<Result<AnalysisInput>> ReadAsync(string path, string? name, CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return await FolderReader.ReadAsync(path, name, cancellation);
            }

            var read = InputReader.ReadAny(await File.ReadAllBytesAsync(path, cancellation), path);
            return read.Ok && name is not null ? read.Value with { Name = name } : read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "input-not-readable",
                ProblemKind.Invalid,
                new($"{path} cannot be read: {e.Message}", $"No se puede leer {path}: {e.Message}"),
                new("See that the path is right and that this user may read it.", "Compruebe la ruta y que este usuario puede leerla.")
            );
        }
    }

    private static async Task<Result<IReadOnlyList<CampaignInput>>> AccountAsync(
        string account,
        GitHubOptions options,
        string work,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        using var repositories = new GitHubRepositories(Publishers.Http(options.ApiUrl), options, time);
        var listed = await repositories.ListAsync(account, cancellation);
        return listed.Ok
            ? listed.Value.Select(r => new CampaignInput(r.Name, c => CloneAsync(r, options, Path.Combine(work, r.Name), c))).ToArray()
            : listed.Problem;
    }

    private static async Task<Result<AnalysisInput>> CloneAsync(
        GitHubRepository repository,
        GitHubOptions options,
        string folder,
        CancellationToken cancellation
    )
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        // The token goes by the environment: arguments are seen by everybody on the machine.
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"x-access-token:{options.Token}"));
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_CONFIG_COUNT"] = "1",
            ["GIT_CONFIG_KEY_0"] = $"http.{new Uri(repository.CloneUrl).GetLeftPart(UriPartial.Authority)}/.extraHeader",
            ["GIT_CONFIG_VALUE_0"] = $"Authorization: Basic {basic}",
        };
        var cloned = await Programs.RunAsync(
            "git",
            ["clone", "--quiet", "--depth", "1", "--single-branch", "--", repository.CloneUrl, folder],
            environment: environment,
            cancellation: cancellation
        );
        if (!cloned.Ok || cloned.Value.ExitCode != 0)
        {
            return cloned.Problem
                ?? new Problem(
                    "repository-not-cloned",
                    ProblemKind.Outside,
                    new(
                        $"{repository.CloneUrl} cannot be cloned: {cloned.Value.Error.Trim()}",
                        $"No se puede clonar {repository.CloneUrl}: {cloned.Value.Error.Trim()}"
                    ),
                    new("Give the token Contents (read) there.", "Dé al token Contents (read) allí.")
                );
        }

        try
        {
            return await FolderReader.ReadAsync(folder, repository.Name, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Problem NotACampaign(string source) =>
        new(
            "campaign-not-read",
            ProblemKind.Invalid,
            new(
                $"{source} has no rows, or no column description or file.",
                $"{source} no tiene filas, o le falta la columna description o file."
            ),
            new("Its first line is: name,description  — or: name,file", "Su primera línea es: name,description  — o: name,file")
        );
}
