using System.Text.RegularExpressions;
using InfraAi.Analysis.Diagrams;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Folders.Units;

/// <summary>Dockerfiles (docs.docker.com/reference/dockerfile): what is put into an image is built to run.</summary>
/// <remarks>A Dockerfile in a folder of its own ("docker/", "src/main/resources/docker/") speaks for the nearest build file above it.</remarks>
internal sealed partial class Dockerfile : IUnitSource
{
    /// <summary>Images whose name only says what a program is written in.</summary>
    private static readonly (string Image, string Language)[] Languages =
    [
        ("openjdk", "Java"),
        ("java", "Java"),
        ("eclipse-temurin", "Java"),
        ("amazoncorretto", "Java"),
        ("gradle", "Java"),
        ("maven", "Java"),
        ("node", "Node.js"),
        ("python", "Python"),
        ("golang", "Go"),
        ("rust", "Rust"),
        ("ruby", "Ruby"),
        ("php", "PHP"),
        ("aspnet", ".NET"),
        ("sdk", ".NET"),
        ("runtime", ".NET"),
        ("dotnet", ".NET"),
    ];

    public bool Reads(string name) =>
        name == "Dockerfile"
        || name.EndsWith(".Dockerfile", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("Dockerfile.", StringComparison.Ordinal) && !IsForWork(name))
        || name == "Containerfile";

    private static bool IsForWork(string name) =>
        name.Contains("test", StringComparison.OrdinalIgnoreCase)
        || name.Contains("dev", StringComparison.OrdinalIgnoreCase)
        || name.Contains("ci", StringComparison.OrdinalIgnoreCase)
        || name.Contains("debug", StringComparison.OrdinalIgnoreCase);

    public void Read(BundledFile file, UnitCollector units)
    {
        var own = UnitCollector.FolderOf(file.Path);
        var folder = units.ModuleOf(own) is { } module && (module.Length > 0 || IsPackaging(own)) ? module : own;
        folder = folder == own && IsPackaging(own) && own.Contains('/', StringComparison.Ordinal) ? UnitCollector.FolderOf(own) : folder;
        var unit = units.Of(folder);
        string? last = null;
        var stages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? language = null;
        foreach (var (text, number) in Lines.Of(file.Text))
        {
            var line = text.Trim();
            if (From().Match(line) is { Success: true } from)
            {
                var image = from.Groups[1].Value;
                last = stages.GetValueOrDefault(image, image);
                if (from.Groups[2].Success)
                {
                    stages[from.Groups[2].Value] = last;
                }

                language = LanguageOf(last) ?? (IsBare(last) ? language : null);
                unit.Prove(UnitCollector.At(file, number, text));
            }
            else if (line.StartsWith("EXPOSE ", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var word in line[7..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (int.TryParse(word.Split('/')[0], System.Globalization.CultureInfo.InvariantCulture, out var port))
                    {
                        unit.Ports.Add(port);
                    }
                }
            }
            else if (Label().Match(line) is { Success: true } label)
            {
                var value = label.Groups[2].Value.Trim().Trim('"', '\'');
                (unit.Description, unit.Owner) = label.Groups[1].Value switch
                {
                    "description" => (value, unit.Owner),
                    _ => (unit.Description, unit.Owner ?? value),
                };
            }
        }

        if (last is null)
        {
            return;
        }

        unit.Runs = true;
        unit.Language ??= language;
        if (Technologies.Image(last) is { Use: TechnologyUse.Part } product && LanguageOf(last) is null)
        {
            unit.BaseProduct ??= product.Name;
        }
    }

    /// <summary>A folder that holds how something is packed, not the thing.</summary>
    private static bool IsPackaging(string folder) =>
        folder[(folder.LastIndexOf('/') + 1)..].ToLowerInvariant()
            is "docker"
                or ".docker"
                or "build"
                or "container"
                or "packaging"
                or "resources";

    /// <summary>Images that only hold what an earlier stage built.</summary>
    private static bool IsBare(string image) =>
        image.Contains("distroless", StringComparison.Ordinal)
        || image.Split(':')[0].Split('/')[^1] is "scratch" or "alpine" or "debian" or "ubuntu" or "busybox" or "static" or "base";

    private static string? LanguageOf(string image)
    {
        var name = image.Split('@')[0];
        name = name[(name.LastIndexOf('/') + 1)..].Split(':')[0];
        return Languages.FirstOrDefault(l => name == l.Image || name.StartsWith(l.Image + "-", StringComparison.Ordinal)).Language;
    }

    [GeneratedRegex(@"^FROM\s+(?:--\S+\s+)*(?<one>\S+)(?:\s+AS\s+(?<two>\S+))?", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex From();

    [GeneratedRegex(
        """^(?:LABEL\s+)?["']?org\.opencontainers\.image\.(?<one>description|vendor)["']?[\s=]+(?<two>"[^"]*"|'[^']*'|\S+)""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Label();
}

/// <summary>Procfiles (devcenter.heroku.com/articles/procfile): the processes of an application.</summary>
internal sealed class Procfile : IUnitSource
{
    public bool Reads(string name) => name == "Procfile";

    public void Read(BundledFile file, UnitCollector units)
    {
        var unit = units.Of(UnitCollector.FolderOf(file.Path));
        foreach (var (text, number) in Lines.Of(file.Text))
        {
            if (text.IndexOf(':', StringComparison.Ordinal) > 0 && text[0] != '#')
            {
                unit.Runs = true;
                unit.Prove(UnitCollector.At(file, number, text));
            }
        }
    }
}
