using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>OpenAPI (and Swagger 2) and AsyncAPI documents: the API, what it signs people in with, its brokers and channels.</summary>
/// <remarks>spec.openapis.org/oas, www.asyncapi.com/docs/reference/specification (2.x: publish is what the application receives; 3.x: operations with an action).</remarks>
internal static class ApiDescriptions
{
    internal static Sketch Read(SourceText source)
    {
        var sketch = new Sketch(source);
        var root = source.Text.AsSpan().TrimStart().StartsWith("{") ? Tree.ReadJson(source) : Tree.ReadYaml(source)[0];
        var info = root["info"];
        var title = info?.Text("title");
        var line = info?["title"]?.Line ?? (root["openapi"] ?? root["swagger"] ?? root["asyncapi"])?.Line ?? root.Line;
        var api = sketch.Node("api", title ?? "API", source.AtLine(line));
        api.Description = Labels.Cut(Labels.Name(info?.Text("description") ?? "").Split(". ")[0]) is { Length: > 0 } text ? text : null;
        api.Owner = info?["contact"]?.Text("name");
        sketch.Title = title;
        (sketch.Description, api.Sure) = (api.Description, true);
        if (root["asyncapi"] is not null)
        {
            api.Kind = ComponentKind.Service;
            Channels(sketch, root, api);
        }
        else
        {
            api.Kind = ComponentKind.Api;
            foreach (var (name, scheme, at) in (root["components"]?["securitySchemes"] ?? root["securityDefinitions"])?.Entries() ?? [])
            {
                SignIn(sketch, api, name, scheme, at);
            }
        }
        return sketch;
    }

    private static void SignIn(Sketch sketch, Node api, string name, Tree scheme, int line)
    {
        if (scheme.Text("type") is not ("oauth2" or "openIdConnect"))
        {
            return;
        }
        var flows = scheme["flows"]?.Entries().Select(f => f.Value) ?? [scheme];
        var url =
            scheme["openIdConnectUrl"]
            ?? flows.Select(f => f["authorizationUrl"] ?? f["tokenUrl"]).FirstOrDefault(u => u?.Value is { Length: > 0 });
        if (url?.Value is not { } address || Hosts.In("URL", address).FirstOrDefault() is not { } host)
        {
            return;
        }
        var node = sketch.Node("sign-in " + host, host, sketch.Source.AtLine(url.Line));
        node.Kind = ComponentKind.Identity;
        sketch.Relate(api, node, name, sketch.Source.AtLine(line), RelationKind.Authenticates);
    }

    private static void Channels(Sketch sketch, Tree root, Node api)
    {
        var source = sketch.Source;
        var servers = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var (name, server, line) in root.Entries("servers"))
        {
            var node = sketch.Node("server " + name, name, source.AtLine(line));
            var protocol = server.Text("protocol") ?? "";
            node.Technology = protocol switch
            {
                "kafka" or "kafka-secure" => Technologies.Exact("Apache Kafka"),
                "amqp" or "amqps" => Technologies.Exact("RabbitMQ"),
                "mqtt" or "mqtts" or "secure-mqtt" => Technologies.Exact("MQTT broker"),
                "nats" => Technologies.Exact("NATS"),
                "redis" => Technologies.Exact("Redis"),
                "sns" => Technologies.Exact("Amazon SNS"),
                "sqs" => Technologies.Exact("Amazon SQS"),
                "googlepubsub" => Technologies.Exact("Pub/Sub"),
                "pulsar" => Technologies.Exact("Apache Pulsar"),
                _ => null,
            };
            // AMQP is a protocol of many brokers: what speaks it is a queue, and which one is not said.
            if (protocol.StartsWith("amqp", StringComparison.Ordinal))
            {
                node.Technology = null;
            }
            node.Kind =
                protocol.StartsWith("http", StringComparison.Ordinal) || protocol.StartsWith("ws", StringComparison.Ordinal)
                    ? ComponentKind.Api
                    : ComponentKind.Queue;
            node.Sure = node.Technology is not null;
            servers[name] = node;
        }
        foreach (var (name, channel, line) in root.Entries("channels"))
        {
            var node = sketch.Node("channel " + name, channel.Text("address") ?? name, source.AtLine(line));
            (node.Kind, node.Sure) = (ComponentKind.Queue, true);
            if (channel["subscribe"] is { } sends)
            {
                sketch.Relate(
                    api,
                    node,
                    sends.Text("summary"),
                    source.AtLine(sends.Line > line ? sends.Line - 1 : line),
                    RelationKind.Publishes
                );
            }
            if (channel["publish"] is { } receives)
            {
                sketch.Relate(
                    api,
                    node,
                    receives.Text("summary"),
                    source.AtLine(receives.Line > line ? receives.Line - 1 : line),
                    RelationKind.Subscribes
                );
            }
            var only = servers.Count == 1 ? servers.Values.First() : null;
            var named = channel
                .Items("servers")
                .Select(s => servers.GetValueOrDefault((s.Value ?? s.Text("$ref") ?? "").Split('/')[^1]))
                .FirstOrDefault(s => s is not null);
            if ((named ?? only) is { } server)
            {
                sketch.Relate(node, server, null, source.AtLine(line), RelationKind.DependsOn);
            }
        }
        foreach (var (_, operation, line) in root.Entries("operations"))
        {
            var reference = operation["channel"]?.Text("$ref")?.Split('/')[^1].Replace("~1", "/", StringComparison.Ordinal);
            if (reference is not null && sketch.Find("channel " + reference) is { } node)
            {
                var sends = operation.Text("action") == "send";
                sketch.Relate(
                    api,
                    node,
                    operation.Text("summary"),
                    source.AtLine(line),
                    sends ? RelationKind.Publishes : RelationKind.Subscribes
                );
            }
        }
    }
}
