using System.Text;

namespace InfraAi.Model.Secrets;

/// <summary>A secret that stands in a text.</summary>
/// <param name="Start">Of the secret itself, in UTF-16 code units.</param>
/// <param name="Length">In UTF-16 code units.</param>
public sealed record SecretMatch(SecretRule Rule, int Start, int Length);

/// <summary>A secret that was masked where it stood, as it is kept: never the secret itself.</summary>
/// <param name="Rule">Id of the rule that found it.</param>
/// <param name="Line">From 1, in the text.</param>
public sealed record MaskedSecret(string Rule, int Line)
{
    /// <summary>What it was, for people: "password", "GitHub token".</summary>
    public Phrase Name() => SecretScanner.Default.NameOf(Rule);
}

/// <summary>A text whose secrets are masked, each as long as it was: every place in it is where it was.</summary>
public sealed record MaskedText(string Text, IReadOnlyList<MaskedSecret> Secrets);

/// <summary>Finds passwords and keys in texts by the rules of secret-rules.txt.</summary>
/// <remarks>
/// A first pass looks for the rules' literals, all at once; a rule's pattern is only tried where one of its own stands, on a piece of limited
/// length, and runs in linear time. So a text costs no more than its length times a constant, whoever wrote it.
/// </remarks>
public sealed class SecretScanner
{
    /// <summary>What a masked character becomes.</summary>
    public const char Mask = '•';

    private static readonly Lazy<SecretScanner> Shared = new(() => new(SecretRuleFile.Load()));

    private readonly Dictionary<string, SecretRule> byId;
    private readonly Literals literals;

    internal SecretScanner(IReadOnlyList<SecretRule> rules)
    {
        Rules = rules;
        byId = rules.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        literals = new(rules);
    }

    /// <summary>With the rules of secret-rules.txt.</summary>
    public static SecretScanner Default => Shared.Value;

    public IReadOnlyList<SecretRule> Rules { get; }

    /// <returns>The name of a rule; of one that is not known any more, "secret".</returns>
    public Phrase NameOf(string rule) => byId.TryGetValue(rule, out var known) ? known.Name : new("secret", "secreto");

    /// <returns>The secrets in the text, in its order, none over another.</returns>
    public IReadOnlyList<SecretMatch> Find(string text)
    {
        var found = new List<SecretMatch>();
        literals.Find(text, found);
        return found.Count < 2 ? found : Apart(found);
    }

    /// <returns>The text with each secret's characters replaced, and where they stood; the same text when it holds none.</returns>
    public MaskedText MaskIn(string text)
    {
        var found = Find(text);
        if (found.Count == 0)
        {
            return new(text, []);
        }

        var masked = new StringBuilder(text);
        var secrets = new List<MaskedSecret>(found.Count);
        var (line, at) = (1, 0);
        foreach (var match in found)
        {
            line += text.AsSpan(at, match.Start - at).Count('\n');
            at = match.Start;
            secrets.Add(new(match.Rule.Id, line));
            Cover(masked, match.Start, match.Length);
        }

        return new(masked.ToString(), secrets);
    }

    /// <returns>A mask as long as the secret. Line ends stay: what counts lines goes on counting right.</returns>
    public static string Covered(string secret)
    {
        var masked = new StringBuilder(secret);
        Cover(masked, 0, secret.Length);
        return masked.ToString();
    }

    private static void Cover(StringBuilder text, int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (text[i] is not ('\n' or '\r'))
            {
                text[i] = Mask;
            }
        }
    }

    /// <summary>Those that overlap become one, under the name of the rule that stands first in the file: the most exact.</summary>
    private static List<SecretMatch> Apart(List<SecretMatch> found)
    {
        var apart = new List<SecretMatch>(found.Count);
        foreach (var match in found.OrderBy(m => m.Start).ThenBy(m => m.Rule.Order))
        {
            if (apart.Count > 0 && apart[^1] is var last && match.Start < last.Start + last.Length)
            {
                var end = Math.Max(last.Start + last.Length, match.Start + match.Length);
                apart[^1] = new(match.Rule.Order < last.Rule.Order ? match.Rule : last.Rule, last.Start, end - last.Start);
            }
            else
            {
                apart.Add(match);
            }
        }

        return apart;
    }

    /// <summary>The rules' literals, found in one pass: only where three characters together begin one of them is anything compared.</summary>
    private sealed class Literals
    {
        private const int Head = 3;
        private const int Bits = 16;

        /// <summary>A bit for each hash of three characters that a literal begins with: 8 KB, and few of them are set.</summary>
        private readonly ulong[] heads = new ulong[1 << (Bits - 6)];
        private readonly Dictionary<uint, (string Literal, SecretRule Rule)[]> byHead;

        public Literals(IReadOnlyList<SecretRule> rules)
        {
            byHead = rules
                .SelectMany(rule => rule.Literals.Select(literal => (literal, rule)))
                .GroupBy(pair => KeyOf(pair.literal))
                .ToDictionary(group => group.Key, group => group.ToArray());
            foreach (var key in byHead.Keys)
            {
                heads[Hash(key) >> 6] |= 1UL << (int)(Hash(key) & 63);
            }
        }

        public void Find(string text, List<SecretMatch> found)
        {
            uint key = 0;
            var walk = new Walk(text, found);
            for (var i = 0; i < text.Length; i++)
            {
                key = ((key << 8) | Lower(text[i])) & 0xFFFFFF;
                var hash = Hash(key);
                if ((heads[hash >> 6] & (1UL << (int)(hash & 63))) != 0 && byHead.TryGetValue(key, out var literals))
                {
                    walk.TryAt(i - (Head - 1), literals);
                }
            }
        }

        private static uint KeyOf(string literal) =>
            literal.Length >= Head
                ? ((uint)Lower(literal[0]) << 16) | ((uint)Lower(literal[1]) << 8) | Lower(literal[2])
                : throw new FormatException($"a literal of less than {Head} characters: {literal}");

        /// <summary>ASCII in lower case; everything else is one.</summary>
        private static byte Lower(char c) => c > '~' ? (byte)0x7F : (byte)(c is >= 'A' and <= 'Z' ? c | 0x20 : c);

        private static uint Hash(uint key) => (key * 0x9E3779B1u) >> (32 - Bits);
    }

    /// <summary>One way through a text.</summary>
    private sealed class Walk(string text, List<SecretMatch> found)
    {
        /// <summary>
        /// How often a rule may be wrong inside one and the same piece: a literal repeated a million times ("sk-sk-sk-…") would else have the
        /// piece behind each of them read.
        /// </summary>
        private const int MostRefused = 4;

        private readonly Dictionary<SecretRule, (int End, int Count)> refused = [];

        // Behind what was found: the forms of keys are looked for inside a named value too, since they say more of what it is.
        private int named;
        private int formed;

        public void TryAt(int at, (string Literal, SecretRule Rule)[] literals)
        {
            var (namedBefore, formedBefore) = (named, formed);
            SecretRule? tried = null;
            foreach (var (literal, rule) in literals)
            {
                // A rule has several literals, some the beginning of others: it is asked once.
                if (
                    rule == tried
                    || at < (rule.AnyCase ? namedBefore : formedBefore)
                    || !text.AsSpan(at).StartsWith(literal, rule.AnyCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
                    || !rule.MayStartAt(text, at, literal)
                    || IsTired(rule, at)
                    || (tried = rule).Pattern.Match(text, at, Math.Min(rule.Reach, text.Length - at)) is not { Success: true } match
                )
                {
                    continue;
                }

                if (SecretValue.Judge(rule, match, text, at) is not { } secret)
                {
                    Refuse(rule, at, match.Index + match.Length);
                    continue;
                }

                found.Add(secret);
                ref var end = ref rule.AnyCase ? ref named : ref formed;
                end = Math.Max(end, secret.Start + secret.Length);
            }
        }

        private bool IsTired(SecretRule rule, int at) =>
            refused.TryGetValue(rule, out var before) && at < before.End && before.Count >= MostRefused;

        private void Refuse(SecretRule rule, int at, int end)
        {
            var before = refused.GetValueOrDefault(rule);
            refused[rule] = at < before.End ? (before.End, before.Count + 1) : (end, 1);
        }
    }
}
