using System.CommandLine;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli;

/// <summary>The services that a verb is about, named on its command line and completed from platform.yaml.</summary>
internal static class ServiceNames
{
    public static Argument<string[]> Argument(CommandContext context)
    {
        var argument = new Argument<string[]>("SERVICE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = context.In("Services of platform.yaml", "Servicios de platform.yaml"),
        };
        argument.CompletionSources.Add(_ =>
            ManifestReader.Load(context.Settings) is { Ok: true, Value: var manifest } ? manifest.Services.Select(s => s.Name) : []
        );
        return argument;
    }
}
