using System.Text;
using System.Text.RegularExpressions;
using InfraAi.Model;

namespace InfraAi.Analysis.Folders.Units;

/// <summary>
/// What code declares about itself and others: annotations, main programs, typed clients, addresses that stand in it as texts. What is computed
/// (a name put together from parts, a client made at run time) is not followed.
/// </summary>
internal sealed partial class CodeDeclarations : IUnitSource
{
    /// <summary>Longer files are generated, or bundles of others.</summary>
    private const int LongestFile = 512 * 1024;

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".java",
        ".kt",
        ".groovy",
        ".scala",
        ".cs",
        ".go",
    };

    private static readonly (string Annotation, string Role, ComponentKind? Kind)[] Roles =
    [
        ("EurekaServer", "Netflix Eureka", null),
        ("ConfigServer", "Spring Cloud Config", null),
        ("ZuulProxy", "Netflix Zuul", ComponentKind.Gateway),
        ("ZuulServer", "Netflix Zuul", ComponentKind.Gateway),
        ("AdminServer", "Spring Boot Admin", null),
        ("HystrixDashboard", "Hystrix Dashboard", null),
        ("Turbine", "Netflix Turbine", null),
        ("TurbineStream", "Netflix Turbine", null),
    ];

    public static bool IsCode(string path) => path.LastIndexOf('.') is > 0 and var dot && Extensions.Contains(path[dot..]);

    public bool Reads(string name) => IsCode(name);

    /// <summary>The lines of a code file that declare something, at their places; the others are empty, so that numbers stay right.</summary>
    /// <returns>Null when it declares nothing.</returns>
    public static string? Excerpt(string text)
    {
        if (text.Length > LongestFile)
        {
            return null;
        }

        if (text.Contains("DistributedApplication.CreateBuilder", StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder? kept = null;
        int number = 0,
            written = 0,
            open = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var declares = Declares().IsMatch(line);
            if (!declares && open == 0)
            {
                continue;
            }

            kept ??= new StringBuilder();
            kept.Append('\n', number - 1 - written).Append(line);
            written = number - 1;
            // An annotation may go on below: "@FeignClient(" … ")".
            open =
                declares && line.Contains("Client(", StringComparison.Ordinal) && !line.Contains(')') ? 4
                : open > 0 && !line.Contains(')') ? open - 1
                : 0;
        }

        return kept?.Append('\n').ToString();
    }

    public void Read(BundledFile file, UnitCollector units)
    {
        var own = UnitCollector.FolderOf(file.Path);
        if (units.ModuleOf(own) is not { } module)
        {
            return;
        }

        var unit = units.Of(module);
        var packageMain = false;
        string? client = null;
        foreach (var (text, number) in Lines.Of(file.Text))
        {
            var line = text.Trim();
            if (line.StartsWith("//", StringComparison.Ordinal) || line[0] == '*' || line.StartsWith("import ", StringComparison.Ordinal))
            {
                continue;
            }

            var evidence = UnitCollector.At(file, number, text);
            packageMain |= line.StartsWith("package main", StringComparison.Ordinal);
            if (packageMain && line.StartsWith("func main(", StringComparison.Ordinal))
            {
                Program(units, unit, own, evidence);
            }

            client = client is null ? null : client + line;
            if (line.StartsWith("@FeignClient", StringComparison.Ordinal))
            {
                client = line;
            }

            if (client is not null && (client.Contains(')', StringComparison.Ordinal) || client.Length > 500))
            {
                Client(unit, client, evidence);
                client = null;
            }

            Annotations(unit, line, evidence);
            foreach (Match address in Address().Matches(line))
            {
                unit.Declarations.Add(new("address", address.Groups[1].Value, evidence));
            }

            if (InjectedValue().Match(line) is { Success: true } value)
            {
                unit.Declarations.Add(new("setting", value.Groups[1].Value + "=" + value.Groups[2].Value, evidence));
            }
        }
    }

    /// <summary>Of several programs of one module, each in a folder of its own, each is a unit.</summary>
    private static void Program(UnitCollector units, DeployableUnit module, string own, LineEvidence evidence)
    {
        module.Declarations.Add(new("program", own, evidence));
        module.HasMain = true;
    }

    private static void Annotations(DeployableUnit unit, string line, LineEvidence evidence)
    {
        if (Enables().Match(line) is { Success: true } enables)
        {
            var what = enables.Groups[1].Value;
            foreach (var (annotation, role, kind) in Roles)
            {
                if (what == annotation)
                {
                    // A gateway or a server of its own says more than the dashboard it also shows.
                    unit.Role = unit.Role is null or "Hystrix Dashboard" ? role : unit.Role;
                    unit.Kind ??= kind;
                    unit.Runs = true;
                    unit.Prove(evidence);
                }
            }

            if (what is "EurekaClient" or "DiscoveryClient")
            {
                unit.Declarations.Add(new("discovery-client", "", evidence));
            }
        }

        if (Starts().IsMatch(line))
        {
            unit.Runs = true;
            unit.Prove(evidence);
        }

        unit.HasMain |=
            line.Contains("static void main(", StringComparison.Ordinal) || line.Contains("CreateBuilder(", StringComparison.Ordinal);
        if (Listener().Match(line) is { Success: true } listener)
        {
            unit.Declarations.Add(new("broker", listener.Groups[1].Value == "Kafka" ? "Apache Kafka" : "RabbitMQ", evidence));
        }
    }

    private static void Client(DeployableUnit unit, string text, LineEvidence evidence)
    {
        var named = ClientName().Match(text);
        var url = ClientUrl().Match(text);
        if (url.Success)
        {
            unit.Declarations.Add(new("client-url", url.Groups[1].Value, evidence));
        }
        else if (named.Success)
        {
            unit.Declarations.Add(new("client", named.Groups[1].Value, evidence));
        }
    }

    [GeneratedRegex(
        """@Enable|@FeignClient|@SpringBootApplication|@QuarkusMain|SpringApplication\.run|Micronaut\.(?:run|build)|static void main\(|@(?:Kafka|Rabbit)Listener|@Value\(\s*"\$\{|^package main|^func main\(|CreateBuilder\(|"(?:https?|lb|grpc|amqps?|tcp)://[\w-]+(?:[:/"]|\.svc)""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Declares();

    [GeneratedRegex(@"^@Enable(?<one>\w+)", RegexOptions.None, 1000)]
    private static partial Regex Enables();

    [GeneratedRegex(@"^@SpringBootApplication|^@QuarkusMain|SpringApplication\.run\(|Micronaut\.(?:run|build)\(", RegexOptions.None, 1000)]
    private static partial Regex Starts();

    [GeneratedRegex(@"^@(?<one>Kafka|Rabbit)Listener", RegexOptions.None, 1000)]
    private static partial Regex Listener();

    [GeneratedRegex("""FeignClient\s*\(\s*(?:.*?\b(?:name|value|serviceId)\s*=\s*)?"(?<one>[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex ClientName();

    [GeneratedRegex("""\burl\s*=\s*"(?<one>[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex ClientUrl();

    [GeneratedRegex(@"""(?<one>(?:https?|lb|grpc|amqps?|tcp)://[\w-]+(?:\.[\w-]+)*(?::\d+)?)", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("""@Value\(\s*"\$\{(?<one>[\w.-]+):(?<two>[^}"]+)\}""", RegexOptions.None, 1000)]
    private static partial Regex InjectedValue();
}
