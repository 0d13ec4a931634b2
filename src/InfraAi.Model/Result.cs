using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace InfraAi.Model;

/// <summary>A sentence for people, in the two languages the platform speaks.</summary>
public readonly record struct Phrase(string En, string Es)
{
    private static readonly NumberFormatInfo Spanish = new() { NumberGroupSeparator = "\u00a0", NumberDecimalSeparator = "," };

    /// <summary>A large number as each language groups its digits: "60,170", "60 170" (Ortografía de la lengua española, 2010: no full stop, no comma).</summary>
    public static Phrase Number(long number) =>
        new(number.ToString("N0", CultureInfo.InvariantCulture), number.ToString(Math.Abs(number) < 10_000 ? "0" : "N0", Spanish));

    /// <summary>A number with the word for what it counts: "1 component", "2 components".</summary>
    public static Phrase Count(int number, (string One, string Many) en, (string One, string Many) es) =>
        new($"{number} {(number == 1 ? en.One : en.Many)}", $"{number} {(number == 1 ? es.One : es.Many)}");

    /// <param name="language">"es" gives Spanish, anything else English.</param>
    public string In(string? language) => language == "es" ? Es : En;

    public override string ToString() => En;
}

/// <summary>What sort of failure a problem is; the hosts map it once: to an exit code and to an HTTP status.</summary>
public enum ProblemKind
{
    /// <summary>The input is not right (exit 1, HTTP 422).</summary>
    Invalid,

    /// <summary>The request itself is malformed (exit 2, HTTP 400).</summary>
    Usage,

    /// <summary>The input is larger than the limit (exit 1, HTTP 413).</summary>
    TooLarge,

    /// <summary>Not of a type that is read (exit 1, HTTP 415).</summary>
    Unsupported,

    /// <summary>Not available in this set-up (exit 3, HTTP 501).</summary>
    NotAvailable,

    /// <summary>Nobody has signed in, or what was sent to do so is not taken (exit 3, HTTP 401).</summary>
    NotSignedIn,

    /// <summary>Whoever signed in may not do this (exit 1, HTTP 403).</summary>
    NotAllowed,

    /// <summary>Not there (exit 1, HTTP 404).</summary>
    NotFound,

    /// <summary>Somebody else changed or holds it (exit 1, HTTP 409).</summary>
    Conflict,

    /// <summary>Stopped on request (exit 3, HTTP 409).</summary>
    Canceled,

    /// <summary>Too many at once; later it can be taken (exit 3, HTTP 503).</summary>
    Busy,

    /// <summary>Something outside failed: disk, database, network, another service (exit 3, HTTP 502).</summary>
    Outside,
}

/// <summary>An expected failure, as a value: what happened, and what to do about it.</summary>
/// <param name="Code">Stable and machine-readable: lower case words with hyphens ("empty-input").</param>
/// <param name="Message">Names the input and the place.</param>
/// <param name="Remedy">What the reader can do.</param>
public sealed record Problem(string Code, ProblemKind Kind, Phrase Message, Phrase Remedy)
{
    public override string ToString() => $"{Code}: {Message.En}";
}

/// <summary>A value, or the problem that kept it from being made.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Problem? problem)
    {
        this.value = value;
        Problem = problem;
    }

    public Problem? Problem { get; }

    /// <summary>True when there is a value: then <see cref="Value"/> may be read, else <see cref="Problem"/>.</summary>
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Ok => Problem is null;

    /// <exception cref="InvalidOperationException">There is none: the caller did not look at <see cref="Ok"/>.</exception>
    public T Value => Problem is null ? value! : throw new InvalidOperationException($"No value: {Problem}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);
}
