using System.Text.RegularExpressions;

namespace InfraAi.Cli;

/// <summary>The words of the command-line library (help, errors) in Spanish: it speaks English where the system has no culture data.</summary>
internal static partial class LibraryWords
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
        ("^Argument '(.*)' not recognized\\. Must be one of:", "No se admite '$1'; debe ser uno de:"),
        ("^Cannot parse argument '(.*)' for option '(.*)' as expected type .*$", "'$1' no es un valor de '$2'."),
        ("^(?:Command|Option) '(.*)' expects a single argument but (\\d+) were provided\\.$", "'$1' admite un solo argumento y hay $2."),
    ];

    /// <summary>What stands for a value in help and errors.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["TEXT"] = "TEXTO",
        ["PATH"] = "RUTA",
        ["FILE"] = "ARCHIVO",
        ["DIR"] = "CARPETA",
        ["NAME"] = "NOMBRE",
        ["SOURCE"] = "FUENTE",
        ["ANALYSIS"] = "ANÁLISIS",
        ["SERVICE"] = "SERVICIO",
        ["REPOSITORY"] = "REPOSITORIO",
        ["GROUP"] = "GRUPO",
        ["VERSION"] = "VERSIÓN",
        ["KEY"] = "CLAVE",
        ["VALUE"] = "VALOR",
        ["TIME"] = "MOMENTO",
        ["TARGET"] = "DESTINO",
        ["TAG"] = "ETIQUETA",
        ["LEVEL"] = "NIVEL",
        ["PART"] = "PARTE",
        ["CHECK"] = "CONTROL",
        ["ARGUMENTS"] = "ARGUMENTOS",
    };

    public static string OfHelp(string text, string language) => OfValues(Translate(text, language, Help), language);

    /// <summary>As one line.</summary>
    public static string OfError(string text, string language) =>
        OfValues(
            Translate(
                Listed().Replace(text, m => $" {string.Join(", ", m.Groups["value"].Captures.Select(c => c.Value))}."),
                language,
                Errors
            ),
            language
        );

    /// <summary>What stands for a value, as FILE.</summary>
    public static string OfValue(string name, string language) => language == "es" ? Values.GetValueOrDefault(name, name) : name;

    private static string OfValues(string text, string language) =>
        language == "es" ? Placeholder().Replace(text, m => Values.GetValueOrDefault(m.Value, m.Value)) : text;

    [GeneratedRegex(@"(?<=<)[A-Z]+(?=>)|(?<=^Falta el argumento )[A-Z]+", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    /// <summary>The values that an argument takes, each on a line of its own.</summary>
    [GeneratedRegex(@"(\s*\n\s*'(?<value>[^']*)')+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listed();

    private static string Translate(string text, string language, (string English, string Spanish)[] words) =>
        language == "es"
            ? words.Aggregate(
                text,
                (all, word) => Regex.Replace(all, word.English, word.Spanish, RegexOptions.Multiline, TimeSpan.FromSeconds(1))
            )
            : text;
}
