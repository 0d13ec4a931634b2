using System.Buffers;
using System.Text.RegularExpressions;

namespace InfraAi.Model.Secrets;

/// <summary>Tells a secret's value from what stands where one could: a placeholder, a reference, an ordinary word, a version, a type.</summary>
public static partial class SecretValue
{
    private const int ShortestPassword = 4;
    private const int LongestPassword = 200;
    private const int ShortestWord = 8;
    private const int ShortestStrong = 8;
    private const int ShortestKey = 10;
    private const int LongKey = 20;
    private const double KeyBits = 3;

    /// <summary>A value that stands for one that has still to be put there: "changeme", "your-token", "&lt;token&gt;", "xxx".</summary>
    public static bool IsPlaceholder(string value) => Placeholder().IsMatch(Begin(value.Trim()));

    /// <summary>What the words of a value are looked for in: enough of it, however long it is.</summary>
    private static string Begin(string value) => value.Length > LongestPassword ? value[..LongestPassword] : value;

    /// <summary>True when a name that goes on like this holds no secret: password_FILE, tokenUrl, secretName.</summary>
    internal static bool IsHarmlessTail(string tail) => HarmlessTail().IsMatch(tail);

    /// <returns>The secret of a match, without the full stop of its sentence; null when it is none.</returns>
    internal static SecretMatch? Judge(SecretRule rule, Match match, string text, int at)
    {
        var group = match.Groups["s"] is { Success: true } named ? named : match;
        var (start, value) = (group.Index, group.Value);
        var isQuoted = start > at && text[start - 1] is '"' or '\'' or '`';
        if (rule.Kind is not (ValueKind.Any or ValueKind.Pem) && !isQuoted)
        {
            value = value.TrimEnd('.', ',', ':', '?', '*', '_');
        }

        return
            value.Length > 0 && IsSecret(rule, match, value, new(text, at, start + value.Length, isQuoted)) && Bits(value) >= rule.LeastBits
            ? new(rule, start, value.Length)
            : null;
    }

    /// <param name="At">Where the rule's literal stands.</param>
    /// <param name="End">Behind the value.</param>
    private readonly record struct Place(string Text, int At, int End, bool IsQuoted)
    {
        /// <summary>A call or an index follows: the value is code.</summary>
        public bool IsCode => !IsQuoted && End < Text.Length && Text[End] is '(' or '[';

        /// <summary>The name itself is a reference: ${PASSWORD:?not set}.</summary>
        public bool IsNamed
        {
            get
            {
                var head = At - HeadOf(this).Length;
                return head > 0 && (Text[head - 1] is '$' or '%' || (head > 1 && Text[head - 1] == '{' && Text[head - 2] is '$' or '{'));
            }
        }

        /// <summary>Nothing else on the line but signs: the value is all there is.</summary>
        public bool IsLast
        {
            get
            {
                for (var i = End; i < Text.Length && Text[i] is not ('\n' or '\r'); i++)
                {
                    if (char.IsLetterOrDigit(Text[i]))
                    {
                        return false;
                    }
                }

                return true;
            }
        }
    }

    private static bool IsSecret(SecretRule rule, Match match, string value, Place place)
    {
        if (rule.Kind == ValueKind.Pem)
        {
            // A key has at least one full line.
            return value.Length >= 40 && FullLine().IsMatch(value);
        }

        // A key with its own head and foot is found by its rule, which leaves these standing.
        if (value.StartsWith("-----BEGIN", StringComparison.Ordinal) || IsPlaceholder(value) || SaysExample().IsMatch(Begin(value)))
        {
            return false;
        }

        if (rule.Kind == ValueKind.Any)
        {
            return !IsWords(value) && !JwtExample().IsMatch(value);
        }

        if (
            (value.Length > LongestPassword && rule.Kind != ValueKind.Key)
            || IsReference(value)
            || place.IsCode
            || place.IsNamed
            || IsHarmlessTail(match.Groups["t"].Value)
            || HarmlessHead().IsMatch(HeadOf(place))
        )
        {
            return false;
        }

        return rule.Kind switch
        {
            ValueKind.Password => IsPassword(value, place, match.Groups["p"].Value),
            ValueKind.Said => !IsOrdinary(value) && HasLetter(value) && (HasDigit(value) || HasSign(value)),
            ValueKind.Strong => IsStrong(value),
            ValueKind.Url => value.Length >= ShortestPassword
                && !Ordinary().IsMatch(value)
                && !(value.Length < 6 && value.All(char.IsAsciiDigit)),
            _ => IsKey(value),
        };
    }

    /// <summary>What the name that the literal stands in begins with.</summary>
    private static string HeadOf(Place place)
    {
        var from = place.At;
        while (
            from > 0
            && place.At - from < 30
            && (char.IsAsciiLetterOrDigit(place.Text[from - 1]) || place.Text[from - 1] is '_' or '-' or '.')
        )
        {
            from--;
        }

        return place.Text[from..place.At];
    }

    private static bool IsPassword(string value, Place place, string between)
    {
        if (value.Length < ShortestPassword || IsOrdinary(value))
        {
            return false;
        }

        var isAssigned = place.IsQuoted || between == "=";
        if (value.All(char.IsAsciiDigit))
        {
            return isAssigned || place.IsLast;
        }

        return HasLetter(value) && (HasDigit(value) || HasSign(value))
            // One word: only where nothing but a value can stand, and only when it does not speak of secrets itself.
            || (
                isAssigned && value.Length >= ShortestWord && value.All(char.IsLetter) && !SpeaksOfSecrets().IsMatch(value) && place.IsLast
            );
    }

    private static bool IsStrong(string value) =>
        value.Length >= ShortestStrong
        && !IsOrdinary(value)
        && HasLetter(value)
        && HasDigit(value)
        && (HasSign(value) || (value.Any(char.IsAsciiLetterUpper) && value.Any(char.IsAsciiLetterLower)));

    private static bool IsKey(string value) =>
        value.Length >= ShortestKey
        && !IsOrdinary(value)
        && !IsWords(value)
        && HasLetter(value)
        && value.Count(char.IsAsciiDigit) >= (value.Length >= LongKey ? 1 : 2)
        && (value.Length >= LongKey || (value.Any(char.IsAsciiLetterUpper) && value.Any(char.IsAsciiLetterLower)) || HasSign(value))
        && Bits(value) >= KeyBits;

    private static bool IsOrdinary(string value) => Ordinary().IsMatch(value) || Kind().IsMatch(Begin(value)) || IsReference(value);

    private static bool IsReference(string value) => Reference().IsMatch(Begin(value));

    /// <summary>Words and numbers with hyphens between them ("orders-tls-2024", "auth_service_v2"): a name, no key.</summary>
    private static bool IsWords(string value)
    {
        var parts = value.Split('-', '_', '.', '/', ':');
        return parts.Length > 1
            && parts.All(part => part.Length < 20 && Word().IsMatch(part))
            && parts.Count(part => part.Length > 0 && part.All(char.IsAsciiDigit)) < parts.Length;
    }

    private static bool HasLetter(string value) => value.Any(char.IsLetter);

    private static bool HasDigit(string value) => value.Any(char.IsAsciiDigit);

    /// <summary>Signs that people put into passwords, and that do not join words.</summary>
    private static bool HasSign(string value) => value.AsSpan().ContainsAny(Signs);

    private static readonly SearchValues<char> Signs = SearchValues.Create("!#%&*?@^~+$");

    /// <summary>Shannon's entropy of the characters, in bits for each.</summary>
    private static double Bits(string value)
    {
        var counts = new Dictionary<char, int>();
        foreach (var c in value)
        {
            counts[c] = counts.GetValueOrDefault(c) + 1;
        }

        return -counts.Values.Sum(count => (double)count / value.Length * Math.Log2((double)count / value.Length));
    }

    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(
        @"(?i)^(change[-_ ]?(me|this|it).*|cambia(r|me|esto).*|(your|my|the|insert|put|add|enter|tu|su)[-_ ].*|.*[-_ ](here|aqui)|<.*>?|\[.*\]?|\{\{.*|\$\{?[A-Z_a-z({].*|\$\(.*|%[A-Z_a-z({].*|.*\*{3,}.*|x{3,}.*|.*x{6,}|•+|\.{3}.*|…|todo.*|tbd|fixme|placeholder.*|example.*|dummy.*|sample.*|fake.*|redacted.*|none|null|nil|undefined|secret|password|contraseña|replace[-_ ]?(me|this|with).*|.*(0{8,}|\.{3,}|…).*)$",
        Plain,
        1000
    )]
    private static partial Regex Placeholder();

    [GeneratedRegex("EXAMPLE|(?i:your[-_]?(own|api|token|key|secret|pass)|[-_]example|example[-_.])", Plain, 1000)]
    private static partial Regex SaysExample();

    /// <summary>The token that jwt.io shows.</summary>
    [GeneratedRegex(@"\.eyJzdWIiOiIxMjM0NTY3ODkwI", Plain, 1000)]
    private static partial Regex JwtExample();

    /// <summary>Where a value comes from: a variable, a setting, a function, a store, a file, a resource, an address.</summary>
    [GeneratedRegex(
        @"(?i)^(\$|%\(|@[a-z]|&|!(ref|sub|getatt|vault|env|secret|join)|(var|local|data|module|each|self|this|args?|opts|options|params?|props|env|environment|config|cfg|conf|settings|secrets?|os|process|system|request|req|ctx|context|values?|inputs?|outputs?|creds?|credentials?|random_(password|string|id)|aws_|azurerm_|google_|vault_|kubernetes_)[._\[]|arn:|projects/|op://|vault:|ssm:|secretsmanager:|keyvault:|sops:|enc[:\[(]|\{cipher\}|ref\+|file[:(]|https?://|/[a-z._-]+(/|$)|\./|~/|[a-z_]\w*(\.[a-z_]\w*)+$|[a-z_]\w*\(|sha\d+[-:]|[a-z]\d:|env\[|process\.env|getenv|bcrypt|\$2[aby]\$)",
        Plain,
        1000
    )]
    private static partial Regex Reference();

    /// <summary>Words that stand beside "password" and "token" without being one.</summary>
    [GeneratedRegex(
        @"(?i)^(true|false|yes|no|on|off|none|null|nil|n/?a|any|all|both|basic|bearer|digest|string|str|text|varchar2?|char|bytes?|number|integer|boolean|bool|object|array|required|optional|obligatori[oa]|opcional|requerid[oa]|disabled|enabled|hidden|masked|encrypted|hashed|salted|rotated|rotating|generated|auto|automatic|random|empty|blank|default|unset|unknown|stored|kept|managed|inherited|shared|protected|forgotten|expired|valid|invalid|postgres|postgresql|mysql|mariadb|mongo(db)?|redis|rabbitmq|root|admin|administrator|guest|user|username|usuario|test|testing|test123|demo|local|localhost|dev|pass|passwd|password|password1|contraseña|secret|secrets|token|key|clave|minio|minioadmin|keycloak|vault|bcrypt|scrypt|argon2(id?|d)?|pbkdf2.*|md5|plain|plaintext|cleartext|header|headers|query|cookie|body|form|field|input|output|param|parameter|login|logout|reset|policy|manager|service|server|store|file|hash|oauth|oidc|saml|ldap|kerberos|jwt|jwts|webauthn|passkeys?|mfa|totp|otp|sso|mtls|tls|ssl|1password|bitwarden|lastpass|keepass|dashlane|github|gitlab|google|azure|aws)$",
        Plain,
        1000
    )]
    private static partial Regex Ordinary();

    /// <summary>Versions, types, algorithms, sizes and durations: SHA256, OAuth2.0, TLSv1.3, 90d, 8-16, varchar2, k8s.</summary>
    [GeneratedRegex(
        @"(?i)^((sha|md|rs|hs|es|ps|ed|aes|des|3des|rc|rsa|tls|tlsv|ssl|oauth|saml|oidc|ipv|utf|base|argon|bcrypt|scrypt|pbkdf|hmac|blake|http|ec|int|uint|float|varchar|nvarchar|char|rfc|fido|totp|ldap|auth|python|node|java|php|go|net|nginx|postgres|redis|kafka)-?v?\d[\w.+-]{0,14}|[vkxsp]\d{1,4}([.-]\w{1,8}){0,3}s?|\d+([.,:x/-]\d+)*[a-z%]{0,8}|[a-z]+[-_]?v?\d+(\.\d+)+\+?|[a-z]{2,}[-_]v\d+|[a-z]+\d?\.(com|net|org|io|dev|internal|local|test)(:\d+)?|[a-z0-9_.-]+@[a-z0-9.-]+\.[a-z]{2,})$",
        Plain,
        1000
    )]
    private static partial Regex Kind();

    [GeneratedRegex("(?i)pass|secret|token|key|clave|credential|login|auth|require|optional|vault|manage|rotat|encrypt|hash", Plain, 1000)]
    private static partial Regex SpeaksOfSecrets();

    [GeneratedRegex(
        @"(?i)^(port|enger|age|ed|es|ing|ive|ion|by|through)|(^|[_.-]|[a-z])(names?|refs?|reference|keyref|id|ids|arn|uri|url|urls|path|file|files|filename|dir|version|types?|ttl|timeout|expir\w*|lifetime|duration|age|length|size|min|max|count|policy|rules?|prefix|suffix|store|storage|provider|manager|endpoint|host|port|domain|mode|method|enabled|required|format|encoding|algorithm|alg|hash|hashes|field|label|hint|placeholder|env|variable|var|location|mount|source|kind|class|header|bucket|rotation|reset|strength|validator|service|server|operator|page|link|less|ed|ization|izer)$",
        Plain,
        1000
    )]
    private static partial Regex HarmlessTail();

    [GeneratedRegex(
        @"(?i)(^|[_.-])(public|primary|foreign|partition|sort|cache|max|min|num|no|use|has|is|show|hide|forgot|reset|csrf|next|page|continuation)[_.-]?$",
        Plain,
        1000
    )]
    private static partial Regex HarmlessHead();

    [GeneratedRegex("^([A-Za-z]*|[0-9]{1,8}|[A-Za-z]+[0-9]{1,3}|v?[0-9]{1,3}|[0-9]{1,2}[A-Za-z]{1,2})$", Plain, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("[A-Za-z0-9+/]{30}", Plain, 1000)]
    private static partial Regex FullLine();
}
