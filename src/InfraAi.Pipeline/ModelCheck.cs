using InfraAi.Analysis.Models;
using InfraAi.Model;
using InfraAi.Platform.Checks;
using InfraAi.Platform.Configuration;

namespace InfraAi.Pipeline;

/// <summary>Whether the configured model can be used: does the key work, does the model exist.</summary>
public static class ModelCheck
{
    private const int MostNames = 8;

    /// <returns>One finding; none when the offline reader reads.</returns>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(Settings settings, TimeProvider time, CancellationToken cancellation)
    {
        var chosen = Analyzers.Choose(settings.Analyzer, settings, time);
        if (!chosen.Ok)
        {
            return [Failed(settings.Analyzer, chosen.Problem, "")];
        }

        using var open = chosen.Value;
        return open.Model is { } door ? [await CheckAsync(door, cancellation)] : [];
    }

    private static async Task<Finding> CheckAsync(ModelDoor door, CancellationToken cancellation)
    {
        var models = await door.ListModelsAsync(cancellation);
        if (!models.Ok)
        {
            return Failed(door.Options.Vendor, models.Problem, "");
        }

        var vendor = door.Options.Vendor;
        return door.Missing(models.Value) is { } missing
            ? Failed(vendor, missing, string.Join(", ", models.Value.OrderBy(m => Distance(m, door.Options.Model)).Take(MostNames)))
            : new(
                vendor,
                CheckStatus.Passed,
                new(
                    $"the key works; {door.Options.Model} is there ({models.Value.Count} models)",
                    $"la clave funciona; {door.Options.Model} existe ({models.Value.Count} modelos)"
                )
            );
    }

    private static Finding Failed(string vendor, Problem problem, string models) =>
        new(
            vendor,
            CheckStatus.Failed,
            problem.Message,
            models.Length == 0 ? problem.Remedy : new($"{problem.Remedy.En} There are: {models}", $"{problem.Remedy.Es} Hay: {models}")
        );

    /// <summary>The names that begin alike come first.</summary>
    private static int Distance(string name, string wanted) => -name.AsSpan().CommonPrefixLength(wanted);
}
