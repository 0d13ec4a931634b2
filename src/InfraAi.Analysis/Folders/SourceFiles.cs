using System.IO.Enumeration;

namespace InfraAi.Analysis.Folders;

/// <summary>Which files of a folder are worth reading, and whose word counts more.</summary>
/// <remarks>Names only choose candidates; what a file is, its content says. docs/diagrams.md shows the precedence.</remarks>
public static class SourceFiles
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

    /// <summary>What stands below these is made up for tests, or to be filled in: it describes no system of the repository's.</summary>
    private static readonly HashSet<string> Aside = new(StringComparer.OrdinalIgnoreCase)
    {
        "test",
        "tests",
        "__tests__",
        "testdata",
        "fixtures",
        "skeleton",
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

    /// <returns>0 for the most exact; null for a file that is not read.</returns>
    public static int? Precedence(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Never.Contains(name) || path.Split('/').SkipLast(1).Any(Aside.Contains))
        {
            return null;
        }

        // Compose files end as other YAML does: the row that says more about the name is asked first.
        if (Extensions[Compose].Any(Fits))
        {
            return Compose;
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

    /// <summary>Words are read only in the files that introduce a system: other prose mentions too much that is no part of it.</summary>
    public static bool IsProse(string path) =>
        Precedence(path) == Extensions.Length - 1 && !path.Split('/').SkipLast(1).Any(Moulds.Contains);

    /// <summary>The three places of https://docs.github.com/repositories/…/about-code-owners.</summary>
    public static bool IsCodeOwners(string path) => path is "CODEOWNERS" or ".github/CODEOWNERS" or "docs/CODEOWNERS";
}
