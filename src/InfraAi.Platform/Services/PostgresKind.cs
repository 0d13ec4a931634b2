using System.Globalization;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Services;

/// <summary>
/// PostgreSQL: the server that answers on POSTGRES_HOST and POSTGRES_PORT; when none does and the host is this machine, one of our own in the data folder.
/// </summary>
public sealed class PostgresKind(Settings settings) : IServiceKind
{
    private const int UsualPort = 5432;
    private const int LastPort = 5499;

    /// <summary>The role of the specification's examples; it may create databases, one for each of Backstage's plugins.</summary>
    private const string OwnUser = "backstage";

    private string Folder => Path.Combine(settings.Home, "postgres", "cluster");

    private string PortFile => Path.Combine(settings.Home, "postgres", "port");

    /// <summary>Where the server is, or will be, and what opens it.</summary>
    public PostgresSettings Address =>
        settings.Postgres is { } named
            ? named with
            {
                Password = named.Password ?? (IsLoopback(named.Host) ? OwnPassword() : null),
            }
            : new("127.0.0.1", OwnPort(), settings.Get("POSTGRES_USER", OwnUser).Value!, OwnPassword(), "infra_ai");

    Uri? IServiceKind.Url(ServiceEntry entry) => Url();

    public Uri Url() => settings.Postgres is { } named ? new($"tcp://{named.Host}:{named.Port}") : new($"tcp://127.0.0.1:{OwnPort()}");

    public bool IsOurs(ServiceEntry entry) =>
        settings.Postgres is not { } named || (IsLoopback(named.Host) && (OurProcess() is not null || PortHolder.Find(named.Port) is null));

    public async Task<Result<ServiceCommand>> PrepareAsync(ServiceEntry entry, Action<Phrase> say, CancellationToken cancellation)
    {
        var address = Address;
        if (!File.Exists(Path.Combine(Folder, "PG_VERSION")))
        {
            say(new($"makes a database cluster in {Folder}", $"crea un clúster de base de datos en {Folder}"));
        }

        DataFolder.Create(Path.GetDirectoryName(PortFile)!);
        DataFolder.LetDatabaseThrough(settings.Home);
        AtomicFile.Write(PortFile, System.Text.Encoding.ASCII.GetBytes($"{address.Port}\n"), DataFolder.PrivateFile);
        return await PostgresCluster.PrepareAsync(
            new()
            {
                Folder = Folder,
                Port = address.Port,
                User = address.User,
                Password = address.Password,
            },
            cancellation
        );
    }

    public Task<Answer?> AskAsync(ServiceEntry entry, CancellationToken cancellation) => Readiness.AskAsync(Url(), cancellation);

    /// <summary>The port that our own cluster has had before, else 5432, else the next one that nobody listens on.</summary>
    private int OwnPort()
    {
        if (File.Exists(PortFile) && int.TryParse(File.ReadAllText(PortFile), CultureInfo.InvariantCulture, out var before))
        {
            return before;
        }

        return int.TryParse(settings.Get("POSTGRES_PORT").Value, CultureInfo.InvariantCulture, out var named)
            ? named
            : Enumerable.Range(UsualPort, LastPort - UsualPort + 1).FirstOrDefault(port => PortHolder.Find(port) is null, UsualPort);
    }

    private string OwnPassword() => settings.Get("POSTGRES_PASSWORD").Value ?? new SecretFile(settings.Home, "postgres-password").Read();

    /// <summary>The first line of postmaster.pid is the server's process.</summary>
    private RunningProcess? OurProcess()
    {
        var file = Path.Combine(Folder, "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
            ? RunningProcess.Find(pid)
            : null;
    }

    private static bool IsLoopback(string host) => host is "localhost" or "127.0.0.1" or "::1";
}
