using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Checks;

/// <summary>The last errors in the services' logs.</summary>
public static class LogChecks
{
    private const int Lines = 2000;
    private const int MostShown = 3;

    public static IReadOnlyList<Finding> Look(PlatformManifest manifest, SecretMask mask) =>
        [.. manifest.Services.SelectMany(service => Look(service, mask))];

    private static IEnumerable<Finding> Look(ServiceEntry service, SecretMask mask)
    {
        if (!File.Exists(service.Log))
        {
            yield return new(service.Name, CheckStatus.Noted, new("no log yet", "todavía sin registro"));
            yield break;
        }

        var read = LogLine.Reader(service.Name);
        var errors = LogTail
            .Read(service.Log, Lines, LogTail.LargeWindow)
            .Split('\n')
            .Select(read)
            .Where(l => l.Level == LogLevel.Error)
            .ToList();
        if (errors.Count == 0)
        {
            yield return new(
                service.Name,
                CheckStatus.Passed,
                new("no errors in its log", "sin errores en su registro"),
                Link: service.Log
            );
            yield break;
        }

        var last = string.Join('\n', errors.TakeLast(MostShown).Select(l => mask.Apply(l.Text)));
        yield return new(
            service.Name,
            CheckStatus.Warned,
            new($"errors in its log: {errors.Count}; the last:\n{last}", $"errores en su registro: {errors.Count}; los últimos:\n{last}"),
            new($"./infra-ai logs {service.Name} --level error", $"./infra-ai logs {service.Name} --level error"),
            service.Log
        );
    }
}
