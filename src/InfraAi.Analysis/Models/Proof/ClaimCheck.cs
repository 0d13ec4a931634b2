using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>Where a claim says that it was read: words of a text, or boxes of a picture.</summary>
internal interface IGround
{
    /// <returns>The proof, or the code and the reason why there is none.</returns>
    (IReadOnlyList<Evidence> Proof, string Code, Phrase Reason) Prove(ModelAnswer.ComponentClaim claim);

    (IReadOnlyList<Evidence> Proof, string Code, Phrase Reason) Prove(ModelAnswer.RelationClaim claim, ProvenPart from, ProvenPart to);

    /// <returns>Proof that this technology, owner or group is named for that part; null when it is not.</returns>
    IReadOnlyList<Evidence>? ProveWord(string word, bool technology, IReadOnlyList<Evidence> of);

    bool ProvesTitle(string title);
}

/// <summary>Holds a model's answer against the input: what is borne out goes on, the rest is rejected with the reason.</summary>
internal sealed class ClaimCheck(IGround ground, TechnologyVocabulary vocabulary, string foundBy, string language)
{
    private const double Stated = 0.75;
    private const int LongestQuestion = 300;

    public void Check(ModelAnswer answer, Claims claims)
    {
        if (claims.Title is null && !string.IsNullOrWhiteSpace(answer.Title) && ground.ProvesTitle(answer.Title))
        {
            claims.Title = answer.Title.Trim();
        }

        var parts = new Dictionary<string, ProvenPart?>(StringComparer.Ordinal);
        foreach (var claim in answer.Components)
        {
            var part = Part(claim, claims);
            parts[claim.Id] = part;
            if (part is not null)
            {
                claims.Parts.Add(part);
            }
        }

        foreach (var claim in answer.Relations)
        {
            if (Link(claim, parts, answer, claims) is { } link)
            {
                claims.Links.Add(link);
            }
        }

        claims.Questions.AddRange(
            answer.Questions.Where(q => !string.IsNullOrWhiteSpace(q) && q.Length <= LongestQuestion).Select(q => q.Trim())
        );
    }

    private ProvenPart? Part(ModelAnswer.ComponentClaim claim, Claims claims)
    {
        var name = claim.Name.Trim();
        var quote = claim.Quotes is { Count: > 0 } quotes ? string.Join(" … ", quotes) : null;
        var (proof, code, reason) = ground.Prove(claim);
        if (proof.Count == 0)
        {
            Reject(claims, "component", name, quote, code, reason);
            return null;
        }

        if (claim.Uncertain)
        {
            claims.Questions.Add(
                new Phrase($"Is \"{name}\" part of the architecture?", $"¿Forma parte «{name}» de la arquitectura?").In(language)
            );
        }

        var technology = Technology(claim, name, ref proof, claims);
        return new()
        {
            Name = name,
            Kind = Kind(claim, technology),
            Technology = technology,
            Group = Word(claim.Group, "group", name, proof, claims),
            Owner = Word(claim.Owner, "owner", name, proof, claims),
            Confidence = Stated,
            Evidence = proof,
            FoundBy = [foundBy],
            Uncertain = claim.Uncertain,
        };
    }

    private string? Technology(ModelAnswer.ComponentClaim claim, string name, ref IReadOnlyList<Evidence> proof, Claims claims)
    {
        if (string.IsNullOrWhiteSpace(claim.Technology))
        {
            return vocabulary.Find(name) is { IsProduct: true } named ? named.Name : null;
        }

        var claimed = claim.Technology.Trim();
        if (ground.ProveWord(claimed, technology: true, proof) is { } found)
        {
            proof = [.. proof, .. found];
            return vocabulary.Find(claimed) is { IsProduct: true } known ? known.Name : claimed;
        }

        Reject(
            claims,
            "technology",
            $"{name}: {claimed}",
            null,
            "not-named",
            new($"the input does not name {claimed}", $"la entrada no nombra {claimed}")
        );
        return vocabulary.Find(name) is { IsProduct: true } other ? other.Name : null;
    }

    /// <summary>The vocabulary knows what a product is better than a model; what a runtime runs, it does not.</summary>
    private ComponentKind Kind(ModelAnswer.ComponentClaim claim, string? technology)
    {
        var known = technology is null ? null : vocabulary.Find(technology);
        return known is { Use: TechnologyUse.Part } ? known.Kind
            : Enum.TryParse<ComponentKind>(claim.Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind
            : known?.Kind ?? ComponentKind.Service;
    }

    private string? Word(string? word, string what, string name, IReadOnlyList<Evidence> of, Claims claims)
    {
        if (string.IsNullOrWhiteSpace(word))
        {
            return null;
        }

        if (ground.ProveWord(word, technology: false, of) is not null)
        {
            return word.Trim();
        }

        Reject(
            claims,
            what,
            $"{name}: {word.Trim()}",
            null,
            "not-named",
            new($"the input does not name \"{word.Trim()}\"", $"la entrada no nombra «{word.Trim()}»")
        );
        return null;
    }

    private ProvenLink? Link(ModelAnswer.RelationClaim claim, Dictionary<string, ProvenPart?> parts, ModelAnswer answer, Claims claims)
    {
        var from = End(claim.From, parts, answer);
        var to = End(claim.To, parts, answer);
        var what = $"{from.Name} → {to.Name}";
        var quote = claim.Quotes is { Count: > 0 } quotes ? string.Join(" … ", quotes) : null;
        if (from.Part is null || to.Part is null)
        {
            var end = from.Part is null ? from : to;
            Reject(
                claims,
                "relation",
                what,
                quote,
                end.Known ? "end-rejected" : "end-unknown",
                end.Known
                    ? new($"\"{end.Name}\" was rejected", $"«{end.Name}» se rechazó")
                    : new($"there is no component \"{end.Name}\" in the answer", $"no hay ningún componente «{end.Name}» en la respuesta")
            );
            return null;
        }

        if (ReferenceEquals(from.Part, to.Part))
        {
            Reject(claims, "relation", what, quote, "same-ends", new("both ends are the same", "los dos extremos son el mismo"));
            return null;
        }

        var (proof, code, reason) = ground.Prove(claim, from.Part, to.Part);
        if (proof.Count == 0)
        {
            Reject(claims, "relation", what, quote, code, reason);
            return null;
        }

        if (claim.Uncertain)
        {
            claims.Questions.Add(
                new Phrase(
                    $"Is there a connection from \"{from.Part.Name}\" to \"{to.Part.Name}\"?",
                    $"¿Hay una conexión de «{from.Part.Name}» a «{to.Part.Name}»?"
                ).In(language)
            );
            return null;
        }

        var kind = Enum.TryParse<RelationKind>(claim.Kind, ignoreCase: true, out var k) && Enum.IsDefined(k) ? k : RelationKind.Uses;
        var label =
            claim.Label is { Length: > 0 } said && ground.ProveWord(said, technology: false, proof) is not null ? said.Trim() : null;
        return new(from.Part, to.Part, kind, label, Stated, proof, [foundBy]);
    }

    private static (ProvenPart? Part, string Name, bool Known) End(string id, Dictionary<string, ProvenPart?> parts, ModelAnswer answer)
    {
        // Some models answer with the name where the id belongs.
        var claim =
            answer.Components.FirstOrDefault(c => c.Id == id)
            ?? answer.Components.FirstOrDefault(c => c.Name.Equals(id, StringComparison.OrdinalIgnoreCase));
        return claim is null ? (null, id, false) : (parts[claim.Id], claim.Name, true);
    }

    private void Reject(Claims claims, string what, string claim, string? quote, string code, Phrase reason) =>
        claims.Rejected.Add(new(what, claim, quote, code, reason.In(language)));
}
