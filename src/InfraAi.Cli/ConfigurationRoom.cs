using System.CommandLine;
using System.Globalization;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;
using InfraAi.Storage;
using InfraAi.Storage.Snapshots;

namespace InfraAi.Cli;

/// <summary>What the configuration verbs share: the .env files of platform.yaml, the store, the keys.</summary>
internal sealed class ConfigurationRoom : IAsyncDisposable
{
    private readonly CommandContext context;
    private readonly Database database;

    private ConfigurationRoom(CommandContext context, Database database, KeyRing keys)
    {
        this.context = context;
        this.database = database;
        var settings = context.Settings;
        var store = new SnapshotStore(database, keys, $"{Environment.MachineName}:{settings.Root}", context.Time, context.Cancellation);
        Sync = new(settings.Root, Path.Combine(settings.Home, "config"), store, Files(context), context.Time);
    }

    public ConfigurationSync Sync { get; }

    /// <summary>Where the snapshots are, for people.</summary>
    public string Store => database.Name;

    public static EnvFiles Files(CommandContext context) => new(Path.Combine(context.Settings.Root, ".env-backups"), context.Time);

    public static async Task<Result<ConfigurationRoom>> OpenAsync(CommandContext context)
    {
        var settings = context.Settings;
        var given = settings.Get(KeyRing.Variable);
        // In .env itself it would be lost together with what it is to bring back.
        var keys = KeyRing.Load(Path.Combine(settings.Home, "keys", "config.key"), given.Origin == "environment" ? given.Value : null);
        if (!keys.Ok)
        {
            return keys.Problem;
        }

        var address = new StoreAddress(Path.Combine(settings.Home, "config", "store.json"));
        var postgres = settings.Postgres;
        if (postgres is null && address.Read(keys.Value) is { } remembered)
        {
            postgres = remembered;
            context.Terminal.Say(
                new(
                    $"The snapshots are in PostgreSQL at {postgres}, as of the last backup; .env no longer says so.",
                    $"Las instantáneas están en PostgreSQL en {postgres}, según la última copia; .env ya no lo dice."
                )
            );
        }

        var opened = postgres is { } p
            ? await Database.OpenAsync(PostgresAddress.Of(p)).WaitAsync(context.Cancellation)
            : await Database.OpenAsync(settings.Home);
        if (!opened.Ok)
        {
            return opened.Problem;
        }

        if (settings.Postgres is { } current)
        {
            address.Write(current, keys.Value);
        }

        return new ConfigurationRoom(context, opened.Value, keys.Value);
    }

    /// <summary>The address is remembered after the first backup, too: that one made the key it is sealed with.</summary>
    public async ValueTask DisposeAsync()
    {
        if (context.Settings.Postgres is { } current)
        {
            new StoreAddress(Path.Combine(context.Settings.Home, "config", "store.json")).Write(current, Sync.Store.Keys);
        }

        await database.DisposeAsync();
    }

    /// <returns>The .env files of platform.yaml; the one at the root when there is no platform.yaml.</returns>
    public static Result<IReadOnlyList<EnvFileEntry>> Entries(CommandContext context)
    {
        if (!File.Exists(Path.Combine(context.Settings.Root, ManifestReader.FileName)))
        {
            return new EnvFileEntry[] { new("root", Path.Combine(context.Settings.Root, ".env"), []) };
        }

        var manifest = ManifestReader.Load(context.Settings);
        return manifest.Ok ? manifest.Value.EnvFiles.ToList() : manifest.Problem;
    }

    /// <summary>A file's name in the store: its path from the root.</summary>
    public static string NameOf(CommandContext context, EnvFileEntry entry) =>
        Path.GetRelativePath(context.Settings.Root, entry.Path).Replace('\\', '/');

    /// <param name="wanted">Names of platform.yaml, or paths; none for all.</param>
    public static Result<IReadOnlyList<EnvFileEntry>> Choose(CommandContext context, IReadOnlyList<string> wanted)
    {
        var entries = Entries(context);
        if (!entries.Ok || wanted.Count == 0)
        {
            return entries;
        }

        var chosen = new List<EnvFileEntry>();
        foreach (var name in wanted)
        {
            if (Find(context, entries.Value, name) is { } entry)
            {
                chosen.Add(entry);
                continue;
            }

            var known = string.Join(", ", entries.Value.Select(e => $"{e.Name} ({NameOf(context, e)})"));
            return new Problem(
                "env-file-unknown",
                ProblemKind.Usage,
                new(
                    $"platform.yaml names no .env file {name}; it has: {known}.",
                    $"platform.yaml no nombra ningún archivo .env {name}; tiene: {known}."
                ),
                new("Take one of these, or add it under env_files.", "Tome uno de ellos, o añádalo en env_files.")
            );
        }

        return chosen;
    }

    public static EnvFileEntry? Find(CommandContext context, IReadOnlyList<EnvFileEntry> entries, string name)
    {
        var path = Path.GetFullPath(name, context.Settings.Root);
        return entries.FirstOrDefault(entry => entry.Name == name || entry.Path == path);
    }

    public static Argument<string[]> FilesArgument(CommandContext context) =>
        new("FILE")
        {
            Description = context.In(
                "Names or paths of .env files of platform.yaml; without, all of them",
                "Nombres o rutas de archivos .env de platform.yaml; sin ninguno, todos"
            ),
            Arity = ArgumentArity.ZeroOrMore,
        };

    public static Option<bool> Yes(CommandContext context) =>
        new("--yes", "-y") { Description = context.In("Answer every question with yes", "Responde que sí a toda pregunta") };

    /// <summary>The version options of restore and env diff.</summary>
    internal sealed class VersionOptions
    {
        private readonly Option<string?> at;
        private readonly Option<int?> version;

        public VersionOptions(Command command, CommandContext context)
        {
            at = new("--at")
            {
                Description = context.In(
                    "As it was then: 2026-01-31, \"2026-01-31 14:30\", or 10m, 2h, 3d ago",
                    "Como estaba entonces: 2026-01-31, \"2026-01-31 14:30\", o hace 10m, 2h, 3d"
                ),
                HelpName = "TIME",
            };
            version = new("--version")
            {
                Description = context.In("That version (env history lists them)", "Esa versión (env history las lista)"),
                HelpName = "N",
            };
            command.Options.Add(at);
            command.Options.Add(version);
        }

        public Result<VersionChoice> Read(ParseResult parsed, CommandContext context)
        {
            var text = parsed.GetValue(at);
            var moment = text is null ? null : Moment(text, context.Time);
            return text is not null && moment is null
                ? new Problem(
                    "time-not-valid",
                    ProblemKind.Usage,
                    new($"\"{text}\" is no time.", $"\"{text}\" no es un momento."),
                    new(
                        "Write 2026-01-31, \"2026-01-31 14:30\", 14:30, or 10m, 2h, 3d for that long ago.",
                        "Escriba 2026-01-31, \"2026-01-31 14:30\", 14:30, o 10m, 2h, 3d para hace ese tiempo."
                    )
                )
                : new VersionChoice(moment, parsed.GetValue(version));
        }
    }

    /// <returns>The moment; a day means its end, a time of day means today. Null when it is none.</returns>
    internal static DateTimeOffset? Moment(string text, TimeProvider time)
    {
        var now = time.GetLocalNow();
        if (
            text.Length > 1
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        )
        {
            TimeSpan? ago = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => null,
            };
            if (ago is { } span)
            {
                return now - span;
            }
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Local(day.AddDays(1).ToDateTime(TimeOnly.MinValue), time).AddMilliseconds(-1);
        }

        if (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return Local(DateOnly.FromDateTime(now.DateTime).ToDateTime(clock), time);
        }

        string[] local = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyyMMdd-HHmmss"];
        return DateTime.TryParseExact(text, local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? Local(moment, time)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var exact) && text.Contains('T')
                ? exact
            : null;
    }

    private static DateTimeOffset Local(DateTime moment, TimeProvider time) => new(moment, time.LocalTimeZone.GetUtcOffset(moment));
}
