using System.Text.RegularExpressions;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>Sentences of a text that give orders to whoever reads it: what is named only there is not infrastructure.</summary>
internal sealed partial class Instructions
{
    private readonly List<(int Start, int End)> spans = [];

    public Instructions(string input)
    {
        // One character for one character: places in the folded text are places in the text.
        var text = string.Create(
            input.Length,
            input,
            static (folded, original) =>
            {
                for (var i = 0; i < folded.Length; i++)
                {
                    folded[i] = Folding.Fold(original[i]) is var c and not '\0' ? c : '\'';
                }
            }
        );
        if (!Suspicion().IsMatch(text))
        {
            return;
        }

        var follows = false;
        foreach (var sentence in Sentences().EnumerateMatches(text))
        {
            var words = text.AsSpan(sentence.Index, sentence.Length);
            follows = Override().IsMatch(words) || Order().IsMatch(words) || (follows && Imperative().IsMatch(words));
            if (follows)
            {
                spans.Add((sentence.Index, sentence.Index + sentence.Length));
            }
        }
    }

    /// <summary>True when the place is in a sentence that gives orders.</summary>
    public bool Contains(int offset) => spans.Exists(s => offset >= s.Start && offset < s.End);

    // On folded text: lower case, no accents.
    [GeneratedRegex(
        @"\b(ignore|disregard|forget|override|bypass|ignora|ignore|ignorad|olvida|olvide|omite|descarta|desestima|system prompt|you are|eres|act as|actua como|"
            + @"add|include|create|output|return|respond|answer|agrega|anade|incluye|crea|devuelve|responde|<\||\[inst\]|(system|assistant) ?:)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Suspicion();

    [GeneratedRegex(
        @"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*[.!?]*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Sentences();

    [GeneratedRegex(
        @"\b(ignore|disregard|forget|override|bypass|ignora|ignorad|olvida|olvide|omite|descarta|desestima)\b.{0,60}?\b(instruction|prompt|rule|guideline|above|previous|prior|everything|instruccion|indicacion|regla|anterior|todo lo)"
            + @"|\b(system prompt|prompt del sistema)\b|^\W*((now|ahora),? )?(you are (now )?an? |act as an? |eres (ahora )?un|actua como un)|\byou (are now|must now|will now) |<\|im_|\[inst\]|^\W*(system|assistant) ?:",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Override();

    [GeneratedRegex(
        @"\b(add|include|create|output|return|respond|reply|answer|list|agrega|agregue|anade|anada|incluye|incluya|crea|cree|devuelve|devuelva|responde|responda|lista)\b.{0,80}?\b(to|in|into|as|a|al|en|como|with|con)\b.{0,20}?\b(your answer|your response|your output|your list|the answer|the response|the output|the result|the json|the component list|components? list|tu respuesta|la respuesta|tu salida|la salida|el resultado|el json|la lista de componentes)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Order();

    [GeneratedRegex(
        @"^ ?[""'(]?(please |now |instead,? |and |por favor,? |ahora |en su lugar,? |y )?(add|include|create|output|say|return|respond|reply|answer|list|put|write|invent|report|agrega|agregue|anade|anada|incluye|incluya|crea|cree|di|devuelve|devuelva|responde|responda|lista|pon|escribe|inventa)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Imperative();
}
