using System.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Terraform: resources of known types are parts; what their expressions name relates them. Configuration (.tf), plan and state as JSON.</summary>
/// <remarks>developer.hashicorp.com/terraform/language and …/internals/json-format. Expressions are read, not evaluated.</remarks>
internal sealed class Terraform
{
    // Functions whose result may name parts, and cannot be known without files or providers.
    private static readonly string[] Unread = ["templatefile(", "file(", "yamldecode(", "fileset("];

    private readonly Sketch sketch;
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal);

    private Terraform(SourceText source) => sketch = new Sketch(source);

    internal static Sketch Read(SourceText source)
    {
        var reader = new Terraform(source);
        reader.ReadConfiguration(Hcl.Read(source));
        return reader.sketch;
    }

    internal static Sketch ReadJson(SourceText source)
    {
        var reader = new Terraform(source);
        reader.ReadJson(Tree.ReadJson(source));
        return reader.sketch;
    }

    private void ReadConfiguration(HclBlock root)
    {
        var source = sketch.Source;
        var text = source.Text;
        foreach (var block in root.Blocks)
        {
            var address = Address(block);
            if (address is null)
            {
                continue;
            }
            types[address] = block.Type == "resource" ? block.Labels[0] : block.Type;
            if (block.Type == "resource" && CloudTypes.Of(block.Labels[0]) is { } known)
            {
                Add(
                    address,
                    block.Labels[0],
                    block.Labels[1],
                    Literal(text, block, "name", "function_name", "bucket", "identifier"),
                    known,
                    source.AtLine(source.LineOf(block.Offset))
                );
            }
            else if (block.Type == "module")
            {
                Module(address, block, source);
            }
        }
        var graph = new Graph(nodes.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var block in root.Blocks)
        {
            if (Address(block) is { } address)
            {
                References(graph, address, block, "", 0);
            }
            else if (block.Type == "locals")
            {
                foreach (var (name, _, start, end) in block.Attributes)
                {
                    foreach (var (reference, offset) in Hcl.References(text, start, end))
                    {
                        graph.Add("local." + name, Target(reference), source.LineOf(offset), "value");
                    }
                }
            }
        }
        Names();
        graph.Relate(sketch, nodes, name => types.GetValueOrDefault(name, ""), Directions.Of);
        foreach (var function in Unread)
        {
            if (
                text.IndexOf(function, StringComparison.Ordinal) is >= 0 and var called
                && (called == 0 || !char.IsLetter(text[called - 1]))
            )
            {
                sketch.Ask(
                    $"{function[..^1]}() was not evaluated: what it reads may relate more parts.",
                    $"{function[..^1]}() no se evaluó: lo que lee puede relacionar más partes."
                );
            }
        }
    }

    private static string? Address(HclBlock block) =>
        block.Type switch
        {
            "resource" when block.Labels.Count > 1 => block.Labels[0] + "." + block.Labels[1],
            "data" when block.Labels.Count > 1 => "data." + block.Labels[0] + "." + block.Labels[1],
            "module" when block.Labels.Count > 0 => "module." + block.Labels[0],
            _ => null,
        };

    private void Add(string address, string type, string label, string? literal, CloudType known, LineEvidence evidence)
    {
        if (nodes.ContainsKey(address))
        {
            return;
        }
        var plain = label is "this" or "main" or "default" or "example" or "primary" or "test" or "app" || Labels.IsMark(label);
        var name = plain ? literal ?? (label is "app" or "primary" ? label : type[(type.IndexOf('_') + 1)..].Replace('_', ' ')) : label;
        var node = sketch.Node(address, name, evidence);
        (node.Technology, node.Kind) = (known.Technology, known.Kind);
        node.Sure = known.Technology is not null;
        nodes.TryAdd(address, node);
        labels[address] = label;
    }

    /// <summary>Two parts of one name are told apart by the last word of their types: "orders queue", "orders table".</summary>
    private void Names()
    {
        foreach (var same in nodes.GroupBy(n => n.Value.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).ToList())
        {
            foreach (var (address, node) in same)
            {
                var type = types[address];
                node.Name = node.Name + " " + type[(type.LastIndexOf('_') + 1)..];
            }
        }
    }

    /// <summary>A module whose source names a product is a part of that product; what is inside it is not read.</summary>
    private void Module(string address, HclBlock block, SourceText source)
    {
        var from = Literal(source.Text, block, "source") ?? "";
        var parts = from.Split('?')[0].TrimEnd('/').Split('/');
        var local = from.StartsWith('.');
        var name = parts.Length >= 3 && !local && !from.Contains("//", StringComparison.Ordinal) ? parts[^2] : parts[^1];
        types[address] = "module";
        var vendor =
            from.Contains("aws", StringComparison.Ordinal) ? "aws"
            : from.Contains("azure", StringComparison.OrdinalIgnoreCase) ? "azure"
            : from.Contains("google", StringComparison.Ordinal) ? "gcp"
            : null;
        if (
            Technologies.Icon(name, vendor) is
            { Kind: not (ComponentKind.Network or ComponentKind.Identity or ComponentKind.Firewall) } technology
        )
        {
            var node = sketch.Node(address, block.Labels[0], source.AtLine(source.LineOf(block.Offset)));
            (node.Technology, node.Sure, node.Confidence) = (technology, true, local ? 0.7 : 0.9);
            nodes.TryAdd(address, node);
            if (!local)
            {
                return;
            }
        }
        sketch.Ask($"Module \"{block.Labels[0]}\" ({from}) was not read.", $"El módulo «{block.Labels[0]}» ({from}) no se leyó.");
    }

    private static string? Literal(string text, HclBlock block, params ReadOnlySpan<string> names)
    {
        foreach (var wanted in names)
        {
            foreach (var (name, _, start, end) in block.Attributes)
            {
                var value = text.AsSpan(start, end - start).Trim();
                if (
                    name == wanted
                    && value.Length > 2
                    && value[0] == '"'
                    && value[^1] == '"'
                    && !value.Contains("${", StringComparison.Ordinal)
                )
                {
                    return value[1..^1].ToString();
                }
            }
        }
        return null;
    }

    private void References(Graph graph, string address, HclBlock block, string path, int depth)
    {
        var source = sketch.Source;
        foreach (var (name, _, start, end) in block.Attributes)
        {
            source.Check();
            var key = path.Length == 0 ? name : path + "." + name;
            foreach (var (reference, offset) in Hcl.References(source.Text, start, end))
            {
                var target = Target(reference);
                if (target != address)
                {
                    graph.Add(address, target, source.LineOf(offset), key);
                    if (name == "resource_group_name" && nodes.TryGetValue(address, out var node))
                    {
                        var group = target[(target.LastIndexOf('.') + 1)..];
                        node.Group = sketch.Group("group " + target, group, source.AtLine(source.LineOf(offset)));
                    }
                }
            }
            if (name is "image" && nodes.TryGetValue(address, out var container))
            {
                container.Technology ??= Technologies.Image(source.Text[start..end].Trim().Trim('"'));
            }
        }
        foreach (var inner in block.Blocks)
        {
            if (depth < 50)
            {
                References(graph, address, inner, path.Length == 0 ? inner.Type : path + "." + inner.Type, depth + 1);
            }
        }
    }

    private static string Target(string reference)
    {
        var parts = reference.Split('.');
        return parts.Length switch
        {
            > 2 when parts[0] == "data" => string.Join('.', parts, 0, 3),
            >= 2 => parts[0] + "." + parts[1],
            _ => reference,
        };
    }

    private void ReadJson(Tree root)
    {
        var values = root["planned_values"] ?? root["values"];
        var modules = new Stack<Tree>();
        if (values?["root_module"] is { } module)
        {
            modules.Push(module);
        }
        var resources = new List<Tree>(root.Items("resources"));
        for (var steps = 0; modules.TryPop(out var next) && steps < 10_000; steps++)
        {
            resources.AddRange(next.Items("resources"));
            foreach (var child in next.Items("child_modules").Reverse())
            {
                modules.Push(child);
            }
        }
        var graph = new List<(string From, string To, int Line, string Key)>();
        foreach (var resource in resources)
        {
            var (type, name) = (resource.Text("type"), resource.Text("name"));
            if (type is null || name is null || resource.Text("mode") == "data")
            {
                continue;
            }
            var address = Plain(resource.Text("address") ?? (resource.Text("module") is { } m ? m + "." : "") + type + "." + name);
            types[address] = type;
            if (CloudTypes.Of(type) is { } known)
            {
                Add(
                    address,
                    type,
                    name,
                    resource["values"]?.Text("name") ?? resource.Items("instances").FirstOrDefault()?["attributes"]?.Text("name"),
                    known,
                    sketch.Source.AtLine(resource["type"]!.Line)
                );
            }
            foreach (
                var depends in resource
                    .Items("depends_on")
                    .Concat(resource.Items("instances").Take(1).SelectMany(i => i.Items("dependencies")))
            )
            {
                graph.Add((address, Plain(depends.Value ?? ""), depends.Line, ""));
            }
        }
        Configuration(root["configuration"]?["root_module"], "", graph, 0);
        Names();
        var found = new Graph(nodes.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var (from, to, line, key) in graph)
        {
            found.Add(from, to, line, key);
        }
        found.Relate(sketch, nodes, n => types.GetValueOrDefault(n, ""), Directions.Of);
    }

    private static void Configuration(Tree? module, string prefix, List<(string From, string To, int Line, string Key)> graph, int depth)
    {
        foreach (var resource in module?.Items("resources") ?? [])
        {
            var address = prefix + Plain(resource.Text("address") ?? "");
            var open = new Stack<(Tree Tree, string Key)>();
            open.Push((resource["expressions"] ?? resource, ""));
            for (var steps = 0; open.TryPop(out var at) && steps < 10_000; steps++)
            {
                foreach (var (key, value, _) in at.Tree.Entries())
                {
                    if (key == "references" && value.List is { } list)
                    {
                        foreach (var reference in list)
                        {
                            graph.Add((address, prefix + Target(reference.Value ?? ""), reference.Line, at.Key));
                        }
                    }
                    else if (value.Value is null)
                    {
                        open.Push((value, at.Key.Length == 0 ? key : at.Key + "." + key));
                    }
                }
                foreach (var item in at.Tree.List ?? [])
                {
                    open.Push((item, at.Key));
                }
            }
        }
        foreach (var (name, call, _) in module?.Entries("module_calls") ?? [])
        {
            if (depth < 10)
            {
                Configuration(call["module"], $"{prefix}module.{name}.", graph, depth + 1);
            }
        }
    }

    /// <summary>"aws_instance.web[0]" is aws_instance.web.</summary>
    private static string Plain(string address)
    {
        if (!address.Contains('['))
        {
            return address;
        }
        var plain = new StringBuilder(address.Length);
        for (var at = 0; at < address.Length; )
        {
            var open = address.IndexOf('[', at);
            var close = open < 0 ? -1 : address.IndexOf(']', open);
            plain.Append(address, at, (open < 0 ? address.Length : open) - at);
            at = close < 0 ? address.Length : close + 1;
        }
        return plain.ToString();
    }
}
