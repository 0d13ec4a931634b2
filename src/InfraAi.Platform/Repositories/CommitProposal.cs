using System.Text;

namespace InfraAi.Platform.Repositories;

/// <summary>Proposes a message by what changed, as Conventional Commits writes them (https://www.conventionalcommits.org/en/v1.0.0/).</summary>
public static class CommitProposal
{
    private const int LongestSubject = 72;
    private static readonly string[] Generic = ["src", "lib", "app", "apps", "packages", "docs", "tests", "test", "workflows"];

    private static readonly string[] BuildFiles =
    [
        "package.json",
        "package-lock.json",
        "pnpm-lock.yaml",
        "yarn.lock",
        "dockerfile",
        "makefile",
        "go.mod",
        "go.sum",
        "pom.xml",
        "build.gradle",
        "pyproject.toml",
        "requirements.txt",
        "cargo.toml",
        "cargo.lock",
        "global.json",
    ];

    /// <returns>One line; the person who commits knows better why, and changes it.</returns>
    public static string For(IReadOnlyList<ChangedFile> files)
    {
        var types = files.Select(file => TypeOf(file.Path)).Distinct(StringComparer.Ordinal).ToList();
        var code = files.Where(file => TypeOf(file.Path) == "code").ToList();
        var type =
            code.Count > 0
                ? (
                    code.Exists(file => file.Letter == 'A') ? "feat"
                    : code.TrueForAll(file => file.Letter == 'D') ? "refactor"
                    : "fix"
                )
            : types.Count == 1 ? types[0]
            : "chore";
        var scope = Scope(files.Select(file => file.Path));
        var head = scope is null || scope == type ? type : $"{type}({scope})";
        var subject = $"{head}: {What(files)}";
        return subject.Length <= LongestSubject ? subject : $"{head}: {Verb(files)} {files.Count} files";
    }

    private static string TypeOf(string path)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var folders = path.ToLowerInvariant().Split('/')[..^1];
        return folders.Contains(".github", StringComparer.Ordinal)
            || folders.Contains(".ci", StringComparer.Ordinal)
            || name is ".gitlab-ci.yml" or "jenkinsfile"
                ? "ci"
            : folders.Any(f => f is "test" or "tests" or "__tests__" || f.EndsWith(".tests", StringComparison.Ordinal))
            || name.Contains(".test.", StringComparison.Ordinal)
            || name.Contains(".spec.", StringComparison.Ordinal)
            || name.Contains("_test.", StringComparison.Ordinal)
                ? "test"
            : folders.Contains("docs", StringComparer.Ordinal) || Path.GetExtension(name) is ".md" or ".adoc" or ".rst" ? "docs"
            : BuildFiles.Contains(name, StringComparer.Ordinal)
            || name.StartsWith("docker-compose", StringComparison.Ordinal)
            || Path.GetExtension(name) is ".csproj" or ".props" or ".targets" or ".sln" or ".slnx"
                ? "build"
            : name.StartsWith('.') ? "chore"
            : "code";
    }

    /// <summary>The folder that all of them are in, unless it says nothing.</summary>
    private static string? Scope(IEnumerable<string> paths)
    {
        IReadOnlyList<string>? common = null;
        foreach (var path in paths)
        {
            var folders = path.Split('/')[..^1];
            common = common is null
                ? folders
                : [.. common.Zip(folders).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)];
        }

        var name = common?.LastOrDefault(folder =>
            !Generic.Contains(folder.ToLowerInvariant(), StringComparer.Ordinal) && !folder.StartsWith('.')
        );
        var scope = new StringBuilder();
        foreach (var c in name ?? "")
        {
            scope.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-');
        }

        return scope.Length is > 0 and <= 24 ? scope.ToString() : null;
    }

    private static string What(IReadOnlyList<ChangedFile> files)
    {
        if (files is [{ From: { } from } only])
        {
            return $"rename {Name(from)} to {Name(only.Path)}";
        }

        var names = files.Select(file => Name(file.Path)).Distinct(StringComparer.Ordinal).ToList();
        return names.Count switch
        {
            1 => $"{Verb(files)} {names[0]}",
            <= 3 => $"{Verb(files)} {string.Join(", ", names[..^1])} and {names[^1]}",
            _ => $"{Verb(files)} {names.Count} files",
        };
    }

    private static string Verb(IReadOnlyList<ChangedFile> files) =>
        files.All(file => file.Letter == 'A') ? "add"
        : files.All(file => file.Letter == 'D') ? "remove"
        : "update";

    private static string Name(string path) => Path.GetFileName(path);
}
