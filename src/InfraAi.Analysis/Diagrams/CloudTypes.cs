using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Diagrams;

/// <summary>What a type of Terraform or CloudFormation is, from cloud-types.txt.</summary>
internal sealed record CloudType(Technology? Technology, ComponentKind? Kind);

/// <inheritdoc cref="CloudType"/>
internal static class CloudTypes
{
    private static readonly Lazy<Dictionary<string, CloudType>> Types = new(Load);

    /// <returns>Null for what is no part.</returns>
    internal static CloudType? Of(string type) => Types.Value.GetValueOrDefault(type);

    /// <summary>The names of the table that the vocabulary does not know: for a test, which wants none.</summary>
    internal static List<string> Unknown { get; } = [];

    private static Dictionary<string, CloudType> Load()
    {
        var types = new Dictionary<string, CloudType>(StringComparer.Ordinal);
        using var stream =
            typeof(CloudTypes).Assembly.GetManifestResourceStream("cloud-types.txt")
            ?? throw new InvalidOperationException("cloud-types.txt is not in the assembly");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            var fields = line.Split('|', StringSplitOptions.TrimEntries);
            var technology = fields[2].Length > 0 ? TechnologyVocabulary.Default.Find(fields[2]) : null;
            if (technology is null && fields[2].Length > 0)
            {
                Unknown.Add(fields[2]);
            }
            ComponentKind? kind = fields.Length > 3 ? Enum.Parse<ComponentKind>(fields[3], ignoreCase: true) : null;
            foreach (
                var type in (fields[0] + "," + fields[1]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            )
            {
                types.Add(type, new CloudType(technology, kind));
            }
        }
        return types;
    }
}

/// <summary>Which way a reference between resources acts, by the kind of resource and the property that holds it.</summary>
internal static class Directions
{
    // Networks, keys, permissions and the like: they place and protect a part, and relate it to nothing.
    private static readonly string[] Nothing =
    [
        "vpc",
        "subnet",
        "securitygroup",
        "kms",
        "tags",
        "loggroup",
        "availabilityzone",
        "certificate",
        "parametergroup",
        "dependson",
        "resourcegroup",
        "location",
        "providers",
        "provider",
        "lifecycle",
        "logging",
        "count",
        "foreach",
        "triggers",
        "keepers",
        "networkinterface",
        "networkacl",
        "routetable",
        "region",
        "project",
    ];

    // Of a part: the event or the front it stands behind.
    private static readonly string[] Sources =
    [
        "eventsourcearn",
        "sourcearn",
        "topicarn",
        "targetgrouparn",
        "targetgrouparns",
        "webaclarn",
        "webaclid",
        "kinesisstreamarn",
        "eventresource",
        "pubsubtopic",
        "topic",
        "source",
        "restapiid",
        "apiid",
        "rule",
        "loadbalancerarn",
        "listenerarn",
        "zoneid",
        "hostedzoneid",
        "eventbusname",
        "role",
        "roles",
        "rolename",
        "scope",
        "servicebusqueueid",
    ];

    // Ties whose "bucket", "queue" … is where things come from.
    private static readonly string[] Notifications = ["notification", "bucketpolicy", "queuepolicy", "topicpolicy"];

    internal static Direction Of(string type, string key)
    {
        var property = Plain(key[(key.LastIndexOf('.') + 1)..]);
        foreach (var word in Nothing)
        {
            if (property.Contains(word, StringComparison.Ordinal) || Plain(key).StartsWith(word, StringComparison.Ordinal))
            {
                return Direction.None;
            }
        }
        var tie = CloudTypes.Of(type) is null;
        if (
            tie
            && property is "bucket" or "queue" or "arn"
            && Array.Exists(Notifications, n => Plain(type).Contains(n, StringComparison.Ordinal))
        )
        {
            return Direction.Source;
        }
        if (!tie && property is "role" or "roles" or "zoneid" or "topic" or "scope" or "source" or "topicarn" or "topicarns")
        {
            return
                property == "source" && Plain(type).Contains("pipe", StringComparison.Ordinal)
                || (property == "topic" && type.Contains("function", StringComparison.Ordinal))
                ? Direction.Source
                : Direction.Target;
        }
        return Array.IndexOf(Sources, property) >= 0 ? Direction.Source : Direction.Target;
    }

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
}
