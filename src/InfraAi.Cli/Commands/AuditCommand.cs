using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Platform.Files;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>audit: the last lines of the audit log: who changed what, and what was refused to whom.</summary>
internal sealed class AuditCommand(CommandContext context)
{
    private const int Most = 100_000;

    public Command Build()
    {
        var limit = NumberOption.Create(context, "--lines", "-n", context.In("How many", "Cuántas"), 40, 1, Most);
        var refused = new Option<bool>("--refused") { Description = context.In("Only what was refused", "Solo lo rechazado") };
        var format = FormatOption.Create(context);
        var command = new Command(
            "audit",
            context.In("Who changed what, and what was refused to whom", "Quién cambió qué, y qué se rechazó a quién")
        )
        {
            limit,
            refused,
            format,
        };
        command.SetAction(
            (parsed, _) => Task.FromResult(Run(parsed.GetValue(limit), parsed.GetValue(refused), parsed.GetValue(format) == "json"))
        );
        return command;
    }

    private int Run(int limit, bool refused, bool json)
    {
        var log = new AuditLog(context.Settings.Home);
        List<AuditLine> lines;
        try
        {
            lines = [.. log.Files().SelectMany(Read).Where(line => !refused || line.Outcome == AuditOutcome.Refused).TakeLast(limit)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return context.Terminal.Fail(NotReadable(log.Path, e.Message));
        }

        if (json)
        {
            foreach (var line in lines)
            {
                context.Terminal.Out.WriteLine(Json.Write(line));
            }
        }
        else if (lines.Count == 0)
        {
            context.Terminal.Say(new("The audit log has no such line.", "El registro de auditoría no tiene ninguna línea así."));
        }
        else
        {
            Show(lines);
        }

        return ExitCode.Done;
    }

    private void Show(List<AuditLine> lines)
    {
        var table = Tables.New(
            context,
            [
                context.In("when", "cuándo"),
                context.In("who", "quién"),
                context.In("from", "desde"),
                context.In("what", "qué"),
                context.In("outcome", "resultado"),
            ]
        );
        foreach (var line in lines)
        {
            table.AddRow(
                new Text(
                    TimeZoneInfo
                        .ConvertTime(line.At, context.Time.LocalTimeZone)
                        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
                ),
                new Text(line.Who ?? line.Way ?? "—"),
                new Text(line.From ?? "—"),
                new Text($"{line.What} {line.Subject}".Trim()),
                new Text($"{Word(line.Outcome)} {line.Code}".Trim(), new Style(Colour(line.Outcome)))
            );
        }

        context.Terminal.Rich.Write(table);
    }

    private string Word(AuditOutcome outcome) =>
        outcome switch
        {
            AuditOutcome.Done => context.In("done", "hecho"),
            AuditOutcome.Refused => context.In("refused", "rechazado"),
            _ => context.In("failed", "falló"),
        };

    private static Color Colour(AuditOutcome outcome) =>
        outcome switch
        {
            AuditOutcome.Done => Color.Green,
            AuditOutcome.Refused => Color.Red,
            _ => Color.Yellow,
        };

    /// <summary>A line that a full disk cut off is passed over.</summary>
    private static IEnumerable<AuditLine> Read(string file)
    {
        foreach (var text in File.ReadLines(file))
        {
            AuditLine? line = null;
            try
            {
                line = Json.Read<AuditLine>(text);
            }
            catch (JsonException)
            {
                continue;
            }

            yield return line;
        }
    }

    private static Problem NotReadable(string path, string why) =>
        new(
            "audit-not-readable",
            ProblemKind.Outside,
            new($"{path} cannot be read: {why}", $"No se puede leer {path}: {why}"),
            new("Ask as the user that the agent runs as.", "Pregunte como el usuario con el que se ejecuta el agente.")
        );
}
