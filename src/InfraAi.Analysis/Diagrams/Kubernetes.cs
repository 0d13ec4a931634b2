using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Kubernetes manifests, also rendered by Helm or kustomize: workloads are parts; services, routes and settings relate them (kubernetes.io/docs/reference/kubernetes-api).</summary>
internal sealed partial class Kubernetes
{
    private readonly Sketch sketch;
    private readonly List<(Node Node, Tree Pod, Dictionary<string, string> Labels, string Namespace)> workloads = [];
    private readonly Dictionary<string, List<Node>> services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tree> settings = new(StringComparer.Ordinal);
    private readonly List<Tree> objects = [];

    private Kubernetes(SourceText source) => sketch = new Sketch(source);

    internal static Sketch Read(SourceText source)
    {
        var reader = new Kubernetes(source);
        foreach (var document in Tree.ReadYaml(source))
        {
            if (document.Text("kind") == "List" || document.Text("kind")?.EndsWith("List", StringComparison.Ordinal) == true)
            {
                reader.objects.AddRange(document.Items("items"));
            }
            else if (document.Text("kind") is not null)
            {
                reader.objects.Add(document);
            }
        }
        reader.Workloads();
        reader.Services();
        reader.Others();
        reader.Settings();
        reader.Platforms();
        return reader.sketch;
    }

    private static string NameOf(Tree thing) => thing["metadata"]?.Text("name") ?? "";

    private static string NamespaceOf(Tree thing) => thing["metadata"]?.Text("namespace") ?? "";

    private void Workloads()
    {
        foreach (var thing in objects)
        {
            var kind = thing.Text("kind");
            var spec = thing["spec"];
            var pod = kind switch
            {
                "Pod" => spec,
                "CronJob" => spec?["jobTemplate"]?["spec"]?["template"]?["spec"],
                "Deployment"
                or "StatefulSet"
                or "DaemonSet"
                or "ReplicaSet"
                or "Job"
                or "ReplicationController"
                or "DeploymentConfig"
                or "Rollout" => spec?["template"]?["spec"],
                _ when kind == "Service" && thing.Text("apiVersion")?.StartsWith("serving.knative", StringComparison.Ordinal) == true =>
                    spec?["template"]?["spec"],
                _ => null,
            };
            var name = NameOf(thing);
            if (pod is null || name.Length == 0)
            {
                if (kind is "ConfigMap" or "Secret")
                {
                    settings.TryAdd(NamespaceOf(thing) + "/" + name, thing);
                }
                continue;
            }
            var node = Add(thing, kind!, name, pod);
            var template = spec?["template"]?["metadata"]?["labels"] ?? (kind == "Pod" ? thing["metadata"]?["labels"] : null);
            workloads.Add((node, pod, Texts(template), NamespaceOf(thing)));
        }
    }

    private Node Add(Tree thing, string kind, string name, Tree pod)
    {
        var node = Node(thing, kind, name);
        var images = Main(pod, name).Select(c => c["image"]).Where(i => i?.Value is { Length: > 0 }).ToList();
        foreach (var image in images)
        {
            node.Technology ??= Technologies.Image(image!.Value!);
            node.Image ??= Technologies.Repository(image!.Value!);
            node.Evidence.Add(sketch.Source.AtLine(image!.Line));
        }
        node.Sure |= images.Count > 0;
        node.Kind =
            node.Technology is { Use: Model.Vocabulary.TechnologyUse.Part } known ? known.Kind
            : kind is "Job" or "CronJob" ? ComponentKind.Job
            : ComponentKind.Service;
        return node;
    }

    private Node Node(Tree thing, string kind, string name)
    {
        var space = NamespaceOf(thing);
        var line = thing["metadata"]?["name"]?.Line ?? thing.Line;
        var node = sketch.Node($"{kind}/{space}/{name}", name, sketch.Source.AtLine(line));
        if (space.Length > 0 && node.Group is null)
        {
            node.Group = sketch.Group("namespace " + space, space, sketch.Source.AtLine(thing["metadata"]!["namespace"]!.Line));
        }
        var labels = thing["metadata"]?["labels"];
        var notes = thing["metadata"]?["annotations"];
        node.Owner ??= labels?.Text("owner") ?? labels?.Text("team") ?? notes?.Text("owner") ?? notes?.Text("team");
        node.Description ??= notes?.Text("description") ?? notes?.Text("kubernetes.io/description");
        sketch.Title ??= labels?.Text("app.kubernetes.io/part-of");
        // The label by which Backstage finds an entity's workloads says which entity it is (backstage.io/docs/features/kubernetes/configuration).
        node.Name = labels?.Text("backstage.io/kubernetes-id") ?? node.Name;
        return node;
    }

    private static Dictionary<string, string> Texts(Tree? map)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value, _) in map?.Entries() ?? [])
        {
            texts[key] = value.Value ?? "";
        }
        return texts;
    }

    /// <summary>A Service is no part of its own: it stands for the workloads that its selector names. One that names none inside stands for something outside.</summary>
    private void Services()
    {
        var byLabel = workloads
            .SelectMany(w => w.Labels, (w, label) => (Key: (w.Namespace, label.Key, label.Value), Workload: w))
            .ToLookup(w => w.Key, w => w.Workload);
        var selected = 0;
        foreach (var thing in objects)
        {
            sketch.Source.Check();
            if (thing.Text("kind") != "Service" || thing["spec"] is not { } spec || thing["spec"]?["template"] is not null)
            {
                continue;
            }
            var (name, space) = (NameOf(thing), NamespaceOf(thing));
            var selector = Texts(spec["selector"]);
            var behind = new List<Node>();
            var candidates = selector.Count == 0 ? [] : byLabel[(space, selector.First().Key, selector.First().Value)];
            foreach (var workload in candidates)
            {
                if (selector.All(s => workload.Labels.TryGetValue(s.Key, out var value) && value == s.Value))
                {
                    if (++selected > ReadingLimits.MostLinks)
                    {
                        throw new LimitException(label => ReadingLimits.TooManyRelations(label, selected));
                    }
                    behind.Add(workload.Node);
                    if (workload.Node.Evidence.Count < 6)
                    {
                        workload.Node.Evidence.Add(sketch.Source.AtLine(thing["metadata"]?["name"]?.Line ?? thing.Line));
                    }
                }
            }
            if (behind.Count == 0)
            {
                var node = Node(thing, "Service", name);
                if (spec.Text("type") == "ExternalName")
                {
                    node.Kind = ComponentKind.External;
                }
                else
                {
                    sketch.Ask(
                        $"Service \"{name}\" selects no workload of this file.",
                        $"El servicio «{name}» no selecciona ninguna carga de este archivo."
                    );
                }
                behind.Add(node);
            }
            services[space + "/" + name] = behind;
        }
        foreach (var (node, _, _, space) in workloads)
        {
            services.TryAdd(space + "/" + node.Name, [node]); // StatefulSets by name: db-0.db, and operators' services
        }
    }

    private List<Node> Find(string host, string space)
    {
        var parts = host.Split('.');
        if (parts.Length > 1 && (parts.Length == 2 || parts[2] == "svc") && services.TryGetValue(parts[1] + "/" + parts[0], out var other))
        {
            return other;
        }
        if (
            parts.Length > 2
            && services.TryGetValue(space + "/" + parts[1], out var headless)
            && parts[0].StartsWith(parts[1], StringComparison.Ordinal)
        )
        {
            return headless;
        }
        if ((parts.Length == 1 || parts[1] == "svc" || parts[1] == space) && services.TryGetValue(space + "/" + parts[0], out var same))
        {
            return same;
        }
        // Manifests that leave the namespace to whoever applies them: one service of that name is meant, whatever the host says.
        return parts.Length > 2 && parts[2] == "svc" && OfAnyNamespace(parts[0]) is { } only ? only : [];
    }

    private void Others()
    {
        foreach (var thing in objects)
        {
            var kind = thing.Text("kind")!;
            var name = NameOf(thing);
            switch (kind)
            {
                case "Ingress"
                or "HTTPRoute"
                or "GRPCRoute"
                or "TCPRoute"
                or "TLSRoute"
                or "VirtualService"
                or "IngressRoute"
                or "Route" when name.Length > 0:
                    Route(thing, kind, name);
                    break;
                case "ScaledObject"
                or "HorizontalPodAutoscaler"
                or "PodDisruptionBudget"
                or "NetworkPolicy"
                or "ConfigMap"
                or "Secret"
                or "Service":
                    break;
                case "Component" when IsOf(thing, "dapr.io/") && name.Length > 0:
                    DaprComponent(thing, name);
                    break;
                case "Application" when IsOf(thing, "argoproj.io/") && name.Length > 0:
                    ArgoApplication(thing, name);
                    break;
                case "HelmRelease" when IsOf(thing, "helm.toolkit.fluxcd.io/") && name.Length > 0:
                    FluxRelease(thing, name);
                    break;
                case "Subscription" when IsOf(thing, "dapr.io/"):
                    break;
                case "Gateway" when name.Length > 0:
                    Node(thing, kind, name).Kind = ComponentKind.Gateway;
                    break;
                default:
                    Custom(thing, kind, name);
                    break;
            }
        }
    }

    private void Route(Tree thing, string kind, string name)
    {
        var node = Node(thing, kind, name);
        node.Kind = ComponentKind.Gateway;
        var space = NamespaceOf(thing);
        foreach (var (service, at) in Backends(thing["spec"]))
        {
            foreach (var to in Find(service, space))
            {
                sketch.Relate(node, to, null, sketch.Source.AtLine(at), RelationKind.Routes);
            }
        }
        foreach (var parent in thing["spec"]?.Items("parentRefs") ?? [])
        {
            if (parent.Text("name") is { } gateway && sketch.Find($"Gateway/{parent.Text("namespace") ?? space}/{gateway}") is { } from)
            {
                sketch.Relate(from, node, null, sketch.Source.AtLine(parent.Line), RelationKind.Routes);
            }
        }
    }

    /// <summary>The names of backend services, wherever the kind of route keeps them.</summary>
    private static IEnumerable<(string Name, int Line)> Backends(Tree? tree)
    {
        var open = new Stack<Tree>();
        if (tree is not null)
        {
            open.Push(tree);
        }
        for (var steps = 0; open.TryPop(out var node) && steps < 10_000; steps++)
        {
            foreach (var (key, value, _) in node.Entries().Reverse())
            {
                switch (key)
                {
                    case "serviceName" when value.Value is { } old:
                        yield return (old, value.Line);
                        break;
                    case "service" or "defaultBackend" or "to" or "destination" when (value.Text("name") ?? value.Text("host")) is { } name:
                        yield return (name, (value["name"] ?? value["host"])!.Line);
                        break;
                    case "backendRefs" or "services" when value.List is { } list:
                        foreach (var item in list)
                        {
                            if (item.Text("name") is { } backend)
                            {
                                yield return (backend, item["name"]!.Line);
                            }
                        }
                        break;
                    default:
                        open.Push(value);
                        break;
                }
            }
            foreach (var item in (node.List ?? []).AsEnumerable().Reverse())
            {
                open.Push(item);
            }
        }
    }

    // Operators' own kinds (Kafka, PostgresCluster, Redis …) are parts when their kind is a product's.
    private void Custom(Tree thing, string kind, string name)
    {
        if (name.Length == 0 || thing.Text("apiVersion")?.Contains('.') != true)
        {
            return;
        }
        var product = kind.Replace("Cluster", "", StringComparison.Ordinal).Replace("Instance", "", StringComparison.Ordinal);
        if (
            Technologies.Icon(kind, null) is { IsProduct: true } technology
            || (product.Length > 2 && (technology = Technologies.Icon(product, null)) is { IsProduct: true })
        )
        {
            var node = Node(thing, kind, name);
            (node.Technology, node.Sure) = (technology, true);
            services.TryAdd(NamespaceOf(thing) + "/" + name, [node]);
        }
    }

    private void Settings()
    {
        foreach (var (node, pod, _, space) in workloads)
        {
            foreach (var container in pod.Items("containers").Concat(pod.Items("initContainers")))
            {
                foreach (var setting in container.Items("env"))
                {
                    Relate(node, setting.Text("name") ?? "", setting["value"], space);
                    var from = setting["valueFrom"];
                    var reference = from?["configMapKeyRef"] ?? from?["secretKeyRef"];
                    if (reference?.Text("name") is { } map && settings.TryGetValue(space + "/" + map, out var known))
                    {
                        var key = reference.Text("key") ?? "";
                        Relate(node, key, known["data"]?[key] ?? known["stringData"]?[key], space);
                    }
                }
                foreach (var source in container.Items("envFrom"))
                {
                    var name = (source["configMapRef"] ?? source["secretRef"])?.Text("name");
                    if (name is not null && settings.TryGetValue(space + "/" + name, out var known))
                    {
                        foreach (var (key, value, _) in known.Entries("data").Concat(known.Entries("stringData")))
                        {
                            Relate(node, key, value, space);
                        }
                    }
                }
                foreach (var argument in container.Items("args").Concat(container.Items("command")))
                {
                    Relate(node, "", argument, space);
                }
            }
            foreach (var volume in pod.Items("volumes"))
            {
                var name = volume["configMap"]?.Text("name");
                if (name is not null && settings.TryGetValue(space + "/" + name, out var known))
                {
                    foreach (var (_, value, _) in known.Entries("data"))
                    {
                        Relate(node, "", value, space);
                    }
                }
            }
        }
    }

    private void Relate(Node node, string key, Tree? value, string space)
    {
        foreach (var host in Hosts.In(key, value?.Value ?? ""))
        {
            foreach (var to in Find(host, space))
            {
                sketch.Relate(node, to, null, sketch.Source.AtLine(value!.Line), Hosts.KindOf(value.Value!), 0.9);
            }
        }
    }
}
