using System.CommandLine;
using System.Globalization;
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

    private sealed record Choices(bool Json, bool Strict, bool Closed, bool Fix, bool Yes, bool DryRun);

    public Command Build()
    {
        var paths = CatalogFiles.Paths(context);
        var around = new CatalogContextOptions(command, context);
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
        var format = FormatOption.Create(context);
        command.Arguments.Add(paths);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed,
                    parsed.GetValue(paths)!,
                    around,
                    new(
                        parsed.GetValue(format) == "json",
                        parsed.GetValue(strict),
                        parsed.GetValue(closed) || around.Given(parsed),
                        parsed.GetValue(fix),
                        parsed.GetValue(yes),
                        parsed.GetValue(dryRun)
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

    private async Task<int> RunAsync(ParseResult parsed, string[] paths, CatalogContextOptions around, Choices choices)
    {
        if (CatalogFiles.Missing(paths) is { } missing)
        {
            return context.Terminal.Fail(missing);
        }

        var files = paths.SelectMany(CatalogFiles.Below);
        if (choices.Fix && Fix([.. files], choices) is { } failed)
        {
            return failed;
        }

        if (!choices.Closed)
        {
            // In the order of the files, on all cores, each file's verdicts as soon as they are there.
            var verdicts = files.AsParallel().AsOrdered().WithCancellation(context.Cancellation).Select(CatalogFiles.Validate);
            return Show(verdicts.SelectMany(v => v), choices);
        }

        var known = await around.ReadAsync(parsed, context);
        if (!known.Ok)
        {
            return context.Terminal.Fail(known.Problem);
        }

        var read = CatalogFiles.Read(files);
        return read.Ok ? Show(CatalogSet.Check(read.Value, known.Value), choices) : context.Terminal.Fail(read.Problem);
    }

    private int Show(IEnumerable<DocumentVerdict> verdicts, Choices choices)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        var documents = 0;
        var invalid = 0;
        var failing = 0;
        foreach (var verdict in verdicts)
        {
            files.Add(verdict.File);
            documents++;
            invalid += verdict.Valid ? 0 : 1;
            failing += verdict.Valid && !(choices.Strict && verdict.Problems.Any(p => p.Severity >= Severity.Warning)) ? 0 : 1;
            if (choices.Json)
            {
                context.Terminal.Out.WriteLine(Json.Write(verdict));
            }
            else
            {
                Show(verdict, choices.Closed);
            }
        }

        if (!choices.Json)
        {
            context.Terminal.Out.WriteLine(
                context.In(
                    $"{documents} documents in {files.Count} files: {documents - invalid} valid, {invalid} not",
                    $"{documents} documentos en {files.Count} archivos: {documents - invalid} válidos, {invalid} no"
                )
            );
        }

        return failing == 0 ? ExitCode.Done : ExitCode.NotRight;
    }

    private void Show(DocumentVerdict verdict, bool notes)
    {
        foreach (var problem in verdict.Problems.Where(p => notes || p.Severity > Severity.Note))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{verdict.File}:{problem.Line}:{problem.Column}");
            var severity = problem.Severity switch
            {
                Severity.Error => context.In("error", "error"),
                Severity.Warning => context.In("warning", "aviso"),
                _ => context.In("note", "nota"),
            };
            context.Terminal.ShowLine($"{place}: {severity}: {problem.Message} [{problem.Rule}]");
            if (problem.Fix is { } fix)
            {
                context.Terminal.ShowLine($"    → {fix}");
            }
        }
    }

    /// <returns>Null to go on, or the exit code.</returns>
    private int? Fix(IReadOnlyList<string> files, Choices choices)
    {
        var read = CatalogFiles.Read(files);
        if (!read.Ok)
        {
            return context.Terminal.Fail(read.Problem);
        }

        // A file that is not UTF-8 would lose bytes on the way back: it is left alone, and its verdict says what is wrong with it.
        var whole = read.Value.Where(file => CatalogFiles.IsUtf8(file.Path));
        var repaired = whole
            .Select(file => (file.Path, Result: CatalogFixer.Fix(file.Path, file.Content)))
            .Where(f => f.Result.Edits.Count > 0)
            .ToList();
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
            return null;
        }

        if (!choices.Yes && !context.Terminal.Confirm(new("Write these changes?", "¿Escribir estos cambios?")))
        {
            context.Terminal.Say(new("Nothing written; --yes answers for you.", "No se escribió nada; --yes responde por usted."));
            return ExitCode.NotRight;
        }

        return Write(repaired);
    }

    private int? Write(IReadOnlyList<(string Path, FixResult Result)> repaired)
    {
        foreach (var (path, result) in repaired)
        {
            try
            {
                AtomicFile.Write(path, new UTF8Encoding(false).GetBytes(result.Text));
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
