namespace InfraAi.Catalog.Validation;

/// <summary>The spec of a scaffolder template (scaffolder.backstage.io/v1beta3).</summary>
internal static class TemplateShape
{
    private static readonly Shape Condition = new ConditionShape();

    private static readonly Field Permissions = new("backstage:permissions", new MapShape([new("tags", new ListShape(Shape.AnyText))]));

    private static readonly Shape Decorators = new ListShape(new MapShape([new("id", Shape.AnyText), new("input", Shape.AnyMap)]));

    private static readonly Shape Step = new MapShape([
        new("id", Shape.AnyText),
        new("name", Shape.AnyText),
        new("action", Shape.AnyText, true, "Add action: for example fetch:template"),
        new("input", Shape.AnyMap),
        new("if", Condition),
        Permissions,
    ]);

    private static readonly Shape OutputLink = new MapShape([
        new("if", Condition),
        new("url", Shape.Text),
        new("entityRef", Shape.Text),
        new("title", Shape.Text),
        new("icon", Shape.Text),
    ]);

    private static readonly Shape OutputText = new MapShape([
        new("if", Condition),
        new("title", Shape.Text),
        new("icon", Shape.Text),
        new("content", Shape.AnyText),
    ]);

    public static readonly Field[] Fields =
    [
        new("type", Shape.Text, true, "Add type: service"),
        new("owner", Shape.Text),
        new("lifecycle", Shape.Text),
        new("parameters", new OneOrManyShape(new MapShape([Permissions]))),
        new("secrets", new MapShape([new("schema", Shape.AnyMap)])),
        new(
            "presentation",
            new MapShape([
                new(
                    "buttonLabels",
                    new MapShape([
                        new("backButtonText", Shape.AnyText),
                        new("createButtonText", Shape.AnyText),
                        new("reviewButtonText", Shape.AnyText),
                    ])
                ),
            ])
        ),
        new("EXPERIMENTAL_recovery", new MapShape([new("EXPERIMENTAL_strategy", Shape.AnyText)])),
        new("formDecorators", Decorators),
        new("EXPERIMENTAL_formDecorators", Decorators),
        new("steps", new ListShape(Step), true, "Add steps: with one action at least"),
        new("output", new MapShape([new("links", new ListShape(OutputLink)), new("text", new ListShape(OutputText))], Shape.AnyText)),
    ];
}

/// <summary>A map, or a list of such maps.</summary>
internal sealed class OneOrManyShape(Shape one) : Shape
{
    private readonly ListShape many = new(one);

    public override void Check(Yaml.YamlNode value, int at, FieldPath path, ProblemSink problems) =>
        (value is Yaml.YamlList ? many : one).Check(value, at, path, problems);
}
