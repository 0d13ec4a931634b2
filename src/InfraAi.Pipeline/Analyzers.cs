using InfraAi.Analysis;
using InfraAi.Analysis.Models;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Pipeline;

/// <summary>The analyser that the settings ask for, with the model behind it.</summary>
/// <param name="Model">Null for the offline reader.</param>
public sealed record ChosenAnalyzer(IAnalyzer Analyzer, ModelDoor? Model) : IDisposable
{
    public void Dispose() => Model?.Dispose();
}

/// <summary>Chooses who reads.</summary>
public static class Analyzers
{
    /// <param name="name">"offline", "gemini", "openai" or "anthropic".</param>
    /// <returns>The analyser, or what its settings lack.</returns>
    public static Result<ChosenAnalyzer> Choose(string name, Settings settings, TimeProvider time)
    {
        var offline = new OfflineAnalyzer();
        if (settings.Model(name) is not { } model)
        {
            return new ChosenAnalyzer(new SecretGuard(offline), null);
        }

        var options = Options(model);
        if (!options.Ok)
        {
            return options.Problem;
        }

        var door = ModelDoor.Open(options.Value, time);
        IAnalyzer analyzer = new ModelAnalyzer(door, offline);
        return new ChosenAnalyzer(new SecretGuard(settings.OfflineFallback ? new FallbackAnalyzer(analyzer, offline) : analyzer), door);
    }

    private static Result<ModelOptions> Options(ModelSettings model)
    {
        // A server of one's own may ask for no key; the vendors' own do.
        if (model.Key is null && (model.Vendor != "openai" || model.BaseUrl is null))
        {
            return Missing(
                "model-key-missing",
                model.Vendor == "gemini" ? "GEMINI_API_KEY" : "MODEL_API_KEY",
                new($"The analyser {model.Vendor} needs a key.", $"El analizador {model.Vendor} necesita una clave.")
            );
        }

        return model.Name is { } name
            ? new ModelOptions
            {
                Vendor = model.Vendor,
                Model = name,
                BaseUrl = model.BaseUrl,
                Key = new(model.Key),
                Timeout = model.Timeout,
                Concurrency = model.Concurrency,
            }
            : Missing(
                "model-not-named",
                "MODEL_NAME",
                new(
                    $"The analyser {model.Vendor} needs the name of a model.",
                    $"El analizador {model.Vendor} necesita el nombre de un modelo."
                )
            );
    }

    private static Problem Missing(string code, string setting, Phrase message) =>
        new(code, ProblemKind.NotAvailable, message, new($"Set {setting}, or ANALYZER=offline.", $"Ponga {setting}, o ANALYZER=offline."));
}
