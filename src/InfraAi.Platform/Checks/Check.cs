using InfraAi.Model;

namespace InfraAi.Platform.Checks;

/// <summary>One group of a report: it looks, and changes nothing.</summary>
/// <param name="Name">Of the group: "github".</param>
/// <param name="Brief">All that is right of it in one line; null for the names of its findings.</param>
public sealed record Check(string Name, Func<CancellationToken, Task<IReadOnlyList<Finding>>> Look, Phrase? Brief = null);

/// <summary>What a group found.</summary>
public sealed record CheckGroup(string Name, IReadOnlyList<Finding> Findings, Phrase? Brief = null);

/// <summary>Runs checks at the same time; one that fails or hangs never stops the others.</summary>
public static class CheckRunner
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <returns>A group for each check, in the same order.</returns>
    public static Task<CheckGroup[]> RunAsync(IEnumerable<Check> checks, TimeProvider time, CancellationToken cancellation) =>
        Task.WhenAll(checks.Select(check => Task.Run(() => LookAsync(check, time, cancellation), cancellation)));

    private static async Task<CheckGroup> LookAsync(Check check, TimeProvider time, CancellationToken cancellation)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            return new(check.Name, await check.Look(own.Token).WaitAsync(Longest, time, cancellation), check.Brief);
        }
        catch (TimeoutException)
        {
            await own.CancelAsync();
            var seconds = Longest.TotalSeconds;
            return Broken(check, new($"This check did not end in {seconds} s.", $"Esta comprobación no terminó en {seconds} s."));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it is: the report is for finding out what is wrong, so it goes on.
            var text = $"{e.GetType().Name}: {e.Message}";
            return Broken(check, new($"This check broke off: {text}", $"Esta comprobación se interrumpió: {text}"));
        }
    }

    private static CheckGroup Broken(Check check, Phrase message) =>
        new(
            check.Name,
            [
                new(
                    check.Name,
                    CheckStatus.Failed,
                    message,
                    new(
                        "The other checks went on; send the bundle with this line.",
                        "Las demás siguieron; envíe el paquete con esta línea."
                    )
                ),
            ]
        );
}
