using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Repositories;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>env: what the .env files hold: list, get, set, unset, check, diff; EnvStoreCommands has what needs the store.</summary>
internal sealed class EnvCommand(CommandContext context)
{
    private sealed record ValueLine(string File, string Key, string Value, bool Secret, IReadOnlyList<string>? UsedIn);

    private sealed record IssueLine(string File, string Key, EnvIssueKind Issue, bool Wrong);

    private readonly EnvFiles files = ConfigurationRoom.Files(context);

    public Command Build()
    {
        var command = new Command(
            "env",
            context.In(
                "The .env files: list, get, set, check, diff, history, sync, keys",
                "Los archivos .env: listar, leer, poner, comprobar, comparar, historial, claves"
            )
        );
        command.Subcommands.Add(List());
        command.Subcommands.Add(Get());
        command.Subcommands.Add(Set());
        command.Subcommands.Add(Unset());
        command.Subcommands.Add(Check());
        var store = new EnvStoreCommands(context);
        command.Subcommands.Add(store.Diff());
        command.Subcommands.Add(store.History());
        command.Subcommands.Add(store.Sync());
        command.Subcommands.Add(store.Key());
        // Without a word after it: what there is.
        command.SetAction((_, _) => ListAsync([], false, false));
        return command;
    }

    /// <summary>The value, or what hides it.</summary>
    internal static string Shown(EnvFileEntry entry, string key, string value) =>
        IsSecret(entry, key, value) ? Secrets.Mask : value.ReplaceLineEnds();

    internal static bool IsSecret(EnvFileEntry entry, string key, string value) =>
        value.Length > 0 && (entry.Secrets.Contains(key, StringComparer.Ordinal) || Secrets.Is(key, value));

    private Command List()
    {
        var command = new Command("list", context.In("Keys and values; secrets masked", "Claves y valores; los secretos, ocultos"));
        var names = ConfigurationRoom.FilesArgument(context);
        var uses = new Option<bool>("--uses")
        {
            Description = context.In("Also where each key is used", "También dónde se usa cada clave"),
        };
        var format = FormatOption.Create(context);
        command.Arguments.Add(names);
        command.Options.Add(uses);
        command.Options.Add(format);
        command.SetAction((parsed, _) => ListAsync(parsed.GetValue(names) ?? [], parsed.GetValue(uses), parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> ListAsync(IReadOnlyList<string> wanted, bool uses, bool json)
    {
        var read = await ReadAsync(wanted);
        if (!read.Ok)
        {
            return context.Terminal.Fail(read.Problem);
        }

        var keys = read.Value.SelectMany(file => file.Document.Values.Keys).ToHashSet(StringComparer.Ordinal);
        var used = uses ? await KeyUses.FindAsync(context.Settings.Root, keys, context.Cancellation) : null;
        foreach (var (entry, document, isThere) in read.Value)
        {
            var name = ConfigurationRoom.NameOf(context, entry);
            var lines = document
                .Values.Select(v => new ValueLine(
                    name,
                    v.Key,
                    Shown(entry, v.Key, v.Value),
                    IsSecret(entry, v.Key, v.Value),
                    used?[v.Key].ToList()
                ))
                .ToList();
            if (json)
            {
                lines.ForEach(line => context.Terminal.Out.WriteLine(Json.Write(line)));
                continue;
            }

            Show(name, lines, isThere);
        }

        return ExitCode.Done;
    }

    private void Show(string name, List<ValueLine> lines, bool isThere)
    {
        var rich = context.Terminal.Rich;
        var what =
            !isThere ? context.In("is not there yet: ./infra-ai env set KEY=VALUE", "aún no existe: ./infra-ai env set CLAVE=VALOR")
            : lines.Count == 1 ? context.In("1 key", "1 clave")
            : context.In($"{lines.Count} keys", $"{lines.Count} claves");
        rich.MarkupLineInterpolated($"[bold]{name}[/] [grey]{what}[/]");
        if (lines.Count == 0)
        {
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().Padding(2, 0, 3, 0).NoWrap()).AddColumn();
        foreach (var line in lines)
        {
            grid.AddRow(
                new Text(line.Key, new Style(Color.Teal)),
                new Text(line.Value, new Style(line.Secret ? Color.Grey : Color.Default))
            );
            if (line.UsedIn is { } places)
            {
                var text =
                    places.Count == 0
                        ? context.In("used nowhere", "no se usa")
                        : string.Join(", ", places.Take(5)) + (places.Count > 5 ? $" +{places.Count - 5}" : "");
                grid.AddRow(new Text(""), new Text(text, new Style(Color.Grey)));
            }
        }

        rich.Write(grid);
    }

    private Command Get()
    {
        var command = new Command("get", context.In("One value; a secret only with --reveal", "Un valor; un secreto solo con --reveal"));
        var key = KeyArgument();
        var file = FileOption();
        var reveal = new Option<bool>("--reveal")
        {
            Description = context.In("Print it even when it is a secret", "Lo imprime aunque sea un secreto"),
        };
        command.Arguments.Add(key);
        command.Options.Add(file);
        command.Options.Add(reveal);
        command.SetAction(
            async (parsed, _) =>
            {
                var one = await OneAsync(parsed.GetValue(file));
                if (!one.Ok)
                {
                    return context.Terminal.Fail(one.Problem);
                }

                var (entry, document, _) = one.Value;
                var name = parsed.GetValue(key)!;
                if (!document.Values.TryGetValue(name, out var value))
                {
                    return context.Terminal.Fail(NoKey(name, entry));
                }

                if (IsSecret(entry, name, value) && !parsed.GetValue(reveal))
                {
                    context.Terminal.Say(new($"{name} is a secret; --reveal prints it.", $"{name} es un secreto; --reveal lo imprime."));
                    value = Secrets.Mask;
                }

                context.Terminal.Out.WriteLine(value);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private Command Set()
    {
        var command = new Command(
            "set",
            context.In(
                "Set a value; a secret is typed or read from standard input",
                "Pone un valor; un secreto se teclea o se lee de la entrada estándar"
            )
        );
        var words = new Argument<string[]>("KEY")
        {
            Description = context.In(
                "KEY VALUE, or KEY=VALUE… ; - as the value reads it from standard input; without a value it is asked for",
                "CLAVE VALOR, o CLAVE=VALOR… ; - como valor lo lee de la entrada estándar; sin valor se pregunta"
            ),
            HelpName = "KEY[=VALUE]",
            Arity = ArgumentArity.OneOrMore,
        };
        var file = FileOption();
        command.Arguments.Add(words);
        command.Options.Add(file);
        command.SetAction((parsed, _) => SetAsync(parsed.GetValue(words)!, parsed.GetValue(file)));
        return command;
    }

    /// <summary>KEY; KEY VALUE; or KEY=VALUE, as many as there are.</summary>
    private static IReadOnlyList<(string Key, string? Given)> Pairs(string[] words) =>
        words is [var key, var value] && !key.Contains('=', StringComparison.Ordinal)
            ? [(key, value)]
            : [.. words.Select(word => word.Split('=', 2)).Select(pair => (pair[0], pair.ElementAtOrDefault(1)))];

    private async Task<int> SetAsync(string[] words, string? file)
    {
        var one = await OneAsync(file);
        if (!one.Ok)
        {
            return context.Terminal.Fail(one.Problem);
        }

        var pairs = Pairs(words);
        var values = new List<(string Key, string Value)>();
        foreach (var (key, given) in pairs)
        {
            var value = ValueOf(one.Value.Entry, key, given, isAlone: pairs.Count == 1);
            if (!value.Ok)
            {
                return context.Terminal.Fail(value.Problem);
            }

            values.Add((key, value.Value));
        }

        return await ChangeAsync(
            one.Value.Entry,
            document => values.Aggregate(document, (changed, v) => changed.With(v.Key, v.Value)),
            string.Join(", ", values.Select(v => $"{v.Key} = {Shown(one.Value.Entry, v.Key, v.Value)}"))
        );
    }

    /// <param name="isAlone">Only then there is somebody to ask, or standard input to read.</param>
    private Result<string> ValueOf(EnvFileEntry entry, string key, string? given, bool isAlone)
    {
        if (!EnvDocument.IsKey(key))
        {
            return new Problem(
                "key-not-valid",
                ProblemKind.Usage,
                new($"\"{key}\" is no name of a variable.", $"\"{key}\" no es el nombre de una variable."),
                new("Letters, digits and underscores, beginning with a letter.", "Letras, cifras y guiones bajos, empezando por una letra.")
            );
        }

        if (given is null && !isAlone)
        {
            return new Problem(
                "value-missing",
                ProblemKind.Usage,
                new($"\"{key}\" stands among pairs and is none.", $"«{key}» está entre parejas y no lo es."),
                new("Write each as KEY=VALUE.", "Escriba cada una como CLAVE=VALOR.")
            );
        }

        if (given is not null and not "-" && IsSecret(entry, key, given) && !Secrets.IsPlaceholder(given))
        {
            return new Problem(
                "secret-on-the-command-line",
                ProblemKind.Usage,
                new(
                    $"{key} is a secret: on the command line every process of this machine and the shell's history see it.",
                    $"{key} es un secreto: en la línea de comandos lo ven todos los procesos de la máquina y el historial del shell."
                ),
                new(
                    $"./infra-ai env set {key} asks for it; ./infra-ai env set {key} - < FILE reads it.",
                    $"./infra-ai env set {key} lo pregunta; ./infra-ai env set {key} - < ARCHIVO lo lee."
                )
            );
        }

        var value =
            given == "-" && isAlone
                ? ReadInput()
                : given
                    ?? context.Terminal.Ask(
                        new($"{key} =", $"{key} ="),
                        hidden: entry.Secrets.Contains(key, StringComparer.Ordinal) || Secrets.HasSecretName(key)
                    );
        return value is not null
            ? value
            : new Problem(
                "value-missing",
                ProblemKind.Usage,
                new($"There is no value for {key}, and nobody to ask.", $"No hay valor para {key}, ni a quién preguntar."),
                new($"./infra-ai env set {key} - < FILE", $"./infra-ai env set {key} - < ARCHIVO")
            );
    }

    private string ReadInput()
    {
        using var reader = new StreamReader(context.Terminal.OpenInput());
        var text = reader.ReadToEnd();
        // The line feed that echo and editors end it with is not of the value.
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
            : text.EndsWith('\n') ? text[..^1]
            : text;
    }

    private Command Unset()
    {
        var command = new Command("unset", context.In("Remove a key", "Quita una clave"));
        var key = KeyArgument();
        var file = FileOption();
        command.Arguments.Add(key);
        command.Options.Add(file);
        command.SetAction(
            async (parsed, _) =>
            {
                var one = await OneAsync(parsed.GetValue(file));
                var name = parsed.GetValue(key)!;
                return !one.Ok ? context.Terminal.Fail(one.Problem)
                    : !one.Value.Document.Values.ContainsKey(name) ? context.Terminal.Fail(NoKey(name, one.Value.Entry))
                    : await ChangeAsync(
                        one.Value.Entry,
                        document => document.Without(name),
                        context.In($"{name} removed", $"{name} quitada")
                    );
            }
        );
        return command;
    }

    /// <summary>Changes a file as it is at that moment; when somebody else is quicker, once more.</summary>
    private async Task<int> ChangeAsync(EnvFileEntry entry, Func<EnvDocument, EnvDocument> change, string said)
    {
        Problem? problem = null;
        var name = ConfigurationRoom.NameOf(context, entry);
        for (var tries = 0; tries < 10; tries++)
        {
            var read = await files.ReadAsync(entry.Path, context.Cancellation);
            if (!read.Ok)
            {
                return context.Terminal.Fail(read.Problem);
            }

            var replaced = files.Replace(entry.Path, name, read.Value, change(EnvDocument.Read(read.Value ?? [])).ToBytes());
            if (replaced.Ok)
            {
                files.Retain(name, Storage.Snapshots.ConfigurationSync.Kept);
                context.Terminal.Say(new($"✓ {name}: {said}", $"✓ {name}: {said}"));
                return ExitCode.Done;
            }

            problem = replaced.Problem;
            if (problem.Code != "env-changed")
            {
                break;
            }
        }

        return context.Terminal.Fail(problem!);
    }

    private Command Check()
    {
        var command = new Command(
            "check",
            context.In(
                "Compare with .env.example: missing, unknown, empty and placeholder values",
                "Compara con .env.example: valores que faltan, desconocidos, vacíos o de relleno"
            )
        );
        var names = ConfigurationRoom.FilesArgument(context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(names);
        command.Options.Add(format);
        command.SetAction((parsed, _) => CheckAsync(parsed.GetValue(names) ?? [], parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> CheckAsync(IReadOnlyList<string> wanted, bool json)
    {
        var read = await ReadAsync(wanted);
        if (!read.Ok)
        {
            return context.Terminal.Fail(read.Problem);
        }

        var wrong = false;
        foreach (var (entry, document, isThere) in read.Value)
        {
            var example = await files.ReadAsync(entry.Path + ".example", context.Cancellation);
            if (!example.Ok)
            {
                return context.Terminal.Fail(example.Problem);
            }

            var name = ConfigurationRoom.NameOf(context, entry);
            var issues = EnvCheck.Find(document, example.Value is { } bytes ? EnvDocument.Read(bytes) : null, entry.Secrets);
            wrong |= issues.Any(issue => issue.IsWrong);
            if (json)
            {
                foreach (var issue in issues)
                {
                    context.Terminal.Out.WriteLine(Json.Write(new IssueLine(name, issue.Key, issue.Kind, issue.IsWrong)));
                }

                continue;
            }

            Tell(name, issues, isThere, example.Value is not null);
        }

        return wrong ? ExitCode.NotRight : ExitCode.Done;
    }

    private void Tell(string name, IReadOnlyList<EnvIssue> issues, bool isThere, bool hasExample)
    {
        var rich = context.Terminal.Rich;
        if (!isThere)
        {
            rich.MarkupLineInterpolated($"[grey]·[/] {name}: {context.In("not there", "no existe")}");
        }
        else if (issues.Count == 0)
        {
            var against = hasExample
                ? context.In($"as {name}.example asks", $"como pide {name}.example")
                : context.In("nothing to object", "nada que objetar");
            rich.MarkupLineInterpolated($"[green]✓[/] {name}: {against}");
        }

        foreach (var issue in issues)
        {
            var word = issue.Kind switch
            {
                EnvIssueKind.Missing => context.In("missing", "falta"),
                EnvIssueKind.Unknown => context.In($"not in {name}.example", $"no está en {name}.example"),
                EnvIssueKind.Empty => context.In("empty", "vacía"),
                _ => context.In("still a placeholder", "aún con valor de relleno"),
            };
            rich.MarkupLine(
                $"{(issue.IsWrong ? "[red]✗[/]" : "[yellow]![/]")} {Markup.Escape(name)}: [teal]{issue.Key}[/] {Markup.Escape(word)}"
            );
        }

        if (issues.FirstOrDefault(issue => issue.IsWrong) is { } first)
        {
            rich.MarkupLineInterpolated($"  [grey]→ ./infra-ai env set {first.Key}=… --file {name}[/]");
        }
    }

    private Argument<string> KeyArgument() => new("KEY") { Description = context.In("The variable's name", "El nombre de la variable") };

    private Option<string?> FileOption() =>
        new("--file")
        {
            Description = context.In(
                "Name or path of the .env file (default: the first of platform.yaml)",
                "Nombre o ruta del archivo .env (por defecto, el primero de platform.yaml)"
            ),
            HelpName = "FILE",
        };

    private async Task<Result<(EnvFileEntry Entry, EnvDocument Document, bool IsThere)>> OneAsync(string? file)
    {
        var read = await ReadAsync(file is null ? [] : [file]);
        return read.Ok ? read.Value[0] : read.Problem;
    }

    private async Task<Result<IReadOnlyList<(EnvFileEntry Entry, EnvDocument Document, bool IsThere)>>> ReadAsync(
        IReadOnlyList<string> wanted
    )
    {
        var entries = ConfigurationRoom.Choose(context, wanted);
        if (!entries.Ok)
        {
            return entries.Problem;
        }

        var all = new List<(EnvFileEntry, EnvDocument, bool)>();
        foreach (var entry in entries.Value)
        {
            var read = await files.ReadAsync(entry.Path, context.Cancellation);
            if (!read.Ok)
            {
                return read.Problem;
            }

            all.Add((entry, EnvDocument.Read(read.Value ?? []), read.Value is not null));
        }

        return all.Count > 0
            ? all
            : new Problem(
                "env-files-none",
                ProblemKind.NotFound,
                new("platform.yaml names no .env file.", "platform.yaml no nombra ningún archivo .env."),
                new("Add one under env_files: NAME: { path: .env }", "Añada uno en env_files: NOMBRE: { path: .env }")
            );
    }

    private Problem NoKey(string key, EnvFileEntry entry)
    {
        var name = ConfigurationRoom.NameOf(context, entry);
        return new(
            "key-not-found",
            ProblemKind.NotFound,
            new($"{name} has no {key}.", $"{name} no tiene {key}."),
            new("./infra-ai env list shows the keys there are.", "./infra-ai env list muestra las claves que hay.")
        );
    }
}

internal static class ValueText
{
    /// <summary>On one line.</summary>
    public static string ReplaceLineEnds(this string value) => value.ReplaceLineEndings("⏎");
}
