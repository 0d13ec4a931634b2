using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Deployment;

/// <summary>One program call of a deployment.</summary>
/// <param name="What">What it is for.</param>
/// <param name="Good">Exit codes that count as success: from 0 to this one.</param>
/// <param name="Fix">What to do when it fails; null: try it by hand.</param>
/// <param name="Input">A program whose output it reads (a secret that must stand on no command line and in no file).</param>
public sealed record DeployStep(
    Phrase What,
    IReadOnlyList<string> Command,
    int Good = 0,
    IReadOnlyList<string>? Input = null,
    Phrase? Fix = null
)
{
    /// <summary>As one would type it.</summary>
    public string Line => (Input is null ? "" : string.Join(' ', Input) + " | ") + string.Join(' ', Command);

    /// <param name="say">Each line that the program writes.</param>
    /// <returns>Its exit code when that is good.</returns>
    public async Task<Result<int>> RunAsync(string folder, Action<string> say, CancellationToken cancellation)
    {
        var ended = Input is null
            ? await Programs.StreamAsync(Command[0], Command.Skip(1), folder, say, cancellation)
            : await PipeAsync(Input, folder, say, cancellation);
        // What it said has been told as it came.
        return !ended.Ok || (ended.Value >= 0 && ended.Value <= Good)
            ? ended
            : new Problem(
                "deploy-step-failed",
                ProblemKind.Outside,
                new($"{What.En}: {Command[0]} failed, exit code {ended.Value}.", $"{What.Es}: {Command[0]} falló, código {ended.Value}."),
                Fix ?? new($"By hand: {Line}", $"A mano: {Line}")
            );
    }

    private async Task<Result<int>> PipeAsync(
        IReadOnlyList<string> from,
        string folder,
        Action<string> keep,
        CancellationToken cancellation
    )
    {
        var made = await Programs.RunAsync(from[0], from.Skip(1), folder, cancellation: cancellation);
        if (!made.Ok)
        {
            return made.Problem;
        }

        if (made.Value.ExitCode != 0)
        {
            keep(made.Value.Error.Trim());
            return made.Value.ExitCode;
        }

        var ended = await Programs.RunAsync(Command[0], Command.Skip(1), folder, input: made.Value.Output, cancellation: cancellation);
        if (!ended.Ok)
        {
            return ended.Problem;
        }

        foreach (var line in $"{ended.Value.Text}{ended.Value.Error}".Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            keep(line);
        }

        return ended.Value.ExitCode;
    }
}
