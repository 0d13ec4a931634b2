using System.Diagnostics;
using InfraAi.Model;

namespace InfraAi.Cli;

/// <summary>How every verb ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The thing checked is not right.</summary>
    public const int NotRight = 1;

    /// <summary>The command line is not right.</summary>
    public const int Usage = 2;

    /// <summary>Something outside failed: disk, network, another program.</summary>
    public const int Outside = 3;

    /// <summary>Maps a problem to its exit code, once.</summary>
    public static int Of(Problem problem) =>
        problem.Kind switch
        {
            ProblemKind.Invalid
            or ProblemKind.TooLarge
            or ProblemKind.Unsupported
            or ProblemKind.NotAllowed
            or ProblemKind.NotFound
            or ProblemKind.Conflict => NotRight,
            ProblemKind.Usage => Usage,
            ProblemKind.NotAvailable or ProblemKind.NotSignedIn or ProblemKind.Canceled or ProblemKind.Busy or ProblemKind.Outside =>
                Outside,
            _ => throw new UnreachableException(),
        };
}
