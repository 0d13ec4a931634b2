using System.CommandLine;
using System.Globalization;

namespace InfraAi.Cli;

/// <summary>An option that takes a whole number within bounds.</summary>
internal static class NumberOption
{
    public static Option<int> Create(
        CommandContext context,
        string name,
        string? alias,
        string description,
        int otherwise,
        int least,
        int most
    )
    {
        var option = new Option<int>(name, alias is null ? [] : [alias])
        {
            Description = description,
            DefaultValueFactory = _ => otherwise,
            HelpName = "N",
            CustomParser = result =>
            {
                if (
                    result.Tokens is [{ Value: var text }]
                    && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number >= least
                    && number <= most
                )
                {
                    return number;
                }

                result.AddError(
                    context.In($"{name} takes a number from {least} to {most}.", $"{name} admite un número de {least} a {most}.")
                );
                return otherwise;
            },
        };
        return option;
    }
}
