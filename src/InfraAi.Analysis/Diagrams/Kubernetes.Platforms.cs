using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Diagrams;

/// <summary>What runs in a cluster by other kinds than its own: Dapr's components, Argo CD's applications, Flux's releases; and what runs beside a program.</summary>
/// <remarks>docs.dapr.io/reference/resource-specs, argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml, fluxcd.io/flux/components/helm/helmreleases.</remarks>
internal sealed partial class Kubernetes
{
    /// <summary>Images that serve the container beside them.</summary>
    private static readonly string[] Sidecars =
    [
        "fluent-bit",
        "fluentd",
        "filebeat",
        "promtail",
        "envoy",
        "proxyv2",
        "istio-proxy",
        "cloud-sql-proxy",
        "gce-proxy",
        "oauth2-proxy",
        "daprd",
        "linkerd-proxy",
        "vault-agent",
        "-exporter",
        "_exporter",
    ];

    private readonly List<(Node Node, Tree Thing)> components = [];
    private readonly List<(Node Node, Tree Thing)> releases = [];

    private static bool IsOf(Tree thing, string group) => thing.Text("apiVersion")?.StartsWith(group, StringComparison.Ordinal) == true;

    /// <summary>The containers that are the workload: the one of its name, else those that serve no other.</summary>
    private static List<Tree> Main(Tree pod, string name)
    {
        var all = pod.Items("containers").ToList();
        if (all.Count < 2)
        {
            return all;
        }
        if (all.Find(c => c.Text("name") == name) is { } named)
        {
            return [named];
        }
        var own = all.FindAll(c =>
            !Array.Exists(Sidecars, s => Technologies.Repository(c.Text("image") ?? "")?.Contains(s, StringComparison.Ordinal) == true)
        );
        return own.Count > 0 ? own : all;
    }

    private List<Node>? OfAnyNamespace(string service)
    {
        var found = services.Where(s => s.Key.EndsWith("/" + service, StringComparison.Ordinal)).Select(s => s.Value).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>"pubsub.rabbitmq" is a queue of RabbitMQ, "state.redis" a store of Redis; bindings to a clock are none.</summary>
    private void DaprComponent(Tree thing, string name)
    {
        var type = thing["spec"]?.Text("type")?.Split('.') ?? [];
        if (type.Length < 2)
        {
            return;
        }
        var vendor = type.Length > 2 && type[1] is "azure" or "aws" or "gcp" ? type[1] : null;
        if (Technologies.Icon(type[^1], vendor) is not { IsProduct: true } technology)
        {
            return;
        }
        var node = Node(thing, "Component", name);
        (node.Technology, node.Sure) = (technology, true);
        node.Kind =
            type[0] == "pubsub" && technology.Kind is not (ComponentKind.Queue or ComponentKind.Stream) ? ComponentKind.Queue : null;
        node.Evidence.Add(sketch.Source.AtLine(thing["spec"]!["type"]!.Line));
        components.Add((node, thing));
    }

    private void ArgoApplication(Tree thing, string name)
    {
        var spec = thing["spec"];
        var source = spec?["source"] ?? spec?.Items("sources").FirstOrDefault();
        if (source is null)
        {
            return;
        }
        var node = Node(thing, "Application", name);
        Chart(node, source.Text("chart"));
        var line = source["chart"] ?? source["repoURL"];
        node.Evidence.Add(sketch.Source.AtLine(line?.Line ?? source.Line));
        if (spec!["project"] is { Value: { Length: > 0 } project } at && project != "default")
        {
            node.Group = sketch.Group("project " + project, project, sketch.Source.AtLine(at.Line));
        }
        else if (spec["destination"]?["namespace"] is { Value: { Length: > 0 } space } where)
        {
            node.Group = sketch.Group("namespace " + space, space, sketch.Source.AtLine(where.Line));
        }
    }

    private void FluxRelease(Tree thing, string name)
    {
        var spec = thing["spec"];
        var node = Node(thing, "HelmRelease", name);
        if ((spec?["chart"]?["spec"]?["chart"] ?? spec?["chartRef"]?["name"]) is { } chart)
        {
            Chart(node, chart.Value);
            node.Evidence.Add(sketch.Source.AtLine(chart.Line));
        }
        services.TryAdd(NamespaceOf(thing) + "/" + name, [node]);
        releases.Add((node, thing));
    }

    /// <summary>A chart of others is named after the product that it installs; one of the repository's own says nothing.</summary>
    private static void Chart(Node node, string? chart)
    {
        var product = chart is null || chart.StartsWith('.') ? null : Technologies.Image(chart);
        if (product is { Use: TechnologyUse.Part })
        {
            (node.Technology, node.Sure) = (product, true);
        }
        else
        {
            node.Kind ??= ComponentKind.Service;
        }
    }

    /// <summary>Relations between what these kinds declare, once all of it is known.</summary>
    private void Platforms()
    {
        var apps = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var (node, _, _, _) in workloads)
        {
            apps.TryAdd(node.Name, node);
        }
        foreach (var thing in objects)
        {
            var id = (thing["spec"]?["template"]?["metadata"]?["annotations"] ?? thing["metadata"]?["annotations"])?.Text("dapr.io/app-id");
            if (id is not null && sketch.Find($"{thing.Text("kind")}/{NamespaceOf(thing)}/{NameOf(thing)}") is { } node)
            {
                apps[id] = node;
            }
        }
        var subscribed = new HashSet<(Node, Node)>();
        foreach (var thing in objects.Where(o => o.Text("kind") == "Subscription" && IsOf(o, "dapr.io/")))
        {
            var queue = components.Find(c => c.Node.Name == thing["spec"]?.Text("pubsubname")).Node;
            foreach (var scope in thing.Items("scopes"))
            {
                if (queue is not null && apps.TryGetValue(scope.Value ?? "", out var app) && subscribed.Add((app, queue)))
                {
                    sketch.Relate(queue, app, thing["spec"]?.Text("topic"), sketch.Source.AtLine(scope.Line), RelationKind.Triggers);
                }
            }
        }
        foreach (var (node, thing) in components)
        {
            foreach (var scope in thing.Items("scopes"))
            {
                if (apps.TryGetValue(scope.Value ?? "", out var app) && !subscribed.Contains((app, node)))
                {
                    sketch.Relate(app, node, null, sketch.Source.AtLine(scope.Line), RelationKind.Uses);
                }
            }
        }
        foreach (var (node, thing) in releases)
        {
            Release(node, thing);
        }
    }

    private void Release(Node node, Tree thing)
    {
        var space = NamespaceOf(thing);
        foreach (var depends in thing["spec"]?.Items("dependsOn") ?? [])
        {
            if (depends.Text("name") is { } name && sketch.Find($"HelmRelease/{depends.Text("namespace") ?? space}/{name}") is { } other)
            {
                sketch.Relate(node, other, null, sketch.Source.AtLine(depends["name"]!.Line), RelationKind.DependsOn);
            }
        }
        var open = new Stack<(string Key, Tree Value)>();
        open.Push(("", thing["spec"]?["values"] ?? thing));
        for (var steps = 0; thing["spec"]?["values"] is not null && open.TryPop(out var at) && steps < 5_000; steps++)
        {
            foreach (var (key, value, _) in at.Value.Entries())
            {
                open.Push((key, value));
                foreach (var parent in key == "parentRefs" ? value.List ?? [] : [])
                {
                    if (
                        parent.Text("name") is { } gateway
                        && sketch.Find($"Gateway/{parent.Text("namespace") ?? space}/{gateway}") is { } entry
                    )
                    {
                        sketch.Relate(entry, node, null, sketch.Source.AtLine(parent["name"]!.Line), RelationKind.Routes);
                    }
                }
            }
            foreach (var item in at.Value.List ?? [])
            {
                open.Push((at.Key, item));
            }
            foreach (var host in at.Value.Value is { } text ? Hosts.In(at.Key, text) : [])
            {
                var found = Find(host, space);
                foreach (var to in found)
                {
                    sketch.Relate(node, to, null, sketch.Source.AtLine(at.Value.Line), Hosts.KindOf(at.Value.Value!), 0.85);
                }
                if (found.Count == 0 && host.Contains(".svc", StringComparison.Ordinal))
                {
                    sketch.Ask($"\"{node.Name}\" uses {host}: what is it?", $"«{node.Name}» usa {host}: ¿qué es?");
                }
            }
        }
    }
}
