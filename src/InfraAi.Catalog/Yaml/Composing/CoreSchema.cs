namespace InfraAi.Catalog.Yaml;

/// <summary>The core schema of YAML 1.2: which plain scalars are null, booleans and numbers. "yes" and dates are strings.</summary>
internal static class CoreSchema
{
    public static ScalarType TypeOf(ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || text is "~" or "null" or "Null" or "NULL")
            return ScalarType.Null;
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            return ScalarType.Boolean;
        return text[0] is '+' or '-' or '.' or (>= '0' and <= '9') && IsNumber(text) ? ScalarType.Number : ScalarType.String;
    }

    /// <summary>Is a number written as an integer (decimal, 0x or 0o)?</summary>
    public static bool IsInteger(ReadOnlySpan<char> number) =>
        number.StartsWith("0x", StringComparison.Ordinal)
        || number.StartsWith("0o", StringComparison.Ordinal)
        || !number.ContainsAny(".eE");

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text is ".nan" or ".NaN" or ".NAN")
            return true;
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return text.Length > 2 && Count(text, 2, char.IsAsciiHexDigit) == text.Length - 2;
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return text.Length > 2 && Count(text, 2, character => character is >= '0' and <= '7') == text.Length - 2;
        var rest = text[0] is '+' or '-' ? text[1..] : text;
        return rest is ".inf" or ".Inf" or ".INF" || IsDecimal(rest);
    }

    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var whole = Count(text, 0, char.IsAsciiDigit);
        var at = whole;
        var fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            fraction = Count(text, at + 1, char.IsAsciiDigit);
            at += 1 + fraction;
        }
        if (whole + fraction == 0)
            return false;
        if (at < text.Length && text[at] is ('e' or 'E'))
        {
            at++;
            if (at < text.Length && text[at] is ('+' or '-'))
                at++;
            var exponent = Count(text, at, char.IsAsciiDigit);
            if (exponent == 0)
                return false;
            at += exponent;
        }
        return at == text.Length;
    }

    private static int Count(ReadOnlySpan<char> text, int from, Func<char, bool> matches)
    {
        var at = from;
        while (at < text.Length && matches(text[at]))
            at++;
        return at - from;
    }
}
