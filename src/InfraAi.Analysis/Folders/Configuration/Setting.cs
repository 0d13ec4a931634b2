using System.Text;
using System.Text.RegularExpressions;
using InfraAi.Analysis.Diagrams;
using InfraAi.Model;

namespace InfraAi.Analysis.Folders.Configuration;

/// <summary>One setting of a configuration file.</summary>
/// <param name="Key">In lower case, its parts joined by dots, without hyphens and underscores: what relaxed binding makes equal is equal.</param>
/// <param name="Value">With the defaults of placeholders put in.</param>
internal sealed record Setting(string Key, string Value, LineEvidence Evidence);

/// <summary>One kind of configuration file.</summary>
internal interface IConfigurationFormat
{
    /// <returns>True when the file, by its name, may be one of its kind.</returns>
    bool Reads(string name);

    IEnumerable<Setting> Read(BundledFile file);
}

/// <summary>The kinds of configuration files that are read.</summary>
internal static partial class ConfigurationFiles
{
    /// <summary>Longer files hold data, not settings.</summary>
    public const int LongestFile = 256 * 1024;

    private const int MostSettings = 2000;

    private static readonly IReadOnlyList<IConfigurationFormat> All =
    [
        new PropertiesFormat(),
        new DotEnvFormat(),
        new YamlFormat(),
        new JsonFormat(),
        new ProxyFormat(),
        new LogbackFormat(),
    ];

    public static bool Reads(string path) => All.Any(f => f.Reads(Name(path)));

    public static IReadOnlyList<Setting> Read(BundledFile file) =>
        file.Text.Length > LongestFile || All.FirstOrDefault(f => f.Reads(Name(file.Path))) is not { } format
            ? []
            : [.. format.Read(file).Take(MostSettings)];

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>"SPRING_DATA_MONGODB_HOST", "spring.data.mongo-db.host" and "ConnectionStrings__Main" in one form.</summary>
    public static string KeyOf(string key)
    {
        var variable = key.Contains('_', StringComparison.Ordinal) && !key.Contains('.', StringComparison.Ordinal);
        var text = new StringBuilder(key.Length);
        foreach (var c in key)
        {
            if (c is ':' || (c == '_' && variable))
            {
                if (text.Length > 0 && text[^1] != '.')
                {
                    text.Append('.');
                }
            }
            else if (c is not ('-' or '_' or ' ' or '"'))
            {
                text.Append(char.ToLowerInvariant(c));
            }
        }

        return text.ToString();
    }

    /// <summary>"${ORDERS_URL:http://orders:8080}" is its default; without one nothing is left of it.</summary>
    public static string Resolve(string value, IReadOnlyDictionary<string, string>? known = null)
    {
        for (var rounds = 0; rounds < 20 && Placeholder().Match(value) is { Success: true } match; rounds++)
        {
            var name = match.Groups[1].Value;
            var text =
                known?.GetValueOrDefault(KeyOf(name)) is { } set && !set.Contains("${" + name, StringComparison.Ordinal)
                    ? set
                    : match.Groups[2].Value.TrimStart('-');
            value = value[..match.Index] + text + value[(match.Index + match.Length)..];
        }

        return value;
    }

    [GeneratedRegex(@"\$\{(?<one>[\w.\-\[\]]+)(?::(?<two>[^${}]*))?\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}

/// <summary>Java properties (docs.oracle.com/…/java/util/Properties).</summary>
internal sealed class PropertiesFormat : IConfigurationFormat
{
    public bool Reads(string name) =>
        name.EndsWith(".properties", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("gradle", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("messages", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("maven", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("log4j", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<Setting> Read(BundledFile file)
    {
        var number = 0;
        foreach (var text in file.Text.Split('\n'))
        {
            number++;
            var line = text.Trim();
            var at = line.IndexOfAny(['=', ':']);
            if (at > 0 && line[0] is not ('#' or '!'))
            {
                yield return new(ConfigurationFiles.KeyOf(line[..at].Trim()), line[(at + 1)..].Trim(), new(file.Path, number, Cut(line)));
            }
        }
    }

    internal static string Cut(string line) => line.Length > 200 ? line[..200] : line;
}

/// <summary>NAME=value files (docs.docker.com/compose/how-tos/environment-variables), and their examples.</summary>
internal sealed class DotEnvFormat : IConfigurationFormat
{
    public bool Reads(string name) =>
        (name == ".env" || name.StartsWith(".env.", StringComparison.Ordinal) || name.EndsWith(".env", StringComparison.Ordinal))
        && !name.Contains("test", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<Setting> Read(BundledFile file)
    {
        var number = 0;
        foreach (var text in file.Text.Split('\n'))
        {
            number++;
            var line = text.Trim();
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && line[0] != '#')
            {
                var name = line[..at].Trim();
                name = name.StartsWith("export ", StringComparison.Ordinal) ? name[7..].Trim() : name;
                yield return new(
                    ConfigurationFiles.KeyOf(name),
                    line[(at + 1)..].Trim().Trim('"', '\''),
                    new(file.Path, number, PropertiesFormat.Cut(line))
                );
            }
        }
    }
}

/// <summary>YAML settings: application.yml and bootstrap.yml with their profiles, those of proxies, collectors and log shippers.</summary>
internal sealed class YamlFormat : IConfigurationFormat
{
    public bool Reads(string name) =>
        name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<Setting> Read(BundledFile file)
    {
        List<Tree> documents;
        try
        {
            documents = Tree.ReadYaml(new SourceText(file.Text, file.Path));
        }
        catch (BrokenSourceException)
        {
            return [];
        }

        var lines = file.Text.Split('\n');
        return documents.SelectMany(d => SettingTree.Flatten(d, file.Path, lines));
    }
}

/// <summary>JSON settings (learn.microsoft.com/aspnet/core/fundamentals/configuration); other JSON holds data.</summary>
internal sealed class JsonFormat : IConfigurationFormat
{
    public bool Reads(string name) =>
        name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        && (
            name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("config.", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("config.json", StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith("ts", StringComparison.OrdinalIgnoreCase)
            || name is "local.settings.json" or "ocelot.json" or "default.json" or "production.json"
            || name.StartsWith("ocelot.", StringComparison.OrdinalIgnoreCase)
        )
        && !name.Contains("test", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<Setting> Read(BundledFile file)
    {
        Tree root;
        try
        {
            root = Tree.ReadJson(file.Text);
        }
        catch (BrokenSourceException)
        {
            return [];
        }

        return SettingTree.Flatten(root, file.Path, file.Text.Split('\n'));
    }
}

/// <summary>Trees of settings as pairs.</summary>
internal static class SettingTree
{
    public static IEnumerable<Setting> Flatten(Tree root, string path, string[] lines)
    {
        var open = new Stack<(Tree Tree, string Key)>();
        open.Push((root, ""));
        for (var steps = 0; open.TryPop(out var at) && steps < 20_000; steps++)
        {
            if (at.Tree.Value is { } value && at.Key.Length > 0)
            {
                var line = at.Tree.Line >= 1 && at.Tree.Line <= lines.Length ? lines[at.Tree.Line - 1].Trim() : value;
                yield return new(at.Key, value, new(path, at.Tree.Line, PropertiesFormat.Cut(line)));
            }

            for (var i = (at.Tree.List?.Count ?? 0) - 1; i >= 0; i--)
            {
                open.Push((at.Tree.List![i], at.Key));
            }

            foreach (var (name, child, _) in at.Tree.Entries().Reverse())
            {
                var key = ConfigurationFiles.KeyOf(name);
                open.Push((child, at.Key.Length == 0 ? key : at.Key + "." + key));
            }
        }
    }
}

/// <summary>Routes of nginx (nginx.org/en/docs/http/ngx_http_proxy_module.html) and of Apache (httpd.apache.org/docs/current/mod/mod_proxy.html).</summary>
internal sealed partial class ProxyFormat : IConfigurationFormat
{
    public bool Reads(string name) =>
        name.EndsWith(".conf", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".conf.template", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".conf.tmpl", StringComparison.OrdinalIgnoreCase)
        || name is "Caddyfile" or "haproxy.cfg";

    public IEnumerable<Setting> Read(BundledFile file)
    {
        var upstreams = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match upstream in Upstream().Matches(file.Text))
        {
            upstreams.Add(upstream.Groups[1].Value);
        }

        var number = 0;
        foreach (var text in file.Text.Split('\n'))
        {
            number++;
            var line = text.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var evidence = new LineEvidence(file.Path, number, PropertiesFormat.Cut(line));
            foreach (Match match in Pass().Matches(line))
            {
                var target = match.Groups[2].Value;
                if (!upstreams.Contains(Host(target)))
                {
                    yield return new(
                        match.Groups[1].Value.StartsWith("Proxy", StringComparison.Ordinal) ? "httpd.route" : "nginx.route",
                        target,
                        evidence
                    );
                }
            }
        }
    }

    private static string Host(string target)
    {
        var from = target.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var end = target.IndexOfAny(['/', ':'], from);
        return end < 0 ? target[from..] : target[from..end];
    }

    [GeneratedRegex(@"upstream\s+(?<one>[\w.-]+)\s*\{", RegexOptions.None, 1000)]
    private static partial Regex Upstream();

    [GeneratedRegex(
        """(?<one>proxy_pass|fastcgi_pass|grpc_pass|uwsgi_pass|reverse_proxy|\bserver\b|ProxyPass|BalancerMember)\s+(?:"[^"]*"\s+"?(?=http|ajp|balancer|ws)|/\S*\s+(?=http|ajp|balancer|ws))?"?(?<two>(?:[a-z]+://)?[A-Za-z][\w.-]*(?::\d+)?|(?:[a-z]+://)?[\w.-]+:\d+)""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Pass();
}

/// <summary>Where Logback sends logs (github.com/logfellow/logstash-logback-encoder).</summary>
internal sealed partial class LogbackFormat : IConfigurationFormat
{
    public bool Reads(string name) =>
        name.StartsWith("logback", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<Setting> Read(BundledFile file)
    {
        foreach (var (text, number) in Units.Lines.Of(file.Text))
        {
            if (Destination().Match(text) is { Success: true } match)
            {
                yield return new("logback.destination", match.Groups[1].Value, new(file.Path, number, PropertiesFormat.Cut(text.Trim())));
            }
        }
    }

    [GeneratedRegex("<(?:destination|remoteHost|host|url)>(?<one>[^<]+)</", RegexOptions.None, 1000)]
    private static partial Regex Destination();
}
