using System.Collections;
using System.CommandLine;
using System.Globalization;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Checks;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli.Commands;

/// <summary>diagnose: every check in one report, and a bundle of it for sending on.</summary>
internal sealed class DiagnoseCommand(CommandContext context)
{
    private readonly Command command = new(
        "diagnose",
        context.In(
            "Every check in one report; --bundle packs it, without secrets",
            "Todas las comprobaciones en un informe; --bundle lo empaqueta, sin secretos"
        )
    );

    public Command Build()
    {
        var bundle = new Option<string?>("--bundle")
        {
            Description = context.In(
                "Write a zip with the report, the manifest and the logs' ends, secrets masked",
                "Escribe un zip con el informe, el manifiesto y el final de los registros, sin secretos"
            ),
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "FILE",
        };
        var all = FindingsView.All(context);
        var format = FormatOption.Create(context);
        command.Options.Add(bundle);
        command.Options.Add(all);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed.GetResult(bundle) is null ? null : parsed.GetValue(bundle) ?? DefaultFile(),
                    parsed.GetValue(all),
                    parsed.GetValue(format) == "json"
                )
        );
        return command;
    }

    private string DefaultFile() =>
        Path.Combine(
            context.Settings.Home,
            context.Time.GetUtcNow().ToString("'diagnose-'yyyyMMdd-HHmmss'.zip'", CultureInfo.InvariantCulture)
        );

    private async Task<int> RunAsync(string? bundle, bool all, bool json)
    {
        var manifest = ManifestReader.Load(context.Settings);
        var known = manifest.Ok ? manifest.Value : null;
        var mask = SecretMask.Of(context.Settings, known, Environment());
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var groups = Masked(await FindingsView.RunAsync(Checks(manifest, mask, http), context), mask);
        var code = FindingsView.Show(groups, json, brief: !all, context);

        return bundle is null ? code : Pack(bundle, groups, known, mask, json, code);
    }

    private List<Check> Checks(Result<PlatformManifest> manifest, SecretMask mask, HttpClient http)
    {
        List<Check> checks =
        [
            .. Prerequisites.Of(context.Settings),
            new("manifest", _ => Task.FromResult<IReadOnlyList<Finding>>([OfManifest(manifest)])),
        ];
        if (manifest.Ok)
        {
            var services = Services.Of(manifest.Value, context);
            checks.Add(new("services", c => ServiceChecks.LookAsync(services, strict: false, c)));
        }

        checks.Add(new("database", c => DatabaseCheck.LookAsync(context.Settings, c)));
        checks.Add(new("model", c => ModelAsync(c)));
        checks.Add(new("github", new GitHubCheck(context.Settings, http, context.Time).LookAsync));
        checks.Add(new("backstage", new BackstageCheck(context.Settings, http).LookAsync));
        if (manifest.Ok)
        {
            checks.Add(new("logs", _ => Task.FromResult(LogChecks.Look(manifest.Value, mask))));
        }

        return checks;
    }

    private async Task<IReadOnlyList<Finding>> ModelAsync(CancellationToken cancellation)
    {
        var findings = await ModelCheck.CheckAsync(context.Settings, context.Time, cancellation);
        return findings.Count > 0
            ? findings
            :
            [
                new(
                    "analyzer",
                    CheckStatus.Passed,
                    new("offline: no model is asked", "offline: no se pregunta a ningún modelo"),
                    Link: "https://aistudio.google.com/apikey"
                ),
            ];
    }

    private static Finding OfManifest(Result<PlatformManifest> manifest) =>
        manifest.Ok
            ? new(
                ManifestReader.FileName,
                CheckStatus.Passed,
                new(
                    $"services: {manifest.Value.Services.Count}, repositories: {manifest.Value.Repositories.Count}, tasks: {manifest.Value.Tasks.Count}",
                    $"servicios: {manifest.Value.Services.Count}, repositorios: {manifest.Value.Repositories.Count}, tareas: {manifest.Value.Tasks.Count}"
                )
            )
            : Finding.Of(ManifestReader.FileName, manifest.Problem);

    /// <summary>What a service, a remote or a log said may quote a secret.</summary>
    private static IReadOnlyList<CheckGroup> Masked(IEnumerable<CheckGroup> groups, SecretMask mask) =>
        [
            .. groups.Select(g =>
                g with
                {
                    Findings =
                    [
                        .. g.Findings.Select(f =>
                            f with
                            {
                                Message = new(mask.Apply(f.Message.En), mask.Apply(f.Message.Es)),
                                Link = f.Link is null ? null : mask.Apply(f.Link),
                            }
                        ),
                    ],
                }
            ),
        ];

    private int Pack(string file, IReadOnlyList<CheckGroup> groups, PlatformManifest? manifest, SecretMask mask, bool json, int code)
    {
        var language = context.Terminal.Language;
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["report.txt"] = $"{Product.Name} {Product.Version}\n\n{FindingsView.Text(groups, language)}",
            ["report.jsonl"] = string.Join('\n', FindingsView.Json(groups, language)) + "\n",
        };
        var written = Bundle.Write(file, parts, manifest, context.Settings, mask);
        if (!written.Ok)
        {
            return context.Terminal.Fail(written.Problem);
        }

        var list = string.Join(", ", written.Value);
        var text = context.In($"✓ {file}: {list}; secrets masked", $"✓ {file}: {list}; secretos ocultos");
        (json ? context.Terminal.Error : context.Terminal.Out).WriteLine(text);
        return code;
    }

    internal static IEnumerable<KeyValuePair<string, string?>> Environment() =>
        System
            .Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value));
}
