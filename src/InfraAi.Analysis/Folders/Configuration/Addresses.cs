using System.Globalization;
using System.Text.RegularExpressions;

namespace InfraAi.Analysis.Folders.Configuration;

/// <summary>Where something answers.</summary>
/// <param name="Scheme">In lower case; null when the setting gives none.</param>
internal sealed record Address(string? Scheme, string Host, int? Port);

/// <summary>Addresses in settings: of URLs, of "host:port", of a value whose key says that it is a host.</summary>
internal static partial class Addresses
{
    private const int LongestValue = 4000;

    /// <param name="key">As <see cref="Setting.Key"/>.</param>
    public static IEnumerable<Address> In(string key, string value)
    {
        if (value.Length is 0 or > LongestValue)
        {
            yield break;
        }

        var any = false;
        foreach (Match match in Url().Matches(value))
        {
            any = true;
            foreach (var host in match.Groups[2].Value.Split(','))
            {
                if (Part(match.Groups[1].Value.ToLowerInvariant(), host) is { } address)
                {
                    yield return address;
                }
            }
        }

        foreach (Match match in Pair().Matches(value))
        {
            any = true;
            if (Part(null, match.Groups[1].Value.Replace(',', ':')) is { } address)
            {
                yield return address;
            }
        }

        if (any)
        {
            yield break;
        }

        foreach (var word in value.Split([',', ' ', ';', '"', '\'', '|'], StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = HostAndPort().Match(word);
            if (colon.Success)
            {
                yield return new(null, colon.Groups[1].Value, int.Parse(colon.Groups[2].Value, CultureInfo.InvariantCulture));
            }
            else if (NamesHost(key) && Host().IsMatch(word))
            {
                yield return new(null, word, null);
            }
        }
    }

    private static Address? Part(string? scheme, string host)
    {
        var match = HostAndPort().Match(host);
        return match.Success ? new(scheme, match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
            : Host().IsMatch(host) ? new(scheme, host, Standard(scheme))
            : null;
    }

    private static int? Standard(string? scheme) =>
        scheme switch
        {
            "http" => 80,
            "https" => 443,
            _ => null,
        };

    private static bool NamesHost(string key)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        return last.EndsWith("host", StringComparison.Ordinal)
            || last.EndsWith("hosts", StringComparison.Ordinal)
            || last.EndsWith("hostname", StringComparison.Ordinal)
            || last.EndsWith("server", StringComparison.Ordinal)
            || last.EndsWith("servers", StringComparison.Ordinal)
            || last.EndsWith("brokers", StringComparison.Ordinal)
            || last.EndsWith("nodes", StringComparison.Ordinal)
            || last.EndsWith("zknodes", StringComparison.Ordinal)
            || last.EndsWith("url", StringComparison.Ordinal)
            || last.EndsWith("uri", StringComparison.Ordinal)
            || last.EndsWith("address", StringComparison.Ordinal)
            || last.EndsWith("addr", StringComparison.Ordinal)
            || last.EndsWith("endpoint", StringComparison.Ordinal)
            || last is "route";
    }

    [GeneratedRegex(@"(?:jdbc:)?(?<one>[a-zA-Z][\w+.]*)(?::\w+)?://(?:[^@/\s""']*@)?(?<two>[\w.\-:,]+)", RegexOptions.None, 1000)]
    private static partial Regex Url();

    // "Server=tcp:db,1433;Database=…" and "host=db port=5432".
    [GeneratedRegex(@"\b(?:Server|Data Source|Host|Address)\s*=\s*(?:tcp:)?(?<one>[\w.-]+(?:[,:]\d+)?)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex(@"^(?<one>[A-Za-z][\w.-]*|\d+\.\d+\.\d+\.\d+):(?<two>\d{2,5})$", RegexOptions.None, 1000)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^[A-Za-z][\w.-]*[\w]$", RegexOptions.None, 1000)]
    private static partial Regex Host();
}

/// <summary>A data store or a broker that a connection names.</summary>
/// <param name="Technology">A name of the vocabulary.</param>
/// <param name="Name">The database; null when none is named.</param>
/// <param name="IsLocal">True when it answers on the same machine, or where is not said.</param>
/// <param name="External">The host, when it is somebody else's.</param>
/// <param name="Declares">True when the setting is a connection, not only a word for one.</param>
internal sealed record Store(string Technology, string? Name, bool IsLocal, string? External, bool Declares);

/// <summary>Connection strings and well-known keys of data stores, brokers and mail servers.</summary>
internal static partial class Stores
{
    private static readonly (string Scheme, string Technology)[] Schemes =
    [
        ("postgresql", "PostgreSQL"),
        ("postgres", "PostgreSQL"),
        ("mysql", "MySQL"),
        ("mariadb", "MariaDB"),
        ("sqlserver", "SQL Server"),
        ("oracle", "Oracle Database"),
        ("db2", "IBM Db2"),
        ("mongodb", "MongoDB"),
        ("redis", "Redis"),
        ("rediss", "Redis"),
        ("amqp", "RabbitMQ"),
        ("amqps", "RabbitMQ"),
        ("bolt", "Neo4j"),
        ("neo4j", "Neo4j"),
        ("nats", "NATS"),
        ("clickhouse", "ClickHouse"),
        ("cassandra", "Apache Cassandra"),
    ];

    private static readonly (string Key, string Technology)[] Keys =
    [
        ("spring.data.mongodb.host", "MongoDB"),
        ("spring.data.mongodb.database", "MongoDB"),
        ("spring.redis.host", "Redis"),
        ("spring.data.redis.host", "Redis"),
        ("spring.rabbitmq.host", "RabbitMQ"),
        ("spring.kafka.bootstrapservers", "Apache Kafka"),
        ("spring.kafka.producer.bootstrapservers", "Apache Kafka"),
        ("spring.kafka.consumer.bootstrapservers", "Apache Kafka"),
        ("spring.cloud.stream.kafka.binder.brokers", "Apache Kafka"),
        ("kafka.bootstrap.servers", "Apache Kafka"),
        ("spring.data.cassandra.contactpoints", "Apache Cassandra"),
        ("spring.elasticsearch.uris", "Elasticsearch"),
        ("spring.elasticsearch.rest.uris", "Elasticsearch"),
        ("spring.data.elasticsearch.clusternodes", "Elasticsearch"),
        ("spring.zipkin.baseurl", "Zipkin"),
        ("spring.activemq.brokerurl", "ActiveMQ"),
        ("spring.cloud.consul.host", "Consul"),
        ("spring.mail.host", "mail"),
    ];

    public static Store? Of(string key, string value)
    {
        if (value.Length is 0 or > 4000)
        {
            return null;
        }

        if (Connection().Match(value) is { Success: true } match)
        {
            var scheme = match.Groups[1].Value.ToLowerInvariant().Split('+')[0];
            var technology = Schemes.FirstOrDefault(s => s.Scheme == scheme).Technology;
            if (technology is null)
            {
                return null;
            }

            var host = Addresses.In("url", value).FirstOrDefault()?.Host;
            var name = DatabaseName().Match(value) is { Success: true } named ? named.Groups[1].Value : null;
            return new(technology, name, IsLocal(host), null, true);
        }

        foreach (var (wanted, technology) in Keys)
        {
            if (key != wanted)
            {
                continue;
            }

            if (technology != "mail")
            {
                var database = key.EndsWith("database", StringComparison.Ordinal) ? value : null;
                return new(
                    technology,
                    database,
                    database is not null || IsLocal(Addresses.In("host", value).FirstOrDefault()?.Host),
                    null,
                    true
                );
            }

            var mail = value.Contains("gmail", StringComparison.OrdinalIgnoreCase) ? "Gmail" : "mail server";
            return value.Contains('.', StringComparison.Ordinal) && !value.Any(c => c is '$' or '{')
                ? new(mail, null, false, value, true)
                : null;
        }

        return null;
    }

    private static bool IsLocal(string? host) => host is null or "localhost" or "127.0.0.1";

    [GeneratedRegex(@"^(?:jdbc:)?(?<one>[a-z][a-z0-9+]*):(?:\w+:)?(?://|@)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Connection();

    [GeneratedRegex(@"(?://[^/?;\s]*/|[Dd]atabase(?:[Nn]ame)?=|:\d+:)(?<one>[A-Za-z][\w-]*)", RegexOptions.None, 1000)]
    private static partial Regex DatabaseName();
}
