using System.CommandLine;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli;

/// <summary>Which files of the given paths are looked at, and how strictly: --include, --exclude, --allow-empty, --rule, --settings, --verbose.</summary>
internal sealed class CatalogSelectionOptions
{
    private readonly CommandContext context;
    private readonly Option<string[]> include;
    private readonly Option<string[]> exclude;
    private readonly Option<string[]> rules;
    private readonly Option<string?> settings;
    private readonly Option<bool> allowEmpty;
    private readonly Option<bool> verbose;

    private bool mayBeEmpty;
    private bool isVerbose;

    public CatalogSelectionOptions(Command command, CommandContext context)
    {
        this.context = context;
        include = new("--include")
        {
            Description = context.In(
                "Files that are the catalog's whatever stands in them (a pattern as in .gitignore); may be repeated",
                "Archivos que son del catálogo sea cual sea su contenido (un patrón como en .gitignore); se puede repetir"
            ),
            HelpName = "PATTERN",
        };
        exclude = new("--exclude")
        {
            Description = context.In(
                "Files and folders to pass over, beside those of .catalogignore; may be repeated",
                "Archivos y carpetas que se omiten, además de los de .catalogignore; se puede repetir"
            ),
            HelpName = "PATTERN",
        };
        rules = new("--rule")
        {
            Description = context.In(
                "NAME=off|note|warning|error: how much a rule matters; may be repeated",
                "NOMBRE=off|note|warning|error: cuánto importa una regla; se puede repetir"
            ),
            HelpName = "NAME=LEVEL",
        };
        settings = new("--settings")
        {
            Description = context.In(
                $"Settings of the check; default: {CheckSettings.FileName} in the folder",
                $"Ajustes de la comprobación; por defecto: {CheckSettings.FileName} en la carpeta"
            ),
            HelpName = "FILE",
        };
        allowEmpty = new("--allow-empty")
        {
            Description = context.In("Finding no catalog file is no error", "No encontrar archivos de catálogo no es un error"),
        };
        verbose = new("--verbose")
        {
            Description = context.In("Say how many files were passed over", "Dice cuántos archivos se omitieron"),
        };
        command.Options.Add(include);
        command.Options.Add(exclude);
        command.Options.Add(rules);
        command.Options.Add(settings);
        command.Options.Add(allowEmpty);
        command.Options.Add(verbose);
    }

    /// <returns>The settings of the folder with those of the command line before them.</returns>
    public Result<CheckSettings> Read(ParseResult parsed, IReadOnlyList<string> paths)
    {
        mayBeEmpty = parsed.GetValue(allowEmpty);
        isVerbose = parsed.GetValue(verbose);
        var read = FromFile(parsed.GetValue(settings), paths);
        if (!read.Ok)
        {
            return read.Problem;
        }

        var switched = new Dictionary<string, Severity?>(read.Value.Rules, StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(rules) ?? [])
        {
            if (CheckSettings.Level(text) is not { } level)
            {
                var name = text.Split('=')[0];
                var near = Rules.All.Contains(name) ? null : Nearest.Of(name, [.. Rules.All]);
                return new Problem(
                    "usage",
                    ProblemKind.Usage,
                    new(
                        $"--rule {text} is not NAME=off|note|warning|error of a known rule.",
                        $"--rule {text} no es NOMBRE=off|note|warning|error de una regla conocida."
                    ),
                    near is null
                        ? new(
                            $"Rules: {string.Join(", ", Rules.All.Order(StringComparer.Ordinal))}",
                            $"Reglas: {string.Join(", ", Rules.All.Order(StringComparer.Ordinal))}"
                        )
                        : new($"Did you mean {near}?", $"¿Quería decir {near}?")
                );
            }

            switched[level.Rule] = level.Severity;
        }

        return read.Value with
        {
            Include = [.. read.Value.Include, .. parsed.GetValue(include) ?? []],
            Exclude = [.. read.Value.Exclude, .. parsed.GetValue(exclude) ?? []],
            Rules = switched,
        };
    }

    /// <summary>Finds and reads the files; says so when there are none.</summary>
    /// <param name="stdinPath">The name for what comes from standard input.</param>
    public Result<IReadOnlyList<CatalogSource>> Select(CheckSettings chosen, IReadOnlyList<string> paths, string stdinPath)
    {
        var selected = new CatalogFiles(chosen.Include, chosen.Exclude, new DiskTree()).Select(
            paths.Where(path => path != "-"),
            context.Cancellation
        );
        if (!selected.Ok)
        {
            return selected.Problem;
        }

        var files = selected.Value.Files.ToList();
        if (paths.Contains("-", StringComparer.Ordinal))
        {
            using var input = context.Terminal.OpenInput();
            using var copy = new MemoryStream();
            input.CopyTo(copy);
            files.Add(new(stdinPath, copy.ToArray()));
        }

        if (isVerbose)
        {
            context.Terminal.Say(
                new(
                    $"Passed over: {selected.Value.PassedOver} YAML files of other programs, {selected.Value.Skeletons} files of template skeletons.",
                    $"Omitidos: {selected.Value.PassedOver} archivos YAML de otros programas, {selected.Value.Skeletons} archivos de esqueletos de plantillas."
                )
            );
        }

        return files.Count == 0 && !mayBeEmpty ? CatalogFiles.None(paths) : files;
    }

    private static Result<CheckSettings> FromFile(string? named, IReadOnlyList<string> paths)
    {
        var file =
            named
            ?? paths
                .Where(path => path != "-")
                .Select(path =>
                    Directory.Exists(path) ? path
                    : Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder
                    : "."
                )
                .Append(".")
                .Select(folder => Path.Combine(folder, CheckSettings.FileName))
                .FirstOrDefault(File.Exists);
        if (file is null)
        {
            return new CheckSettings();
        }

        try
        {
            var read = CheckSettings.Read(file, File.ReadAllText(file));
            if (!read.Ok)
            {
                return read.Problem;
            }

            var folder = Path.GetDirectoryName(file) is { Length: > 0 } beside ? beside : ".";
            return read.Value with
            {
                AppConfigs = [.. read.Value.AppConfigs.Select(path => Path.Combine(folder, path))],
                Baseline = read.Value.Baseline is { } baseline ? Path.Combine(folder, baseline) : null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CatalogContextOptions.NotRead("--settings", e.Message);
        }
    }
}
