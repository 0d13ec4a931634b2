using System.CommandLine;

namespace InfraAi.Cli;

/// <summary>--format text|json, the same on every verb.</summary>
internal static class FormatOption
{
    public static Option<string> Create(CommandContext context)
    {
        var option = new Option<string>("--format")
        {
            Description = context.In(
                "text for people, json for programs (one line a result)",
                "text para personas, json para programas (una línea por resultado)"
            ),
            DefaultValueFactory = _ => "text",
        };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }
}
