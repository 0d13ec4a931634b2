using System.Text.RegularExpressions;

namespace InfraAi.Analysis.Folders;

/// <summary>What a README calls the whole, and says of it first: without badges, pictures, HTML and tables of contents.</summary>
/// <param name="Title">Its first heading; null without one.</param>
/// <param name="Description">The first sentence or two of its first paragraph; null without one.</param>
internal sealed partial record ReadmeHeader(string? Title, string? Description)
{
    private const int LongestTitle = 80;
    private const int LongestDescription = 300;

    public static ReadmeHeader Of(string text)
    {
        string? title = null;
        var paragraph = new List<string>();
        string? before = null;
        var fence = false;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
            {
                fence = !fence;
                continue;
            }

            if (fence)
            {
                continue;
            }

            var heading = Heading().Match(line);
            var underlined = before is { Length: > 0 } && line.Length > 2 && (line.All(c => c == '=') || line.All(c => c == '-'));
            if (heading.Success || underlined || HtmlHeading().Match(line) is { Success: true } html && (heading = html) is not null)
            {
                var name = Plain(underlined ? before! : heading.Groups[1].Value);
                if (underlined && paragraph.Count > 0)
                {
                    paragraph.RemoveAt(paragraph.Count - 1);
                }

                if (title is null)
                {
                    title = name.Length is > 1 and <= LongestTitle ? name : null;
                    paragraph.Clear();
                }
                else if (paragraph.Count > 0)
                {
                    break;
                }

                before = null;
                continue;
            }

            var plain = IsAside(line) ? "" : Plain(line);
            if (plain.Length == 0)
            {
                if (paragraph.Count > 0 && Sentences(paragraph) is not null)
                {
                    break;
                }

                if (line.Length == 0)
                {
                    paragraph.Clear();
                }
            }
            else
            {
                paragraph.Add(plain);
            }

            before = plain;
        }

        return new(title, Sentences(paragraph));
    }

    private static string? Sentences(List<string> paragraph)
    {
        var text = string.Join(' ', paragraph);
        if (text.Length < 12 || !text.Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        var end = -1;
        for (
            var at = text.IndexOf(". ", StringComparison.Ordinal);
            at >= 0 && at < LongestDescription;
            at = text.IndexOf(". ", at + 1, StringComparison.Ordinal)
        )
        {
            end = at + 1;
            if (end > 40)
            {
                break;
            }
        }

        return end > 0 ? text[..end]
            : text.Length <= LongestDescription ? text.TrimEnd(':')
            : null;
    }

    /// <summary>Lists, tables, quotes and HTML introduce nothing.</summary>
    private static bool IsAside(string line) =>
        line.Length > 0
        && (
            line[0] is '|' or '<' or '>' or '!' or '#' or '$'
            || line.StartsWith("- ", StringComparison.Ordinal)
            || line.StartsWith("* ", StringComparison.Ordinal)
            || line.StartsWith("[![", StringComparison.Ordinal)
            || line.StartsWith(':')
            || Plain(line).Length == 0
        );

    /// <summary>A line without pictures, links' addresses, HTML and signs of Markdown.</summary>
    public static string Plain(string line)
    {
        var text = Picture().Replace(line, "");
        text = Link().Replace(text, "$1");
        text = Tag().Replace(text, "");
        text = Address().Replace(text, "");
        return Spaces()
            .Replace(
                System
                    .Net.WebUtility.HtmlDecode(text)
                    .Replace("*", "", StringComparison.Ordinal)
                    .Replace("`", "", StringComparison.Ordinal),
                " "
            )
            .Trim();
    }

    [GeneratedRegex(@"^#{1,2}\s+(?<one>.+?)\s*#*$", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"<h1[^>]*>(?<one>.+?)</h1>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex HtmlHeading();

    [GeneratedRegex(@"\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])(?:\](?:\([^)]*\)|\[[^\]]*\]))?", RegexOptions.None, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex(@"\[(?<one>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"https?://\S+", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
