using System.Collections.Concurrent;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;
using Microsoft.IdentityModel.Tokens;

namespace InfraAi.Agent.Hosting;

/// <summary>The Backstage backends whose word is taken on who asks, and the public keys by which they sign it.</summary>
/// <remarks>
/// Taken are those that a setting names (BACKSTAGE_URL, AGENT_PORTALS); without either, the one that the launcher has started beside this agent,
/// as long as it is that very process which listens.
/// </remarks>
public sealed class PortalKeys(Settings settings, TimeProvider time) : IDisposable
{
    /// <summary>Keys are looked up again after this time: what a Backstage has withdrawn counts no longer.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>An unknown key has them looked up at once, but strangers who make up keys do not make the agent ask without end.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly Uri OwnBackend = new("http://127.0.0.1:7007");
    private readonly ConcurrentDictionary<Uri, KeySet> sets = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = 256 * 1024,
    };

    /// <summary>Base addresses of the trusted backends, with a slash at their ends; none when no Backstage is.</summary>
    public IReadOnlyList<Uri> Portals()
    {
        string[] named = [.. settings.Portals];
        return named.Length > 0 ? [.. named.Select(url => new Uri(url.TrimEnd('/') + "/"))]
            : IsOwn() ? [OwnBackend]
            : [];
    }

    /// <param name="path">Of the key set, below the backend's address.</param>
    /// <returns>Null when this backend publishes no such key there, or does not answer.</returns>
    public Task<SecurityKey?> FindAsync(Uri portal, string path, string id, CancellationToken cancellation)
    {
        var address = new Uri(portal, path);
        return sets.GetOrAdd(address, _ => new()).FindAsync(id, () => http.GetStringAsync(address, cancellation), time, cancellation);
    }

    public void Dispose()
    {
        http.Dispose();
        foreach (var set in sets.Values)
        {
            set.Dispose();
        }
    }

    private bool IsOwn() =>
        ServiceRecord.Read(Path.Combine(settings.Home, "run", "backstage.json"))?.Process is { IsAlive: true } process
        && PortHolder.Find(OwnBackend.Port)?.Pid is { } holder
        && MarkedProcesses.Find($"backstage@{settings.Home}", process).Any(p => p.Pid == holder);

    /// <summary>One backend's keys of one kind.</summary>
    private sealed class KeySet : IDisposable
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private Dictionary<string, SecurityKey> keys = new(StringComparer.Ordinal);
        private long? asked;

        public async Task<SecurityKey?> FindAsync(string id, Func<Task<string>> read, TimeProvider time, CancellationToken cancellation)
        {
            if (asked is { } at && time.GetElapsedTime(at) < Kept && keys.TryGetValue(id, out var known))
            {
                return known;
            }

            await gate.WaitAsync(cancellation);
            try
            {
                if (
                    asked is not { } last
                    || time.GetElapsedTime(last) > Kept
                    || (!keys.ContainsKey(id) && time.GetElapsedTime(last) > Pause)
                )
                {
                    asked = time.GetTimestamp();
                    keys = Parse(await read());
                }
            }
            catch (Exception e)
                when (e is HttpRequestException or ArgumentException
                    || (e is TaskCanceledException && !cancellation.IsCancellationRequested)
                )
            {
                // Not there, or not a key set: what was known longer than it may be is forgotten.
                keys = new(StringComparer.Ordinal);
            }
            finally
            {
                gate.Release();
            }

            return keys.GetValueOrDefault(id);
        }

        public void Dispose() => gate.Dispose();

        private static Dictionary<string, SecurityKey> Parse(string json) =>
            new JsonWebKeySet(json)
                .GetSigningKeys()
                .Where(key => key.KeyId is not null)
                .DistinctBy(key => key.KeyId, StringComparer.Ordinal)
                .ToDictionary(key => key.KeyId, StringComparer.Ordinal);
    }
}
