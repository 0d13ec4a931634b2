using System.Globalization;
using System.Text.RegularExpressions;

namespace InfraAi.Model.Secrets;

/// <summary>How the value that a rule found is judged: see <see cref="SecretValue"/>.</summary>
internal enum ValueKind
{
    Any,
    Password,
    Said,
    Strong,
    Key,
    Url,
    Pem,
}

/// <summary>What one kind of secret looks like: a rule of secret-rules.txt.</summary>
public sealed class SecretRule
{
    private readonly Lazy<Regex> pattern;

    internal SecretRule(string id, Phrase name, string pattern, bool anyCase)
    {
        Id = id;
        Name = name;
        AnyCase = anyCase;
        // Built when a text first holds one of its literals: most texts ask for few of them.
        this.pattern = new(() =>
            new(
                pattern,
                RegexOptions.NonBacktracking
                    | RegexOptions.ExplicitCapture
                    | RegexOptions.CultureInvariant
                    | (anyCase ? RegexOptions.IgnoreCase : RegexOptions.None),
                Timeout.InfiniteTimeSpan
            )
        );
    }

    /// <summary>Lower case words with hyphens: "github-token".</summary>
    public string Id { get; }

    /// <summary>What it finds, for people: "GitHub token".</summary>
    public Phrase Name { get; }

    /// <summary>Texts that hold one, and texts that only look so, as the file writes them.</summary>
    public IReadOnlyList<string> Examples { get; internal init; } = [];

    /// <inheritdoc cref="Examples"/>
    public IReadOnlyList<string> CounterExamples { get; internal init; } = [];

    internal bool AnyCase { get; }
    internal IReadOnlyList<string> Literals { get; init; } = [];
    internal bool AnyStart { get; init; }
    internal int Reach { get; init; }
    internal double LeastBits { get; init; }
    internal ValueKind Kind { get; init; }
    internal int Order { get; init; }
    internal Regex Pattern => pattern.Value;

    /// <summary>True when a literal that stands there may begin a secret: no word goes on before it.</summary>
    internal bool MayStartAt(string text, int at, string literal)
    {
        if (AnyStart || at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]))
        {
            return true;
        }

        // "\n" in a string of JSON or code.
        if (at > 1 && text[at - 2] == '\\' && text[at - 1] is 'n' or 'r' or 't')
        {
            return true;
        }

        // dbPassword, MYSQLPassword are written with the inner word's capital; of PGPASSWORD and dbpassword only a long word is told.
        return AnyCase && (char.IsAsciiLetterUpper(text[at]) || literal.Length > 5 || char.IsAsciiDigit(text[at - 1]));
    }
}

/// <summary>Reads secret-rules.txt, whose head says how it is written.</summary>
internal static class SecretRuleFile
{
    private const int UsualReach = 300;
    private const double UsualBits = 2.5;

    public static IReadOnlyList<SecretRule> Load()
    {
        using var stream = typeof(SecretRuleFile).Assembly.GetManifestResourceStream("secret-rules.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <exception cref="FormatException">A line is not as the head of the file says.</exception>
    public static IReadOnlyList<SecretRule> Parse(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        var rules = new List<SecretRule>();
        List<(string Field, string Value)>? fields = null;
        var head = "";
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Append("[end] |"))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                if (fields is not null)
                {
                    rules.Add(Rule(head, fields, parts, rules.Count));
                }

                (head, fields) = (line, []);
                continue;
            }

            var (field, value) = Split(line);
            if (field == "set")
            {
                var (name, part) = Split(value);
                parts[name] = part;
            }
            else
            {
                (fields ?? throw new FormatException($"before the first rule: {line}")).Add((field, value));
            }
        }

        return rules;
    }

    private static (string First, string After) Split(string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? (line, "") : (line[..end], line[end..].Trim());
    }

    private static SecretRule Rule(
        string head,
        IReadOnlyList<(string Field, string Value)> fields,
        IReadOnlyDictionary<string, string> parts,
        int order
    )
    {
        var close = head.IndexOf(']', StringComparison.Ordinal);
        if (head[(close + 1)..].Split('|', StringSplitOptions.TrimEntries) is not [var english, var spanish])
        {
            throw new FormatException($"no name in two languages: {head}");
        }

        var pattern = One("is") ?? throw new FormatException($"no pattern: {head}");
        // A part may name another.
        for (var depth = 0; depth < 2; depth++)
        {
            pattern = parts.Aggregate(pattern, (made, part) => made.Replace($"${{{part.Key}}}", part.Value, StringComparison.Ordinal));
        }

        var anyCase = One("say") is not null;
        return new(head[1..close], new(english, spanish), pattern, anyCase)
        {
            Literals =
            [
                .. (One("at") ?? One("say") ?? throw new FormatException($"no literals: {head}"))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(literal => anyCase ? literal.Replace('|', ' ').ToLowerInvariant() : literal),
            ],
            AnyStart = One("any-start") is not null,
            Reach = int.Parse(One("reach") ?? $"{UsualReach}", CultureInfo.InvariantCulture),
            LeastBits = One("bits") is { } bits ? double.Parse(bits, CultureInfo.InvariantCulture) : UsualBits,
            Kind = Enum.Parse<ValueKind>(One("value") ?? "any", ignoreCase: true),
            Order = order,
            Examples = All("yes"),
            CounterExamples = All("no"),
        };

        string? One(string name) => fields.FirstOrDefault(f => f.Field == name).Value;

        string[] All(string name) => [.. fields.Where(f => f.Field == name).Select(f => f.Value)];
    }
}
