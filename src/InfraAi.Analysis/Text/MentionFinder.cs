using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Finds where the text names things of the vocabulary, with the phrase around the noun.</summary>
internal sealed class MentionFinder(TextDocument document, TechnologyVocabulary vocabulary)
{
    private const int LongestAlias = 12;
    private readonly List<Mention> mentions = [];
    private readonly int[] words = new int[LongestAlias];
    private string? vendor;

    internal List<Mention> Find()
    {
        vendor = MainVendor();
        foreach (var block in document.Blocks)
        {
            document.Check();
            for (var i = block.FirstToken; i < block.LastToken; )
            {
                i =
                    vocabulary.Starts(document.Tokens[i].Word) && Best(i) is { } match && !IsOnlyVendor(match, i)
                        ? Add(block, i, match)
                        : i + 1;
            }
        }
        return mentions;
    }

    /// <summary>The cloud that the text speaks of most: decides what "Functions" or "API Gateway" is.</summary>
    private string? MainVendor()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var tokens = document.Tokens;
        document.Check();
        for (var i = 0; i < tokens.Count; i++)
        {
            var said = tokens[i].Folded switch
            {
                "azure" => "azure",
                "aws" or "amazon" => "aws",
                "gcp" => "gcp",
                _ => null,
            };
            if (said is null && vocabulary.Starts(tokens[i].Word))
            {
                foreach (var match in vocabulary.Matches(Ahead(i)))
                {
                    if (!match.VendorOnly && !match.Capital)
                    {
                        said = match.Technology.Vendor is "azure" or "aws" or "gcp" ? match.Technology.Vendor : null;
                        break;
                    }
                }
            }
            if (said is not null)
            {
                counts[said] = counts.GetValueOrDefault(said) + 1;
            }
        }
        return counts.Count == 0 ? null : counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).First().Key;
    }

    private ReadOnlySpan<int> Ahead(int first)
    {
        var count = 0;
        for (var i = first; i < document.Tokens.Count && count < LongestAlias && document.Tokens[i].Word >= 0; i++)
        {
            words[count++] = document.Tokens[i].Word;
        }
        return words.AsSpan(0, count);
    }

    private VocabularyMatch? Best(int first)
    {
        VocabularyMatch? best = null;
        foreach (var match in vocabulary.Matches(Ahead(first)))
        {
            if (best is { } found && (found.Words > match.Words || !match.VendorOnly))
            {
                continue;
            }
            if (Fits(match, first))
            {
                best = match;
            }
        }
        return best;
    }

    /// <summary>The "Microsoft" of "Microsoft Azure Kubernetes Service": the cloud's name is the start of a longer one.</summary>
    private bool IsOnlyVendor(VocabularyMatch match, int first) =>
        match.Technology.Category == "cloud"
        && match.Words == 2
        && Best(first + 1) is { Words: > 1 } longer
        && longer.Technology != match.Technology;

    private bool Fits(VocabularyMatch match, int first)
    {
        var token = document.Tokens[first];
        if (match.VendorOnly && match.Technology.Vendor != vendor)
        {
            return false;
        }
        if (!match.Capital)
        {
            return true;
        }
        if (match.Acronym)
        {
            return token.Length > 1 && token.Capital && char.IsUpper(document.Text[token.Start + 1]);
        }
        return token.Capital
            && (
                !document.StartsSentence(first)
                || FollowedByVerb(first + match.Words)
                || IsAlone(first, match.Words)
                || (match.Technology.Use == TechnologyUse.Runtime && NamesNoun(first + match.Words))
            );
    }

    private bool FollowedByVerb(int token) =>
        document.Tokens[token].Kind is TokenKind.Arrow
        || Verbs.Find(document.Tokens[token].Folded) is not null
        || Verbs.IsBe(document.Tokens[token].Folded);

    /// <summary>"Go server", "Express API": at the start of a sentence the capital says nothing, but the noun does.</summary>
    private bool NamesNoun(int token)
    {
        var word = document.Tokens[token].Word;
        return vocabulary.Starts(word) && vocabulary.Matches([word]) is [{ Technology.Use: TechnologyUse.Generic }, ..];
    }

    private bool IsAlone(int first, int words) => document.Tokens[first + words].Kind != TokenKind.Word;

    private int Add(Block block, int first, VocabularyMatch match)
    {
        var last = first + match.Words;
        if (document.Tokens[last].Is(')') && document.Tokens[last - 1].Kind == TokenKind.Word && OpensInside(first, last))
        {
            last++;
        }
        var technology = match.Technology;
        if (IsHost(last))
        {
            return last;
        }
        if (technology.IsProduct)
        {
            first = TakeVendor(first);
        }
        if (technology.Use is TechnologyUse.Generic or TechnologyUse.Common)
        {
            if (
                (technology.Name == "web" && document.Language == "en") // in English it only qualifies: "web shop"
                || document.Tokens[first].Glue == '.'
                || document.Tokens[last].Glue is '-' or '_'
                || (document.Tokens[last].Is('/') && document.Tokens[first].Glue == '-')
            )
            {
                return last; // "agent" in "agent-templates", "infra-agent/": not what the compound is, or a path
            }
            return new NounPhrase(document, vocabulary, mentions).Read(block, first, last, technology);
        }
        mentions.Add(
            new Mention
            {
                Kind = technology.Use == TechnologyUse.Actor ? MentionKind.Actor : MentionKind.Product,
                First = first,
                Last = last,
                Start = document.Tokens[first].Start,
                End = document.Tokens[last - 1].End,
                Name = document.Words(first, last),
                ComponentKind = technology.Kind,
                Technology = technology.IsProduct ? technology : null,
                Head = technology.IsProduct ? null : technology,
                IsPlural = document.Tokens[last - 1].Folded is [_, _, .., 's'],
                Block = block,
            }
        );
        return last;
    }

    /// <summary>"ghcr.io/…", "git.example.org": an address is no part.</summary>
    private bool IsHost(int i) =>
        document.Tokens[i]
            is { Glue: '.', Folded: "io" or "com" or "org" or "net" or "es" or "dev" or "local" or "example" or "ejemplo" or "internal" };

    private bool OpensInside(int first, int last)
    {
        for (var i = first; i < last; i++)
        {
            if (document.Tokens[i].Is('('))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Takes "Azure" or "Amazon" before a product's name into the mention.</summary>
    private int TakeVendor(int first)
    {
        while (
            first > 0
            && document.Tokens[first - 1]
                is { Kind: TokenKind.Word, Capital: true, Folded: "azure" or "amazon" or "aws" or "google" or "microsoft" or "apache" }
            && document.Tokens[first].Glue == '\0'
        )
        {
            first--;
            if (mentions.Count > 0 && mentions[^1].First >= first)
            {
                mentions.RemoveAt(mentions.Count - 1);
            }
        }
        return first;
    }
}
