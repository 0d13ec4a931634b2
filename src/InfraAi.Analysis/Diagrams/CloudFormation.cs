using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>CloudFormation and SAM templates, YAML or JSON: resources are parts; Ref, GetAtt and Sub between them, and a function's events, are relations.</summary>
/// <remarks>docs.aws.amazon.com/AWSCloudFormation (template anatomy, intrinsic functions) and the SAM specification (event sources).</remarks>
internal static class CloudFormation
{
    internal static Sketch Read(SourceText source)
    {
        var sketch = new Sketch(source);
        var root = source.Text.AsSpan().TrimStart().StartsWith("{") ? Tree.ReadJson(source) : Tree.ReadYaml(source)[0];
        sketch.Description = root.Text("Description") is { } text ? Labels.Name(text) : null;
        var nodes = new Dictionary<string, Node>(StringComparer.Ordinal);
        var resources = root.Entries("Resources").Where(r => r.Value.Text("Type") is not null).ToList();
        foreach (var (id, resource, line) in resources)
        {
            var type = resource.Text("Type")!;
            if (CloudTypes.Of(type) is not { } known)
            {
                continue;
            }
            var node = sketch.Node(id, id, source.AtLine(line));
            node.Evidence.Add(source.AtLine(resource["Type"]!.Line));
            (node.Technology, node.Kind, node.Sure) = (known.Technology, known.Kind, true);
            nodes.TryAdd(id, node); // a key twice: the first counts
        }
        var glue = new Graph(nodes.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var (id, resource, _) in resources)
        {
            foreach (var (to, line, key) in References(resource))
            {
                if (id != to)
                {
                    glue.Add(id, to, line, key);
                }
            }
            Events(sketch, nodes, id, resource);
        }
        glue.Relate(sketch, nodes, id => root["Resources"]?[id]?.Text("Type") ?? "", Directions.Of);
        return sketch;
    }

    /// <summary>The resources that a value names, with the property that does.</summary>
    private static IEnumerable<(string To, int Line, string Key)> References(Tree resource)
    {
        var open = new Stack<(Tree Tree, string Key)>();
        open.Push((resource, ""));
        for (var steps = 0; open.TryPop(out var at) && steps < 50_000; steps++)
        {
            var (tree, key) = at;
            switch (tree.Tag)
            {
                case "!Ref" when tree.Value is { } name:
                    yield return (name, tree.Line, key);
                    continue;
                case "!GetAtt" when tree.Value is { } attribute:
                    yield return (attribute.Split('.')[0], tree.Line, key);
                    continue;
                case "!Sub":
                    foreach (var name in Substitutions(tree.Value ?? tree.List?.FirstOrDefault()?.Value ?? ""))
                    {
                        yield return (name, tree.Line, key);
                    }
                    break;
            }
            foreach (var (name, value, line) in tree.Entries().Reverse())
            {
                switch (name)
                {
                    case "Ref" when value.Value is { } reference:
                        yield return (reference, line, key);
                        break;
                    case "Fn::GetAtt":
                        yield return ((value.Value ?? value.List?.FirstOrDefault()?.Value ?? "").Split('.')[0], line, key);
                        break;
                    case "Fn::Sub":
                        foreach (var substituted in Substitutions(value.Value ?? value.List?.FirstOrDefault()?.Value ?? ""))
                        {
                            yield return (substituted, line, key);
                        }
                        break;
                    case "DependsOn" or "Events" or "Metadata" or "Condition":
                        break;
                    default:
                        open.Push(
                            (
                                value,
                                value.Map is null && value.List is null ? name
                                : key.Length == 0 || key == "Properties" ? name
                                : key + "." + name
                            )
                        );
                        break;
                }
            }
            foreach (var item in (tree.List ?? []).AsEnumerable().Reverse())
            {
                open.Push((item, key));
            }
        }
    }

    private static IEnumerable<string> Substitutions(string text)
    {
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', at);
            if (end > 0 && text[at + 2] != '!')
            {
                yield return text[(at + 2)..end].Split('.')[0];
            }
        }
    }

    private static void Events(Sketch sketch, Dictionary<string, Node> nodes, string id, Tree resource)
    {
        if (!nodes.TryGetValue(id, out var function))
        {
            return;
        }
        foreach (var (name, happening, line) in resource["Properties"]?.Entries("Events") ?? [])
        {
            var type = happening.Text("Type") ?? "";
            var properties = happening["Properties"];
            var from = References(properties ?? happening)
                .Select(r => nodes.GetValueOrDefault(r.To))
                .FirstOrDefault(n => n is not null && n != function);
            from ??= type switch
            {
                "Api" => Implicit("ServerlessRestApi", "Amazon API Gateway"),
                "HttpApi" => Implicit("ServerlessHttpApi", "Amazon API Gateway"),
                "Schedule" or "ScheduleV2" => Implicit(name, "Amazon EventBridge Scheduler"),
                "EventBridgeRule" or "CloudWatchEvent" => Implicit(name, "Amazon EventBridge"),
                _ => null,
            };
            if (from is not null)
            {
                sketch.Relate(
                    from,
                    function,
                    properties?.Text("Path"),
                    sketch.Source.AtLine(line),
                    type.EndsWith("Api", StringComparison.Ordinal) ? RelationKind.Routes : RelationKind.Triggers
                );
            }

            Node Implicit(string key, string technology)
            {
                var node = sketch.Node(key, key, sketch.Source.AtLine(happening["Type"]?.Line ?? line));
                (node.Technology, node.Sure) = (Technologies.Exact(technology), true);
                return node;
            }
        }
    }
}
