using InfraAi.Model;

namespace InfraAi.Platform.Files;

/// <summary>A lock between processes: a file that one of them holds open. A process that dies lets it go.</summary>
public static class FileLock
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits until the lock is free, at most 30 seconds.</summary>
    /// <returns>What lets it go when it is disposed of.</returns>
    public static async Task<Result<IDisposable>> HoldAsync(string file, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file) && time.GetElapsedTime(start) < Limit)
            {
                await Task.Delay(Look, time, cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Problem(
                    "lock-not-held",
                    ProblemKind.Busy,
                    new($"{file} cannot be locked: {e.Message}", $"No se puede bloquear {file}: {e.Message}"),
                    new(
                        "Wait for the other infra-ai to end, or see that this user may write there.",
                        "Espere a que termine el otro infra-ai, o compruebe que este usuario puede escribir ahí."
                    )
                );
            }
        }
    }
}
