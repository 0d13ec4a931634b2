using System.Collections.Frozen;
using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>What a value must look like. Reports every departure, not the first one.</summary>
internal abstract class Shape
{
    public static readonly Shape Anything = new AnyShape();

    /// <summary>A string that is not empty.</summary>
    public static readonly Shape Text = new TextShape(mayBeEmpty: false);

    /// <summary>The same where the backend looks before it fills in placeholders.</summary>
    public static readonly Shape LiteralText = new TextShape(mayBeEmpty: false, mayBePlaceholder: false);

    /// <summary>A tag, so far as its type goes.</summary>
    public static readonly Shape Tag = new TextShape(mayBeEmpty: false);

    /// <summary>Any string.</summary>
    public static readonly Shape AnyText = new TextShape(mayBeEmpty: true);

    /// <summary>A map of any content.</summary>
    public static readonly Shape AnyMap = new MapShape([]);

    /// <summary>A list of strings, none empty.</summary>
    public static readonly Shape Texts = new ListShape(Text);

    /// <param name="value">The value with aliases resolved.</param>
    /// <param name="at">Where to point: the value as written.</param>
    public abstract void Check(YamlNode value, int at, FieldPath path, ProblemSink problems);

    /// <summary>The JSON type of a node, in the words of the messages.</summary>
    public static string TypeOf(YamlNode node) =>
        node.Actual switch
        {
            YamlMap => "a map",
            YamlList => "a list",
            YamlScalar { Type: ScalarType.Null } => "empty (null)",
            YamlScalar { Type: ScalarType.Boolean } scalar => $"the boolean {scalar.Text}",
            YamlScalar { Type: ScalarType.Number } scalar => $"the number {Excerpt(scalar.Text)}",
            YamlScalar scalar => $"the text \"{Excerpt(scalar.Text)}\"",
            _ => "nothing",
        };

    public static string Excerpt(string text) => Words.Cut(Words.OneLine(text.Length > 400 ? text[..400] : text), 80);

    private sealed class AnyShape : Shape
    {
        public override void Check(YamlNode value, int at, FieldPath path, ProblemSink problems) { }
    }
}

/// <summary>A string.</summary>
internal sealed class TextShape(bool mayBeEmpty, bool mayBePlaceholder = true) : Shape
{
    public override void Check(YamlNode value, int at, FieldPath path, ProblemSink problems)
    {
        if (value is YamlAlias || (mayBePlaceholder && (Placeholder.IsText(value) || Placeholder.IsAnything(value))))
            return;
        if (value is not YamlScalar { Type: ScalarType.String } scalar)
            problems.Error(
                at,
                path.ToString(),
                Rules.WrongType,
                $"{path} must be text; it is {TypeOf(value)}.",
                Quote(value),
                at == value.Start ? RepairOf(value) : null
            );
        else if (scalar.Text.Length == 0 && !mayBeEmpty)
            problems.Error(at, path.ToString(), Rules.Empty, $"{path} must not be empty.", null);
    }

    private static Repair? RepairOf(YamlNode value) =>
        value switch
        {
            YamlScalar { Type: ScalarType.Number or ScalarType.Boolean } => Repairs.Quote(value),
            YamlList => Repairs.TakeOnly(value),
            _ => null,
        };

    private static string? Quote(YamlNode value) =>
        value switch
        {
            YamlScalar { Type: ScalarType.Number or ScalarType.Boolean } scalar => $"Put it in quotes: \"{scalar.Text}\"",
            YamlScalar => "Write the text, or remove the field.",
            YamlList { Items: [{ String: { } only }] } => $"Write one text, not a list: {only}",
            YamlList => "Write one text, not a list.",
            _ => null,
        };
}

/// <summary>A list whose items all have one shape.</summary>
internal sealed class ListShape(Shape item, int minimum = 0) : Shape
{
    public override void Check(YamlNode value, int at, FieldPath path, ProblemSink problems)
    {
        if (Placeholder.IsAnything(value))
            return;
        if (value is not YamlList list)
        {
            var fix = value.String is { } text ? $"Write a list: [{text}]" : "Write a list, or remove the field.";
            problems.Error(
                at,
                path.ToString(),
                Rules.WrongType,
                $"{path} must be a list; it is {TypeOf(value)}.",
                fix,
                value.String is { Length: > 0 } && at == value.Start ? Repairs.MakeList(value, ReferenceEquals(item, Tag)) : null
            );
            return;
        }
        if (list.Items.Count < minimum)
            problems.Error(at, path.ToString(), Rules.Empty, $"{path} must have at least {minimum} item.", null);
        for (var index = 0; index < list.Items.Count && !problems.IsFull; index++)
            item.Check(list.Items[index].Actual, list.Items[index].Start, path.At(index), problems);
    }
}

/// <summary>A text out of a closed set.</summary>
internal sealed class ChoiceShape(params string[] choices) : Shape
{
    public override void Check(YamlNode value, int at, FieldPath path, ProblemSink problems)
    {
        if (Placeholder.IsAnything(value))
            return;
        if (value.String is { } text && choices.Contains(text, StringComparer.Ordinal))
            return;
        var near = value.String is { } close
            ? choices.FirstOrDefault(choice => choice.Equals(close, StringComparison.OrdinalIgnoreCase))
            : null;
        problems.Error(
            at,
            path.ToString(),
            Rules.NotOneOf,
            $"{path} must be one of {string.Join(", ", choices)}; it is {TypeOf(value)}.",
            near is null ? null : $"Write {near}",
            near is not null && at == value.Start ? Repairs.Rewrite(value, near) : null
        );
    }
}

/// <summary>A text or a boolean.</summary>
internal sealed class ConditionShape : Shape
{
    public override void Check(YamlNode value, int at, FieldPath path, ProblemSink problems)
    {
        if (
            value is not YamlScalar { Type: ScalarType.String or ScalarType.Boolean }
            && !Placeholder.IsText(value)
            && !Placeholder.IsAnything(value)
        )
            problems.Error(at, path.ToString(), Rules.WrongType, $"{path} must be text or a boolean; it is {TypeOf(value)}.", null);
    }
}

/// <summary>A map with known fields; others are free, unless <paramref name="others"/> says what they must be.</summary>
internal sealed class MapShape(IReadOnlyList<Field> fields, Shape? others = null) : Shape
{
    private readonly FrozenDictionary<string, Field> byName = fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);

    public override void Check(YamlNode value, int at, FieldPath path, ProblemSink problems)
    {
        if (Placeholder.IsAnything(value))
            return;
        if (value is not YamlMap map || Placeholder.IsText(value))
        {
            problems.Error(at, path.ToString(), Rules.WrongType, $"{path} must be a map; it is {TypeOf(value)}.", null);
            return;
        }
        foreach (var field in fields)
            if (field.IsRequired && map.Find(field.Name) is null)
                problems.Error(
                    at,
                    path.Of(field.Name).ToString(),
                    Rules.Required,
                    $"{path.Of(field.Name)} is missing.",
                    field.HowToAdd,
                    field.Insert is { } insert && map.Start == map.Entries.FirstOrDefault().Key?.Start ? Repairs.Insert(map, insert) : null
                );
        for (var index = 0; index < map.Entries.Count && !problems.IsFull; index++)
        {
            var entry = map.Entries[index];
            var name = entry.Name;
            var before = problems.Count;
            if (byName.TryGetValue(name, out var field))
                field.Shape.Check(entry.Value.Actual, ValueAt(entry), path.Of(name), problems);
            else if (name != "__proto__" || entry.Value.Actual is YamlScalar) // the backend's merge drops such a map
                others?.Check(entry.Value.Actual, ValueAt(entry), path.Of(name), problems);
            if (
                problems.Count == before + 1
                && field is { IsRequired: false }
                && entry.Value is YamlScalar { Type: ScalarType.Null } or YamlScalar { Text.Length: 0 }
            )
                problems.AttachToLast(Repairs.Remove(entry));
        }
    }

    /// <summary>An empty value has no place of its own: its key has.</summary>
    public static int ValueAt(YamlEntry entry) =>
        entry.Value is YamlScalar { Type: ScalarType.Null, Text.Length: 0 } || entry.Value is YamlMap { Flow: false }
            ? entry.Key.Start
            : entry.Value.Start;
}

/// <summary>A field of a map.</summary>
/// <param name="HowToAdd">The fix to propose when it is required and missing.</param>
/// <param name="Insert">What to write when it is missing and there is one sure thing to write.</param>
internal sealed record Field(string Name, Shape Shape, bool IsRequired = false, string? HowToAdd = null, string? Insert = null);
