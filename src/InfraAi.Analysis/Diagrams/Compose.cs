using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Compose files: services are parts; depends_on, links and the hosts named in settings are relations (Compose specification, 05-services).</summary>
internal static class Compose
{
    /// <summary>No image's name and no address is longer, in characters.</summary>
    private const int LongestValue = 4_000;

    internal static Sketch Read(SourceText source)
    {
        var sketch = new Sketch(source);
        var root = Tree.ReadYaml(source).Find(d => d["services"]?.Map is not null);
        if (root is null)
        {
            return sketch;
        }
        sketch.Title = root.Text("name") is { } name && !name.Contains('$') ? name : null;
        var services = root.Entries("services").Where(s => s.Value.Map is not null).ToList();
        var nodes = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var (key, service, line) in services)
        {
            nodes[key] = Add(sketch, root, key, service, line);
        }
        var hosts = HostNames(services, nodes);
        var secrets = 0;
        foreach (var (key, service, _) in services)
        {
            Relations(sketch, root, nodes, hosts, nodes[key], service);
            secrets += service["secrets"] is null ? 0 : 1;
            if (
                service["extends"] is { } extends
                && (extends.Text("file") is not null || extends.Text("service") is { } s && !nodes.ContainsKey(s))
            )
            {
                sketch.Ask(
                    $"Service \"{key}\" extends one of another file, which was not read.",
                    $"El servicio «{key}» extiende uno de otro archivo, que no se leyó."
                );
            }
        }
        if (root["include"] is not null)
        {
            sketch.Ask("The files under \"include\" were not read.", "Los archivos de «include» no se leyeron.");
        }
        return sketch;
    }

    /// <summary>A key of the service, or of the service of the same file that it extends.</summary>
    private static Tree? Value(Tree root, Tree service, string key)
    {
        for (var depth = 0; depth < 10; depth++)
        {
            if (service[key] is { } value)
            {
                return value;
            }
            var extends = service["extends"];
            if (extends is null || extends.Text("file") is not null)
            {
                return null;
            }
            var name = extends.Value ?? extends.Text("service");
            if (name is null || root["services"]?[name] is not { } next || next == service)
            {
                return null;
            }
            service = next;
        }
        return null;
    }

    private static Node Add(Sketch sketch, Tree root, string key, Tree service, int line)
    {
        var node = sketch.Node(key, key, sketch.Source.AtLine(line));
        var image = Value(root, service, "image");
        var build = Value(root, service, "build");
        if (image?.Value is { Length: > 0 } reference)
        {
            node.Technology = Technologies.Image(Default(reference));
            node.Image = Technologies.Repository(Default(reference));
            node.Evidence.Add(sketch.Source.AtLine(image.Line));
        }
        node.Sure = node.Technology is not null || build is not null;
        if (node.Sure && node.Technology is { Use: Model.Vocabulary.TechnologyUse.Runtime } && build is null)
        {
            node.Kind = ComponentKind.Service;
        }
        if (build is not null)
        {
            node.Technology = null;
            var kind = Technologies.Exact(key.Replace('-', ' '))?.Kind;
            node.Kind = kind is ComponentKind.Job or ComponentKind.Website or ComponentKind.Gateway ? kind : ComponentKind.Service;
        }
        if (service["profiles"]?.List is { Count: > 0 } profiles)
        {
            node.Description = "profile " + string.Join(", ", profiles.Select(p => p.Value));
        }
        node.Owner = Labelled(service, "owner", "team", "maintainer");
        node.Description ??= Labelled(service, "description");
        if (
            service["networks"] is { } networks
            && Names(networks).FirstOrDefault(n => n != "default") is { } network
            && Names(networks).Count() == 1
        )
        {
            node.Group = sketch.Group("network " + network, network, sketch.Source.AtLine(networks.Line));
        }
        return node;
    }

    /// <summary>"${TAG:-postgres:16}" gives its default.</summary>
    private static string Default(string value)
    {
        if (value.Length > LongestValue)
        {
            return value;
        }
        while (value.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start && value.IndexOf('}', start) is > 0 and var end)
        {
            var body = value[(start + 2)..end];
            var dash = body.IndexOf('-');
            value = value[..start] + (dash >= 0 ? body[(dash + 1)..] : "") + value[(end + 1)..];
        }
        return value;
    }

    private static string? Labelled(Tree service, params ReadOnlySpan<string> keys)
    {
        foreach (var (name, value, _) in Pairs(service["labels"]))
        {
            foreach (var key in keys)
            {
                if (name == key || name.EndsWith("." + key, StringComparison.Ordinal) || name.EndsWith("/" + key, StringComparison.Ordinal))
                {
                    return value;
                }
            }
        }
        return null;
    }

    /// <summary>The entries of a map, or of a list of "key=value".</summary>
    private static IEnumerable<(string Name, string Value, int Line)> Pairs(Tree? tree)
    {
        foreach (var (key, value, line) in tree?.Entries() ?? [])
        {
            yield return (key, value.Value ?? "", line);
        }
        foreach (var item in tree?.List ?? [])
        {
            var at = item.Value?.IndexOf('=') ?? -1;
            if (at > 0)
            {
                yield return (item.Value![..at], item.Value[(at + 1)..], item.Line);
            }
        }
    }

    private static IEnumerable<string> Names(Tree tree) => tree.Map?.Select(m => m.Key) ?? tree.List?.Select(i => i.Value ?? "") ?? [];

    private static Dictionary<string, Node> HostNames(List<(string Key, Tree Value, int Line)> services, Dictionary<string, Node> nodes)
    {
        var hosts = new Dictionary<string, Node>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, node) in nodes)
        {
            hosts.TryAdd(key, node);
        }
        foreach (var (key, service, _) in services)
        {
            foreach (var alias in new[] { service.Text("container_name"), service.Text("hostname") })
            {
                if (alias is not null)
                {
                    hosts.TryAdd(alias, nodes[key]);
                }
            }
            foreach (var (_, network, _) in service.Entries("networks"))
            {
                foreach (var alias in network.Items("aliases"))
                {
                    hosts.TryAdd(alias.Value ?? "", nodes[key]);
                }
            }
        }
        return hosts;
    }

    private static void Relations(
        Sketch sketch,
        Tree root,
        Dictionary<string, Node> nodes,
        Dictionary<string, Node> hosts,
        Node from,
        Tree service
    )
    {
        if (Value(root, service, "depends_on") is { } depends)
        {
            foreach (
                var (name, line) in depends.List?.Select(i => (i.Value ?? "", i.Line)) ?? depends.Entries().Select(e => (e.Key, e.Line))
            )
            {
                To(name, line, RelationKind.DependsOn);
            }
        }
        foreach (var link in Value(root, service, "links")?.List ?? [])
        {
            To(link.Value?.Split(':')[0] ?? "", link.Line, RelationKind.DependsOn);
        }
        foreach (var key in (ReadOnlySpan<string>)["volumes_from", "network_mode", "pid", "ipc"])
        {
            var value = service[key];
            foreach (var item in value?.List ?? (value is null ? [] : [value]))
            {
                var name = item.Value ?? "";
                To(
                    name.StartsWith("service:", StringComparison.Ordinal) ? name[8..]
                        : key == "volumes_from" ? name.Split(':')[0]
                        : "",
                    item.Line,
                    RelationKind.DependsOn
                );
            }
        }
        foreach (var (key, value, line) in Pairs(Value(root, service, "environment")))
        {
            foreach (var host in Hosts.In(key, Default(value)))
            {
                if (hosts.TryGetValue(host, out var to))
                {
                    sketch.Relate(from, to, null, sketch.Source.AtLine(line), Hosts.KindOf(value), 0.9);
                }
            }
        }
        foreach (var key in (ReadOnlySpan<string>)["command", "entrypoint"])
        {
            foreach (var word in Value(root, service, key)?.Scalars(200) ?? [])
            {
                foreach (var host in Hosts.In("", Default(word.Value!)))
                {
                    if (hosts.TryGetValue(host, out var to))
                    {
                        sketch.Relate(from, to, null, sketch.Source.AtLine(word.Line), Hosts.KindOf(word.Value!), 0.8);
                    }
                }
            }
        }

        void To(string name, int line, RelationKind kind)
        {
            if (nodes.TryGetValue(name, out var to))
            {
                sketch.Relate(from, to, null, sketch.Source.AtLine(line), kind);
            }
            else if (name.Length > 0)
            {
                sketch.Ask(
                    $"\"{from.Name}\" depends on \"{name}\", which is not in this file.",
                    $"«{from.Name}» depende de «{name}», que no está en este archivo."
                );
            }
        }
    }
}
