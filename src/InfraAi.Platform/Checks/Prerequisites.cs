using System.Globalization;
using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

namespace InfraAi.Platform.Checks;

/// <summary>What the platform needs on this machine, and what its settings are.</summary>
public static partial class Prerequisites
{
    private static readonly string[] Secrets =
    [
        "GITHUB_TOKEN",
        "GEMINI_API_KEY",
        "POSTGRES_PASSWORD",
        "BACKSTAGE_TOKEN",
        "MODEL_API_KEY",
        "GITHUB_WEBHOOK_SECRET",
        "AUTH_GITHUB_CLIENT_SECRET",
        "AGENT_TOKEN",
        "AGENT_READ_KEY",
        "OIDC_CLIENT_SECRET",
    ];

    /// <summary>Settings that are read today, with what the default means.</summary>
    private static readonly (string Name, string? Default, Phrase Effect)[] Known =
    [
        ("INFRA_AI_HOME", "data", new("the one folder that is written to", "la única carpeta en la que se escribe")),
        ("AGENT_URL", "http://127.0.0.1:8000", new("where the agent is reached", "dónde se llega al agente")),
        (
            "AGENT_LISTEN",
            null,
            new(
                "another address to listen on, such as 0.0.0.0; AGENT_URL's otherwise",
                "otra dirección en la que escuchar, como 0.0.0.0; si no, la de AGENT_URL"
            )
        ),
        ("AGENT_HOSTS", null, new("further names it is reached by, with commas", "otros nombres por los que se llega a él, con comas")),
        ("AGENT_SIGN_IN", "token", new("who comes in: token, oidc, none", "quién entra: token, oidc, none")),
        (
            "AGENT_MAINTAINERS",
            null,
            new("people who may do everything, with commas (user:default/ana)", "personas que pueden todo, con comas (user:default/ana)")
        ),
        (
            "AGENT_PORTALS",
            null,
            new("further Backstages whose users come in, with commas", "otros Backstage cuyos usuarios entran, con comas")
        ),
        ("OIDC_AUTHORITY", null, new("the OpenID provider, with AGENT_SIGN_IN=oidc", "el proveedor OpenID, con AGENT_SIGN_IN=oidc")),
        ("OIDC_CLIENT_ID", null, new("the agent's name there", "el nombre del agente en él")),
        ("OIDC_CLIENT_SECRET", null, new("its secret there", "su secreto en él")),
        ("OIDC_AUDIENCE", null, new("of the tokens of programs; the client otherwise", "de los tokens de programas; si no, el cliente")),
        ("OIDC_SCOPES", "openid profile", new("what is asked of the provider", "lo que se pide al proveedor")),
        ("OIDC_NAME_CLAIM", "sub", new("the claim that names a person", "el claim que nombra a una persona")),
        ("OIDC_ROLE_CLAIM", "groups", new("the claim that lists groups", "el claim que lista los grupos")),
        ("OIDC_READERS", null, new("groups that may read, with commas", "grupos que pueden leer, con comas")),
        ("OIDC_AUTHORS", null, new("groups that may describe", "grupos que pueden describir")),
        ("OIDC_MAINTAINERS", null, new("groups that may do everything", "grupos que pueden todo")),
        ("OIDC_DEFAULT_ROLE", "reader", new("of everybody else: none, reader, author", "de los demás: none, reader, author")),
        ("AGENT_TOKEN", null, new("the agent's token; made otherwise", "el token del agente; si no, se crea uno")),
        (
            "AGENT_READ_KEY",
            null,
            new(
                "the secret part of addresses to read; made otherwise",
                "la parte secreta de las direcciones de lectura; si no, se crea una"
            )
        ),
        (
            "ANALYZER",
            null,
            new(
                "who reads descriptions: offline, gemini, openai, anthropic",
                "quién lee las descripciones: offline, gemini, openai, anthropic"
            )
        ),
        ("GEMINI_API_KEY", null, new("with it, Gemini reads", "con ella, lee Gemini")),
        ("GEMINI_MODEL", Settings.DefaultGeminiModel, new("the Gemini model", "el modelo de Gemini")),
        ("GOOGLE_GEMINI_BASE_URL", null, new("another address of Gemini", "otra dirección de Gemini")),
        ("MODEL_NAME", null, new("the model of openai or anthropic", "el modelo de openai o anthropic")),
        ("MODEL_BASE_URL", null, new("the model's address (Ollama, vLLM, Azure …)", "la dirección del modelo (Ollama, vLLM, Azure …)")),
        ("MODEL_API_KEY", null, new("the key of openai or anthropic", "la clave de openai o anthropic")),
        ("MODEL_TIMEOUT", "120", new("seconds one call to the model may take", "segundos que puede durar una llamada al modelo")),
        ("MODEL_CONCURRENCY", "256", new("calls to the model at the same time", "llamadas simultáneas al modelo")),
        ("ANALYSIS_FALLBACK", "none", new("offline: reads when the model fails", "offline: lee cuando falla el modelo")),
        (
            "PUBLISH",
            null,
            new(
                "where catalogs go: git, github; none ends after validation",
                "adónde van los catálogos: git, github; none termina tras validar"
            )
        ),
        ("GITHUB_TOKEN", null, new("with it, catalogs go to GitHub", "con él, los catálogos van a GitHub")),
        ("GITHUB_USER", null, new("its account; GitHub is asked otherwise", "su cuenta; si no, se pregunta a GitHub")),
        ("GITHUB_ORG", null, new("repositories belong to this organization", "los repositorios son de esta organización")),
        (
            "GITHUB_LAYOUT",
            "project",
            new("catalog: one repository, a folder a project", "catalog: un repositorio, una carpeta por proyecto")
        ),
        ("GITHUB_REPO", null, new("that repository's name", "el nombre de ese repositorio")),
        ("GITHUB_EXISTS", "adopt", new("what exists: adopt, pull-request, refuse", "lo que ya existe: adopt, pull-request, refuse")),
        (
            "PUBLISH_ADOPT",
            null,
            new(
                "existing repositories that may get a pull request, owner/name by commas",
                "repositorios existentes que pueden recibir una pull request, dueño/nombre con comas"
            )
        ),
        ("GITHUB_NEW_PER_DAY", "1000", new("new repositories within 24 hours at most", "repositorios nuevos en 24 horas como máximo")),
        ("GITHUB_VISIBILITY", "private", new("of new repositories: private, public", "de repositorios nuevos: private, public")),
        ("GITHUB_TOPICS", null, new("topics of new repositories, by commas", "topics de repositorios nuevos, con comas")),
        (
            "GITHUB_API_URL",
            "https://api.github.com",
            new("GitHub Enterprise: https://HOST/api/v3", "GitHub Enterprise: https://HOST/api/v3")
        ),
        ("GITHUB_APP_ID", null, new("a GitHub App instead of a token", "una GitHub App en vez de un token")),
        ("GITHUB_APP_KEY", null, new("the path of its .pem", "la ruta de su .pem")),
        (
            "GITHUB_APP_INSTALLATION",
            null,
            new("its installation; GitHub is asked otherwise", "su instalación; si no, se pregunta a GitHub")
        ),
        ("GITHUB_WEBHOOK_SECRET", null, new("with it, /webhooks/github takes pushes", "con él, /webhooks/github recibe pushes")),
        ("BACKSTAGE_URL", null, new("the Backstage that must show what is published", "el Backstage que debe mostrar lo publicado")),
        (
            "BACKSTAGE_WEBHOOK_SECRET",
            null,
            new(
                "tells pushes to a Backstage that discovers, instead of adding locations",
                "comunica pushes a un Backstage que descubre, en vez de añadir ubicaciones"
            )
        ),
        (
            "BACKSTAGE_FRONTEND_URL",
            "http://localhost:3000",
            new("the portal that start --all brings up", "el portal que inicia start --all")
        ),
        ("AUTH_GITHUB_CLIENT_ID", null, new("with it, the portal signs in through GitHub", "con él, el portal pide entrar con GitHub")),
        ("BACKSTAGE_TOKEN", null, new("a token of backend.auth.externalAccess", "un token de backend.auth.externalAccess")),
        (
            "JOB_LEASE",
            "15",
            new(
                "seconds after which another agent takes over a silent one's work",
                "segundos tras los que otro agente asume el trabajo de uno que calla"
            )
        ),
        (
            "JOB_LOSSES",
            "3",
            new(
                "how often an analysis may be lost with its agent before it fails for good",
                "cuántas veces puede perderse un análisis con su agente antes de fallar del todo"
            )
        ),
        (
            "POSTGRES_HOST",
            null,
            new(
                "with it, analyses are kept in PostgreSQL and several agents share them",
                "con ella, los análisis se guardan en PostgreSQL y varios agentes los comparten"
            )
        ),
        ("POSTGRES_PORT", "5432", new("its port", "su puerto")),
        ("POSTGRES_USER", "postgres", new("its user", "su usuario")),
        ("POSTGRES_PASSWORD", null, new("that user's password", "la contraseña de ese usuario")),
        (
            "POSTGRES_SSLMODE",
            "prefer",
            new(
                "how it is encrypted: disable, prefer, require, verify-ca, verify-full",
                "cómo se cifra: disable, prefer, require, verify-ca, verify-full"
            )
        ),
        ("POSTGRES_DB", "infra_ai", new("the database in it; made when it may be", "su base de datos; se crea si se puede")),
        (
            "RETENTION_DAYS",
            "0",
            new(
                "days after which a description and its results are forgotten; 0 keeps them",
                "días tras los que se olvidan una descripción y sus resultados; 0 los conserva"
            )
        ),
        (
            "RETENTION_MB",
            "0",
            new(
                "megabytes of history, beyond which the oldest is forgotten; 0 keeps all",
                "megabytes de historial a partir de los que se olvida lo más antiguo; 0 lo conserva todo"
            )
        ),
        (
            "DEFAULT_OWNER",
            null,
            new(
                "owner of what names none; each project's own team otherwise",
                "dueño de lo que no nombra uno; si no, el equipo del proyecto"
            )
        ),
    ];

    /// <summary>The three parts: programs, this machine, settings.</summary>
    public static IReadOnlyList<Check> Of(Settings settings) =>
        [
            new("programs", ProgramsAsync),
            new(
                "machine",
                _ => Task.FromResult<IReadOnlyList<Finding>>([Home(settings), .. Privacy(settings.Home), Port(settings), SignIn(settings)])
            ),
            new(
                "settings",
                _ => Task.FromResult<IReadOnlyList<Finding>>([.. Known.Select(known => Shown(settings, known))]),
                Brief(settings)
            ),
        ];

    private static async Task<IReadOnlyList<Finding>> ProgramsAsync(CancellationToken cancellation)
    {
        var programs = await Task.WhenAll(
            ProgramAsync("git", "--version", new(2, 28), required: true, "apt install git", cancellation),
            // The list of SDKs is told by the host alone; `dotnet --version` would start one of them.
            ProgramAsync("dotnet", "--list-sdks", new(10, 0), required: true, "https://dot.net/download (.NET 10 SDK)", cancellation),
            ProgramAsync("node", "--version", new(20, 0), required: false, "apt install nodejs npm", cancellation),
            ProgramAsync("mkdocs", "--version", new(1, 0), required: false, "apt install mkdocs mkdocs-material", cancellation),
            ProgramAsync("chromium", "--version", new(100, 0), required: false, "apt install chromium", cancellation)
        );
        return [.. programs, PostgreSql()];
    }

    /// <param name="least">Older ones do not do.</param>
    private static async Task<Finding> ProgramAsync(
        string program,
        string argument,
        Version least,
        bool required,
        string fix,
        CancellationToken cancellation
    )
    {
        var wrong = required ? CheckStatus.Failed : CheckStatus.Warned;
        var ran = await Programs.RunAsync(program, [argument], cancellation: cancellation);
        if (!ran.Ok || ran.Value.ExitCode != 0)
        {
            return new(program, wrong, new("not found", "no encontrado"), new(fix, fix));
        }

        // The first of a line is the program's; what follows may be that of what it runs on.
        var newest = ran
            .Value.Text.Split('\n')
            .Select(line => VersionPattern().Match(line))
            .Where(match => match.Success)
            .Select(match => Version.Parse(match.Value))
            .DefaultIfEmpty()
            .Max();
        return newest is null ? new(program, wrong, new("tells no version", "no dice su versión"), new(fix, fix))
            : newest < least
                ? new(
                    program,
                    wrong,
                    new($"{newest} is too old; {least} or later is needed", $"{newest} es antigua; hace falta {least} o posterior"),
                    new(fix, fix)
                )
            : new(program, CheckStatus.Passed, new($"{newest}", $"{newest}"));
    }

    [GeneratedRegex(@"(?<![\d.])\d+\.\d+(\.\d+){0,2}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionPattern();

    private static Finding PostgreSql() =>
        PostgresCluster.FindPrograms() is { } folder
            ? new("postgresql", CheckStatus.Passed, new(folder, folder))
            : new(
                "postgresql",
                CheckStatus.Noted,
                new("not installed; the embedded store needs none", "no instalado; el almacén embebido no lo necesita"),
                new("apt install postgresql", "apt install postgresql")
            );

    private static Finding Home(Settings settings)
    {
        var home = settings.Home;
        try
        {
            DataFolder.Create(home);
            var probe = Draft.Of(Path.Combine(home, ".probe"), "tmp");
            AtomicFile.Write(probe, [], DataFolder.PrivateFile);
            File.Delete(probe);
            var free = new DriveInfo(home).AvailableFreeSpace / 1024 / 1024;
            return new(
                "data folder",
                free < 500 ? CheckStatus.Warned : CheckStatus.Passed,
                new($"{home}: writable, {Size(free)} free", $"{home}: escribible, {Size(free).Replace('.', ',')} libres")
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(
                "data folder",
                CheckStatus.Failed,
                new($"{home} cannot be written: {e.Message}", $"no se puede escribir en {home}: {e.Message}"),
                new("Make it writable, or set INFRA_AI_HOME.", "Dé permiso de escritura, o ponga INFRA_AI_HOME.")
            );
        }
    }

    /// <summary>Whether other users of this machine can look into the data folder, or owns it who should not.</summary>
    private static IEnumerable<Finding> Privacy(string home)
    {
        if (DataFolder.Stranger(home) is { } stranger)
        {
            yield return new(
                "data folder",
                CheckStatus.Failed,
                new(
                    $"{home} belongs to another user (number {stranger}), who can read and change everything in it.",
                    $"{home} pertenece a otro usuario (número {stranger}), que puede leer y cambiar todo lo que contiene."
                ),
                new(
                    $"sudo chown -R \"$(id -u)\" {home}, or set INFRA_AI_HOME.",
                    $"sudo chown -R \"$(id -u)\" {home}, o ponga INFRA_AI_HOME."
                )
            );
        }

        const int named = 3;
        var open = DataFolder.FindOpen(home, named + 1);
        if (open.Count == 0)
        {
            yield break;
        }

        var list = string.Join(", ", open.Take(named).Select(path => $"{path} ({Octal(File.GetUnixFileMode(path))})"));
        var more = open.Count > named ? " …" : "";
        yield return new(
            "data folder",
            CheckStatus.Failed,
            new(
                $"Other users of this machine can look into it: {list}{more}",
                $"Otros usuarios de esta máquina pueden mirar en ella: {list}{more}"
            ),
            new($"chmod -R go= {home}", $"chmod -R go= {home}")
        );
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);

    /// <summary>Whole megabytes below ten gigabytes, else gigabytes.</summary>
    private static string Size(long megabytes) =>
        megabytes < 10_000 ? $"{megabytes} MB" : (megabytes / 1024.0).ToString("0.0", CultureInfo.InvariantCulture) + " GB";

    private static Finding Port(Settings settings)
    {
        var port = settings.AgentUrl.Port;
        return PortHolder.Find(port) is { } holder
            ? new($"port {port}", CheckStatus.Noted, new($"in use by {holder}", $"en uso por {holder}"))
            : new($"port {port}", CheckStatus.Passed, new("free", "libre"));
    }

    private static Finding SignIn(Settings settings) =>
        settings.SignIn == "none"
            ? new(
                "sign-in",
                CheckStatus.Warned,
                new(
                    "off (AGENT_SIGN_IN=none): every program and every user of this machine may do everything",
                    "desactivado (AGENT_SIGN_IN=none): todo programa y todo usuario de esta máquina puede hacerlo todo"
                ),
                new("Unset AGENT_SIGN_IN.", "Quite AGENT_SIGN_IN.")
            )
            : new("sign-in", CheckStatus.Passed, new(settings.SignIn, settings.SignIn));

    /// <summary>Those that somebody set, by where: the others are as they come.</summary>
    private static Phrase Brief(Settings settings)
    {
        var set = Known.Select(known => settings.Get(known.Name)).Where(setting => setting.Value is not null).ToList();
        var list = string.Join(
            "; ",
            set.GroupBy(setting => setting.Origin, StringComparer.Ordinal)
                .Select(by => $"{by.Key}: {string.Join(", ", by.Select(s => s.Name))}")
        );
        var left = Known.Length - set.Count;
        return set.Count == 0
            ? new($"all {left} by default", $"las {left} por omisión")
            : new($"{list}; {left} by default", $"{list}; {left} por omisión");
    }

    private static Finding Shown(Settings settings, (string Name, string? Default, Phrase Effect) known)
    {
        var setting = settings.Get(
            known.Name,
            known.Name switch
            {
                "ANALYZER" => settings.Analyzer,
                "PUBLISH" => settings.Publish,
                _ => known.Default,
            }
        );
        var value =
            setting.Value is null ? "—"
            : Secrets.Contains(known.Name) ? "••••"
            : setting.Value;
        var origin = setting.Origin switch
        {
            "environment" => new Phrase("environment", "entorno"),
            "default" => new("default", "por omisión"),
            var file => new(file, file),
        };
        return new(
            known.Name,
            CheckStatus.Noted,
            new($"{value}  ({origin.En}): {known.Effect.En}", $"{value}  ({origin.Es}): {known.Effect.Es}")
        );
    }
}
