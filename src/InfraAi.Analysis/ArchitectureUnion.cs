using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis;

/// <summary>Makes one architecture of several readings of the same system.</summary>
/// <remarks>
/// Two components are one when their names are the same (case, accents and punctuation aside; "función de ingesta" is "ingesta" where each reading
/// has one such function), or when each reading has exactly one component that runs an image, or is of a technology, and that is the same one. The
/// first reading's names, kinds and order win; evidence adds up; a technology that differs is a question. Questions that the other reading answers
/// are dropped.
/// </remarks>
public static class ArchitectureUnion
{
    /// <param name="first">The more exact reading.</param>
    public static Architecture Of(Architecture first, Architecture second) => Of([(first, null), (second, null)]);

    /// <param name="readings">
    /// At least one, the more exact ones first, each with the language of code that it is in, or null: what two sources of one such language call
    /// by two names is two. Time grows with their parts, not with their pairs.
    /// </param>
    public static Architecture Of(IReadOnlyList<(Architecture Read, string? Code)> readings, CancellationToken cancellation = default)
    {
        var sum = new Sum(readings[0].Read, readings[0].Code);
        foreach (var (read, code) in readings.Skip(1))
        {
            cancellation.ThrowIfCancellationRequested();
            sum.Add(read, code);
        }

        return sum.Whole();
    }

    /// <summary>What was read so far, found by name, by kind and name, by technology.</summary>
    private sealed class Sum
    {
        private readonly Architecture first;
        private readonly List<Component> components = [];
        private readonly List<Relation> relations = [];
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);
        private readonly Dictionary<(ComponentKind, string), List<int>> byCore = [];
        private readonly Dictionary<string, List<int>> byTechnology = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<int>> byImage = new(StringComparer.Ordinal);
        private readonly Dictionary<(string, string), int> byEnds = [];
        private readonly List<string> questions = [];
        private readonly List<string> notes = [];
        private readonly List<string?> codes = [];
        private string? description;
        private string? code;

        public Sum(Architecture first, string? code)
        {
            this.first = first;
            this.code = code;
            description = first.Description;
            questions.AddRange(first.Questions);
            notes.AddRange(first.Notes);
            foreach (var component in first.Components)
            {
                taken.Add(component.Id);
                Index(component);
            }

            foreach (var relation in first.Relations)
            {
                byEnds.TryAdd(Ends(relation), relations.Count);
                relations.Add(relation);
            }
        }

        public void Add(Architecture second, string? language)
        {
            code = language;
            var cores = second.Components.CountBy(c => (c.Kind, Core(c.Name))).ToDictionary();
            var technologies = second.Components.Where(c => c.Technology is not null).CountBy(c => c.Technology!, StringComparer.Ordinal);
            var counts = technologies.ToDictionary(StringComparer.Ordinal);
            var images = second
                .Components.Where(c => c.Image is not null)
                .CountBy(c => c.Image!, StringComparer.Ordinal)
                .ToDictionary(StringComparer.Ordinal);
            // All are compared with what was there before: one reading's parts are not made one with each other.
            var same = second.Components.Select(c => Same(c, cores, counts, images)).ToList();
            var ids = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < second.Components.Count; i++)
            {
                var component = second.Components[i];
                if (same[i] is { } at)
                {
                    ids[component.Id] = components[at].Id;
                    Join(at, component);
                }
                else
                {
                    var id = Free(component.Id);
                    ids[component.Id] = id;
                    Index(component with { Id = id });
                }
            }

            foreach (var relation in second.Relations)
            {
                Add(relation with { From = ids[relation.From], To = ids[relation.To] });
            }

            description ??= second.Description;
            questions.AddRange(second.Questions);
            notes.AddRange(second.Notes);
        }

        public Architecture Whole() =>
            first with
            {
                Description = description,
                Components = components,
                Relations = relations,
                Questions = [.. OpenQuestions.Still(questions.Distinct(StringComparer.Ordinal), components, relations)],
                Notes = [.. notes.Distinct(StringComparer.Ordinal)],
            };

        private void Index(Component component)
        {
            var at = components.Count;
            components.Add(component);
            codes.Add(code);
            byName.TryAdd(Key(component.Name), at);
            Listed(byCore, (component.Kind, Core(component.Name))).Add(at);
            if (component.Technology is { } technology)
            {
                Listed(byTechnology, technology).Add(at);
            }
            if (component.Image is { } image)
            {
                Listed(byImage, image).Add(at);
            }
        }

        private int? Same(
            Component wanted,
            Dictionary<(ComponentKind, string), int> cores,
            Dictionary<string, int> technologies,
            Dictionary<string, int> images
        )
        {
            if (byName.TryGetValue(Key(wanted.Name), out var named))
            {
                return named;
            }

            if (wanted.Image is { } image && images[image] == 1 && byImage.GetValueOrDefault(image) is [var runs])
            {
                return runs;
            }

            var core = (wanted.Kind, Core(wanted.Name));
            if (core.Item2.Length > 0 && cores[core] == 1 && byCore.GetValueOrDefault(core) is [var called])
            {
                return called;
            }

            return
                wanted.Technology is { } technology
                && technologies[technology] == 1
                && byTechnology.GetValueOrDefault(technology) is [var only]
                && (code is null || codes[only] != code)
                ? only
                : null;
        }

        private void Join(int at, Component other)
        {
            var one = components[at];
            if (one.Technology is { } technology && other.Technology is { } another && technology != another)
            {
                questions.Add(
                    new Phrase(
                        $"\"{one.Name}\" is {technology} in one source and {another} in another: which is it?",
                        $"«{one.Name}» es {technology} en una fuente y {another} en otra: ¿cuál es?"
                    ).In(first.Language)
                );
            }

            components[at] = ArchitectureUnion.Join(one, other, Growing(one.Evidence, other.Evidence));
            if (one.Technology is null && other.Technology is { } known)
            {
                Listed(byTechnology, known).Add(at);
            }
            if (one.Image is null && other.Image is { } image)
            {
                Listed(byImage, image).Add(at);
            }
        }

        private void Add(Relation relation)
        {
            // The same link told from its other end ("depends on the queue", "the queue feeds it") is one: the more exact reading turns it,
            // unless it only says that there is a link.
            if (byEnds.TryGetValue(Ends(relation), out var at))
            {
                var (told, more) = (relations[at], IsPlain(relations[at]) && !IsPlain(relation));
                relations[at] = (more ? relation : told) with { Evidence = Growing(told.Evidence, relation.Evidence) };
            }
            else if (relation.From != relation.To)
            {
                byEnds.Add(Ends(relation), relations.Count);
                relations.Add(relation);
            }
        }

        /// <summary>Evidence in lists that are this sum's own, so that what is told a thousand times is not copied each time.</summary>
        private readonly HashSet<object> own = new(ReferenceEqualityComparer.Instance);

        private List<Evidence> Growing(IReadOnlyList<Evidence> known, IReadOnlyList<Evidence> more)
        {
            if (known is not List<Evidence> list || !own.Contains(list))
            {
                own.Add(list = [.. known]);
            }
            list.AddRange(more);
            return list;
        }

        private static (string, string) Ends(Relation relation) =>
            string.CompareOrdinal(relation.From, relation.To) < 0 ? (relation.From, relation.To) : (relation.To, relation.From);

        /// <summary>Numbering is counted: thousands of one name cost no more than others.</summary>
        private string Free(string id)
        {
            var free = id;
            var number = next.GetValueOrDefault(id, 2);
            for (; !taken.Add(free); number++)
            {
                free = $"{id}-{number}";
            }

            next[id] = number;
            return free;
        }

        private static List<int> Listed<T>(Dictionary<T, List<int>> lists, T key)
            where T : notnull
        {
            if (!lists.TryGetValue(key, out var list))
            {
                lists[key] = list = [];
            }

            return list;
        }
    }

    /// <summary>Makes one of the components that one reading has twice: the same name (case, accents and punctuation aside) and the same technology.</summary>
    public static Architecture WithoutTwins(Architecture read)
    {
        var first = new Dictionary<(string, string?), Component>();
        var joined = new Dictionary<(string, string?), List<Evidence>>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var component in read.Components)
        {
            var key = (Key(component.Name), component.Technology);
            if (!first.TryGetValue(key, out var twin))
            {
                first.Add(key, twin = component);
            }
            else
            {
                var evidence = joined.TryGetValue(key, out var known) ? known : joined[key] = [.. twin.Evidence];
                evidence.AddRange(component.Evidence);
                first[key] = Join(twin, component, evidence);
            }
            ids[component.Id] = twin.Id;
        }

        return first.Count == read.Components.Count
            ? read
            : read with
            {
                Components = [.. read.Components.Where(c => ids[c.Id] == c.Id).Select(c => first[(Key(c.Name), c.Technology)])],
                Relations =
                [
                    .. read
                        .Relations.Select(r => r with { From = ids[r.From], To = ids[r.To] })
                        .Where(r => r.From != r.To)
                        .DistinctBy(r => (r.From, r.To)),
                ],
            };
    }

    /// <summary>Says that there is a link, and not what passes over it.</summary>
    private static bool IsPlain(Relation relation) => relation.Kind is RelationKind.Uses or RelationKind.DependsOn;

    /// <summary>"función de ingesta", "ingesta function" → "ingesta"; empty when nothing else is left.</summary>
    private static string Core(string name) =>
        string.Concat(
            Folding
                .Fold(name)
                .Split([' ', '-', '_', '.', '/'], StringSplitOptions.RemoveEmptyEntries)
                .Where(word => !KindNouns.Contains(word))
                .Select(word => string.Concat(word.Where(char.IsLetterOrDigit)))
        );

    private static readonly HashSet<string> KindNouns = new(StringComparer.Ordinal)
    {
        "the",
        "of",
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "service",
        "servicio",
        "microservice",
        "microservicio",
        "function",
        "funcion",
        "lambda",
        "table",
        "tabla",
        "database",
        "db",
        "queue",
        "cola",
        "topic",
        "bucket",
        "api",
    };

    private static Component Join(Component one, Component other, List<Evidence> evidence) =>
        one with
        {
            Technology = one.Technology ?? other.Technology,
            Group = one.Group ?? other.Group,
            Owner = one.Owner ?? other.Owner,
            Description = one.Description ?? other.Description,
            Image = one.Image ?? other.Image,
            Confidence = Math.Max(one.Confidence, other.Confidence),
            Evidence = evidence,
        };

    private static string Key(string name) => string.Concat(Folding.Fold(name).Where(char.IsLetterOrDigit));
}
