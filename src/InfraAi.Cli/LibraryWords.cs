using System.Text.RegularExpressions;

namespace InfraAi.Cli;

/// <summary>The words of the command-line library (help, errors) in Spanish: it speaks English where the system has no culture data.</summary>
internal static class LibraryWords
{
    private static readonly (string English, string Spanish)[] Help =
    [
        ("^Description:", "Descripción:"),
        ("^Usage:", "Uso:"),
        ("^Arguments:", "Argumentos:"),
        ("^Options:", "Opciones:"),
        ("^Commands:", "Tareas:"),
        (@"\[options\]", "[opciones]"),
        (@"\[command\]", "[tarea]"),
        (@"\[default: ", "[por omisión: "),
        (@"\(REQUIRED\)", "(OBLIGATORIA)"),
        ("Show help and usage information", "Muestra esta ayuda"),
    ];

    private static readonly (string English, string Spanish)[] Errors =
    [
        ("^Unrecognized command or argument '(.*)'\\.$", "No se conoce la tarea o el argumento '$1'."),
        ("^Required argument missing for (?:command|option): '(.*)'\\.$", "Falta un argumento de '$1'."),
        ("^Required argument '(.*)' missing for (?:command|option): '(.*)'\\.$", "Falta el argumento $1 de '$2'."),
        ("^Required command was not provided\\.$", "Falta la tarea."),
        ("^Option '(.*)' is required\\.$", "Falta la opción '$1'."),
        ("^Argument '(.*)' not recognized\\. Must be one of:", "No se admite '$1'. Debe ser uno de:"),
        ("^Cannot parse argument '(.*)' for option '(.*)' as expected type .*$", "'$1' no es un valor de '$2'."),
        ("^(?:Command|Option) '(.*)' expects a single argument but (\\d+) were provided\\.$", "'$1' admite un solo argumento y hay $2."),
    ];

    public static string OfHelp(string text, string language) => Translate(text, language, Help);

    public static string OfError(string text, string language) => Translate(text, language, Errors);

    private static string Translate(string text, string language, (string English, string Spanish)[] words) =>
        language == "es"
            ? words.Aggregate(
                text,
                (all, word) => Regex.Replace(all, word.English, word.Spanish, RegexOptions.Multiline, TimeSpan.FromSeconds(1))
            )
            : text;
}
