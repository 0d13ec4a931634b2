using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Finds a part's technology by its label, its icon, its image or its type.</summary>
internal static class Technologies
{
    private static readonly TechnologyVocabulary Vocabulary = TechnologyVocabulary.Default;

    // What images of container registries are called that the vocabulary calls otherwise.
    private static readonly Dictionary<string, string> Images = new(StringComparer.Ordinal)
    {
        ["mongo"] = "MongoDB",
        ["postgis"] = "PostgreSQL",
        ["postgresql-repmgr"] = "PostgreSQL",
        ["timescaledb"] = "TimescaleDB",
        ["cp-kafka"] = "Apache Kafka",
        ["cp-server"] = "Apache Kafka",
        ["kafka-native"] = "Apache Kafka",
        ["cp-zookeeper"] = "ZooKeeper",
        ["mssql"] = "SQL Server",
        ["azure-sql-edge"] = "SQL Server",
        ["httpd"] = "Apache HTTP Server",
        ["eclipse-mosquitto"] = "Mosquitto",
        ["emqx"] = "EMQX",
        ["redis-stack"] = "Redis",
        ["redis-stack-server"] = "Redis",
        ["valkey"] = "Valkey",
        ["percona"] = "MySQL",
        ["mysql-server"] = "MySQL",
        ["opensearch-dashboards"] = "OpenSearch Dashboards",
        ["dynamodb-local"] = "Amazon DynamoDB",
        ["nats-streaming"] = "NATS",
        ["cadvisor"] = "cAdvisor",
        ["node-exporter"] = "Node Exporter",
        ["jaegertracing"] = "Jaeger",
        ["all-in-one"] = "Jaeger",
        ["opentelemetry-collector-contrib"] = "OpenTelemetry Collector",
    };

    /// <summary>The technology whose name, alias or vendor name the words are; null when none is.</summary>
    internal static Technology? Exact(string words)
    {
        if (words.Length is 0 or > 100)
        {
            return null;
        }
        var found = Vocabulary.Find(words);
        if (found is not null)
        {
            return found.Use == TechnologyUse.Never ? null : found;
        }
        var open = words.IndexOfAny(['(', '[', '|', '\u2013']);
        return open > 2 ? Exact(words[..open].Trim()) : null;
    }

    /// <summary>The product or thing that the words name somewhere: the longest, and of two the later.</summary>
    internal static Technology? Within(string words)
    {
        if (Exact(words) is { } exact)
        {
            return exact;
        }
        var parts = Words.Split(words);
        if (parts.Count is 0 or > 40)
        {
            return null;
        }
        var ids = new int[parts.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = Vocabulary.WordId(parts[i]);
        }
        Technology? best = null;
        var bestRank = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            if (!Vocabulary.Starts(ids[i]))
            {
                continue;
            }
            foreach (var match in Vocabulary.Matches(ids.AsSpan(i)))
            {
                var use = match.Technology.Use;
                if (use == TechnologyUse.Never || match.VendorOnly || (match.Capital && !words.Any(char.IsUpper)))
                {
                    continue;
                }
                var rank =
                    (
                        use is TechnologyUse.Part ? 100
                        : use is TechnologyUse.Runtime ? 50
                        : 10
                    ) + match.Words;
                if (rank >= bestRank)
                {
                    (best, bestRank) = (match.Technology, rank);
                }
                break;
            }
        }
        return best;
    }

    /// <summary>The technology of an icon's name ("kinesis_data_streams"), tried with its vendor's names first.</summary>
    internal static Technology? Icon(string name, string? vendor)
    {
        var words = Spaced(name);
        if (words.Length == 0)
        {
            return null;
        }
        foreach (var prefix in Prefixes(vendor))
        {
            if (Exact(prefix + words) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    /// <summary>The repository of a container image, whatever its registry, tag and digest.</summary>
    /// <returns>"shop/orders" of "registry.example.com:5000/shop/orders:1.4"; null when nothing is left.</returns>
    internal static string? Repository(string reference)
    {
        var name = reference.Split('@')[0];
        var slash = name.LastIndexOf('/');
        name = name.IndexOf(':', slash + 1) is > 0 and var colon ? name[..colon] : name;
        // A first part with a dot or a port is a host (github.com/distribution/reference).
        var first = name.IndexOf('/');
        name = first > 0 && (name[..first].AsSpan().ContainsAny('.', ':') || name[..first] == "localhost") ? name[(first + 1)..] : name;
        return name.Length > 0 && !name.Contains('$') && !name.Contains('{') ? name : null;
    }

    /// <summary>The technology of a container image: registry, owner, tag and digest are not part of its name.</summary>
    internal static Technology? Image(string reference)
    {
        var name = reference.Split('@')[0];
        var slash = name.LastIndexOf('/');
        var colon = name.IndexOf(':', slash + 1);
        var owner = slash > 0 ? name[..slash].Split('/')[^1] : "";
        name = (colon > 0 ? name[..colon] : name)[(slash + 1)..];
        if (Images.TryGetValue(name, out var mapped))
        {
            return Vocabulary.Find(mapped);
        }
        if (owner == "mssql")
        {
            return Vocabulary.Find("SQL Server");
        }
        return Product(name)
            ?? Product(Cut(name, "-server", "-alpine", "-oss", "-cluster", "-broker", "-management", "-community-server", "-ce", "-node"))
            ?? (owner is "bitnami" or "library" or "" ? null : Product(owner + " " + name));

        static Technology? Product(string name) =>
            Vocabulary.Find(name.Replace('-', ' ').Replace('_', ' ')) is { IsProduct: true, Use: not TechnologyUse.Never } found
                ? found
                : null;

        static string Cut(string name, params ReadOnlySpan<string> tails)
        {
            foreach (var tail in tails)
            {
                if (name.EndsWith(tail, StringComparison.Ordinal) && name.Length > tail.Length)
                {
                    return name[..^tail.Length];
                }
            }
            return name;
        }
    }

    /// <summary>"elasticSearch_service2" becomes "elastic Search service".</summary>
    internal static string Spaced(string name)
    {
        var text = new System.Text.StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (!char.IsLetterOrDigit(c) && c is not ('@' or '&'))
            {
                c = ' ';
            }
            else if (i > 1 && char.IsUpper(c) && char.IsLower(name[i - 1]) && char.IsLower(name[i - 2]))
            {
                text.Append(' ');
            }
            text.Append(c);
        }
        var words = text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var last = words.Length;
        while (
            last > 1 && (words[last - 1].All(char.IsAsciiDigit) || (char.IsAsciiDigit(words[last - 1][0]) && words[last - 1].Contains('x')))
        )
        {
            last--;
        }
        return string.Join(' ', words, 0, last);
    }

    private static string[] Prefixes(string? vendor) =>
        vendor switch
        {
            "aws" => ["AWS ", "Amazon ", ""],
            "azure" => ["Azure ", "Microsoft ", ""],
            "gcp" => ["Google Cloud ", "Cloud ", "Google ", ""],
            "kubernetes" => ["Kubernetes ", ""],
            _ => [""],
        };
}
