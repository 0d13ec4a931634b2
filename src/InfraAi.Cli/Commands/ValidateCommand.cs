using System.CommandLine;
using System.Text;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Platform.Files;

namespace InfraAi.Cli.Commands;

/// <summary>validate: every problem of catalog files, with line, column and fix; --fix repairs what is sure.</summary>
internal sealed class ValidateCommand(CommandContext context)
{
    private readonly Command command = new(
        "validate",
        context.In("Check catalog files as strictly as Backstage does", "Comprueba archivos de catálogo con el rigor de Backstage")
    );

    private sealed record Choices(
        string Format,
        bool Strict,
        bool Closed,
        bool Fix,
        bool Yes,
        bool DryRun,
        string StdinPath,
        string? Baseline,
        bool UpdateBaseline
    );

    public Command Build()
    {
        var paths = CatalogFiles.Paths(context);
        var around = new CatalogContextOptions(command, context);
        var selection = new CatalogSelectionOptions(command, context);
        var strict = Flag("--strict", "Warnings make it fail too", "Los avisos también cuentan como fallo");
        var closed = Flag(
            "--closed",
            "Check the files as one catalog: dangling references, collisions, cycles, owners",
            "Comprueba los archivos como un solo catálogo: referencias colgantes, choques, ciclos, responsables"
        );
        var fix = Flag(
            "--fix",
            "Repair what is mechanically sure; shows the changes first",
            "Repara lo mecánicamente seguro; muestra antes los cambios"
        );
        var yes = Flag("--yes", "With --fix: do not ask", "Con --fix: sin preguntar");
        var dryRun = Flag("--dry-run", "With --fix: only show", "Con --fix: solo mostrar");
        var baseline = new Option<string?>("--baseline")
        {
            Description = context.In(
                "Findings in this file are counted and do not fail; written when it is not there",
                "Los hallazgos de este archivo se cuentan y no fallan; se escribe si no existe"
            ),
            HelpName = "FILE",
        };
        var update = Flag("--update-baseline", "Write the baseline anew", "Escribe de nuevo la línea base");
        var stdinPath = new Option<string>("--stdin-path")
        {
            Description = context.In("The name for what comes from standard input", "El nombre de lo que llega por la entrada estándar"),
            HelpName = "PATH",
            DefaultValueFactory = _ => "-",
        };
        var format = new Option<string>("--format")
        {
            Description = context.In(
                "text for people, json for programs (a line a document), github annotations, sarif, junit",
                "text para personas, json para programas (una línea por documento), anotaciones github, sarif, junit"
            ),
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong(CatalogReport.Formats);
        command.Arguments.Add(paths);
        command.Options.Add(baseline);
        command.Options.Add(stdinPath);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed,
                    parsed.GetValue(paths)!,
                    around,
                    selection,
                    new(
                        parsed.GetValue(format)!,
                        parsed.GetValue(strict),
                        parsed.GetValue(closed) || around.Given(parsed),
                        parsed.GetValue(fix),
                        parsed.GetValue(yes),
                        parsed.GetValue(dryRun),
                        parsed.GetValue(stdinPath)!,
                        parsed.GetValue(baseline),
                        parsed.GetValue(update)
                    )
                )
        );
        return command;
    }

    private Option<bool> Flag(string name, string en, string es)
    {
        var option = new Option<bool>(name) { Description = context.In(en, es) };
        command.Options.Add(option);
        return option;
    }

    private async Task<int> RunAsync(
        ParseResult parsed,
        string[] paths,
        CatalogContextOptions around,
        CatalogSelectionOptions selection,
        Choices choices
    )
    {
        if (CatalogFiles.Missing(paths) is { } missing)
        {
            return context.Terminal.Fail(missing);
        }

        var settings = selection.Read(parsed, paths);
        if (!settings.Ok)
        {
            return context.Terminal.Fail(settings.Problem);
        }

        var found = selection.Select(settings.Value, paths, choices.StdinPath);
        if (!found.Ok)
        {
            return context.Terminal.Fail(found.Problem);
        }

        var files = found.Value;
        if (choices.Fix)
        {
            var repaired = Fix(files, choices);
            if (repaired.Code is { } code)
            {
                return code;
            }

            files = repaired.Files;
        }

        var known = await around.ReadAsync(parsed, context, settings.Value, paths);
        if (!known.Ok)
        {
            return context.Terminal.Fail(known.Problem);
        }

        var baseline = (choices.Baseline ?? settings.Value.Baseline) is { } path ? Baseline.Read(path) : (Result<Baseline>?)null;
        if (baseline is { Ok: false, Problem: var unread })
        {
            return context.Terminal.Fail(unread);
        }

        var verdicts = choices.Closed
            ? CatalogSet.Check(files.Select(file => new ProjectFile(file.Path, file.Text)), known.Value)
            : CatalogInspection.Run(files, known.Value, context.Cancellation);
        return Show(verdicts, settings.Value.Rules, baseline?.Value, choices);
    }

    private int Show(
        IEnumerable<DocumentVerdict> verdicts,
        IReadOnlyDictionary<string, Severity?> rules,
        Baseline? baseline,
        Choices choices
    )
    {
        var report = CatalogReport.Create(choices.Format, context, choices.Closed);
        var files = new HashSet<string>(StringComparer.Ordinal);
        var (documents, invalid, failing) = (0, 0, 0);
        var limit = choices.Strict ? Severity.Warning : Severity.Error;
        foreach (var verdict in verdicts)
        {
            files.Add(verdict.File);
            documents++;
            var shown = verdict with { Problems = Switched(verdict, rules, baseline) };
            invalid += shown.Problems.Any(problem => problem.Severity == Severity.Error) ? 1 : 0;
            failing += shown.Problems.Any(problem => problem.Severity >= limit) ? 1 : 0;
            report.Add(shown);
        }

        var old = baseline is { Exists: true, Known: > 0 }
            ? context.In($"; {baseline.Known} old findings", $"; {baseline.Known} hallazgos antiguos")
            : "";
        report.End(
            context.In(
                $"{documents} documents in {files.Count} files: {documents - invalid} valid, {invalid} not{old}",
                $"{documents} documentos en {files.Count} archivos: {documents - invalid} válidos, {invalid} no{old}"
            )
        );
        if (baseline is not null && (!baseline.Exists || choices.UpdateBaseline))
        {
            if (baseline.Write() is { } unwritten)
            {
                return context.Terminal.Fail(unwritten);
            }

            context.Terminal.Say(
                new(
                    "The baseline was written: from now on only new findings count.",
                    "Se escribió la línea base: desde ahora solo cuentan los hallazgos nuevos."
                )
            );
            return choices.UpdateBaseline || failing == 0 ? ExitCode.Done : ExitCode.NotRight;
        }

        return failing == 0 ? ExitCode.Done : ExitCode.NotRight;
    }

    /// <summary>The problems as the settings want them, without those of the baseline.</summary>
    private static IReadOnlyList<ValidationProblem> Switched(
        DocumentVerdict verdict,
        IReadOnlyDictionary<string, Severity?> rules,
        Baseline? baseline
    )
    {
        if (rules.Count == 0 && baseline is null)
        {
            return verdict.Problems;
        }

        return
        [
            .. verdict
                .Problems.Select(problem =>
                    rules.TryGetValue(problem.Rule, out var severity)
                        ? severity is { } other
                            ? problem with
                            {
                                Severity = other,
                            }
                            : null
                        : problem
                )
                .OfType<ValidationProblem>()
                .Where(problem => problem.Severity == Severity.Note || baseline?.Holds(verdict.File, problem) != true),
        ];
    }

    /// <returns>The files as they are now; or the exit code with which the run ends here.</returns>
    private (IReadOnlyList<CatalogSource> Files, int? Code) Fix(IReadOnlyList<CatalogSource> files, Choices choices)
    {
        // A file that is not UTF-8 would lose bytes on the way back: it is left alone, and its verdict says what is wrong with it.
        List<CatalogSource> whole =
        [
            .. files.Where(file => System.Text.Unicode.Utf8.IsValid(file.Bytes) && file.Path != choices.StdinPath),
        ];
        var declared = whole.Where(file => file.IsDeclared).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var results = CatalogFixer.FixAll([.. whole.Select(file => new ProjectFile(file.Path, file.Text))], declared.Contains);
        var repaired = whole.Zip(results, (file, result) => (file.Path, Result: result)).Where(f => f.Result.Edits.Count > 0).ToList();
        foreach (var (path, result) in repaired)
        {
            foreach (var edit in result.Edits)
            {
                context.Terminal.Error.WriteLine($"{path}:{edit.Line}:{edit.Column} {edit.Path} [{edit.Rule}]");
                Lines("- ", edit.Before);
                Lines("+ ", edit.After);
            }
        }

        if (repaired.Count == 0 || choices.DryRun)
        {
            context.Terminal.Say(
                new(
                    $"{repaired.Sum(r => r.Result.Edits.Count)} repairs in {repaired.Count} files; nothing written.",
                    $"{repaired.Sum(r => r.Result.Edits.Count)} reparaciones en {repaired.Count} archivos; no se escribió nada."
                )
            );
            return (files, null);
        }

        if (!choices.Yes && !context.Terminal.Confirm(new("Write these changes?", "¿Escribir estos cambios?")))
        {
            context.Terminal.Say(new("Nothing written; --yes answers for you.", "No se escribió nada; --yes responde por usted."));
            return (files, ExitCode.NotRight);
        }

        var written = repaired.ToDictionary(r => r.Path, r => new UTF8Encoding(false).GetBytes(r.Result.Text), StringComparer.Ordinal);
        if (Write(written) is { } failed)
        {
            return (files, failed);
        }

        return ([.. files.Select(file => written.TryGetValue(file.Path, out var bytes) ? file with { Bytes = bytes } : file)], null);
    }

    private int? Write(IReadOnlyDictionary<string, byte[]> repaired)
    {
        foreach (var (path, bytes) in repaired)
        {
            try
            {
                AtomicFile.Write(path, bytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return context.Terminal.Fail(
                    new(
                        "file-not-writable",
                        ProblemKind.Outside,
                        new($"{path} cannot be written: {e.Message}", $"No se puede escribir {path}: {e.Message}"),
                        new(
                            "It is as it was. See that this user may write it.",
                            "Sigue como estaba. Compruebe que este usuario puede escribirlo."
                        )
                    )
                );
            }
        }

        return null;
    }

    private void Lines(string prefix, string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n').Where(line => line.Length > 0))
        {
            context.Terminal.Error.WriteLine("  " + prefix + line);
        }
    }
}
