using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Deployment;

/// <summary>One program call of a deployment.</summary>
/// <param name="What">What it is for.</param>
/// <param name="Good">Exit codes that count as success: from 0 to this one.</param>
/// <param name="Fix">What to do when it fails; null: try it by hand.</param>
/// <param name="Input">What it reads from its standard input: a secret stands on no command line and in no file.</param>
public sealed record DeployStep(Phrase What, IReadOnlyList<string> Command, int Good = 0, DeployInput? Input = null, Phrase? Fix = null)
{
    /// <summary>As one would type it.</summary>
    public string Line => string.Join(' ', Command) + (Input is null ? "" : $"   # {Input.Name}");

    /// <param name="say">Each line that the program writes.</param>
    /// <returns>Its exit code when that is good.</returns>
    public async Task<Result<int>> RunAsync(string folder, Action<string> say, CancellationToken cancellation)
    {
        var ended = Input is null
            ? await Programs.StreamAsync(Command[0], Command.Skip(1), folder, say, cancellation)
            : await FeedAsync(Input.Text, folder, say, cancellation);
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

    private async Task<Result<int>> FeedAsync(string text, string folder, Action<string> say, CancellationToken cancellation)
    {
        var ended = await Programs.RunAsync(
            Command[0],
            Command.Skip(1),
            folder,
            input: Encoding.UTF8.GetBytes(text),
            cancellation: cancellation
        );
        if (!ended.Ok)
        {
            return ended.Problem;
        }

        foreach (var line in $"{ended.Value.Text}{ended.Value.Error}".Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            say(line);
        }

        return ended.Value.ExitCode;
    }
}

/// <param name="Name">What it is, as people are told.</param>
public sealed record DeployInput(string Name, string Text)
{
    public override string ToString() => Name;
}
