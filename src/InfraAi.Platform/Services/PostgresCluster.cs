using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Services;

/// <summary>How a PostgreSQL is to be run.</summary>
public sealed record PostgresOptions
{
    /// <summary>The cluster's folder; made and filled when it is not there. It belongs to the user who runs the server.</summary>
    public required string Folder { get; init; }

    /// <summary>On 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The superuser that a new cluster gets.</summary>
    public string User { get; init; } = "postgres";

    /// <summary>Null trusts every local user: for tests only.</summary>
    public string? Password { get; init; }

    /// <summary>False does without fsync: quicker, and lost with the power. For tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>True stops the server when this process ends, however it ends; false leaves it running until it is stopped.</summary>
    public bool EndsWithThisProcess { get; init; }
}

/// <summary>A PostgreSQL server of our own, run with Debian's programs (/usr/lib/postgresql/VERSION/bin).</summary>
/// <remarks>
/// PostgreSQL refuses to run as root: then its programs run as the user `postgres` that Debian's package makes (else `nobody`), who owns the folder.
/// </remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string ProgramsFolder = "/usr/lib/postgresql";
    private const int StartSeconds = 60;

    private readonly PostgresOptions options;
    private readonly string bin;
    private readonly Process? watch;

    private PostgresCluster(PostgresOptions options, string bin, int port, Process? watch)
    {
        this.options = options;
        this.bin = bin;
        this.watch = watch;
        Port = port;
    }

    public int Port { get; }
    public string User => options.User;
    public string? Password => options.Password;
    public string Folder => options.Folder;

    /// <summary>Where the newest of Debian's PostgreSQL programs are; null when none is installed.</summary>
    public static string? FindPrograms() =>
        Directory.Exists(ProgramsFolder)
            ? Directory
                .EnumerateDirectories(ProgramsFolder)
                .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault()
            : null;

    /// <summary>True while a server runs on this folder.</summary>
    public static async Task<bool> IsRunningAsync(string folder, CancellationToken cancellation = default) =>
        FindPrograms() is { } bin
        && Directory.Exists(folder)
        && await RunAsync(bin, "pg_ctl", ["status", "-D", folder], cancellation) is { Ok: true, Value.ExitCode: 0 };

    /// <summary>Makes the cluster when it is not there, starts it, and waits until it answers. One that runs already is taken over as it is.</summary>
    public static async Task<Result<PostgresCluster>> StartAsync(PostgresOptions options, CancellationToken cancellation = default)
    {
        if (FindPrograms() is not { } bin)
        {
            return NotInstalled;
        }

        options = options with { Folder = Path.GetFullPath(options.Folder) };
        if (await CreateAsync(options, bin, cancellation) is { } problem)
        {
            return problem;
        }

        var pidFile = Path.Combine(options.Folder, "postmaster.pid");
        if (await IsRunningAsync(options.Folder, cancellation))
        {
            // Its fourth line is the port (src/include/utils/pidfile.h).
            var running = int.Parse((await File.ReadAllLinesAsync(pidFile, cancellation))[3]);
            return new PostgresCluster(options, bin, running, null);
        }

        var port = options.Port > 0 ? options.Port : FreePort();
        var log = Path.Combine(options.Folder, "server.log");
        var settings = $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''";
        settings += options.Durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
        var started = await RunAsync(
            bin,
            "pg_ctl",
            ["start", "-D", options.Folder, "-l", log, "-w", "-t", $"{StartSeconds}", "-s", "-o", settings],
            cancellation
        );
        if (!started.Ok)
        {
            return started.Problem;
        }

        if (started.Value.ExitCode != 0)
        {
            var said = File.Exists(log) ? (await File.ReadAllLinesAsync(log, cancellation)).TakeLast(3) : [started.Value.Error.Trim()];
            return Failed(options.Folder, string.Join(" · ", said));
        }

        return new PostgresCluster(options, bin, port, options.EndsWithThisProcess ? Watch(bin, options.Folder) : null);
    }

    /// <summary>Makes the cluster when it is not there, and says how to run it in the foreground, for whoever looks after its process.</summary>
    /// <param name="options">Its port must be named.</param>
    public static async Task<Result<ServiceCommand>> PrepareAsync(PostgresOptions options, CancellationToken cancellation = default)
    {
        if (FindPrograms() is not { } bin)
        {
            return NotInstalled;
        }

        options = options with { Folder = Path.GetFullPath(options.Folder) };
        if (await CreateAsync(options, bin, cancellation) is { } problem)
        {
            return problem;
        }

        string[] settings = ["-c", "listen_addresses=127.0.0.1", "-c", $"port={options.Port}", "-c", "unix_socket_directories="];
        var (program, arguments) = As(bin, "postgres", ["-D", options.Folder, .. settings]);
        return new ServiceCommand([program, .. arguments], "/", new Dictionary<string, string?>(StringComparer.Ordinal));
    }

    /// <summary>Stops it: open transactions are rolled back, everything committed stays.</summary>
    /// <returns>Null when it has stopped.</returns>
    public async Task<Problem?> StopAsync(CancellationToken cancellation = default)
    {
        var stopped = await RunAsync(
            bin,
            "pg_ctl",
            ["stop", "-D", options.Folder, "-m", "fast", "-w", "-t", $"{StartSeconds}", "-s"],
            cancellation
        );
        return stopped.Ok switch
        {
            false => stopped.Problem,
            true when stopped.Value.ExitCode == 0 || !await IsRunningAsync(options.Folder, cancellation) => null,
            _ => Failed(options.Folder, stopped.Value.Error.Trim()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (watch is null)
        {
            return;
        }

        // The watcher stops the server when its standard input ends.
        watch.StandardInput.Close();
        await watch.WaitForExitAsync();
        watch.Dispose();
    }

    private static async Task<Problem?> CreateAsync(PostgresOptions options, string bin, CancellationToken cancellation)
    {
        var folder = options.Folder;
        if (File.Exists(Path.Combine(folder, "PG_VERSION")))
        {
            return null;
        }

        var secret = folder + ".password";
        try
        {
            Directory.CreateDirectory(folder);
            string[] owned = [folder];
            string[] authentication = ["--auth=trust"];
            if (options.Password is { } password)
            {
                AtomicFile.Write(secret, Encoding.UTF8.GetBytes(password + "\n"), DataFolder.PrivateFile);
                owned = [folder, secret];
                authentication = ["--auth=scram-sha-256", $"--pwfile={secret}"];
            }

            if (await OwnAsync(owned, cancellation) is { } problem)
            {
                return problem;
            }

            // The C locale: text sorts the same on every machine.
            string[] sync = options.Durable ? [] : ["--no-sync"];
            var made = await RunAsync(
                bin,
                "initdb",
                ["-D", folder, "-U", options.User, "--encoding=UTF8", "--locale=C", .. authentication, .. sync],
                cancellation
            );
            return made switch
            {
                { Ok: false } => made.Problem,
                { Value.ExitCode: not 0 } => Failed(folder, made.Value.Error.Trim()),
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(folder, e.Message);
        }
        finally
        {
            File.Delete(secret);
        }
    }

    private static async Task<Problem?> OwnAsync(string[] paths, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var owned = await Programs.RunAsync("chown", [ServerUser(), .. paths], cancellation: cancellation);
        if (!owned.Ok || owned.Value.ExitCode != 0)
        {
            return owned.Problem ?? Failed(paths[0], owned.Value.Error.Trim());
        }

        var reached = await RunAsync("/usr/bin", "test", ["-w", paths[0]], cancellation);
        return reached is { Ok: true, Value.ExitCode: 0 } ? null : reached.Problem ?? NotReachable(paths[0]);
    }

    private static string ServerUser()
    {
        const string accounts = "/etc/passwd";
        return File.Exists(accounts) && File.ReadLines(accounts).Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
            ? "postgres"
            : "nobody";
    }

    /// <summary>As the user who may run it; setpriv (util-linux) leaves no process between.</summary>
    private static (string Program, string[] Arguments) As(string bin, string program, IReadOnlyList<string> arguments)
    {
        var path = Path.Combine(bin, program);
        var user = ServerUser();
        return Environment.IsPrivilegedProcess
            ? ("setpriv", [$"--reuid={user}", $"--regid={GroupOf(user)}", "--clear-groups", "--", path, .. arguments])
            : (path, [.. arguments]);
    }

    /// <summary>The number of the user's own group: setpriv takes a name only of a group, and the two need not be called the same.</summary>
    private static string GroupOf(string user) =>
        File.ReadLines("/etc/passwd").First(line => line.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[3];

    private static async Task<Result<ProcessOutcome>> RunAsync(
        string bin,
        string program,
        IReadOnlyList<string> arguments,
        CancellationToken cancellation
    )
    {
        var (name, all) = As(bin, program, arguments);
        return await Programs.RunAsync(name, all, folder: "/", cancellation: cancellation);
    }

    /// <summary>A shell that does nothing until our end of its pipe is closed, be it by SIGKILL; then it stops the server.</summary>
    private static Process? Watch(string bin, string folder)
    {
        var (name, arguments) = As("/bin", "sh", ["-c", "read _; exec \"$0\" stop -D \"$1\" -m immediate -w -s", $"{bin}/pg_ctl", folder]);
        var started = Programs.Start(name, arguments, "/");
        return started.Ok ? started.Value : null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static readonly Problem NotInstalled = new(
        "postgres-not-installed",
        ProblemKind.Outside,
        new($"PostgreSQL is not installed below {ProgramsFolder}.", $"PostgreSQL no está instalado en {ProgramsFolder}."),
        new("sudo apt-get install postgresql", "sudo apt-get install postgresql")
    );

    private static Problem NotReachable(string folder) =>
        new(
            "postgres-folder-not-reachable",
            ProblemKind.Outside,
            new(
                $"The user {ServerUser()}, who runs PostgreSQL where you are root, cannot reach {folder}.",
                $"El usuario {ServerUser()}, que ejecuta PostgreSQL cuando usted es root, no puede llegar a {folder}."
            ),
            new(
                "Run the platform as an ordinary user, or name a folder in INFRA_AI_HOME that others may enter (/var/lib/infra-ai).",
                "Ejecute la plataforma como un usuario normal, o ponga en INFRA_AI_HOME una carpeta accesible (/var/lib/infra-ai)."
            )
        );

    private static Problem Failed(string folder, string reason) =>
        new(
            "postgres-failed",
            ProblemKind.Outside,
            new($"PostgreSQL in {folder} did not do it: {reason}", $"PostgreSQL en {folder} no pudo: {reason}"),
            new($"{folder}/server.log says more.", $"{folder}/server.log dice más.")
        );
}
