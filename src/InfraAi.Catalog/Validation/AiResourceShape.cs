using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>
/// The kind AiResource: catalog-model 1.10.1 has it in its alpha entry point only, and a stock backend refuses it. It is refused here too,
/// and its spec is looked at all the same, for those who install it.
/// </summary>
internal static class AiResourceShape
{
    public const string Name = "AiResource";

    private static readonly Field[] Common =
    [
        new("lifecycle", Shape.Text, true, "Add lifecycle: experimental, production or deprecated"),
        new("owner", Shape.Text, true, "Add owner: with a group or user, for example group:default/my-team"),
        new("system", Shape.Text),
    ];

    private static readonly Field Type = new("type", Shape.Text, true, "Add type: skill, plugin, rule or marketplace");

    private static readonly MapShape Skill = new([
        Type,
        .. Common,
        new("disciplines", Shape.Texts),
        new("categories", Shape.Texts),
        new("agents", Shape.Texts),
        new("dependsOn", Shape.Texts),
        new("allowedTools", Shape.Text),
        new("license", Shape.Text),
        new("compatibility", Shape.Text),
    ]);

    private static readonly MapShape Plugin = new([
        Type,
        .. Common,
        new("skills", Shape.Texts, true, "Add skills: []"),
        new("version", Shape.Text),
    ]);

    private static readonly MapShape Rule = new([
        Type,
        .. Common,
        new("disciplines", Shape.Texts),
        new("category", Shape.Text, true, "Add category:"),
        new("rationale", Shape.Text, true, "Add rationale:"),
    ]);

    private static readonly MapShape Marketplace = new([
        Type,
        .. Common,
        new("plugins", Shape.Texts, true, "Add plugins: []"),
        new("version", Shape.Text),
    ]);

    private static readonly MapShape Other = new([Type, .. Common]);

    public static MapShape For(YamlNode spec) =>
        (spec as YamlMap)?.Find("type")?.Value.String switch
        {
            "skill" => Skill,
            "plugin" => Plugin,
            "rule" => Rule,
            "marketplace" => Marketplace,
            _ => Other,
        };
}
