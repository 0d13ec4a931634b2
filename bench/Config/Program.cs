using System.Diagnostics;
using System.Globalization;
using System.Text;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

// See bench/config. Each figure is the median of the rounds, the two sides taken in turns.
const int Repositories = 50;
const int Files = 1000;
const int Keys = 100;
var rounds = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 3;
var root = Environment.GetEnvironmentVariable("INFRA_AI_ROOT")!;
var work = Directory.CreateTempSubdirectory("infra-ai-bench-").FullName;
try
{
    Console.WriteLine($"{Environment.ProcessorCount} cores, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    if (args is not [_, "files"])
    {
        await RepositoriesAsync();
    }

    if (args is not [_, "repositories"])
    {
        await FilesAsync();
    }
}
finally
{
    Directory.Delete(work, recursive: true);
}

async Task RepositoriesAsync()
{
    var folder = Path.Combine(work, "git");
    Directory.CreateDirectory(folder);
    var script = Path.Combine(work, "make.sh");
    await File.WriteAllTextAsync(
        script,
        $$"""
        set -e
        export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=b GIT_AUTHOR_EMAIL=b@b.test GIT_COMMITTER_NAME=b GIT_COMMITTER_EMAIL=b@b.test
        cd {{folder}}
        git init -q --bare -b main first.git
        git clone -q first.git seed 2>/dev/null
        cd seed
        for i in $(seq 20); do mkdir -p src/$i; seq 200 > src/$i/a.txt; git add .; git commit -qm "c$i"; done
        git push -q origin main
        cd ..
        for i in $(seq {{Repositories}}); do cp -r first.git r$i.git; git clone -q $PWD/r$i.git ours-$i; for c in loop fetch pull; do cp -r ours-$i $c-$i; done; done
        """
    );
    await MustAsync("bash", [script], folder);
    await File.WriteAllTextAsync(
        Path.Combine(folder, "platform.yaml"),
        "repositories:\n"
            + string.Concat(Enumerable.Range(1, Repositories).Select(i => $"  r{i}:\n    path: ours-{i}\n    remote: {folder}/r{i}.git\n"))
    );
    // Each repository gets a commit that neither copy has.
    const string News =
        "set -e; export GIT_CONFIG_GLOBAL=/dev/null; for i in $(seq 50); do cd r$i.git; t=$(git rev-parse main^{tree}); "
        + "c=$(git -c user.name=b -c user.email=b@b.test commit-tree -p main -m news $t); git update-ref refs/heads/main $c; cd ..; done";
    const string Loop = "for d in loop-*; do git -C $d pull -q || exit 1; done";
    // What git itself takes, started as cheaply as can be: no program, no reports, on copies of their own.
    const string Fetch = "printf '%s\\n' fetch-* | xargs -P 8 -I{} git -C {} fetch -q";
    const string Pull = "printf '%s\\n' pull-* | xargs -P 8 -I{} git -C {} pull -q --ff-only";
    foreach (var news in new[] { false, true })
    {
        var (ours, loop, fetch, pull) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            if (news)
            {
                await MustAsync("bash", ["-c", News], folder);
            }

            ours.Add(await TimeAsync(() => InfraAsync(folder, [], "sync")));
            loop.Add(await TimeAsync(() => MustAsync("bash", ["-c", Loop], folder)));
            fetch.Add(await TimeAsync(() => MustAsync("bash", ["-c", Fetch], folder)));
            pull.Add(await TimeAsync(() => MustAsync("bash", ["-c", Pull], folder)));
        }

        var what = news ? "one new commit in each" : "nothing new";
        Say($"sync of {Repositories} repositories, {what}", ours, loop, "git pull in a loop");
        Console.WriteLine($"  git's own limit, 8 at a time: bare `git fetch` {Median(fetch):0.00} s, `git pull` {Median(pull):0.00} s");
    }
}

async Task FilesAsync()
{
    var started = await PostgresCluster.StartAsync(
        new() { Folder = Directory.CreateTempSubdirectory("infra-ai-pg-").FullName, EndsWithThisProcess = true }
    );
    if (!started.Ok)
    {
        Console.WriteLine(started.Problem);
        return;
    }

    await using var cluster = started.Value;
    var postgres = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["POSTGRES_HOST"] = "127.0.0.1",
        ["POSTGRES_PORT"] = $"{cluster.Port}",
        ["POSTGRES_USER"] = cluster.User,
        ["POSTGRES_DB"] = "infra",
    };
    var plain = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["PGHOST"] = "127.0.0.1",
        ["PGPORT"] = $"{cluster.Port}",
        ["PGUSER"] = cluster.User,
        ["PGDATABASE"] = "postgres",
    };
    var folder = Path.Combine(work, "env");
    var names = Enumerable.Range(0, Files).Select(i => $"apps/{i}/.env").ToList();
    foreach (var name in names)
    {
        Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(name)!));
    }

    await File.WriteAllTextAsync(
        Path.Combine(folder, "platform.yaml"),
        "env_files:\n" + string.Concat(names.Select((name, i) => $"  f{i}:\n    path: {name}\n"))
    );
    var list = Encoding.UTF8.GetBytes(string.Join('\n', names));
    var script = Path.Combine(root, "artifacts", "bench-config", "plain-copy.js");
    var (onPostgres, onSqlite, copied) = (new List<double>(), new List<double>(), new List<double>());
    for (var i = 0; i < rounds; i++)
    {
        onPostgres.Add(await RoundAsync(i, "postgres", task => InfraAsync(folder, postgres, task)));
        onSqlite.Add(await RoundAsync(i, "sqlite", task => InfraAsync(folder, [], task)));
        copied.Add(await RoundAsync(i, "plain", task => MustAsync("node", [script, task, folder], folder, plain, list)));
    }

    var what = $"backup + restore of {Files} files of {Keys} keys";
    Say($"{what}, PostgreSQL", onPostgres, copied, "plain copy with node-pg");
    Say($"{what}, embedded store", onSqlite, copied, "plain copy with node-pg");

    // New values, stored; then the files are gone, and come back byte for byte.
    async Task<double> RoundAsync(int round, string side, Func<string, Task> task)
    {
        string Content(string name) =>
            string.Concat(Enumerable.Range(0, Keys).Select(k => $"KEY_{k}=\"value {k} of {name} in {side} {round}\"\n"));
        foreach (var name in names)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), Content(name));
        }

        var seconds = await TimeAsync(() => task("backup"));
        names.ForEach(name => File.Delete(Path.Combine(folder, name)));
        seconds += await TimeAsync(() => task("restore"));
        foreach (var name in names)
        {
            if (await File.ReadAllTextAsync(Path.Combine(folder, name)) != Content(name))
            {
                throw new InvalidOperationException($"{side} did not bring back {name}");
            }
        }

        return seconds;
    }
}

Task InfraAsync(string folder, Dictionary<string, string?> environment, string task) =>
    MustAsync(Path.Combine(root, "infra-ai"), [task], folder, new(environment, StringComparer.Ordinal) { ["INFRA_AI_ROOT"] = folder });

static async Task<double> TimeAsync(Func<Task> work)
{
    var watch = Stopwatch.StartNew();
    await work();
    return watch.Elapsed.TotalSeconds;
}

static async Task MustAsync(
    string program,
    string[] arguments,
    string folder,
    Dictionary<string, string?>? environment = null,
    byte[]? input = null
)
{
    var ran = await Programs.RunAsync(program, arguments, folder, environment, input ?? []);
    if (!ran.Ok || ran.Value.ExitCode != 0)
    {
        throw new InvalidOperationException(
            $"{program} {string.Join(' ', arguments)}: {ran.Problem} {(ran.Ok ? ran.Value.Text + ran.Value.Error : "")}"
        );
    }
}

static void Say(string what, List<double> ours, List<double> theirs, string name)
{
    var (a, b) = (Median(ours), Median(theirs));
    Console.WriteLine($"{what}: {a:0.00} s; {name}: {b:0.00} s; {b / a:0.0} times as fast");
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
