using System.Runtime.InteropServices;

namespace InfraAi.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation: the verb ends what it began, and the program ends.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
        ];

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        // The second one ends the program at once.
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
