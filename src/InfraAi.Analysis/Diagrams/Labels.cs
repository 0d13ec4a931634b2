using System.Net;
using System.Text;
using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Makes names of labels: without HTML, line breaks, stereotypes and signs.</summary>
internal static class Labels
{
    private const int LongestName = 120;
    private const int LongestLabel = 10_000;

    private static readonly (string Prefix, RelationKind Kind)[] Verbs =
    [
        ("subscri", RelationKind.Subscribes),
        ("suscri", RelationKind.Subscribes),
        ("consum", RelationKind.Subscribes),
        ("listen", RelationKind.Subscribes),
        ("escuch", RelationKind.Subscribes),
        ("poll", RelationKind.Subscribes),
        ("receiv", RelationKind.Subscribes),
        ("recib", RelationKind.Subscribes),
        ("publi", RelationKind.Publishes),
        ("produc", RelationKind.Publishes),
        ("emit", RelationKind.Publishes),
        ("enqueu", RelationKind.Publishes),
        ("encol", RelationKind.Publishes),
        ("send", RelationKind.Publishes),
        ("envi", RelationKind.Publishes),
        ("notif", RelationKind.Publishes),
        ("trigger", RelationKind.Triggers),
        ("dispar", RelationKind.Triggers),
        ("schedul", RelationKind.Triggers),
        ("rout", RelationKind.Routes),
        ("enrut", RelationKind.Routes),
        ("forward", RelationKind.Routes),
        ("redir", RelationKind.Routes),
        ("prox", RelationKind.Routes),
        ("balanc", RelationKind.Routes),
        ("deploy", RelationKind.Deploys),
        ("despl", RelationKind.Deploys),
        ("provision", RelationKind.Deploys),
        ("monitor", RelationKind.Monitors),
        ("scrap", RelationKind.Monitors),
        ("metric", RelationKind.Monitors),
        ("trac", RelationKind.Monitors),
        ("log", RelationKind.Monitors),
        ("authenti", RelationKind.Authenticates),
        ("autenti", RelationKind.Authenticates),
        ("authoriz", RelationKind.Authenticates),
        ("replic", RelationKind.Replicates),
        ("sync", RelationKind.Replicates),
        ("sincron", RelationKind.Replicates),
        ("mirror", RelationKind.Replicates),
        ("writ", RelationKind.Writes),
        ("stor", RelationKind.Writes),
        ("sav", RelationKind.Writes),
        ("persist", RelationKind.Writes),
        ("insert", RelationKind.Writes),
        ("upload", RelationKind.Writes),
        ("escrib", RelationKind.Writes),
        ("guard", RelationKind.Writes),
        ("almacen", RelationKind.Writes),
        ("read", RelationKind.Reads),
        ("fetch", RelationKind.Reads),
        ("quer", RelationKind.Reads),
        ("load", RelationKind.Reads),
        ("le", RelationKind.Reads),
        ("consult", RelationKind.Reads),
        ("obtien", RelationKind.Reads),
        ("call", RelationKind.Calls),
        ("invok", RelationKind.Calls),
        ("invoc", RelationKind.Calls),
        ("request", RelationKind.Calls),
        ("llam", RelationKind.Calls),
        ("http", RelationKind.Calls),
        ("grpc", RelationKind.Calls),
        ("rest", RelationKind.Calls),
        ("depend", RelationKind.DependsOn),
    ];

    /// <summary>The label's lines without mark-up: tags, entities, stereotypes («x»), icons (fa:fa-x, &lt;$x&gt;) and Markdown signs.</summary>
    internal static List<string> Lines(string label, bool html = true)
    {
        label = label.Length > LongestLabel ? label[..LongestLabel] : label;
        var text = html ? StripTags(label) : label;
        var lines = new List<string>();
        foreach (var part in text.Replace("\\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            var line = Tidy(part);
            if (line.Length > 0)
            {
                lines.Add(line);
            }
        }
        return lines;
    }

    /// <summary>The label as one name.</summary>
    internal static string Name(string label, bool html = true) => Cut(string.Join(' ', Lines(label, html)));

    internal static string Cut(string name) => name.Length <= LongestName ? name : name[..LongestName].TrimEnd();

    /// <summary>True for what is no name: nothing, a number, one letter, signs only.</summary>
    internal static bool IsMark(string name)
    {
        var letters = 0;
        foreach (var c in name)
        {
            letters += char.IsLetter(c) ? 1 : 0;
        }
        return letters == 0 || (name.Length == 1 && char.IsAsciiLetter(name[0]));
    }

    /// <returns>What the label's first verb says of the relation; null when it has none that says so.</returns>
    internal static RelationKind? KindOf(string? label)
    {
        if (label is null)
        {
            return null;
        }
        foreach (var word in Words.Split(label))
        {
            foreach (var (prefix, kind) in Verbs)
            {
                if (prefix.Length <= 2 ? word == prefix : word.StartsWith(prefix, StringComparison.Ordinal))
                {
                    return kind;
                }
            }
        }
        return null;
    }

    private static string StripTags(string label)
    {
        if (!label.Contains('<') && !label.Contains('&'))
        {
            return label;
        }
        var text = new StringBuilder(label.Length);
        for (var i = 0; i < label.Length; i++)
        {
            var c = label[i];
            if (c != '<' || i + 1 == label.Length || !(char.IsLetter(label[i + 1]) || label[i + 1] is '/' or '!' or '$' or '&'))
            {
                text.Append(c);
                continue;
            }
            var end = label.IndexOf('>', i + 1);
            if (end < 0)
            {
                text.Append(c);
                continue;
            }
            var tag = label.AsSpan(i + 1, end - i - 1).TrimStart('/');
            if (
                tag.StartsWith("br", StringComparison.OrdinalIgnoreCase)
                || tag.StartsWith("div", StringComparison.OrdinalIgnoreCase)
                || (tag.StartsWith("p", StringComparison.OrdinalIgnoreCase) && !tag.StartsWith("pre", StringComparison.OrdinalIgnoreCase))
                || tag.StartsWith("li", StringComparison.OrdinalIgnoreCase)
                || tag.StartsWith("tr", StringComparison.OrdinalIgnoreCase)
                || (tag.Length > 1 && tag[0] is 'h' or 'H' && char.IsAsciiDigit(tag[1]))
            )
            {
                text.Append('\n');
            }
            else if (
                tag.StartsWith("style", StringComparison.OrdinalIgnoreCase)
                && label.IndexOf("</style>", end, StringComparison.OrdinalIgnoreCase) is >= 0 and var close
            )
            {
                end = close + 7;
            }
            i = end;
        }
        return WebUtility.HtmlDecode(text.ToString());
    }

    private static string Tidy(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\u00ab' && line.IndexOf('\u00bb', i) is > 0 and var end)
            {
                i = end;
                continue;
            }
            if (IsIcon(line, i) is > 0 and var length)
            {
                i += length - 1;
                continue;
            }
            if (char.IsWhiteSpace(c) || c is '\u200b' or '\ufeff' or '\u00a0' || char.IsControl(c))
            {
                if (text.Length > 0 && text[^1] != ' ')
                {
                    text.Append(' ');
                }
            }
            else if (c is not ('*' or '`') && !(c == '"' && (i == 0 || i == line.Length - 1)))
            {
                text.Append(c);
            }
        }
        return text.ToString().Trim().TrimEnd(':').Trim();
    }

    // Font Awesome in Mermaid ("fa:fa-database") and OpenIconic in PlantUML ("<&key>", taken away with the tags).
    private static int IsIcon(string line, int at)
    {
        var rest = line.AsSpan(at);
        if (rest.Length < 5 || rest[0] != 'f' || !(rest[1] == 'a' || (rest[2] == ':' && rest[1] is 'b' or 's' or 'r')))
        {
            return 0;
        }
        var colon = rest.IndexOf(":fa-");
        if (colon is < 2 or > 3)
        {
            return 0;
        }
        var end = rest.IndexOf(' ');
        return end < 0 ? rest.Length : end;
    }
}
