using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Diagrams;

/// <summary>
/// Compose files: services are parts; depends_on, links and the hosts named in settings are relations (Compose specification, 05-services).
/// </summary>
/// <remarks>
/// The files of one folder are one project, as several -f are; so are those that one of them includes or extends. Projects that run the same
/// images are one system seen several times; others keep their services apart, whatever these are called.
/// </remarks>
internal sealed class Compose
{
    internal const int DeepestExtension = 10;

    /// <summary>No image's name and no address is longer, in characters.</summary>
    private const int LongestValue = 4_000;
    private readonly Sketch sketch;
    private readonly List<ComposeProject> projects;
    private readonly Dictionary<string, Dictionary<string, string>> variables;

    private Compose(SourceText source, List<ComposeProject> projects, Dictionary<string, Dictionary<string, string>> variables)
    {
        sketch = new Sketch(source);
        (this.projects, this.variables) = (projects, variables);
    }

    internal static Sketch Read(SourceText source)
    {
        var files = Tree.ReadYaml(source)
            .Select(d => new ComposeFile(source.FileAt(d.Line) ?? "", d, ServicesOf(d)))
            .Where(f => f.Services is not null || f.Root["include"] is not null)
            .ToList();
        var environment = source.Companions.ToDictionary(
            c => c.Path[..(c.Path.LastIndexOf('/') + 1)],
            c => EnvLines(c.Text),
            StringComparer.Ordinal
        );
        var reader = new Compose(source, ComposeProject.Of(files), environment);
        reader.ReadProjects();
        return reader.sketch;
    }

    /// <summary>The services of a file; before version 2 they stood at its top (docs.docker.com/compose/intro/history).</summary>
    private static Tree? ServicesOf(Tree root) =>
        root["services"] is { Map: not null } services ? services
        : root["services"] is null
        && root["apiVersion"] is null
        && root.Map?.Exists(m => m.Value["image"] is not null || m.Value["build"] is not null) == true
            ? root
        : null;

    /// <summary>NAME=value, one a line, as beside a compose file.</summary>
    private static Dictionary<string, string> EnvLines(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            var at = trimmed.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && trimmed[0] != '#')
            {
                values[trimmed[..at].Replace("export ", "", StringComparison.Ordinal).Trim()] = trimmed[(at + 1)..].Trim().Trim('"', '\'');
            }
        }
        return values;
    }

    private void ReadProjects()
    {
        var systems = Systems();
        sketch.Title = projects.Select(p => p.Title).FirstOrDefault(t => t is not null);
        for (var i = 0; i < projects.Count; i++)
        {
            ReadProject(projects[i], systems[i], systems.Distinct(StringComparer.Ordinal).Count() > 1);
        }
    }

    /// <returns>For each project, the key of the system that it is of.</returns>
    private List<string> Systems()
    {
        var systems = new List<string>();
        var known = new List<(string Key, Dictionary<string, string?> Runs, bool Own)>();
        foreach (var project in projects)
        {
            var runs = new Dictionary<string, string?>(StringComparer.Ordinal);
            var own = false;
            foreach (var service in project.Services.Values)
            {
                runs[service.Name] = Runs(project, service, out var product);
                own |= !product;
            }
            var at = known.FindIndex(k => Same(k.Runs, k.Own, runs, own));
            if (at < 0)
            {
                at = known.Count;
                known.Add((project.Folder, new(StringComparer.Ordinal), false));
            }
            foreach (var (name, run) in runs)
            {
                known[at].Runs.TryAdd(name, run);
            }
            known[at] = known[at] with { Own = known[at].Own || own };
            systems.Add(known[at].Key);
        }
        return systems;
    }

    private static bool Same(Dictionary<string, string?> one, bool oneOwn, Dictionary<string, string?> other, bool otherOwn)
    {
        int shared = 0,
            against = 0;
        foreach (var (name, run) in other)
        {
            if (one.TryGetValue(name, out var known) && known is not null && run is not null)
            {
                (shared, against) = known == run ? (shared + 1, against) : (shared, against + 1);
            }
        }
        return shared > against || (against == 0 && (!oneOwn || !otherOwn));
    }

    /// <returns>What tells that a service of another project is the same one: its image, else the folder that it is built from.</returns>
    private string? Runs(ComposeProject project, ComposeService service, out bool product)
    {
        var image = Expand(project, service.Value("image")?.Value ?? "");
        product = service.Value("build") is null && Technologies.Image(image) is { Use: TechnologyUse.Part };
        return Technologies.Repository(image) ?? BuildFolder(project, service);
    }

    private void ReadProject(ComposeProject project, string system, bool several)
    {
        var nodes = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var service in project.Services.Values)
        {
            nodes[service.Name] = Add(project, system, several, service);
        }
        var hosts = HostNames(project, nodes);
        foreach (var service in project.Services.Values)
        {
            Relations(project, nodes, hosts, nodes[service.Name], service);
            foreach (var missing in service.Missing)
            {
                sketch.Ask(
                    $"Service \"{service.Name}\" extends one of {missing}, which was not read.",
                    $"El servicio «{service.Name}» extiende uno de {missing}, que no se leyó."
                );
            }
        }
        Routers(project, nodes);
        foreach (var missing in project.Missing)
        {
            sketch.Ask($"{missing} under \"include\" was not read.", $"{missing} de «include» no se leyó.");
        }
    }

    private Node Add(ComposeProject project, string system, bool several, ComposeService service)
    {
        var key = several ? $"{system}:{service.Name}" : service.Name;
        var known = sketch.Find(key) is not null;
        var node = sketch.Node(key, service.Name, sketch.Source.AtLine(service.Line));
        if (known && node.Evidence.Count < 6)
        {
            node.Evidence.Add(sketch.Source.AtLine(service.Line));
        }
        var image = service.Value("image");
        var build = service.Value("build");
        Technology? technology = null;
        if (image?.Value is { Length: > 0 } reference)
        {
            var whole = Expand(project, reference);
            technology = Technologies.Image(whole);
            node.Image ??= Technologies.Repository(whole);
            node.Evidence.Add(sketch.Source.AtLine(image.Line));
        }
        Classify(node, service, technology, build is not null);
        if (service.Value("profiles")?.List is { Count: > 0 } profiles)
        {
            node.Description ??= "profile " + string.Join(", ", profiles.Select(p => p.Value));
        }
        node.Owner ??= Labelled(service, "owner", "team", "maintainer");
        node.Description = Labelled(service, "description") ?? node.Description;
        var networks = service.Value("networks");
        if (networks is not null && Names(networks).FirstOrDefault(n => n != "default") is { } network && Names(networks).Count() == 1)
        {
            node.Group ??= sketch.Group("network " + network, network, sketch.Source.AtLine(networks.Line));
        }
        if (several)
        {
            var name = project.Title ?? system.TrimEnd('/').Split('/')[^1];
            node.Group = name.Length == 0 ? node.Group : sketch.Group("system " + system, name, sketch.Source.AtLine(service.Line));
        }
        var told = node.Deployment;
        node.Deployment = new Deployment
        {
            Folder = told?.Folder ?? BuildFolder(project, service),
            Image = told?.Image ?? node.Image,
            Hosts = [.. (told?.Hosts ?? []).Concat(Aliases(service)).Distinct(StringComparer.Ordinal)],
            Ports = [.. (told?.Ports ?? []).Concat(Ports(project, service)).Distinct()],
            Mounts = [.. (told?.Mounts ?? []).Concat(Mounts(project, service)).Distinct(StringComparer.Ordinal)],
        };
        return node;
    }

    /// <summary>
    /// What a service is: its image says it, else its last word ("db-backup" is a backup, "user-db" a database). A container is never a person.
    /// </summary>
    private static void Classify(Node node, ComposeService service, Technology? image, bool built)
    {
        var role = ServiceRoles.Of(service.Name, service.Value("command"));
        if (image is { Use: TechnologyUse.Part } && !built)
        {
            node.Technology ??= image;
            // One image of a program with many roles: the name tells which. What runs here is nobody else's service.
            node.Kind ??= image.Kind switch
            {
                ComponentKind.External => role ?? ComponentKind.Service,
                ComponentKind.Tool or ComponentKind.Service or ComponentKind.Website => role,
                _ => null,
            };
        }
        else if (ServiceRoles.Product(service.Name) is { } product && (built || image is null))
        {
            (node.Technology, node.Kind) = (product, null);
        }
        else
        {
            node.Technology ??= image is { Use: TechnologyUse.Runtime } && !built ? image : null;
            node.Kind ??= role ?? ComponentKind.Service;
        }
        node.Sure = true;
    }

    private string? BuildFolder(ComposeProject project, ComposeService service)
    {
        if (service.Value("build") is not { } build)
        {
            return null;
        }
        var folder = service.FileOf("build") is { } file ? file[..(file.LastIndexOf('/') + 1)] : project.Folder;
        var context = Expand(project, build.Value ?? build.Text("context") ?? ".");
        if (context.Contains("://", StringComparison.Ordinal) || context.StartsWith("git@", StringComparison.Ordinal))
        {
            return null;
        }
        var at = Paths.Join(folder, context);
        var dockerfile = build.Text("dockerfile");
        return dockerfile is not null && dockerfile.Contains('/', StringComparison.Ordinal)
            ? Paths.Join(at, Expand(project, dockerfile)[..dockerfile.LastIndexOf('/')])
            : at;
    }

    private static IEnumerable<string> Aliases(ComposeService service)
    {
        foreach (var key in (string[])["container_name", "hostname"])
        {
            if (service.Value(key)?.Value is { Length: > 0 } alias && !alias.Contains('$', StringComparison.Ordinal))
            {
                yield return alias;
            }
        }
        foreach (var (_, network, _) in service.Value("networks")?.Entries() ?? [])
        {
            foreach (var alias in network.Items("aliases"))
            {
                yield return alias.Value ?? "";
            }
        }
    }

    /// <summary>"8080:80" answers on 8080 of the machine.</summary>
    private IEnumerable<int> Ports(ComposeProject project, ComposeService service)
    {
        foreach (var port in service.Value("ports")?.List ?? [])
        {
            var text = port.Text("published") ?? Expand(project, port.Value ?? "");
            var parts = text.Split('/')[0].Split(':');
            var published = parts.Length > 1 ? parts[^2] : parts[0];
            if (int.TryParse(published, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                yield return number;
            }
        }
    }

    private IEnumerable<string> Mounts(ComposeProject project, ComposeService service)
    {
        foreach (var volume in service.Value("volumes")?.List ?? [])
        {
            var source = volume.Text("source") ?? (volume.Value ?? "").Split(':')[0];
            source = Expand(project, source);
            if (source.StartsWith('.') && Paths.Join(project.Folder, source) is { Length: > 0 } path)
            {
                yield return path;
            }
        }
        foreach (var file in service.Value("env_file")?.List ?? (service.Value("env_file") is { } one ? [one] : []))
        {
            if ((file.Text("path") ?? file.Value) is { Length: > 0 } path)
            {
                yield return Paths.Join(project.Folder, path);
            }
        }
    }

    /// <summary>"${TAG:-postgres:16}": what .env says, else its default; nothing of a variable that nobody sets.</summary>
    private string Expand(ComposeProject project, string value)
    {
        if (value.Length > LongestValue || !value.Contains('$', StringComparison.Ordinal))
        {
            return value;
        }
        var set = variables.GetValueOrDefault(project.Folder) ?? variables.GetValueOrDefault("");
        for (var rounds = 0; rounds < 50 && value.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start; rounds++)
        {
            var end = Close(value, start + 2);
            if (end < 0)
            {
                break;
            }
            var body = value[(start + 2)..end];
            var cut = body.IndexOfAny(['-', ':', '?', '+']);
            var name = cut < 0 ? body : body[..cut];
            var dash = cut < 0 ? -1 : body.IndexOf('-', cut);
            var known =
                set?.GetValueOrDefault(name) is { Length: > 0 } text ? text
                : dash >= 0 ? body[(dash + 1)..]
                : "";
            value = value[..start] + known + value[(end + 1)..];
        }
        if (set is not null && value.StartsWith('$') && set.TryGetValue(value[1..], out var whole))
        {
            return whole;
        }
        return value;
    }

    private static int Close(string value, int from)
    {
        var depth = 1;
        for (var i = from; i < value.Length; i++)
        {
            depth += value[i] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return i;
            }
        }
        return -1;
    }

    private static string? Labelled(ComposeService service, params ReadOnlySpan<string> keys)
    {
        foreach (var (name, value, _) in Labels(service))
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

    private static IEnumerable<(string Name, string Value, int Line)> Labels(ComposeService service) =>
        service.Values("labels").SelectMany(Pairs);

    /// <summary>The entries of a map, or of a list of "key=value".</summary>
    private static IEnumerable<(string Name, string Value, int Line)> Pairs(Tree? tree)
    {
        foreach (var (key, value, line) in tree?.Entries() ?? [])
        {
            yield return (key, value.Value ?? "", line);
        }
        foreach (var item in tree?.List ?? [])
        {
            var at = item.Value?.IndexOf('=', StringComparison.Ordinal) ?? -1;
            if (at > 0)
            {
                yield return (item.Value![..at], item.Value[(at + 1)..], item.Line);
            }
        }
    }

    private static IEnumerable<string> Names(Tree tree) => tree.Map?.Select(m => m.Key) ?? tree.List?.Select(i => i.Value ?? "") ?? [];

    private static Dictionary<string, Node> HostNames(ComposeProject project, Dictionary<string, Node> nodes)
    {
        var hosts = new Dictionary<string, Node>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, node) in nodes)
        {
            hosts.TryAdd(key, node);
        }
        foreach (var service in project.Services.Values)
        {
            foreach (var alias in Aliases(service))
            {
                hosts.TryAdd(alias, nodes[service.Name]);
            }
        }
        return hosts;
    }

    private void Relations(
        ComposeProject project,
        Dictionary<string, Node> nodes,
        Dictionary<string, Node> hosts,
        Node from,
        ComposeService service
    )
    {
        foreach (var depends in service.Values("depends_on"))
        {
            foreach (
                var (name, line) in depends.List?.Select(i => (i.Value ?? "", i.Line)) ?? depends.Entries().Select(e => (e.Key, e.Line))
            )
            {
                To(name, line, ask: true);
            }
        }
        foreach (var link in service.Values("links").SelectMany(l => l.List ?? []))
        {
            To(link.Value?.Split(':')[0] ?? "", link.Line, ask: true);
        }
        foreach (var link in service.Values("external_links").SelectMany(l => l.List ?? []))
        {
            To(link.Value?.Split(':')[0] ?? "", link.Line, ask: false);
        }
        foreach (var key in (ReadOnlySpan<string>)["volumes_from", "network_mode", "pid", "ipc"])
        {
            var value = service.Value(key);
            foreach (var item in value?.List ?? (value is null ? [] : [value]))
            {
                var name = item.Value ?? "";
                name =
                    name.StartsWith("service:", StringComparison.Ordinal) ? name[8..]
                    : key == "volumes_from" ? name.Split(':')[0]
                    : "";
                To(name, item.Line, ask: true);
            }
        }
        foreach (var (key, value, line) in service.Values("environment").SelectMany(Pairs))
        {
            foreach (var host in Hosts.In(key, Expand(project, value)))
            {
                if (hosts.TryGetValue(host, out var to))
                {
                    sketch.Relate(from, to, null, sketch.Source.AtLine(line), Hosts.KindOf(value), 0.9);
                }
            }
        }
        foreach (var key in (ReadOnlySpan<string>)["command", "entrypoint"])
        {
            foreach (var word in service.Value(key)?.Scalars(200) ?? [])
            {
                foreach (var host in Hosts.In("", Expand(project, word.Value!)))
                {
                    if (hosts.TryGetValue(host, out var to))
                    {
                        sketch.Relate(from, to, null, sketch.Source.AtLine(word.Line), Hosts.KindOf(word.Value!), 0.8);
                    }
                }
            }
        }

        void To(string name, int line, bool ask)
        {
            if (nodes.TryGetValue(name, out var to) || (!ask && hosts.TryGetValue(name, out to)))
            {
                sketch.Relate(from, to, null, sketch.Source.AtLine(line), RelationKind.DependsOn);
            }
            else if (name.Length > 0 && ask)
            {
                sketch.Ask(
                    $"\"{from.Name}\" depends on \"{name}\", which is not in this file.",
                    $"«{from.Name}» depende de «{name}», que no está en este archivo."
                );
            }
        }
    }

    /// <summary>Labels that give a service to Traefik (doc.traefik.io/traefik/routing/providers/docker).</summary>
    private void Routers(ComposeProject project, Dictionary<string, Node> nodes)
    {
        var proxies = nodes.Values.Where(n => n.Technology?.Name == "Traefik").ToList();
        if (proxies is not [var proxy])
        {
            return;
        }
        foreach (var service in project.Services.Values)
        {
            var label = Labels(service)
                .FirstOrDefault(l =>
                    l.Name.StartsWith("traefik.http.routers.", StringComparison.Ordinal)
                    || l.Name.StartsWith("traefik.tcp.routers.", StringComparison.Ordinal)
                    || l.Name.StartsWith("traefik.frontend.rule", StringComparison.Ordinal)
                );
            if (label.Name is not null && nodes[service.Name] != proxy)
            {
                sketch.Relate(proxy, nodes[service.Name], null, sketch.Source.AtLine(label.Line), RelationKind.Routes);
            }
        }
    }
}
