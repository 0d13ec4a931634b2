using System.Diagnostics;
using System.Text;
using InfraAi.Model;

namespace InfraAi.Platform.Processes;

/// <summary>What a finished program left behind.</summary>
public sealed record ProcessOutcome(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>Runs programs: arguments as a list, no shell, both streams read, killed with its children when canceled.</summary>
public static class Programs
{
    /// <param name="program">Name on PATH, or a path.</param>
    /// <param name="input">Written to its standard input, which is then closed.</param>
    /// <returns>Whatever its exit code; a problem only when it cannot be started.</returns>
    public static async Task<Result<ProcessOutcome>> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        ReadOnlyMemory<byte> input = default,
        CancellationToken cancellation = default
    )
    {
        var started = Start(program, arguments, folder, environment);
        if (!started.Ok)
        {
            return started.Problem;
        }

        using var process = started.Value;
        try
        {
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await WriteAsync(process, input, cancellation);
            await Task.WhenAll(reading, errors);
            await process.WaitForExitAsync(cancellation);
            return new ProcessOutcome(process.ExitCode, output.ToArray(), await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Runs a program and hands on each line of its two outputs as it comes.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<Result<int>> StreamAsync(
        string program,
        IEnumerable<string> arguments,
        string? folder,
        Action<string> line,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var started = Start(program, arguments, folder, environment);
        if (!started.Ok)
        {
            return started.Problem;
        }

        using var process = started.Value;
        var gate = new Lock();
        try
        {
            process.StandardInput.Close();
            await Task.WhenAll(Pump(process.StandardOutput), Pump(process.StandardError));
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        async Task Pump(StreamReader reader)
        {
            while (await reader.ReadLineAsync(cancellation) is { } text)
            {
                lock (gate)
                {
                    line(text);
                }
            }
        }
    }

    /// <summary>Runs a program whose input and output are streamed at the same time, so that neither is held in memory; what it says of errors is dropped.</summary>
    /// <param name="write">Writes its standard input, which is closed afterwards.</param>
    /// <param name="read">Reads its standard output to the end.</param>
    /// <returns>Its exit code. What either of the two throws ends the program, and is thrown here.</returns>
    public static async Task<Result<int>> PipeAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment,
        Func<Stream, CancellationToken, Task> write,
        Func<Stream, CancellationToken, Task> read,
        CancellationToken cancellation
    )
    {
        var started = Start(program, arguments, null, environment);
        if (!started.Ok)
        {
            return started.Problem;
        }

        using var process = started.Value;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var streams = Task.WhenAll(
            OrEnd(FeedAsync()),
            OrEnd(read(process.StandardOutput.BaseStream, either.Token)),
            OrEnd(process.StandardError.BaseStream.CopyToAsync(Stream.Null, either.Token))
        );
        await streams;
        await OrEnd(process.WaitForExitAsync(cancellation));
        return process.ExitCode;

        async Task FeedAsync()
        {
            await write(process.StandardInput.BaseStream, either.Token);
            process.StandardInput.Close();
        }

        // The first that fails ends the program, and with it the others.
        async Task OrEnd(Task task)
        {
            try
            {
                await task;
            }
            catch
            {
                process.Kill(entireProcessTree: true);
                await either.CancelAsync();
                throw;
            }
        }
    }

    /// <summary>Runs a program on this terminal: it reads and writes by itself, and has Ctrl-C from the terminal.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<Result<int>> RunAttachedAsync(
        string program,
        IEnumerable<string> arguments,
        string? folder,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellation
    )
    {
        var started = Start(program, arguments, folder, environment, redirect: false);
        if (!started.Ok)
        {
            return started.Problem;
        }

        using var process = started.Value;
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            throw;
        }

        return process.ExitCode;
    }

    /// <summary>It had the same Ctrl-C: it is given the time to end by itself.</summary>
    private static async Task EndAsync(Process process)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts a program with all three streams redirected; the caller reads, writes and disposes.</summary>
    public static Result<Process> Start(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        bool redirect = true
    )
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = redirect,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
            UseShellExecute = false,
            WorkingDirectory = folder ?? "",
            StandardErrorEncoding = redirect ? Encoding.UTF8 : null,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new Problem(
                "program-not-started",
                ProblemKind.Outside,
                new(
                    $"The program \"{program}\" cannot be started: {e.Message}",
                    $"No se puede iniciar el programa \"{program}\": {e.Message}"
                ),
                new($"Install {program} and see that it is on PATH.", $"Instale {program} y compruebe que está en PATH.")
            );
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it: its exit code and its errors say why.
        }
    }
}
