using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace InfraAi.Analysis.Folders;

/// <summary>Which files of a folder are worth reading, and whose word counts more.</summary>
/// <remarks>Names only choose candidates; what a file is, its content says. docs/diagrams.md shows the precedence.</remarks>
public static partial class SourceFiles
{
    /// <summary>In the order of precedence: where two sources name the same part, the earlier one's name and kind are kept.</summary>
    private static readonly string[][] Extensions =
    [
        // The catalog that people keep themselves.
        ["catalog-info.yaml", "catalog-info.yml"],
        // What is deployed.
        [".tf", ".tfstate", ".template", ".yaml", ".yml"],
        // What is run beside it, on one machine.
        ["docker-compose*.yml", "docker-compose*.yaml", "compose*.yml", "compose*.yaml"],
        // What people drew.
        [".drawio", ".dio", ".excalidraw", ".mmd", ".mermaid", ".puml", ".plantuml", ".dsl", ".dot", ".gv", ".d2", ".svg", ".png"],
        // Descriptions that many tools write: plans, templates, interfaces, workspaces.
        [".json"],
        // What people wrote.
        ["readme.md", "readme.txt", "readme", "architecture.md", "arquitectura.md"],
    ];

    private const int Compose = 2;

    /// <summary>Files that end like a source and never are one.</summary>
    private static readonly HashSet<string> Never = new(StringComparer.OrdinalIgnoreCase)
    {
        "package.json",
        "package-lock.json",
        "tsconfig.json",
        "pnpm-lock.yaml",
        "mkdocs.yml",
        "global.json",
    };

    /// <summary>What stands below these is made up for tests, for work on the sources, or to be filled in: it describes no system of the repository's.</summary>
    private static readonly HashSet<string> Aside = new(StringComparer.OrdinalIgnoreCase)
    {
        "test",
        "tests",
        "__tests__",
        "__mocks__",
        "testdata",
        "test-data",
        "fixtures",
        "e2e",
        "integration-test",
        "integration-tests",
        "_integration-test",
        "percy",
        "skeleton",
        "node_modules",
        ".devcontainer",
        ".vscode",
        ".idea",
        ".circleci",
        ".github",
    };

    /// <summary>Words below these speak of what could be made, not of what there is.</summary>
    private static readonly HashSet<string> Moulds = new(StringComparer.OrdinalIgnoreCase)
    {
        "template",
        "templates",
        "example",
        "examples",
        "sample",
        "samples",
    };

    /// <summary>What a compose file for tests or for a build server is called.</summary>
    private static readonly string[] Trials = [".test.", ".tests.", ".ci.", "-test.", "-tests.", "-ci.", "-e2e", ".e2e.", "_test.", "sut."];

    /// <returns>0 for the most exact; null for a file that is not read.</returns>
    public static int? Precedence(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Never.Contains(name) || IsAside(path))
        {
            return null;
        }

        // Compose files end as other YAML does: the row that says more about the name is asked first.
        if (Extensions[Compose].Any(Fits))
        {
            return Trials.Any(t => name.Contains(t, StringComparison.OrdinalIgnoreCase)) ? null : Compose;
        }

        for (var i = 0; i < Extensions.Length; i++)
        {
            if (Extensions[i].Any(Fits))
            {
                return i;
            }
        }

        return IsCodeOwners(path) ? Extensions.Length : null;

        bool Fits(string pattern) =>
            pattern[0] == '.'
                ? name.EndsWith(pattern, StringComparison.OrdinalIgnoreCase)
                : FileSystemName.MatchesSimpleExpression(pattern, name);
    }

    /// <summary>True for what stands in a folder of tests, of tools, or of what others wrote.</summary>
    public static bool IsAside(string path) =>
        !IsCodeOwners(path) && path.Split('/').SkipLast(1).Any(folder => Aside.Contains(folder) || IsTests(folder));

    /// <summary>"Orders.Tests", "orders-it", "OrdersIntegrationTests".</summary>
    private static bool IsTests(string folder) =>
        folder.EndsWith(".Tests", StringComparison.OrdinalIgnoreCase)
        || folder.EndsWith(".Test", StringComparison.OrdinalIgnoreCase)
        || folder.EndsWith("Tests", StringComparison.Ordinal)
        || folder.EndsWith("-tests", StringComparison.OrdinalIgnoreCase)
        || folder.EndsWith("-e2e", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Files that are no source of an architecture by themselves, and say what is built in a folder or what it talks to: build files, configuration,
    /// the lines of code that declare something.
    /// </summary>
    public static bool IsOfUnit(string path) =>
        !IsAside(path) && (Units.UnitSources.Reads(path) || Configuration.ConfigurationFiles.Reads(path));

    /// <summary>Documents whose fenced blocks may be diagrams; their words are not read.</summary>
    public static bool IsDocument(string path) =>
        path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && !IsAside(path) && !path.Split('/').SkipLast(1).Any(Moulds.Contains);

    /// <summary>True when a file, by its name, may be worth reading.</summary>
    public static bool IsCandidate(string path) => Precedence(path) is not null || IsOfUnit(path) || IsDocument(path);

    /// <returns>What is kept of a candidate that is no source: its text, of code the lines that declare something; null for nothing.</returns>
    public static string? Kept(string path, string text) =>
        IsProse(path) || IsCodeOwners(path) ? text
        : IsDocument(path)
            ? (text.Contains("```", StringComparison.Ordinal) || text.Contains("~~~", StringComparison.Ordinal) ? text : null)
        : !IsOfUnit(path) ? null
        : Units.CodeDeclarations.IsCode(path) ? Units.CodeDeclarations.Excerpt(text)
        : text.Length > Configuration.ConfigurationFiles.LongestFile ? null
        : Configuration.ConfigurationFiles.Reads(path) ? WithoutSecrets(text)
        : text;

    /// <summary>Settings without what nobody should keep: the values of passwords and keys, and what signs in within an address.</summary>
    private static string WithoutSecrets(string text) => InAddress().Replace(Secret().Replace(text, "$1***"), "://***@");

    [GeneratedRegex(
        """(?<one>(?:password|passwd|pwd|secret|token|api[-_]?key|private[-_]?key|access[-_]?key|credential)[\w.-]*["']?[ \t]*[:=][ \t]*)(?![ \t]*\$)\S[^\r\n;&]*""",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Secret();

    [GeneratedRegex(@"://[^/@\s""']+:[^/@\s""']+@", RegexOptions.None, 1000)]
    private static partial Regex InAddress();

    /// <summary>Words are read only in the files that introduce a system: other prose mentions too much that is no part of it.</summary>
    public static bool IsProse(string path) =>
        Precedence(path) == Extensions.Length - 1 && !path.Split('/').SkipLast(1).Any(f => Moulds.Contains(f) || f == ".github");

    /// <summary>The three places of https://docs.github.com/repositories/…/about-code-owners.</summary>
    public static bool IsCodeOwners(string path) => path is "CODEOWNERS" or ".github/CODEOWNERS" or "docs/CODEOWNERS";
}
