using InfraAi.Model;

namespace InfraAi.Analysis.Folders.Units;

/// <summary>Gathers what the files of a repository say of what is built in its folders.</summary>
internal sealed class UnitCollector
{
    private readonly Dictionary<string, DeployableUnit> units = new(StringComparer.Ordinal);
    private readonly SortedSet<string> modules = new(StringComparer.Ordinal);

    public IEnumerable<DeployableUnit> All => units.Values;

    /// <summary>The unit of a folder, made when it is asked for the first time.</summary>
    public DeployableUnit Of(string folder)
    {
        if (!units.TryGetValue(folder, out var unit))
        {
            units[folder] = unit = new DeployableUnit(folder);
        }

        return unit;
    }

    /// <summary>The folder holds a build file: what lies below it belongs to it.</summary>
    public DeployableUnit Module(string folder)
    {
        modules.Add(folder);
        var unit = Of(folder);
        unit.HasBuildFile = true;
        return unit;
    }

    /// <returns>The nearest folder upwards that has a build file; null when there is none.</returns>
    public string? ModuleOf(string folder)
    {
        for (var at = folder; ; at = at[..Math.Max(0, at.LastIndexOf('/'))])
        {
            if (modules.Contains(at))
            {
                return at;
            }

            if (at.Length == 0)
            {
                return null;
            }
        }
    }

    public static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    /// <summary>Evidence that is a whole line, from 1.</summary>
    public static LineEvidence At(BundledFile file, int line, string text) =>
        new(file.Path, line, text.Trim() is var quote && quote.Length > 200 ? quote[..200] : quote);
}

/// <summary>One kind of file that says what is built in a folder.</summary>
internal interface IUnitSource
{
    /// <returns>True when the file, by its name, is one of its kind.</returns>
    bool Reads(string name);

    void Read(BundledFile file, UnitCollector units);
}

/// <summary>The kinds of files that make units; build files before what is attributed to them.</summary>
internal static class UnitSources
{
    public static readonly IReadOnlyList<IUnitSource> All =
    [
        new DotNetProject(),
        new NodePackage(),
        new MavenProject(),
        new GradleProject(),
        new GoModule(),
        new PythonProject(),
        new CargoProject(),
        new ComposerProject(),
        new RubyBundle(),
        new Dockerfile(),
        new Procfile(),
        new CodeDeclarations(),
    ];

    public static bool Reads(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return All.Any(source => source.Reads(name));
    }

    public static UnitCollector Read(IReadOnlyList<BundledFile> files, CancellationToken cancellation)
    {
        var units = new UnitCollector();
        foreach (var source in All)
        {
            foreach (var file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                if (source.Reads(file.Path[(file.Path.LastIndexOf('/') + 1)..]))
                {
                    source.Read(file, units);
                }
            }
        }

        return units;
    }
}
