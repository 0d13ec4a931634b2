using InfraAi.Model;

namespace InfraAi.Platform.Services;

/// <summary>How one service's start or stop went.</summary>
/// <param name="Outcome">True when this call started (stopped) it, false when there was nothing to do, else the problem.</param>
/// <param name="Took">How long that took.</param>
public sealed record ServiceStep(IService Service, Result<bool> Outcome, TimeSpan Took);

/// <summary>Starts, looks at and stops services in the order of their needs; what does not depend on each other goes at the same time.</summary>
/// <param name="services">Every service after those that it needs.</param>
public sealed class Supervisor(IReadOnlyList<IService> services, TimeProvider time)
{
    public IReadOnlyList<IService> Services => services;

    /// <summary>The named services and no others; without names, all.</summary>
    public Result<IReadOnlyList<IService>> Named(IReadOnlyList<string> names) =>
        FirstUnknown(names) is { } unknown
            ? unknown
            : services.Where(s => names.Count == 0 || names.Contains(s.Entry.Name, StringComparer.Ordinal)).ToList();

    /// <summary>The named services; without names, those that start by default.</summary>
    /// <param name="without">Left out, with everything that needs them.</param>
    /// <returns>Them and everything they need, or the name that is not known.</returns>
    public Result<IReadOnlyList<IService>> Choose(IReadOnlyList<string> names, bool all, IReadOnlyList<string>? without = null)
    {
        if (FirstUnknown(names) is { } unknown)
        {
            return unknown;
        }

        var wanted = services
            .Where(s => all || (names.Count == 0 ? s.Entry.Default : names.Contains(s.Entry.Name, StringComparer.Ordinal)))
            .Select(s => s.Entry.Name)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var service in services.Reverse().Where(s => wanted.Contains(s.Entry.Name)))
        {
            wanted.UnionWith(service.Entry.Needs);
        }

        var left = (without ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var service in services.Where(s => s.Entry.Needs.Any(left.Contains)))
        {
            left.Add(service.Entry.Name);
        }

        return services.Where(s => wanted.Contains(s.Entry.Name) && !left.Contains(s.Entry.Name)).ToList();
    }

    /// <summary>The named services and everything that needs them; without names, all.</summary>
    public Result<IReadOnlyList<IService>> ChooseToStop(IReadOnlyList<string> names)
    {
        if (FirstUnknown(names) is { } unknown)
        {
            return unknown;
        }

        var wanted = names.ToHashSet(StringComparer.Ordinal);
        foreach (var service in services.Where(s => names.Count == 0 || s.Entry.Needs.Any(wanted.Contains)))
        {
            wanted.Add(service.Entry.Name);
        }

        return services.Where(s => wanted.Contains(s.Entry.Name)).ToList();
    }

    /// <summary>How each of them is, asked at the same time, in the same order.</summary>
    public static Task<ServiceState[]> LookAsync(IEnumerable<IService> chosen, CancellationToken cancellation) =>
        Task.WhenAll(chosen.Select(s => s.LookAsync(cancellation)));

    /// <summary>Starts each when its needs are ready.</summary>
    /// <param name="say">Told what takes long, with the service's name.</param>
    /// <param name="done">Told how each went, as it goes.</param>
    public Task<IReadOnlyList<ServiceStep>> StartAsync(
        IReadOnlyList<IService> chosen,
        Action<IService, Phrase> say,
        Action<ServiceStep> done,
        CancellationToken cancellation
    ) =>
        InOrderAsync(
            chosen,
            service => chosen.Where(other => service.Entry.Needs.Contains(other.Entry.Name, StringComparer.Ordinal)),
            service => service.StartAsync(phrase => say(service, phrase), cancellation),
            done,
            stopAtProblem: true
        );

    /// <summary>Stops each when everything that needs it has ended.</summary>
    public Task<IReadOnlyList<ServiceStep>> StopAsync(
        IReadOnlyList<IService> chosen,
        Action<ServiceStep> done,
        CancellationToken cancellation
    ) =>
        InOrderAsync(
            [.. chosen.Reverse()],
            service => chosen.Where(other => other.Entry.Needs.Contains(service.Entry.Name, StringComparer.Ordinal)),
            service => service.StopAsync(cancellation),
            done,
            stopAtProblem: false
        );

    private async Task<IReadOnlyList<ServiceStep>> InOrderAsync(
        IReadOnlyList<IService> chosen,
        Func<IService, IEnumerable<IService>> before,
        Func<IService, Task<Result<bool>>> act,
        Action<ServiceStep> done,
        bool stopAtProblem
    )
    {
        var gate = new Lock();
        var under = new Dictionary<string, Task<ServiceStep>>(StringComparer.Ordinal);
        foreach (var service in chosen)
        {
            under[service.Entry.Name] = StepAsync(service, [.. before(service).Select(b => under[b.Entry.Name])]);
        }

        return await Task.WhenAll(chosen.Select(s => under[s.Entry.Name]));

        async Task<ServiceStep> StepAsync(IService service, IReadOnlyList<Task<ServiceStep>> first)
        {
            var waited = await Task.WhenAll(first);
            var begun = time.GetTimestamp();
            var outcome =
                stopAtProblem && Array.Find(waited, w => !w.Outcome.Ok) is { } missing
                    ? NeedFailed(service, missing.Service)
                    : await act(service);
            var step = new ServiceStep(service, outcome, time.GetElapsedTime(begun));
            lock (gate)
            {
                done(step);
            }

            return step;
        }
    }

    private static Result<bool> NeedFailed(IService service, IService need) =>
        new Problem(
            $"{service.Entry.Name}-not-started",
            ProblemKind.Outside,
            new(
                $"{service.Entry.Name} was not started: it needs {need.Entry.Name}, which is not ready.",
                $"{service.Entry.Name} no se inició: necesita {need.Entry.Name}, que no está listo."
            ),
            new($"Mend {need.Entry.Name} first.", $"Arregle primero {need.Entry.Name}.")
        );

    private Problem? FirstUnknown(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(n => services.All(s => s.Entry.Name != n)) is not { } name)
        {
            return null;
        }

        var list = string.Join(", ", services.Select(s => s.Entry.Name));
        return new(
            "service-unknown",
            ProblemKind.Usage,
            new($"There is no service \"{name}\" in platform.yaml.", $"No hay ningún servicio \"{name}\" en platform.yaml."),
            new($"There are: {list}.", $"Hay: {list}.")
        );
    }
}
