using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Finds host names in settings: "postgres://user@db:5432/app", "db:5432", "http://orders.default.svc.cluster.local".</summary>
internal static class Hosts
{
    private const int LongestSetting = 4000;

    /// <summary>The hosts a setting's value may name, in order: of URLs, of host:port lists, the value itself when its key says that it is a host.</summary>
    internal static IEnumerable<string> In(string key, string value)
    {
        if (value.Length is 0 or > LongestSetting)
        {
            yield break;
        }
        var words = value.Split([' ', ',', ';', '"', '\'', '\n', '\t', '=', '|'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words)
        {
            var rest = word;
            var scheme = rest.IndexOf("://", StringComparison.Ordinal);
            if (scheme >= 0)
            {
                rest = rest[(scheme + 3)..];
                rest = rest[(rest.LastIndexOf('@', Math.Max(0, rest.IndexOf('/') < 0 ? rest.Length - 1 : rest.IndexOf('/'))) + 1)..];
            }
            else if (rest.IndexOf('@') is > 0 and var at && rest.Contains('('))
            {
                rest = rest[(at + 1)..]; // Go's MySQL driver: user:secret@tcp(db:3306)/app
            }
            var open = rest.IndexOf('(');
            rest = open >= 0 && rest.IndexOf(')') > open ? rest[(open + 1)..rest.IndexOf(')')] : rest;
            var end = rest.IndexOfAny(['/', '?', '#']);
            rest = end >= 0 ? rest[..end] : rest;
            var colon = rest.LastIndexOf(':');
            var port = colon > 0 && rest[(colon + 1)..].Length > 0 && rest[(colon + 1)..].All(char.IsAsciiDigit);
            var host = colon > 0 ? rest[..colon] : rest;
            if (
                host.Length > 0
                && (scheme >= 0 || port || (words.Length == 1 && NamesHost(key)) || words.Length > 1 && IsPair(word, value))
            )
            {
                yield return host;
            }
        }
    }

    /// <summary>What an address says of the relation: a call by its scheme, or only that there is one (a broker's does not say which way messages go).</summary>
    internal static RelationKind KindOf(string value) =>
        value.StartsWith("http", StringComparison.OrdinalIgnoreCase) || value.StartsWith("grpc", StringComparison.OrdinalIgnoreCase)
            ? RelationKind.Calls
            : RelationKind.Uses;

    private static bool NamesHost(string key) =>
        key.EndsWith("HOST", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("HOSTNAME", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("HOSTS", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("SERVER", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("SERVERS", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("ADDR", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("ADDRESS", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("ENDPOINT", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("URL", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("URI", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("BROKER", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("BROKERS", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("SERVICE", StringComparison.OrdinalIgnoreCase);

    // "Host=db;Port=5432" and "host=db port=5432".
    private static bool IsPair(string word, string value)
    {
        var at = value.IndexOf("=" + word, StringComparison.Ordinal);
        if (at < 1)
        {
            return false;
        }
        var start = at;
        while (start > 0 && char.IsAsciiLetter(value[start - 1]))
        {
            start--;
        }
        return value[start..at].ToLowerInvariant() is "host" or "server" or "source" or "address";
    }
}
