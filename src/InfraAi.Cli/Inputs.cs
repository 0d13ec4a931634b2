using System.CommandLine;
using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Pipeline.Folders;

namespace InfraAi.Cli;

/// <summary>The inputs that analyze, generate and create share: [TEXT | --file PATH… | -].</summary>
internal sealed class Inputs
{
    private readonly Argument<string?> text;
    private readonly Option<string[]> files;
    private readonly Option<string?> name;

    /// <param name="other">Another option that names inputs, instead of these.</param>
    public Inputs(Command command, CommandContext context, Option<string?>? other = null)
    {
        text = new("TEXT")
        {
            Description = context.In("The description; - reads standard input", "La descripción; - lee la entrada estándar"),
            Arity = ArgumentArity.ZeroOrOne,
        };
        files = new("--file", "-f")
        {
            Description = context.In(
                "A file, folder or Git work tree to read; may be repeated",
                "Un archivo, carpeta o repositorio que leer; se puede repetir"
            ),
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        name = new("--name", "-n")
        {
            Description = context.In("The project's name (else the text's own)", "El nombre del proyecto (si no, el del texto)"),
            HelpName = "NAME",
        };
        command.Arguments.Add(text);
        command.Options.Add(files);
        command.Options.Add(name);
        command.Validators.Add(result =>
        {
            var given = result.GetValue(text);
            var paths = result.GetValue(files) ?? [];
            var isOther = other is not null && result.GetValue(other) is not null;
            if (isOther ? given is not null || paths.Length > 0 : given is null == (paths.Length == 0))
            {
                result.AddError(
                    context.In(
                        "Give one of: a TEXT in quotes, --file PATH, or - for standard input.",
                        "Indique uno de: un TEXTO entre comillas, --file RUTA, o - para la entrada estándar."
                    )
                );
            }
        });
    }

    /// <returns>Id of each input as the caller gave it, and how to read it; nothing is read before it is asked for.</returns>
    public IReadOnlyList<(string Id, Func<Result<AnalysisInput>> Read)> Of(ParseResult parsed, CommandContext context)
    {
        var project = parsed.GetValue(name);
        var given = parsed.GetValue(text);
        if (given == "-")
        {
            return [("-", () => Named(ReadStream("-", context.Terminal.OpenInput()), project))];
        }

        if (given is not null)
        {
            return [(InputReader.Digest(given), () => InputReader.Read(given, project))];
        }

        return
        [
            .. (parsed.GetValue(files) ?? []).Select(path => (path, (Func<Result<AnalysisInput>>)(() => Named(ReadFile(path), project)))),
        ];
    }

    private static Result<AnalysisInput> Named(Result<AnalysisInput> input, string? name) =>
        input.Ok && name is not null ? input.Value with { Name = name } : input;

    private static Result<AnalysisInput> ReadFile(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                // Reading a folder waits for nothing but its own disk and git.
                return FolderReader.ReadAsync(path, null, CancellationToken.None).GetAwaiter().GetResult();
            }

            return ReadStream(path, File.OpenRead(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Problem(
                "input-not-readable",
                ProblemKind.Invalid,
                new($"{path} cannot be read: {e.Message}", $"No se puede leer {path}: {e.Message}"),
                new("See that the path is right and that this user may read it.", "Compruebe la ruta y que este usuario puede leerla.")
            );
        }
    }

    private static Result<AnalysisInput> ReadStream(string id, Stream stream)
    {
        using (stream)
        {
            var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            return InputReader.ReadAny(buffer.ToArray(), id);
        }
    }
}
