using System.Text.RegularExpressions;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Fixing;

/// <summary>A scaffolder template of v1beta2 → v1beta3: the apiVersion and every expression of its steps and output, or nothing.</summary>
/// <remarks>v1beta2 filled in <c>{{ }}</c> by Handlebars, v1beta3 fills in <c>${{ }}</c> by Nunjucks and leaves other braces as they stand.</remarks>
internal static partial class TemplateMigration
{
    private const string Target = "scaffolder.backstage.io/v1beta3";

    private static readonly string[] Sources = ["backstage.io/v1beta2", "scaffolder.backstage.io/v1beta2"];

    /// <returns>Is there a pair of braces without a dollar sign in what the scaffolder fills in?</returns>
    public static bool HasOldExpressions(YamlMap template, string source) =>
        Filled(template).Any(scalar => Old().IsMatch(Raw(scalar, source)));

    /// <returns>The edits that belong together; null for anything but a template of v1beta2 whose every expression has an equal in v1beta3.</returns>
    public static IReadOnlyList<(string Path, TextEdit Edit)>? Of(YamlMap root, string source)
    {
        if (
            root.Find("kind")?.Value.String != "Template"
            || root.Find("apiVersion")?.Value is not YamlScalar { String: { } version } at
            || !Sources.Contains(version, StringComparer.Ordinal)
            || Repairs.Rewrite(at, Target)(source) is not { } flip
        )
            return null;
        List<(string Path, TextEdit Edit)> edits = [("apiVersion", flip)];
        foreach (var scalar in Filled(root))
        {
            foreach (Match match in Old().Matches(Raw(scalar, source)))
            {
                var isWhole = scalar.Text.Trim() == match.Value;
                if (!match.Groups["body"].Success || Nunjucks(match.Groups["body"].Value.Trim(), isWhole) is not { } expression)
                    return null;
                if (scalar.Style == ScalarStyle.SingleQuoted)
                    expression = expression.Replace("'", "''", StringComparison.Ordinal);
                var start = scalar.Start + match.Index;
                edits.Add(("spec", new TextEdit(start, start + match.Length, $"${{{{ {expression} }}}}")));
            }
        }
        return edits;
    }

    /// <returns>Null for what only a person can translate.</returns>
    private static string? Nunjucks(string handlebars, bool isWhole)
    {
        var words = handlebars.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [var path] when Path(path) is { } plain => plain,
            ["json", var path] when Path(path) is { } plain => isWhole ? plain : $"{plain} | dump",
            ["parseRepoUrl" or "projectSlug", var path] when Path(path) is { } plain => $"{plain} | {words[0]}",
            ["not", var path] when Path(path) is { } plain => $"not {plain}",
            ["eq", var left, var right] when Operand(left) is { } a && Operand(right) is { } b => $"{a} === {b}",
            _ => null,
        };
    }

    private static string? Operand(string text) => Literal().IsMatch(text) ? text.Replace('"', '\'') : Path(text);

    /// <summary>A hyphen is a minus sign in Nunjucks, so such a part goes into brackets.</summary>
    private static string? Path(string text) =>
        PathOf().IsMatch(text)
            ? string.Concat(
                text.Split('.')
                    .Select((part, index) => part.Contains('-', StringComparison.Ordinal) ? $"['{part}']" : (index == 0 ? "" : ".") + part)
            )
            : null;

    private static IEnumerable<YamlScalar> Filled(YamlMap template) =>
        template.Find("spec")?.Value.Actual is YamlMap spec
            ? new[] { spec.Find("steps")?.Value, spec.Find("output")?.Value }.OfType<YamlNode>().SelectMany(Texts)
            : [];

    private static IEnumerable<YamlScalar> Texts(YamlNode node) =>
        node switch
        {
            YamlMap map => map.Entries.SelectMany(entry => Texts(entry.Value)),
            YamlList list => list.Items.SelectMany(Texts),
            YamlScalar { Type: ScalarType.String } scalar => [scalar],
            _ => [],
        };

    private static string Raw(YamlScalar scalar, string source) => source[scalar.Start..scalar.End];

    [GeneratedRegex(
        """(?<!\$)\{\{(?!\{)(?<body>(?:(?!\}\}|\{\{)[^\n])*)\}\}(?!\})|(?<!\$)\{\{""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Old();

    [GeneratedRegex(
        """^(parameters|steps|secrets)(\.[A-Za-z_][\w-]*)+$""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PathOf();

    [GeneratedRegex("""^("[^"'\\]*"|'[^"'\\]*'|\d+|true|false)$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();
}
