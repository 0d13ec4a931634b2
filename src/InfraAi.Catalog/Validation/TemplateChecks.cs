using System.Text.RegularExpressions;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>What a scaffolder template refers to within itself. All of it is warnings: the catalog takes the template, the run fails.</summary>
internal static partial class TemplateChecks
{
    private static readonly HashSet<string> JsonTypes = new(
        ["string", "number", "integer", "boolean", "object", "array", "null"],
        StringComparer.Ordinal
    );

    public static void Check(YamlMap spec, string source, ProblemSink problems)
    {
        var parameters = Parameters(spec, problems);
        var steps = Steps(spec, problems);
        if (steps.Count == 0)
            return;
        var path = FieldPath.Root.Of("spec");
        for (var index = 0; index < steps.Count; index++)
            Expressions(
                steps[index].Node,
                source,
                path.Of("steps").At(index),
                parameters,
                [.. steps.Take(index).Select(step => step.Id)],
                problems
            );
        if (spec.Find("output")?.Value is { } output)
            Expressions(output, source, path.Of("output"), parameters, [.. steps.Select(step => step.Id)], problems);
    }

    /// <returns>Every property that the parameters can set; null when some come from elsewhere.</returns>
    private static HashSet<string>? Parameters(YamlMap spec, ProblemSink problems)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (spec.Find("parameters")?.Value is not { } parameters)
            return names;
        var path = FieldPath.Root.Of("spec").Of("parameters");
        var isClosed = true;
        if (parameters.Actual is YamlList pages)
            for (var index = 0; index < pages.Items.Count; index++)
                isClosed &= Collect(pages.Items[index], names, path.At(index), problems);
        else
            isClosed = Collect(parameters, names, path, problems);
        return isClosed ? names : null;
    }

    private static bool Collect(YamlNode node, HashSet<string> names, FieldPath path, ProblemSink problems)
    {
        if (node is YamlAlias)
            return false;
        if (node is YamlList list)
        {
            var all = true;
            for (var index = 0; index < list.Items.Count; index++)
                all &= Collect(list.Items[index], names, path.At(index), problems);
            return all;
        }
        if (node is not YamlMap map)
            return true;
        var isClosed = map.Find("$ref") is null && !Placeholder.IsAnything(map);
        if (map.Find("properties")?.Value is YamlMap properties)
        {
            foreach (var property in properties.Entries)
                names.Add(property.Name);
            Required(map, properties, path, problems);
        }
        if (
            map.Find("type")?.Value is { String: { } type } at
            && !JsonTypes.Contains(type)
            && path.ToString().Contains("properties", StringComparison.Ordinal)
        )
            problems.Warn(
                at.Start,
                path.Of("type").ToString(),
                Rules.TemplateParameter,
                $"{Shape.Excerpt(type)} is no type of JSON Schema.",
                "Write string, number, integer, boolean, object or array"
            );
        foreach (var entry in map.Entries)
            isClosed &= Collect(entry.Value, names, path.Of(entry.Name), problems);
        return isClosed;
    }

    private static void Required(YamlMap map, YamlMap properties, FieldPath path, ProblemSink problems)
    {
        if (map.Find("required")?.Value is not YamlList required || map.Find("dependencies") is not null || map.Find("allOf") is not null)
            return;
        for (var index = 0; index < required.Items.Count; index++)
            if (required.Items[index].String is { } name && properties.Find(name) is null)
                problems.Warn(
                    required.Items[index].Start,
                    path.Of("required").At(index).ToString(),
                    Rules.TemplateParameter,
                    $"{Shape.Excerpt(name)} is required and is no property of this page.",
                    "Add the property, or remove it from required."
                );
    }

    private static List<(string Id, YamlNode Node)> Steps(YamlMap spec, ProblemSink problems)
    {
        var steps = new List<(string Id, YamlNode Node)>();
        if (spec.Find("steps")?.Value.Actual is not YamlList list)
            return steps;
        if (list.Items.Count == 0)
            problems.Warn(list.Start, "spec.steps", Rules.TemplateStep, "The template has no steps: it does nothing.", null);
        for (var index = 0; index < list.Items.Count; index++)
        {
            var id = (list.Items[index].Actual as YamlMap)?.Find("id")?.Value;
            var name = id?.String ?? $"step-{index + 1}";
            if (steps.Exists(step => step.Id == name))
                problems.Warn(
                    id!.Start,
                    $"spec.steps[{index}].id",
                    Rules.TemplateStep,
                    $"The step {Shape.Excerpt(name)} is there twice: the first cannot be referred to.",
                    "Give it another id."
                );
            steps.Add((name, list.Items[index]));
        }
        return steps;
    }

    private static void Expressions(
        YamlNode node,
        string source,
        FieldPath path,
        HashSet<string>? parameters,
        HashSet<string> steps,
        ProblemSink problems
    )
    {
        switch (node)
        {
            case YamlList list:
                for (var index = 0; index < list.Items.Count; index++)
                    Expressions(list.Items[index], source, path.At(index), parameters, steps, problems);
                break;
            case YamlMap map:
                foreach (var entry in map.Entries)
                    Expressions(entry.Value, source, path.Of(entry.Name), parameters, steps, problems);
                break;
            case YamlScalar { Type: ScalarType.String } scalar when scalar.Text.Contains("${{", StringComparison.Ordinal):
                Scan(scalar, source, path, parameters, steps, problems);
                break;
        }
    }

    private static void Scan(
        YamlScalar scalar,
        string source,
        FieldPath path,
        HashSet<string>? parameters,
        HashSet<string> steps,
        ProblemSink problems
    )
    {
        var raw = source[scalar.Start..scalar.End];
        for (
            var from = raw.IndexOf("${{", StringComparison.Ordinal);
            from >= 0;
            from = raw.IndexOf("${{", from + 3, StringComparison.Ordinal)
        )
        {
            var to = raw.IndexOf("}}", from, StringComparison.Ordinal);
            if (to < 0)
            {
                problems.Warn(
                    scalar.Start + from,
                    path.ToString(),
                    Rules.TemplateExpression,
                    "The expression ${{ is not closed.",
                    "Write }}"
                );
                return;
            }
            foreach (Match match in Names().Matches(raw[from..to]))
            {
                var name = match.Groups["dot"].Success ? match.Groups["dot"].Value : match.Groups["bracket"].Value;
                var at = scalar.Start + from + match.Index;
                if (match.Groups["root"].Value == "parameters" && parameters?.Contains(name) == false)
                    problems.Warn(
                        at,
                        path.ToString(),
                        Rules.TemplateExpression,
                        $"There is no parameter {Shape.Excerpt(name)}.",
                        Nearest(name, parameters)
                    );
                if (match.Groups["root"].Value == "steps" && !steps.Contains(name))
                    problems.Warn(
                        at,
                        path.ToString(),
                        Rules.TemplateExpression,
                        $"There is no step {Shape.Excerpt(name)} before this.",
                        Nearest(name, steps)
                    );
            }
        }
    }

    private static string? Nearest(string name, IEnumerable<string> names) =>
        names.FirstOrDefault(candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } same ? $"Write {same}"
        : string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } all ? $"There are: {all}"
        : null;

    [GeneratedRegex(
        """(?<![\w$.'"])(?<root>parameters|steps)(\.(?<dot>[A-Za-z_$][\w$]*)|\[\s*(?<quote>['"])(?<bracket>[^'"]+)\k<quote>\s*\])""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Names();
}
