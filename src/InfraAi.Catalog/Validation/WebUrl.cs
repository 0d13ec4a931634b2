using System.Buffers;
using System.Globalization;
using System.Text;

namespace InfraAi.Catalog.Validation;

/// <summary>Is a text an absolute URL by the WHATWG URL standard, which is what the catalog asks of links?</summary>
/// <remarks>The states of the standard's parser as far as they can fail. System.Uri follows RFC 3986 and differs on both sides.</remarks>
internal static class WebUrl
{
    private const string ForbiddenInHost = "\0\t\n\r #/:<>?@[\\]^|";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(ForbiddenInHost);

    public static bool IsValid(string text)
    {
        var url = Clean(text);
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !IsScheme(url.AsSpan(0, colon)))
            return false;
        var scheme = url[..colon].ToLowerInvariant();
        var rest = url.AsSpan(colon + 1);
        if (scheme == "file")
            return IsFile(rest);
        if (scheme is "http" or "https" or "ws" or "wss" or "ftp")
            return IsAuthority(rest.TrimStart("/\\"), special: true);
        return !rest.StartsWith("//", StringComparison.Ordinal) || IsAuthority(rest[2..], special: false);
    }

    /// <summary>Controls and spaces at both ends do not count, tabs and line breaks nowhere.</summary>
    private static string Clean(string text)
    {
        var from = 0;
        var to = text.Length;
        while (from < to && text[from] <= ' ')
            from++;
        while (to > from && text[to - 1] <= ' ')
            to--;
        var url = text[from..to];
        return url.AsSpan().ContainsAny("\t\n\r") ? string.Concat(url.Split('\t', '\n', '\r')) : url;
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetter(text[0]))
            return false;
        foreach (var character in text)
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '-' or '.'))
                return false;
        return true;
    }

    private static bool IsFile(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] is not ('/' or '\\') || rest[1] is not ('/' or '\\'))
            return true;
        var host = UpTo(rest[2..], "/\\?#");
        var isDrive = host.Length == 2 && char.IsAsciiLetter(host[0]) && host[1] is ':' or '|';
        return host.IsEmpty || isDrive || IsHost(host, special: true);
    }

    private static bool IsAuthority(ReadOnlySpan<char> rest, bool special)
    {
        var authority = UpTo(rest, special ? "/\\?#" : "/?#");
        var at = authority.LastIndexOf('@');
        var place = authority[(at + 1)..];
        if (at >= 0 && place.IsEmpty)
            return false;
        var close = place.LastIndexOf(']');
        var colon = place[(close + 1)..].IndexOf(':');
        if (colon < 0)
            return place.IsEmpty ? !special : IsHost(place, special);
        var host = place[..(close + 1 + colon)];
        return !host.IsEmpty && IsPort(place[(close + 2 + colon)..]) && IsHost(host, special);
    }

    private static ReadOnlySpan<char> UpTo(ReadOnlySpan<char> text, string stops)
    {
        var at = text.IndexOfAny(stops);
        return at < 0 ? text : text[..at];
    }

    private static bool IsPort(ReadOnlySpan<char> text)
    {
        var port = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            port = port * 10 + digit - '0';
            if (port > 65535)
                return false;
        }
        return true;
    }

    private static bool IsHost(ReadOnlySpan<char> host, bool special)
    {
        if (host[0] == '[')
            return host[^1] == ']' && IsIPv6(host[1..^1]);
        if (!special)
            return !host.ContainsAny(Forbidden);
        var domain = Decode(host);
        foreach (var character in domain)
            if (character <= ' ' || character is '%' or '\u007F' || ForbiddenInHost.Contains(character, StringComparison.Ordinal))
                return false;
        return domain.Length > 0 && IsDomain(domain) && (!EndsInNumber(domain) || IsIPv4(domain));
    }

    private static string Decode(ReadOnlySpan<char> host)
    {
        if (!host.Contains('%'))
            return host.ToString();
        var bytes = Encoding.UTF8.GetBytes(host.ToString());
        var decoded = new List<byte>(bytes.Length);
        for (var at = 0; at < bytes.Length; at++)
        {
            var escaped =
                bytes[at] == '%'
                && at + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[at + 1])
                && char.IsAsciiHexDigit((char)bytes[at + 2]);
            if (!escaped)
            {
                decoded.Add(bytes[at]);
                continue;
            }
            decoded.Add(
                byte.Parse($"{(char)bytes[at + 1]}{(char)bytes[at + 2]}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            );
            at += 2;
        }
        return Encoding.UTF8.GetString([.. decoded]);
    }

    /// <summary>Names beyond ASCII must hold letters, digits, marks or symbols: what UTS 46 can map.</summary>
    private static bool IsDomain(string domain)
    {
        if (domain.All(char.IsAscii))
            return true;
        var holdsLetters = false;
        foreach (var rune in domain.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (IsNever(category) || rune.Value == 0xFFFD)
                return false;
            holdsLetters |= category != UnicodeCategory.Format && !IsIgnored(rune.Value);
        }
        return holdsLetters;
    }

    private static bool IsNever(UnicodeCategory category) =>
        category
            is UnicodeCategory.Control
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator;

    /// <summary>Variation selectors: UTS 46 drops them, as it drops format characters.</summary>
    private static bool IsIgnored(int code) => code is >= 0xFE00 and <= 0xFE0F;

    private static bool EndsInNumber(string domain)
    {
        var labels = domain.Split('.');
        var last = labels[^1].Length == 0 && labels.Length > 1 ? labels[^2] : labels[^1];
        return last.Length > 0 && (last.All(char.IsAsciiDigit) || IsHex(last));
    }

    private static bool IsHex(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Skip(2).All(char.IsAsciiHexDigit);

    private static bool IsIPv4(string host)
    {
        var parts = host.Split('.').ToList();
        if (parts[^1].Length == 0 && parts.Count > 1)
            parts.RemoveAt(parts.Count - 1);
        if (parts.Count > 4)
            return false;
        for (var index = 0; index < parts.Count; index++)
        {
            var isLast = index == parts.Count - 1;
            var most = isLast ? Math.Pow(256, 5 - parts.Count) - 1 : 255;
            if (Number(parts[index]) is not { } value || value > most)
                return false;
        }
        return true;
    }

    private static double? Number(string part)
    {
        if (part.Length == 0)
            return null;
        var radix =
            IsHex(part) ? 16
            : part.Length > 1 && part[0] == '0' ? 8
            : 10;
        double value = 0;
        foreach (var digit in radix == 16 ? part[2..] : part)
        {
            var weight =
                char.IsAsciiDigit(digit) ? digit - '0'
                : char.IsAsciiHexDigit(digit) ? (digit | 0x20) - 'a' + 10
                : 99;
            if (weight >= radix)
                return null;
            value = value * radix + weight;
        }
        return value;
    }

    /// <summary>Eight groups of up to four hex digits, one run of them left out as "::", the last two also as an IPv4 address.</summary>
    private static bool IsIPv6(ReadOnlySpan<char> text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
            return Groups(text) == 8;
        if (text[(gap + 1)..].IndexOf("::", StringComparison.Ordinal) >= 0)
            return false;
        var before = text[..gap];
        var after = text[(gap + 2)..];
        var left = before.IsEmpty ? 0 : Groups(before, mayEndInIPv4: false);
        var right = after.IsEmpty ? 0 : Groups(after);
        return left >= 0 && right >= 0 && left + right < 8;
    }

    private static int Groups(ReadOnlySpan<char> text, bool mayEndInIPv4 = true)
    {
        var groups = 0;
        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            if (mayEndInIPv4 && range.End.Value == text.Length && group.Contains('.'))
                return IsDotted(group) ? groups + 2 : -1;
            if (group.Length is 0 or > 4 || !group.ToString().All(char.IsAsciiHexDigit))
                return -1;
            groups++;
        }
        return groups;
    }

    private static bool IsDotted(ReadOnlySpan<char> text)
    {
        var parts = text.ToString().Split('.');
        return parts.Length == 4
            && parts.All(part =>
                part.Length is > 0 and <= 3
                && part.All(char.IsAsciiDigit)
                && (part.Length == 1 || part[0] != '0')
                && int.Parse(part, CultureInfo.InvariantCulture) < 256
            );
    }
}
