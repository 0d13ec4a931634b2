using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>How much of an infrastructure one input may describe. Told before anything is made of it, with what was counted.</summary>
/// <remarks>
/// A catalog of one system has some hundreds of parts, the Terraform state of a large organization some thousands. What has more is
/// a list of something else, or meant to do harm: each part becomes an entity, a page, a node of a diagram and rows of a database.
/// </remarks>
public static class ReadingLimits
{
    /// <summary>Components of one input.</summary>
    public const int MostComponents = 5_000;

    /// <summary>Relations of one input.</summary>
    public const int MostRelations = 20_000;

    /// <summary>Characters of one word that can name something; a longer one is a digest, a key or a picture as text.</summary>
    public const int LongestWord = 200;

    /// <summary>Files of one folder or repository.</summary>
    public const int MostFiles = 20_000;

    /// <summary>How long the offline readers may take for one input. A megabyte takes about a second.</summary>
    public static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(20);

    /// <summary>What is told of relations before those of one pair are made one.</summary>
    internal const int MostLinks = 10 * MostRelations;

    /// <returns>Null when the architecture is within the limits.</returns>
    /// <param name="label">How the input is called.</param>
    public static Problem? Check(Architecture read, Phrase label) =>
        read.Components.Count > MostComponents ? TooManyComponents(label, read.Components.Count)
        : read.Relations.Count > MostRelations ? TooManyRelations(label, read.Relations.Count)
        : null;

    internal static Problem TooManyComponents(Phrase label, int counted) =>
        TooMany("too-many-components", label, counted, MostComponents, new("components", "componentes"));

    internal static Problem TooManyRelations(Phrase label, int counted) =>
        TooMany("too-many-relations", label, counted, MostRelations, new("relations", "relaciones"));

    internal static Problem TooManyFiles(Phrase label, int counted) =>
        TooMany("too-many-files", label, counted, MostFiles, new("files", "archivos"));

    internal static Problem TooLong(Phrase label) =>
        new(
            "reading-too-long",
            ProblemKind.TooLarge,
            new(
                $"Reading {label.En} took longer than {LongestReading.TotalSeconds:0} seconds and was stopped.",
                $"La lectura de {label.Es} duró más de {LongestReading.TotalSeconds:0} segundos y se detuvo."
            ),
            Split
        );

    private static Problem TooMany(string code, Phrase label, int counted, int most, Phrase what)
    {
        var (number, limit) = (Phrase.Number(counted), Phrase.Number(most));
        return new(
            code,
            ProblemKind.TooLarge,
            new(
                $"{number.En} {what.En} or more were counted in {label.En}; at most {limit.En} are read.",
                $"Se contaron {number.Es} {what.Es} o más en {label.Es}; se leen como mucho {limit.Es}."
            ),
            Split
        );
    }

    private static readonly Phrase Split = new(
        "Send the part that describes one system, or split it into several inputs.",
        "Envíe la parte que describe un sistema, o divídala en varias entradas."
    );
}

/// <summary>An input describes more than is read. Caught at the doors of the readers, where it becomes their problem.</summary>
/// <param name="problem">Made of how the input is called.</param>
internal sealed class LimitException(Func<Phrase, Problem> problem) : Exception
{
    internal Problem Of(Phrase label) => problem(label);
}
