using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Where an entity comes from, as the catalog names it: <c>url:https://…</c>, <c>file:…</c>.</summary>
public sealed record CatalogLocation(string Type, string Target);

/// <summary>Which kinds a backend lets in: catalog.rules of its app-config, and the rules of its catalog.locations.</summary>
/// <remarks>As catalog-backend 4.0.0 reads them: without catalog.rules the code's own default holds, Component, API and Location.</remarks>
public sealed class CatalogRules
{
    private readonly List<Rule> rules;

    private CatalogRules(string source, List<Rule> rules, IReadOnlyList<CatalogLocation> locations)
    {
        Source = source;
        this.rules = rules;
        Locations = locations;
    }

    /// <summary>Where the rules stand, for messages: <c>app-config.yaml:12 catalog.rules</c>.</summary>
    public string Source { get; }

    /// <summary>catalog.locations, as they are written.</summary>
    public IReadOnlyList<CatalogLocation> Locations { get; }

    /// <summary>The backend's default, when no app-config says otherwise.</summary>
    public static CatalogRules Default { get; } = new("the backend's default", [new(["component", "api", "location"], null)], []);

    /// <summary>Lets in every kind that a stock backend has a processor for: what is assumed when no app-config is given.</summary>
    internal static CatalogRules EveryKind { get; } =
        new(
            "no app-config was given, and no processor knows it",
            [new([.. KindShapes.Names.Select(kind => kind.ToLowerInvariant())], null)],
            []
        );

    /// <param name="configs">app-config files in the order of their --config flags: a later list replaces an earlier one.</param>
    /// <returns>The rules, or the problem "app-config-not-readable": a backend does not start with such a file.</returns>
    public static Result<CatalogRules> Read(params IReadOnlyList<(string Path, string Text)> configs)
    {
        var general = Default;
        List<Rule> perLocation = [];
        List<CatalogLocation> registered = [];
        foreach (var (path, text) in configs)
        {
            var documents = YamlReader.Read(text);
            if (documents is [{ IsBroken: true } broken, ..])
                return NotReadable(path, text, broken);
            if (documents is not [{ Root: YamlMap root }, ..] || root.Find("catalog")?.Value.Actual is not YamlMap catalog)
                continue;
            if (catalog.Find("rules") is { Value.Actual: YamlList list } entry)
                general = new CatalogRules(
                    $"{path}:{new LineIndex(text).At(entry.Key.Start).Line} catalog.rules",
                    [.. list.Items.Select(item => ReadRule(item.Actual, null))],
                    []
                );
            if (catalog.Find("locations")?.Value.Actual is YamlList locations)
            {
                perLocation = [.. locations.Items.SelectMany(item => RulesOf(item.Actual))];
                registered =
                [
                    .. locations.Items.Select(item => item.Actual).OfType<YamlMap>().Select(ReadLocation).OfType<CatalogLocation>(),
                ];
            }
        }
        return new CatalogRules(general.Source, [.. general.rules, .. perLocation], registered);
    }

    /// <summary>Is an entity of the kind let in from the location?</summary>
    /// <param name="origin">The location that was registered; null for one that no rule names.</param>
    public bool Allows(string kind, string? specType = null, CatalogLocation? origin = null) =>
        rules.Exists(rule => rule.Covers(origin) && rule.Allows(kind.ToLowerInvariant(), specType));

    /// <summary>The change of app-config that lets the kind in: a list replaces the backend's default, so that is named too where it holds.</summary>
    public string ChangeFor(string kind) =>
        Source == Default.Source
            ? $"Write in app-config: catalog: {{rules: [{{allow: [Component, API, Location, {kind}]}}]}}"
            : $"Add to catalog.rules of app-config: - allow: [{kind}]";

    /// <summary>The registered location that a file is read by; null when none of them names it.</summary>
    /// <param name="path">As the program was given it. A relative target counts from where the backend runs, so the ends are compared.</param>
    public CatalogLocation? LocationOf(string path) =>
        Locations.FirstOrDefault(location =>
            location.Type == "file" && $"/{path.TrimStart('/')}".EndsWith($"/{Bare(location.Target)}", StringComparison.Ordinal)
        );

    private static string Bare(string target) => target.TrimStart('.', '/');

    private static CatalogLocation? ReadLocation(YamlMap map) =>
        (map.Find("type")?.Value.String, map.Find("target")?.Value.String) is ({ } type, { } target) ? new(type, target) : null;

    private static Problem NotReadable(string path, string text, YamlDocument broken)
    {
        var fault = broken.Errors[0];
        var line = new LineIndex(text).At(fault.Offset).Line;
        return new(
            "app-config-not-readable",
            ProblemKind.Invalid,
            new(
                $"{path}:{line} is not YAML that a backend reads: {fault.Message}",
                $"{path}:{line} no es YAML que un backend lea: {fault.Message}"
            ),
            new("Correct that line; a backend does not start with it.", "Corrija esa línea; un backend no arranca con ella.")
        );
    }

    private static IEnumerable<Rule> RulesOf(YamlNode location)
    {
        if (location is not YamlMap map || map.Find("rules")?.Value.Actual is not YamlList list)
            yield break;
        var matcher = new Matcher(map.Find("type")?.Value.String, map.Find("target")?.Value.String, null);
        foreach (var item in list.Items)
            yield return ReadRule(item.Actual, [matcher]);
    }

    private static Rule ReadRule(YamlNode node, List<Matcher>? matchers)
    {
        if (node is not YamlMap map)
            return new Rule([], matchers);
        if (map.Find("locations")?.Value.Actual is YamlList locations)
            matchers = [.. locations.Items.Select(item => item.Actual).OfType<YamlMap>().Select(ReadMatcher)];
        var allowed = (map.Find("allow")?.Value.Actual as YamlList)?.Items.Select(ReadKind).OfType<string>() ?? [];
        return new Rule([.. allowed], matchers);
    }

    private static string? ReadKind(YamlNode node) =>
        node.String?.ToLowerInvariant()
        ?? (
            node.Actual is YamlMap map && map.Find("kind")?.Value.String is { } kind
                ? kind.ToLowerInvariant() + (map.Find("spec.type")?.Value.String is { } type ? " " + type.ToLowerInvariant() : "")
                : null
        );

    private static Matcher ReadMatcher(YamlMap map) =>
        new(map.Find("type")?.Value.String, map.Find("exact")?.Value.String, map.Find("pattern")?.Value.String);

    /// <param name="Locations">Null for every location; an empty list covers none, as in the backend.</param>
    private sealed record Rule(List<string> Kinds, List<Matcher>? Locations)
    {
        public bool Covers(CatalogLocation? origin) =>
            Locations is null || (origin is not null && Locations.Exists(matcher => matcher.Covers(origin)));

        public bool Allows(string kind, string? specType) =>
            Kinds.Contains(kind, StringComparer.Ordinal)
            || Kinds.Contains($"{kind} {specType?.ToLowerInvariant()}", StringComparer.Ordinal);
    }

    private sealed record Matcher(string? Type, string? Exact, string? Pattern)
    {
        public bool Covers(CatalogLocation origin) =>
            (Type is null || Type == origin.Type)
            && (Exact is null || Exact == origin.Target)
            && (Pattern is null || Glob.IsMatch(Pattern.ToLowerInvariant(), origin.Target.ToLowerInvariant()));
    }
}
