using InfraAi.Cli.Commands;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Cli;

/// <summary>A bug of this program, told as one: what happened goes into a file, secrets masked, and not over the reader.</summary>
internal static class Fault
{
    /// <returns>The exit code.</returns>
    public static int Tell(Exception fault, CommandContext context)
    {
        var file = Path.Combine(context.Settings.Home, "logs", "fault.log");
        var mask = SecretMask.Of(context.Settings, null, DiagnoseCommand.Environment());
        var text = mask.Apply($"{context.Time.GetUtcNow():O} {Product.Version}\n{fault}\n\n");
        var kind = mask.Apply($"{fault.GetType().Name}: {fault.Message}");
        Phrase where;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.AppendAllText(file, text);
            where = new($"What happened is in {file}; please report it.", $"Lo ocurrido está en {file}; por favor, comuníquelo.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            where = new(text, text);
        }

        return context.Terminal.Fail(
            new(
                "fault",
                ProblemKind.Outside,
                new($"This is a fault of the program ({kind})", $"Esto es un fallo del programa ({kind})"),
                where
            )
        );
    }
}
