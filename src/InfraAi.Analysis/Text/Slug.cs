using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Text;

/// <summary>Names for machines: lower case letters, digits and single hyphens.</summary>
internal static class Slug
{
    private const int Longest = 63;

    /// <returns>At most 63 characters; <paramref name="fallback"/> when the name has no letter or digit.</returns>
    internal static string Of(string name, string fallback)
    {
        Span<char> buffer = stackalloc char[Longest];
        var length = 0;
        foreach (var c in name)
        {
            var folded = Folding.Fold(c);
            if (char.IsAsciiLetterLower(folded) || char.IsAsciiDigit(folded))
            {
                buffer[length++] = folded;
            }
            else if (folded is '+' or '#')
            {
                continue;
            }
            else if (folded != '\0' && length > 0 && buffer[length - 1] != '-')
            {
                buffer[length++] = '-';
            }
            if (length == Longest)
            {
                break;
            }
        }
        var slug = buffer[..length].Trim('-');
        return slug.IsEmpty ? fallback : new string(slug);
    }

    /// <summary>Slugs that are taken. Numbering is counted, so that thousands of parts of one name cost no more than others.</summary>
    internal sealed class Numbering
    {
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);

        /// <returns>The slug, with a number when it is taken; it is taken from then on.</returns>
        internal string Unique(string name, string fallback)
        {
            var slug = Of(name, fallback);
            var candidate = slug;
            var number = next.GetValueOrDefault(slug, 2);
            for (; !taken.Add(candidate); number++)
            {
                var tail = "-" + number.ToString();
                candidate = (slug.Length + tail.Length > Longest ? slug[..(Longest - tail.Length)].TrimEnd('-') : slug) + tail;
            }
            next[slug] = number;
            return candidate;
        }
    }
}
