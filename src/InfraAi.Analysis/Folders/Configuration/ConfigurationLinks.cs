using InfraAi.Analysis.Diagrams;
using InfraAi.Analysis.Folders.Units;
using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Folders.Configuration;

/// <summary>What units talk to, as their configuration and the declarations in their code say.</summary>
/// <remarks>
/// A host name of another part, a port that a part of this repository answers on, a name in discovery or a connection string relates; what code
/// computes is not followed.
/// </remarks>
internal sealed class ConfigurationLinks
{
    private readonly RepositoryModel model;
    private readonly IReadOnlyDictionary<DeployableUnit, RepositoryPart> units;
    private readonly Dictionary<DeployableUnit, List<Setting>> settings = [];
    private readonly Dictionary<DeployableUnit, List<Setting>> shared = [];
    private readonly Dictionary<RepositoryPart, List<Setting>> mounted = [];
    private readonly Dictionary<string, RepositoryPart?> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, RepositoryPart?> ports = [];

    private ConfigurationLinks(RepositoryModel model, IReadOnlyDictionary<DeployableUnit, RepositoryPart> units) =>
        (this.model, this.units) = (model, units);

    /// <summary>Reads the settings of each unit; those that name it are put into it.</summary>
    /// <param name="files">Configuration files that are no source of their own.</param>
    public static IReadOnlyList<(BundledFile File, string? Module, IReadOnlyList<Setting> Settings)> Read(
        IReadOnlyList<BundledFile> files,
        UnitCollector units,
        CancellationToken cancellation
    )
    {
        var read = new List<(BundledFile, string?, IReadOnlyList<Setting>)>();
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var found = ConfigurationFiles.Read(file);
            var module = units.ModuleOf(UnitCollector.FolderOf(file.Path));
            if (found.Count == 0)
            {
                continue;
            }

            read.Add((file, module, found));
            if (module is null || !IsApplications(file.Path))
            {
                continue;
            }

            var unit = units.Of(module);
            foreach (var setting in found)
            {
                if (
                    setting.Key is "spring.application.name" or "quarkus.application.name" or "micronaut.application.name"
                    && !setting.Value.Contains('$', StringComparison.Ordinal)
                )
                {
                    unit.ApplicationName ??= setting.Value.Trim('"', '\'');
                    unit.Prove(setting.Evidence);
                }
                else if (
                    setting.Key is "server.port"
                    && int.TryParse(
                        ConfigurationFiles.Resolve(setting.Value),
                        System.Globalization.CultureInfo.InvariantCulture,
                        out var port
                    )
                )
                {
                    unit.Ports.Add(port);
                }
            }
        }

        return read;
    }

    /// <summary>Adds what the settings say to the model.</summary>
    public static void Add(
        RepositoryModel model,
        IReadOnlyDictionary<DeployableUnit, RepositoryPart> units,
        IReadOnlyList<(BundledFile File, string? Module, IReadOnlyList<Setting> Settings)> files,
        CancellationToken cancellation
    )
    {
        var links = new ConfigurationLinks(model, units);
        links.Places();
        links.Owners(files);
        foreach (var (unit, part) in units)
        {
            cancellation.ThrowIfCancellationRequested();
            links.Settings(unit, part);
            links.Discovery(unit, part);
            links.Declarations(unit, part);
        }

        foreach (var (part, found) in links.mounted)
        {
            cancellation.ThrowIfCancellationRequested();
            links.Mounted(part, found);
        }
    }

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>application.yml, bootstrap-docker.properties and their like: of the unit itself, not of those whose names they bear.</summary>
    private static bool IsApplications(string path)
    {
        var name = FileName(path);
        return name.StartsWith("application", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("bootstrap", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>By which names and ports parts are reached; null where several are.</summary>
    private void Places()
    {
        foreach (var part in model.Parts)
        {
            var component = part.Component;
            foreach (var host in (component.Deployment?.Hosts ?? []).Append(component.Name))
            {
                hosts[host] = hosts.TryGetValue(host, out var other) && other != part ? null : part;
            }

            foreach (var port in component.Deployment?.Ports ?? [])
            {
                ports[port] = ports.TryGetValue(port, out var other) && other != part ? null : part;
            }
        }

        foreach (var (unit, part) in units)
        {
            foreach (var name in (string?[])[unit.ApplicationName, unit.FolderName, unit.PackageName])
            {
                if (name is { Length: > 1 })
                {
                    hosts.TryAdd(name, part);
                }
            }

            foreach (var port in unit.Ports.Distinct())
            {
                // A port that every image exposes says nothing.
                ports[port] = ports.TryGetValue(port, out var other) && other != part ? null : part;
            }
        }
    }

    /// <summary>Whose each file is: the application's that it is named after, the part's that mounts it, the unit's in whose folder it lies.</summary>
    private void Owners(IReadOnlyList<(BundledFile File, string? Module, IReadOnlyList<Setting> Settings)> files)
    {
        var byModule = units.Keys.ToDictionary(u => u.Folder, StringComparer.Ordinal);
        var byApplication = new Dictionary<string, DeployableUnit>(StringComparer.OrdinalIgnoreCase);
        foreach (var unit in units.Keys)
        {
            foreach (var name in (string?[])[unit.ApplicationName, unit.FolderName])
            {
                if (name is { Length: > 0 })
                {
                    byApplication.TryAdd(name, unit);
                }
            }
        }

        var repositories = ConfigurationRepositories(files, byModule, byApplication);
        var mounts = model
            .Parts.SelectMany(p => (p.Component.Deployment?.Mounts ?? []).Select(m => (Mount: m, Part: p)))
            .GroupBy(m => m.Mount, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(m => m.Part).ToList(), StringComparer.Ordinal);
        foreach (var (file, module, found) in files)
        {
            var folder = UnitCollector.FolderOf(file.Path);
            if (repositories.Contains(folder))
            {
                var name = FileName(file.Path).Split('.')[0];
                if (
                    byApplication.GetValueOrDefault(name) is { } named
                    || (Application(name, byApplication) is { } profiled && (named = profiled) is not null)
                )
                {
                    Of(settings, named).AddRange(found);
                }
                else if (name.StartsWith("application", StringComparison.OrdinalIgnoreCase))
                {
                    foreach (var unit in units.Keys)
                    {
                        Of(shared, unit).AddRange(found);
                    }
                }

                continue;
            }

            if (MountedBy(file.Path, mounts) is { Count: > 0 } mounting)
            {
                foreach (var part in mounting)
                {
                    Of(mounted, part).AddRange(found);
                }
            }
            else if (module is not null && byModule.TryGetValue(module, out var unit))
            {
                Of(settings, unit).AddRange(found);
            }
            else if (BuiltAbove(folder) is { } built)
            {
                Of(mounted, built).AddRange(found);
            }
            else if (Program(file.Path, found) is { } program)
            {
                Of(mounted, program).AddRange(found);
            }
        }
    }

    private static List<Setting> Of<T>(Dictionary<T, List<Setting>> lists, T key)
        where T : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }

    /// <summary>"orders-docker" is orders with a profile.</summary>
    private static DeployableUnit? Application(string name, Dictionary<string, DeployableUnit> byApplication)
    {
        for (var dash = name.LastIndexOf('-'); dash > 0; dash = name.LastIndexOf('-', dash - 1))
        {
            if (byApplication.TryGetValue(name[..dash], out var unit))
            {
                return unit;
            }
        }

        return null;
    }

    /// <summary>Folders whose files are named after applications: what Spring Cloud Config serves (docs.spring.io/spring-cloud-config).</summary>
    private static HashSet<string> ConfigurationRepositories(
        IReadOnlyList<(BundledFile File, string? Module, IReadOnlyList<Setting> Settings)> files,
        Dictionary<string, DeployableUnit> byModule,
        Dictionary<string, DeployableUnit> byApplication
    )
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, module, _) in files)
        {
            var name = FileName(file.Path).Split('.')[0];
            var owner = module is null ? null : byModule.GetValueOrDefault(module);
            var named = byApplication.GetValueOrDefault(name) ?? Application(name, byApplication);
            if (
                named is not null
                && named != owner
                && (owner?.Role == "Spring Cloud Config" || owner is null)
                && (
                    file.Path.EndsWith(".yml", StringComparison.Ordinal)
                    || file.Path.EndsWith(".yaml", StringComparison.Ordinal)
                    || file.Path.EndsWith(".properties", StringComparison.Ordinal)
                )
            )
            {
                found.Add(UnitCollector.FolderOf(file.Path));
            }
        }

        return found;
    }

    private static List<RepositoryPart>? MountedBy(string path, Dictionary<string, List<RepositoryPart>> mounts)
    {
        for (var at = path; at.Length > 0; at = UnitCollector.FolderOf(at))
        {
            if (mounts.TryGetValue(at, out var parts))
            {
                return parts;
            }
        }

        return null;
    }

    private RepositoryPart? BuiltAbove(string folder)
    {
        for (var at = folder; at.Length > 0; at = UnitCollector.FolderOf(at))
        {
            if (model.BuiltIn(at) is [var part])
            {
                return part;
            }
        }

        return null;
    }

    /// <summary>The only part of the program whose configuration a file is; a proxy whose routes lead to parts of this repository is one itself.</summary>
    private RepositoryPart? Program(string path, IReadOnlyList<Setting> found)
    {
        var name = FileName(path).ToLowerInvariant();
        var technology =
            name.StartsWith("prometheus", StringComparison.Ordinal) ? "Prometheus"
            : name.Contains("otel", StringComparison.Ordinal) || name.Contains("collector", StringComparison.Ordinal)
                ? "OpenTelemetry Collector"
            : name.StartsWith("datasource", StringComparison.Ordinal) ? "Grafana"
            : found.Any(s => s.Key == "nginx.route") && name != "caddyfile" ? "NGINX"
            : found.Any(s => s.Key == "httpd.route") ? "Apache HTTP Server"
            : null;
        if (technology is null)
        {
            return null;
        }

        var known = model.OfTechnology(TechnologyVocabulary.Default.Find(technology)?.Name ?? technology);
        if (known.Count > 0)
        {
            return known.Count == 1 ? known[0] : null;
        }

        var routes = found.Where(s => s.Key is "nginx.route" or "httpd.route" && Targets(s).Any()).ToList();
        return routes.Count == 0
            ? null
            : model.New(
                new Component
                {
                    Id = technology == "NGINX" ? "nginx" : "apache-httpd",
                    Name = technology == "NGINX" ? "nginx" : "Apache httpd",
                    Kind = ComponentKind.Gateway,
                    Technology = TechnologyVocabulary.Default.Find(technology)?.Name,
                    Confidence = 0.8,
                    Evidence = [routes[0].Evidence],
                },
                "proxy"
            );
    }

    private IEnumerable<RepositoryPart> Targets(Setting setting) =>
        Addresses.In(setting.Key, setting.Value).Select(a => Find(a)).OfType<RepositoryPart>();

    /// <returns>The part that answers at an address; null when none of this repository does.</returns>
    private RepositoryPart? Find(Address address)
    {
        var host = address.Host;
        if (host is "localhost" or "127.0.0.1" or "0.0.0.0" or "host.docker.internal")
        {
            return address.Port is { } port && ports.TryGetValue(port, out var answers) ? answers : null;
        }

        return hosts.TryGetValue(host, out var part) ? part
            : host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && (host[dot..].Contains(".svc", StringComparison.Ordinal) || host.Count(c => c == '.') == 1 && !IsPublic(host))
                ? hosts.GetValueOrDefault(host[..dot])
            : null;
    }

    private static bool IsPublic(string host) =>
        host[(host.LastIndexOf('.') + 1)..]
            is "com"
                or "org"
                or "net"
                or "io"
                or "dev"
                or "eu"
                or "es"
                or "de"
                or "uk"
                or "gov"
                or "test"
                or "app"
                or "cloud"
                or "ai"
                or "co";

    private void Settings(DeployableUnit unit, RepositoryPart part)
    {
        var own = settings.GetValueOrDefault(unit) ?? [];
        var all = own.Concat((shared.GetValueOrDefault(unit) ?? []).Where(s => Concerns(unit, s))).ToList();
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in own)
        {
            known[setting.Key] = setting.Value;
        }

        foreach (var setting in all)
        {
            var value = ConfigurationFiles.Resolve(setting.Value, known);
            if (IsOff(setting.Key))
            {
                continue;
            }

            Relate(part, setting with { Value = value }, all);
        }

        foreach (var declared in unit.Declarations.Where(d => d.What == "setting"))
        {
            var at = declared.Value.IndexOf('=', StringComparison.Ordinal);
            Relate(part, new(ConfigurationFiles.KeyOf(declared.Value[..at]), declared.Value[(at + 1)..], declared.Evidence), all);
        }
    }

    /// <summary>A setting for all applications concerns those that have the library for it.</summary>
    private static bool Concerns(DeployableUnit unit, Setting setting)
    {
        foreach (
            var (word, libraries) in ((string, string[])[])
                [
                    ("eureka", ["eureka"]),
                    ("rabbitmq", ["amqp", "rabbit", "hystrix-stream", "turbine-stream"]),
                    ("kafka", ["kafka"]),
                    ("mongodb", ["mongodb"]),
                    ("redis", ["redis"]),
                    ("zipkin", ["zipkin", "sleuth"]),
                    ("oauth2", ["oauth2", "security"]),
                    ("datasource", ["jdbc", "jpa"]),
                    ("consul", ["consul"]),
                    ("boot.admin", ["admin"]),
                ]
        )
        {
            if (setting.Key.Contains(word, StringComparison.Ordinal))
            {
                return unit.Dependencies.Count == 0
                    || unit.Dependencies.Keys.Any(d => Array.Exists(libraries, l => d.Contains(l, StringComparison.OrdinalIgnoreCase)));
            }
        }

        return true;
    }

    /// <summary>What the file says about itself, or what only looks like an address.</summary>
    private static bool IsOff(string key) =>
        key.StartsWith("eureka.instance", StringComparison.Ordinal)
        || key.StartsWith("logging.", StringComparison.Ordinal)
        || key.StartsWith("server.", StringComparison.Ordinal)
        || key.StartsWith("info.", StringComparison.Ordinal)
        || key.EndsWith("issuer", StringComparison.Ordinal) && !key.Contains("uri", StringComparison.Ordinal)
        || key.EndsWith("advertisedlisteners", StringComparison.Ordinal);

    private void Relate(RepositoryPart part, Setting setting, List<Setting> all)
    {
        if (Service(part, setting))
        {
            return;
        }

        var found = false;
        foreach (var address in Addresses.In(setting.Key, setting.Value))
        {
            var whole =
                address.Port is null
                && Sibling(setting, all, "port") is { } text
                && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var port)
                    ? address with
                    {
                        Port = port,
                    }
                    : address;
            if (Find(whole) is { } to)
            {
                found = true;
                model.Relate(part, to, KindOf(part, to, setting, address), null, 0.9, [setting.Evidence]);
            }
        }

        if (!found && Stores.Of(setting.Key, setting.Value) is { } store)
        {
            Store(part, setting, store);
        }
    }

    /// <summary>The setting beside it, as host and port stand side by side.</summary>
    private static string? Sibling(Setting setting, List<Setting> all, string name)
    {
        var prefix = setting.Key[..(setting.Key.LastIndexOf('.') + 1)];
        return all.Find(s => s.Key == prefix + name && s.Evidence.File == setting.Evidence.File)?.Value;
    }

    private static RelationKind KindOf(RepositoryPart from, RepositoryPart to, Setting setting, Address address) =>
        setting.Key is "nginx.route" or "httpd.route" || setting.Key.Contains("routes", StringComparison.Ordinal) ? RelationKind.Routes
        : from.Component.Technology == "Prometheus" ? RelationKind.Monitors
        : setting.Key.Contains("eureka", StringComparison.Ordinal) || setting.Key.Contains("cloud.config", StringComparison.Ordinal)
            ? RelationKind.DependsOn
        : address.Scheme is "http" or "https" or "grpc" && IsCalled(to.Component.Kind) ? RelationKind.Calls
        : RelationKind.Uses;

    private static bool IsCalled(ComponentKind kind) =>
        kind is ComponentKind.Service or ComponentKind.Website or ComponentKind.Api or ComponentKind.Gateway or ComponentKind.Function;

    /// <summary>Names of services: a gateway's routes, a discovery id, what a dashboard watches.</summary>
    private bool Service(RepositoryPart part, Setting setting)
    {
        var key = setting.Key;
        if (
            key.StartsWith("zuul.routes.", StringComparison.Ordinal)
            && (key.EndsWith("serviceid", StringComparison.Ordinal) || key.Count(c => c == '.') == 2)
        )
        {
            return Named(
                part,
                setting.Value.StartsWith('/') ? key[(key.LastIndexOf('.') + 1)..] : setting.Value,
                RelationKind.Routes,
                setting.Evidence
            );
        }

        if (key.StartsWith("zuul.routes.", StringComparison.Ordinal) && key.EndsWith(".path", StringComparison.Ordinal))
        {
            return Named(part, key.Split('.')[^2], RelationKind.Routes, setting.Evidence);
        }

        if (key.StartsWith("turbine.", StringComparison.Ordinal) && key.EndsWith("appconfig", StringComparison.Ordinal))
        {
            var any = false;
            foreach (var name in setting.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                any |= Named(part, name, RelationKind.Monitors, setting.Evidence);
            }

            return any;
        }

        return key.EndsWith("cloud.config.discovery.serviceid", StringComparison.Ordinal)
            && Named(part, setting.Value, RelationKind.DependsOn, setting.Evidence);
    }

    private bool Named(RepositoryPart part, string name, RelationKind kind, LineEvidence evidence)
    {
        if (!hosts.TryGetValue(name.Trim(), out var to) || to is null)
        {
            return false;
        }

        model.Relate(part, to, kind, null, 0.9, [evidence]);
        return true;
    }

    /// <summary>A data store that no source runs: the one of that product that there is, else a part by what the connection says.</summary>
    private void Store(RepositoryPart part, Setting setting, Store store)
    {
        var technology = TechnologyVocabulary.Default.Find(store.Technology);
        if (technology is null)
        {
            return;
        }

        var known = model.OfTechnology(technology.Name);
        if (known.Count == 1 && (store.IsLocal || known[0].Code == "configuration"))
        {
            var one = known[0];
            var same =
                one.Code != "configuration"
                || store.Name is null
                || Names.Key(one.Component.Name).StartsWith(Names.Key(store.Name), StringComparison.Ordinal);
            if (same)
            {
                model.Relate(part, one, RelationKind.Uses, null, 0.8, [setting.Evidence]);
                return;
            }
        }

        if (
            known.FirstOrDefault(p =>
                p.Code == "configuration"
                && store.Name is not null
                && Names.Key(p.Component.Name).StartsWith(Names.Key(store.Name), StringComparison.Ordinal)
            ) is
            { } shared
        )
        {
            model.Relate(part, shared, RelationKind.Uses, null, 0.8, [setting.Evidence]);
            return;
        }

        if (known.Any(p => p.Code != "configuration") && store.IsLocal || !store.Declares)
        {
            return; // which of them it is, is not said
        }

        var name = store.Name is { } database ? $"{database} database" : store.External ?? technology.Name;
        name = technology.Kind is ComponentKind.Database or ComponentKind.Warehouse || store.External is not null ? name : technology.Name;
        var made = model.New(
            new Component
            {
                Id = Sketch.Slugs.Of(name, "component"),
                Name = name,
                Kind = technology.IsProduct ? technology.Kind : ComponentKind.External,
                Technology = technology.IsProduct ? technology.Name : null,
                Confidence = 0.8,
                Evidence = [setting.Evidence],
            },
            "configuration"
        );
        model.Relate(part, made, RelationKind.Uses, null, 0.8, [setting.Evidence]);
    }

    /// <summary>What registers with a discovery server, reads from a configuration server, or is routed to by default.</summary>
    private void Discovery(DeployableUnit unit, RepositoryPart part)
    {
        var own = (settings.GetValueOrDefault(unit) ?? []).ToLookup(s => s.Key, s => s.Value, StringComparer.Ordinal);
        bool Off(string key) => own[key].Any(v => v.Equals("false", StringComparison.OrdinalIgnoreCase));
        var client = Client(unit, "eureka", "server");
        if (
            unit.Role != "Netflix Eureka"
            && client is not null
            && !Off("eureka.client.enabled")
            && units.Where(u => u.Key.Role == "Netflix Eureka").Select(u => u.Value).Distinct().ToList() is [var registry]
        )
        {
            model.Relate(part, registry, RelationKind.DependsOn, "registers with", 0.9, [client]);
        }

        if (
            unit.Role != "Spring Cloud Config"
            && !Off("spring.cloud.config.enabled")
            && Dependency(unit, d => d.Contains("cloud-starter-config", StringComparison.OrdinalIgnoreCase)) is { } reads
            && units.Where(u => u.Key.Role == "Spring Cloud Config").Select(u => u.Value).Distinct().ToList() is [var configuration]
        )
        {
            model.Relate(part, configuration, RelationKind.DependsOn, "reads its configuration from", 0.9, [reads]);
        }

        // Without routes of its own Zuul leads to every service that is registered (cloud.spring.io/spring-cloud-netflix, "Embedded Zuul Reverse Proxy").
        if (
            unit.Role == "Netflix Zuul"
            && client is not null
            && !own.Any(s => s.Key.StartsWith("zuul.routes", StringComparison.Ordinal) || s.Key == "zuul.ignoredservices")
        )
        {
            foreach (var (other, to) in units)
            {
                if (other != unit && other.Role is null && Client(other, "eureka", "server") is not null)
                {
                    model.Relate(part, to, RelationKind.Routes, null, 0.7, [client]);
                }
            }
        }
    }

    private static LineEvidence? Client(DeployableUnit unit, string word, string not) =>
        Dependency(unit, d => d.Contains(word, StringComparison.OrdinalIgnoreCase) && !d.EndsWith(not, StringComparison.OrdinalIgnoreCase))
        ?? unit.Declarations.Find(d =>
            d.What == "discovery-client" && !unit.Dependencies.Keys.Any(k => k.Contains("consul", StringComparison.OrdinalIgnoreCase))
        )?.Evidence;

    private static LineEvidence? Dependency(DeployableUnit unit, Func<string, bool> wanted)
    {
        foreach (var (name, evidence) in unit.Dependencies)
        {
            if (wanted(name))
            {
                return evidence;
            }
        }

        return null;
    }

    private void Declarations(DeployableUnit unit, RepositoryPart part)
    {
        foreach (var declared in unit.Declarations)
        {
            switch (declared.What)
            {
                case "client":
                    Named(part, ConfigurationFiles.Resolve(declared.Value), RelationKind.Calls, declared.Evidence);
                    break;
                case "client-url" or "address":
                    foreach (var address in Addresses.In("url", Value(unit, declared.Value)))
                    {
                        if (Find(address) is { } to)
                        {
                            model.Relate(part, to, RelationKind.Calls, null, 0.9, [declared.Evidence]);
                        }
                        else if (
                            declared.What == "client-url"
                            && address.Host.Contains('.', StringComparison.Ordinal)
                            && address.Host.Any(char.IsAsciiLetter)
                        )
                        {
                            External(part, address.Host, declared.Evidence);
                        }
                    }

                    break;
                case "broker" when model.OfTechnology(declared.Value) is [var broker]:
                    model.Relate(part, broker, RelationKind.Subscribes, null, 0.8, [declared.Evidence]);
                    break;
            }
        }

        foreach (var (dependency, evidence) in unit.Dependencies)
        {
            // A library of this repository, by the name of its package or the path of its project.
            var name = dependency.Replace('\\', '/');
            var other = units.FirstOrDefault(u => u.Value.Component.Kind == ComponentKind.Library && u.Key.PackageName == name).Value;
            if (other is not null)
            {
                model.Relate(part, other, RelationKind.DependsOn, null, 0.95, [evidence]);
            }
        }
    }

    private string Value(DeployableUnit unit, string value)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings.GetValueOrDefault(unit) ?? [])
        {
            known[setting.Key] = setting.Value;
        }

        return ConfigurationFiles.Resolve(value, known);
    }

    private void External(RepositoryPart part, string host, LineEvidence evidence)
    {
        var other = model.Named(host) is [var named, ..] ? named : null;
        other ??= model.New(
            new Component
            {
                Id = Sketch.Slugs.Of(host, "external"),
                Name = host,
                Kind = ComponentKind.External,
                Confidence = 0.9,
                Evidence = [evidence],
            },
            "configuration"
        );
        model.Relate(part, other, RelationKind.Calls, null, 0.9, [evidence]);
    }

    private void Mounted(RepositoryPart part, List<Setting> found)
    {
        foreach (var setting in found)
        {
            foreach (var address in Addresses.In(setting.Key, ConfigurationFiles.Resolve(setting.Value)))
            {
                if (Find(address) is { } to)
                {
                    model.Relate(part, to, KindOf(part, to, setting, address), null, 0.85, [setting.Evidence]);
                }
            }
        }
    }
}
