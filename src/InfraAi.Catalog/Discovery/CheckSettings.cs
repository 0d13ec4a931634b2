using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>What a folder says about how its catalog files are checked: the file <c>.infra-ai.yaml</c>.</summary>
public sealed record CheckSettings
{
    public const string FileName = ".infra-ai.yaml";

    /// <summary>Patterns (as of .gitignore) of files that are the catalog's whatever stands in them.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of files and folders that are passed over.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Rule → its severity; null switches it off.</summary>
    public IReadOnlyDictionary<string, Severity?> Rules { get; init; } = new Dictionary<string, Severity?>(StringComparer.Ordinal);

    /// <summary>app-config files of the backend; paths beside the settings.</summary>
    public IReadOnlyList<string> AppConfigs { get; init; } = [];

    /// <summary>The file of old findings; a path beside the settings.</summary>
    public string? Baseline { get; init; }

    /// <returns>The settings, or the problem "settings-not-readable" with its line.</returns>
    public static Result<CheckSettings> Read(string path, string text)
    {
        var lines = new LineIndex(text);
        if (YamlReader.Read(text) is not [var document, ..] || document.Root?.Actual is YamlScalar { Type: ScalarType.Null })
            return new CheckSettings();
        if (document.Errors is [var fault, ..])
            return NotReadable($"{path}:{lines.At(fault.Offset).Line}", fault.Message);
        if (document.Root?.Actual is not YamlMap root)
            return NotReadable(path, "it is no map");
        var settings = new CheckSettings();
        foreach (var entry in root.Entries)
        {
            var place = $"{path}:{lines.At(entry.Key.Start).Line}";
            var texts = (entry.Value.Actual as YamlList)?.Items.Select(item => item.String).OfType<string>().ToList();
            switch (entry.Name)
            {
                case "include" when texts is not null:
                    settings = settings with { Include = texts };
                    break;
                case "exclude" when texts is not null:
                    settings = settings with { Exclude = texts };
                    break;
                case "app-config" when texts is not null:
                    settings = settings with { AppConfigs = texts };
                    break;
                case "app-config" when entry.Value.String is { } one:
                    settings = settings with { AppConfigs = [one] };
                    break;
                case "baseline" when entry.Value.String is { } baseline:
                    settings = settings with { Baseline = baseline };
                    break;
                case "rules" when entry.Value.Actual is YamlMap rules:
                    var levels = new Dictionary<string, Severity?>(StringComparer.Ordinal);
                    foreach (var rule in rules.Entries)
                    {
                        // YAML 1.2 reads off as a text, and people may well write false.
                        var level = rule.Value.String ?? (rule.Value.Actual is YamlScalar { Type: ScalarType.Boolean } ? "off" : "");
                        if (Level($"{rule.Name}={level}") is not { } read)
                            return NotReadable(
                                $"{path}:{lines.At(rule.Key.Start).Line}",
                                $"{rule.Name}: {level} is not off, note, warning or error of a known rule"
                            );
                        levels[read.Rule] = read.Severity;
                    }
                    settings = settings with { Rules = levels };
                    break;
                default:
                    return NotReadable(
                        place,
                        $"{entry.Name} is not include, exclude, rules, app-config or baseline with a value of its kind"
                    );
            }
        }
        return settings;
    }

    /// <summary><c>NAME=off|note|warning|error</c>.</summary>
    /// <returns>Null when there is no such rule or level.</returns>
    public static (string Rule, Severity? Severity)? Level(string text)
    {
        if (text.Split('=', 2) is not [var rule, var level] || !InfraAi.Catalog.Rules.All.Contains(rule))
            return null;
        return level switch
        {
            "off" => (rule, null),
            "note" => (rule, Severity.Note),
            "warning" => (rule, Severity.Warning),
            "error" => (rule, Severity.Error),
            _ => null,
        };
    }

    private static Problem NotReadable(string place, string reason) =>
        new(
            "settings-not-readable",
            ProblemKind.Usage,
            new($"{place} cannot be used: {reason}.", $"{place} no se puede usar: {reason}."),
            new("Correct that line; docs/catalog.md shows the settings.", "Corrija esa línea; docs/catalog.md muestra los ajustes.")
        );
}
