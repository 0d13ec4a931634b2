using System.CommandLine;
using System.Globalization;
using InfraAi.Catalog;
using InfraAi.Model;

namespace InfraAi.Cli.Commands;

/// <summary>validate: every problem of catalog files, with line, column and fix.</summary>
internal sealed class ValidateCommand(CommandContext context)
{
    private readonly Command command = new(
        "validate",
        context.In("Check catalog files as strictly as Backstage does", "Comprueba archivos de catálogo con el rigor de Backstage")
    );

    public Command Build()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = context.In("Files, or folders with .yaml and .yml files", "Archivos, o carpetas con archivos .yaml y .yml"),
            Arity = ArgumentArity.OneOrMore,
        };
        var format = FormatOption.Create(context);
        command.Arguments.Add(paths);
        command.Options.Add(format);
        command.SetAction(parsed => Run(parsed.GetValue(paths)!, parsed.GetValue(format) == "json"));
        return command;
    }

    private int Run(string[] paths, bool json)
    {
        var code = ExitCode.Done;
        var files = 0;
        var documents = 0;
        var invalid = 0;
        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                return context.Terminal.Fail(
                    new(
                        "path-not-found",
                        ProblemKind.NotFound,
                        new($"There is no file or folder {path}.", $"No existe el archivo o carpeta {path}."),
                        new("See that the path is right.", "Compruebe la ruta.")
                    )
                );
            }
        }

        var all = paths
            .SelectMany(CatalogFiles.Below)
            .AsParallel()
            .AsOrdered()
            .WithCancellation(context.Cancellation)
            .Select(file => (File: file, Verdicts: CatalogFiles.Validate(file)));
        foreach (var (file, verdicts) in all)
        {
            files++;
            foreach (var verdict in verdicts)
            {
                documents++;
                invalid += verdict.Valid ? 0 : 1;
                code = verdict.Valid ? code : ExitCode.NotRight;
                if (json)
                {
                    context.Terminal.Out.WriteLine(Json.Write(verdict));
                }
                else
                {
                    Show(verdict);
                }
            }
        }

        if (!json)
        {
            context.Terminal.Out.WriteLine(
                context.In(
                    $"{documents} documents in {files} files: {documents - invalid} valid, {invalid} not",
                    $"{documents} documentos en {files} archivos: {documents - invalid} válidos, {invalid} no"
                )
            );
        }

        return code;
    }

    private void Show(DocumentVerdict verdict)
    {
        foreach (var problem in verdict.Problems)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{verdict.File}:{problem.Line}:{problem.Column}");
            context.Terminal.Out.WriteLine(
                $"{place}: {problem.Severity.ToString().ToLowerInvariant()}: {problem.Message} [{problem.Rule}]"
            );
            if (problem.Fix is { } fix)
            {
                context.Terminal.Out.WriteLine($"    → {fix}");
            }
        }
    }
}
