using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Setup;

/// <summary>
/// Brings the Backstage app to where it can run: a Node that it supports, its packages from our lock file, its frontend built. Each is done once and
/// again when what it was made from has changed.
/// </summary>
/// <param name="folder">backstage/ of the checkout.</param>
/// <param name="tools">A private Node goes there; like the packages it belongs to the checkout, not to one data folder.</param>
/// <param name="log">What npm and the bundler say is added to it.</param>
public sealed class BackstageSetup(string folder, string tools, string log)
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(20);

    /// <summary>Runs TypeScript as it is since 22.18, and is supported by Backstage: 22 and 24 are.</summary>
    private static readonly (int Major, int Minor)[] GoodNodes = [(24, 0), (22, 18)];

    /// <summary>What the built frontend is made from, besides the installed packages.</summary>
    private static readonly string[] FrontendSources = ["packages/app", "plugins/infra-ai", "package-lock.json"];

    /// <summary>How Node says that it does not trust a certificate (nodejs.org/api/tls.html, X509 certificate error codes).</summary>
    private static readonly string[] Distrust =
    [
        "SELF_SIGNED_CERT_IN_CHAIN",
        "DEPTH_ZERO_SELF_SIGNED_CERT",
        "UNABLE_TO_GET_ISSUER_CERT",
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ];

    public string Folder => folder;

    /// <returns>The folder of the Node that runs it.</returns>
    public async Task<Result<string>> RunAsync(Action<Phrase> say, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        using var held = await HoldAsync(say, cancellation);
        var node = await NodeAsync(say, cancellation);
        if (!node.Ok)
        {
            return node.Problem;
        }

        var problem = await InstallAsync(node.Value, say, cancellation) ?? await BuildAsync(node.Value, say, cancellation);
        return problem is null ? node : problem;
    }

    private async Task<Result<string>> NodeAsync(Action<Phrase> say, CancellationToken cancellation)
    {
        if (await GoodNodeAsync("node", cancellation) is { } found)
        {
            return found;
        }

        var cpu = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";
        var own = Path.Combine(tools, "node");
        var bin = Path.Combine(own, "node_modules", $"node-linux-{cpu}", "bin");
        if (await GoodNodeAsync(Path.Combine(bin, "node"), cancellation) is { } ours)
        {
            return ours;
        }

        say(
            new(
                "gets a Node 24 of its own, since this machine's is older (once, 190 MB)",
                "obtiene un Node 24 propio, porque el de esta máquina es anterior (una vez, 190 MB)"
            )
        );
        Directory.CreateDirectory(own);
        var problem = await StepAsync(
            null,
            own,
            ["npm", "install", "--prefix", own, "--ignore-scripts", "--no-audit", "--no-fund", $"node-linux-{cpu}@24"],
            cancellation
        );
        return problem is null && await GoodNodeAsync(Path.Combine(bin, "node"), cancellation) is { } fresh
            ? fresh
            : problem
                ?? Failed(
                    new("The Node that npm brought does not run.", "El Node que trajo npm no funciona."),
                    new("Install Node 24 (https://nodejs.org).", "Instale Node 24 (https://nodejs.org).")
                );
    }

    /// <returns>The folder of a Node that is good enough; null when there is none.</returns>
    private static async Task<string?> GoodNodeAsync(string program, CancellationToken cancellation)
    {
        var asked = await Programs.RunAsync(program, ["-p", "process.versions.node + ' ' + process.execPath"], cancellation: cancellation);
        if (!asked.Ok || asked.Value.ExitCode != 0 || asked.Value.Text.Trim().Split(' ', 2) is not [var version, var path])
        {
            return null;
        }

        var parts = version.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return GoodNodes.Any(good => parts[0] == good.Major && parts[1] >= good.Minor) ? Path.GetDirectoryName(path) : null;
    }

    private async Task<Problem?> InstallAsync(string node, Action<Phrase> say, CancellationToken cancellation)
    {
        var stamp = new Stamp(Path.Combine(folder, "node_modules", ".infra-ai-installed"));
        var wanted = Digest(["package.json", "package-lock.json"]);
        if (stamp.Is(wanted))
        {
            return null;
        }

        say(
            new(
                "installs its packages (once: about 3 minutes, 1.5 GB on disk)",
                "instala sus paquetes (una vez: unos 3 minutos, 1,5 GB en disco)"
            )
        );
        var problem = await StepAsync(node, folder, ["npm", "ci", "--no-audit", "--no-fund"], cancellation);
        if (problem is null)
        {
            stamp.Set(wanted);
        }

        return problem;
    }

    private async Task<Problem?> BuildAsync(string node, Action<Phrase> say, CancellationToken cancellation)
    {
        var stamp = new Stamp(Path.Combine(folder, "packages", "app", "dist", ".infra-ai-built"));
        var wanted = Digest(FrontendSources);
        if (stamp.Is(wanted))
        {
            return null;
        }

        say(new("builds the portal's pages (about half a minute)", "construye las páginas del portal (alrededor de medio minuto)"));
        var problem = await StepAsync(node, folder, ["npm", "run", "build"], cancellation);
        if (problem is null)
        {
            stamp.Set(wanted);
        }

        return problem;
    }

    private async Task<Problem?> StepAsync(string? node, string where, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        if (!await HasNpmAsync(cancellation))
        {
            return Failed(
                new(
                    "Backstage's packages need npm, which is not on PATH.",
                    "Los paquetes de Backstage necesitan npm, que no está en PATH."
                ),
                new(
                    "sudo apt-get install npm, or Node 24 from https://nodejs.org",
                    "sudo apt-get install npm, o Node 24 de https://nodejs.org"
                )
            );
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestStep);
        var path = Environment.GetEnvironmentVariable("PATH");
        string[] all =
        [
            "env",
            "NO_UPDATE_NOTIFIER=1",
            // rspack and the bundler's plugins need more than Node's default on a small machine.
            "NODE_OPTIONS=--max-old-space-size=3072",
            $"PATH={(node is null ? path : node + Path.PathSeparator + path)}",
            .. command,
        ];
        var lines = new Queue<string>();
        await using var output = new StreamWriter(log, append: true);
        await output.WriteLineAsync($"── {string.Join(' ', command)}");
        try
        {
            var ended = await Programs.StreamAsync(
                all[0],
                all[1..],
                where,
                line =>
                {
                    output.WriteLine(line);
                    lines.Enqueue(line);
                    if (lines.Count > 6)
                    {
                        lines.Dequeue();
                    }
                },
                limit.Token
            );
            return ended switch
            {
                { Ok: false } => ended.Problem,
                { Value: 0 } => null,
                _ => Broken(string.Join(' ', command), [.. lines], log),
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(
                new(
                    $"\"{string.Join(' ', command)}\" did not end in {LongestStep.TotalMinutes} minutes.",
                    $"\"{string.Join(' ', command)}\" no terminó en {LongestStep.TotalMinutes} minutos."
                ),
                new($"Look at {log}; is the npm registry reachable?", $"Mire {log}; ¿se llega al registro de npm?")
            );
        }
    }

    /// <param name="lines">What it said last.</param>
    internal static Problem Broken(string command, IReadOnlyList<string> lines, string log)
    {
        var said = string.Concat(
            lines.Where(line => !line.StartsWith("npm warn", StringComparison.Ordinal)).Select(line => $"\n  │ {line}")
        );
        var distrusts = lines.Any(line => Distrust.Any(code => line.Contains(code, StringComparison.Ordinal)));
        return Failed(
            new($"\"{command}\" failed:{said}", $"\"{command}\" falló:{said}"),
            distrusts
                ? new(
                    $"npm does not know who signed the registry's certificate, as behind a proxy of a company: NODE_EXTRA_CA_CERTS=FILE.pem ./infra-ai start backstage. The whole output is {log}.",
                    $"npm no conoce a quien firmó el certificado del registro, como tras un proxy de empresa: NODE_EXTRA_CA_CERTS=ARCHIVO.pem ./infra-ai start backstage. La salida completa es {log}."
                )
                : new($"The whole output is {log}.", $"La salida completa es {log}.")
        );
    }

    private static async Task<bool> HasNpmAsync(CancellationToken cancellation) =>
        await Programs.RunAsync("npm", ["--version"], cancellation: cancellation) is { Ok: true, Value.ExitCode: 0 };

    /// <summary>One set-up at a time in a checkout, whatever data folder it is for.</summary>
    private async Task<FileStream> HoldAsync(Action<Phrase> say, CancellationToken cancellation)
    {
        var said = false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(3 * LongestStep);
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(folder, ".setup.lock"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                );
            }
            catch (IOException)
            {
                if (!said)
                {
                    say(new("waits for another set-up of it", "espera a otra instalación suya"));
                    said = true;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
            }
        }
    }

    /// <summary>Of the names and bytes of files, and of the files below folders, built and installed ones left out.</summary>
    private string Digest(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in paths.SelectMany(Files).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file) + "\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<string> Files(string path)
    {
        var full = Path.Combine(folder, path);
        return File.Exists(full) ? [full]
            : Directory.Exists(full)
                ? Directory
                    .EnumerateFiles(full, "*", SearchOption.AllDirectories)
                    .Where(file =>
                        !file.Contains("/dist/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)
                    )
            : [];
    }

    private static Problem Failed(Phrase message, Phrase remedy) => new("backstage-not-set-up", ProblemKind.Outside, message, remedy);

    /// <summary>Says what something was made from.</summary>
    private sealed class Stamp(string file)
    {
        public bool Is(string digest) => File.Exists(file) && File.ReadAllText(file) == digest;

        public void Set(string digest) => AtomicFile.Write(file, Encoding.ASCII.GetBytes(digest));
    }
}
