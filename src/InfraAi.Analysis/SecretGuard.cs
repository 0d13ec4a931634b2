using InfraAi.Analysis.Text;
using InfraAi.Model;
using InfraAi.Model.Secrets;

namespace InfraAi.Analysis;

/// <summary>
/// Stands in front of every analyser: says what was masked in the input, and masks what came to light only in the reading: in a picture, or in a
/// source that was packed.
/// </summary>
public sealed class SecretGuard(IAnalyzer analyzer) : IAnalyzer
{
    private const int MostNamed = 10;

    /// <inheritdoc/>
    public string Name => analyzer.Name;

    /// <inheritdoc/>
    public bool SeesPictures => analyzer.SeesPictures;

    /// <inheritdoc/>
    public async ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default)
    {
        var read = await analyzer.AnalyzeAsync(input, cancellation);
        if (!read.Ok)
        {
            return read;
        }

        var cleaned = new Cleaning().Of(read.Value, out var isFound);
        var notes = Notes(input.Secrets).ToList();
        if (isFound)
        {
            notes.Add(
                input.Picture is null
                    ? new(
                        "A secret came to light in the reading and was masked: change it, it was sent in clear.",
                        "Al leer apareció un secreto y se ocultó: cámbielo, se envió sin proteger."
                    )
                    : new(
                        "A secret stands in the picture and was masked in what was read; the picture still shows it: change it.",
                        "En la imagen hay un secreto; se ocultó en lo leído, pero la imagen aún lo muestra: cámbielo."
                    )
            );
        }

        return notes.Count == 0 ? cleaned : cleaned with { Notes = [.. cleaned.Notes, .. notes.Select(note => note.In(cleaned.Language))] };
    }

    /// <returns>A sentence for each kind of secret that was masked, with its lines.</returns>
    public static IEnumerable<Phrase> Notes(IReadOnlyList<MaskedSecret> secrets) =>
        secrets
            .GroupBy(secret => secret.Name())
            .Select(group =>
            {
                int[] lines = [.. group.Select(secret => secret.Line).Distinct()];
                var listed = string.Join(", ", lines.Take(MostNamed)) + (lines.Length > MostNamed ? " …" : "");
                var (line, linea) = lines.Length == 1 ? ("line", "línea") : ("lines", "líneas");
                return new Phrase(
                    $"A secret stood here ({group.Key.En}, {line} {listed}): it was masked; change it, it was sent in clear.",
                    $"Aquí había un secreto ({group.Key.Es}, {linea} {listed}): se ocultó; cámbielo, se envió sin proteger."
                );
            });

    /// <summary>Masks secrets in what an analyser says. Spans of the text are as they are: the text was masked before.</summary>
    private sealed class Cleaning
    {
        private bool isFound;

        public Architecture Of(Architecture a, out bool found)
        {
            var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
            var components = a.Components.Select(c => Clean(c, renamed)).ToList();
            var cleaned = a with
            {
                Title = Clean(a.Title),
                Description = CleanOrNull(a.Description),
                Components = components,
                Relations =
                [
                    .. a.Relations.Select(r =>
                        r with
                        {
                            From = renamed.GetValueOrDefault(r.From, r.From),
                            To = renamed.GetValueOrDefault(r.To, r.To),
                            Label = CleanOrNull(r.Label),
                            Evidence = Clean(r.Evidence),
                        }
                    ),
                ],
                Questions = [.. a.Questions.Select(Clean)],
                Rejected =
                [
                    .. a.Rejected.Select(r => r with { Claim = Clean(r.Claim), Quote = CleanOrNull(r.Quote), Reason = Clean(r.Reason) }),
                ],
            };
            found = isFound;
            return !isFound ? a : cleaned with { Name = cleaned.Title == a.Title ? a.Name : Slug.Of(cleaned.Title, "architecture") };
        }

        private Component Clean(Component c, Dictionary<string, string> renamed)
        {
            var name = Clean(c.Name);
            var id = name == c.Name ? c.Id : $"masked-{renamed.Count + 1}";
            if (id != c.Id)
            {
                renamed[c.Id] = id;
            }

            return c with
            {
                Id = id,
                Name = name,
                Group = CleanOrNull(c.Group),
                Owner = CleanOrNull(c.Owner),
                Description = CleanOrNull(c.Description),
                Evidence = Clean(c.Evidence),
            };
        }

        private List<Evidence> Clean(IReadOnlyList<Evidence> evidence) =>
            [
                .. evidence.Select(e =>
                    e switch
                    {
                        BoxEvidence box => box with { Text = CleanOrNull(box.Text) },
                        LineEvidence line => line with { Quote = Clean(line.Quote) },
                        _ => e,
                    }
                ),
            ];

        private string? CleanOrNull(string? text) => text is null ? null : Clean(text);

        private string Clean(string text)
        {
            var masked = SecretScanner.Default.MaskIn(text);
            isFound |= masked.Secrets.Count > 0;
            return masked.Text;
        }
    }
}
