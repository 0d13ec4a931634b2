using InfraAi.Analysis.Diagrams;
using InfraAi.Analysis.Images.Engine;
using InfraAi.Analysis.Models.Pictures;
using InfraAi.Analysis.Text;
using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Images;

/// <summary>Reads a picture without a model: what is written, framed and connected in it. See docs/pictures.md.</summary>
public static class PictureAnalyzer
{
    /// <summary>Pixels that are read of a picture; a larger one is made smaller. Letters of diagrams are legible at this size.</summary>
    private const double MostPixels = 5_000_000;

    /// <summary>Pictures of more pixels are not decoded here: with transparency it would take a gigabyte.</summary>
    private const long MostDecoded = 40_000_000;

    /// <summary>A picture takes every core and some hundred megabytes: several at once would take longer, and several times the memory.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Below this a reading is a question, not a part.</summary>
    private const double LeastConfidence = 0.7;

    /// <returns>The architecture the picture shows; or that the reader is not installed, or the picture broken, too large or without parts.</returns>
    public static Result<Architecture> Analyze(AnalysisInput input, CancellationToken cancellation = default)
    {
        var picture = input.Picture!;
        if ((long)picture.Width * picture.Height > MostDecoded)
        {
            return TooLarge(input.Id, picture);
        }

        if (!LeptonicaTool.Shared.IsAvailable)
        {
            return LibraryMissing();
        }

        var engine = PictureEngine.Shared;
        if (!engine.Ok)
        {
            return engine.Problem;
        }

        OneAtATime.Wait(cancellation);
        try
        {
            if (LeptonicaTool.Decode(picture, MostPixels) is not { } decoded)
            {
                return Broken(input.Id);
            }

            cancellation.ThrowIfCancellationRequested();
            var tilt = Tilt.Of(decoded.Pixels);
            return Build(DrawingReader.Read(tilt?.Straightened() ?? decoded.Pixels, engine.Value), new(tilt, decoded.Scale), input);
        }
        finally
        {
            Leftovers.Return();
            OneAtATime.Release();
        }
    }

    private sealed class Part
    {
        internal required string Name { get; init; }
        internal required List<DrawnPart> Drawn { get; init; }
        internal string? Group { get; init; }
        internal Technology? Technology { get; init; }
        internal string Id { get; set; } = "";
    }

    /// <summary>Where the drawing's pixels are in the file's.</summary>
    /// <param name="Scale">Pixels of the file for one of what was decoded, across.</param>
    internal sealed record View(Tilt? Tilt, double Scale)
    {
        internal Box Of(Box box) => (Tilt?.Back(box) ?? box).Scale(Scale);
    }

    internal static Result<Architecture> Build(Drawing drawing, View view, AnalysisInput input)
    {
        var language = TextDocument.Read(string.Join("\n", drawing.Lines.Select(l => l.Text)), TechnologyVocabulary.Default).Language;
        var questions = new List<string>();
        var (parts, places) = Parts(drawing, questions, language);
        if (parts.Count == 0)
        {
            return NothingRead(input, drawing, view.Scale);
        }

        var slugs = new Sketch.Slugs();
        var components = parts.ConvertAll(part =>
        {
            part.Id = slugs.Unique(part.Name);
            return Component(part, view);
        });
        var title = input.Name ?? drawing.Title ?? components[0].Name;
        return new Architecture
        {
            Name = Sketch.Slugs.Of(title, "architecture"),
            Title = title,
            Language = language,
            Analyzer = "offline",
            Components = components,
            Relations = Relations(drawing, view, components, places),
            Questions = questions,
            Notes = [.. Losses.Of(drawing, input.Picture!, view.Scale).Select(note => note.In(language))],
        };
    }

    /// <summary>One part for all shapes of one name: instances of it are drawn, not other parts.</summary>
    private static (List<Part> Parts, Dictionary<int, int> Places) Parts(Drawing drawing, List<string> questions, string language)
    {
        var parts = new List<Part>();
        var places = new Dictionary<int, int>();
        var linked = drawing.Links.SelectMany(l => new[] { l.From, l.To }).ToHashSet();
        var names = drawing.Parts.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var count = drawing.Parts.Count;
        for (var i = 0; i < count + drawing.Groups.Count; i++)
        {
            DrawnPart drawn;
            if (i < count)
            {
                drawn = drawing.Parts[i];
            }
            else if (linked.Contains(i))
            {
                // A line ends at the container itself: then it is a part too.
                var group = drawing.Groups[i - count];
                drawn = new(group.Name, group.Label, group.Frame, 0.9);
            }
            else
            {
                continue;
            }

            // "aws", "HTTPS", "Y": logos of clouds, words on lines, strokes of an icon.
            if (drawn.Name.Count(char.IsLetterOrDigit) < 2 || TechnologyVocabulary.Default.Find(drawn.Name) is { Use: TechnologyUse.Never })
            {
                continue;
            }

            if (drawn.Confidence < LeastConfidence)
            {
                var seen = new Phrase(
                    $"Something like \"{drawn.Name}\" is drawn: what is it?",
                    $"Hay dibujado algo como «{drawn.Name}»: ¿qué es?"
                );
                questions.Add(seen.In(language));
                continue;
            }

            var name = Spelling.Numbered(Spelling.Correct(drawn.Name), names);
            var key = Folding.Fold(name);
            var known = parts.FindIndex(p => Folding.Fold(p.Name) == key);
            if (known < 0)
            {
                known = parts.Count;
                parts.Add(
                    new()
                    {
                        Name = name,
                        Drawn = [],
                        Group = drawn.Group >= 0 ? drawing.Groups[drawn.Group].Name : null,
                        Technology = Technologies.Within(name) ?? (drawn.Hint is { } hint ? Technologies.Exact(hint) : null),
                    }
                );
            }

            parts[known].Drawn.Add(drawn);
            places[i] = known;
        }

        return (parts, places);
    }

    private static Component Component(Part part, View view) =>
        new()
        {
            Id = part.Id,
            Name = part.Name,
            Kind = part.Technology?.Kind ?? ComponentKind.Service,
            Technology = part.Technology is { IsProduct: true } product ? product.Name : null,
            Group = part.Group,
            Confidence = Math.Round(Math.Min(0.95, part.Drawn.Max(d => d.Confidence)), 2),
            Evidence = [.. part.Drawn.Select(d => Evidence(d.Box, view, d.Name))],
        };

    private static List<Relation> Relations(Drawing drawing, View view, List<Component> components, Dictionary<int, int> places)
    {
        var relations = new Dictionary<(int, int), Relation>();
        foreach (var link in drawing.Links)
        {
            if (!places.TryGetValue(link.From, out var from) || !places.TryGetValue(link.To, out var to) || from == to)
            {
                continue;
            }

            var kind = Labels.KindOf(link.Label) ?? Sketch.Usual(components[from].Kind, components[to].Kind);
            relations.TryAdd(
                (from, to),
                new()
                {
                    From = components[from].Id,
                    To = components[to].Id,
                    Kind = kind,
                    Label = link.Label,
                    Confidence = link.Directed ? 0.8 : 0.5,
                    Evidence = [Evidence(link.Box, view, link.Label)],
                }
            );
        }

        return [.. relations.Values];
    }

    private static BoxEvidence Evidence(Box box, View view, string? text)
    {
        var there = view.Of(box);
        return new(Math.Max(0, there.X), Math.Max(0, there.Y), Math.Max(1, there.Width), Math.Max(1, there.Height), text);
    }

    private static Problem NothingRead(AnalysisInput input, Drawing drawing, double scale)
    {
        var (id, read) = (input.Id, drawing.Lines.Count(l => l.IsRead));
        Phrase[] said =
        [
            drawing.Lines.Count == 0
                ? new($"{id}: no text was found in the picture.", $"{id}: no se encontró texto en la imagen.")
                : new(
                    $"{id}: no named part was found in the picture; {read} lines of text were read.",
                    $"{id}: no se encontró ninguna parte con nombre en la imagen; se leyeron {read} líneas de texto."
                ),
            .. Losses.Of(drawing, input.Picture!, scale),
        ];
        return new(
            "no-infrastructure",
            ProblemKind.Invalid,
            new(string.Join(' ', said.Select(s => s.En)), string.Join(' ', said.Select(s => s.Es))),
            new(
                "Send a diagram whose boxes or icons are named, or describe it in words.",
                "Envíe un diagrama con recuadros o iconos con nombre, o descríbalo con palabras."
            )
        );
    }

    private static Problem TooLarge(string id, PictureFile picture) =>
        new(
            "picture-too-large",
            ProblemKind.TooLarge,
            new(
                $"{id} has {picture.Width}×{picture.Height} pixels; at most {MostDecoded / 1_000_000} megapixels are read.",
                $"{id} tiene {picture.Width}×{picture.Height} píxeles; se leen como mucho {MostDecoded / 1_000_000} megapíxeles."
            ),
            new("Export it smaller.", "Expórtela más pequeña.")
        );

    private static Problem Broken(string id) =>
        new(
            "picture-broken",
            ProblemKind.Invalid,
            new($"{id} cannot be decoded.", $"No se puede decodificar {id}."),
            new("Save the picture again.", "Guarde la imagen de nuevo.")
        );

    private static Problem LibraryMissing() =>
        new(
            "picture-library-missing",
            ProblemKind.NotAvailable,
            new(
                "Pictures are decoded with libleptonica, which is not installed.",
                "Las imágenes se decodifican con libleptonica, que no está instalada."
            ),
            new("sudo apt-get install liblept5", "sudo apt-get install liblept5")
        );
}
