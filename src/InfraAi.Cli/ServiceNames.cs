using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli;

/// <summary>The services that a verb is about, named on its command line and completed from platform.yaml.</summary>
internal static class ServiceNames
{
    /// <param name="otherwise">Which they are when none is named.</param>
    public static Argument<string[]> Argument(CommandContext context, Phrase otherwise)
    {
        var argument = new Argument<string[]>("SERVICE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = context.In(
                $"Services of platform.yaml; without, {otherwise.En}",
                $"Servicios de platform.yaml; sin ninguno, {otherwise.Es}"
            ),
        };
        argument.CompletionSources.Add(_ =>
            ManifestReader.Load(context.Settings) is { Ok: true, Value: var manifest } ? manifest.Services.Select(s => s.Name) : []
        );
        return argument;
    }
}
