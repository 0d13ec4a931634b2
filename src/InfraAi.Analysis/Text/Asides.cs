namespace InfraAi.Analysis.Text;

/// <summary>Headings below which no part of the architecture is described.</summary>
internal static class Asides
{
    private static readonly string[] Starts =
    [
        "next step",
        "related",
        "see also",
        "further reading",
        "learn more",
        "contribut",
        "prerequisite",
        "requirement",
        "alternative",
        "acknowledg",
        "cost optim",
        "contributors",
        "before you begin",
        "clean up",
        "cleanup",
        "out of scope",
        "roadmap",
        "future work",
        "proximos pasos",
        "pasos siguientes",
        "recursos relacionados",
        "ver tambien",
        "vease tambien",
        "mas informacion",
        "contribu",
        "prerequisito",
        "requisito",
        "alternativa",
        "agradecimiento",
        "documentacion adicional",
        "fuera de alcance",
        "trabajo futuro",
        "known issues",
        "troubleshooting",
        "what went wrong",
        "why not",
        "test users",
        "mejoras futuras",
        "futuras mejoras",
        "posibles mejoras",
        "por hacer",
        "problemas conocidos",
        "solucion de problemas",
        "resolucion de problemas",
        "preguntas frecuentes",
        "lo que salio mal",
        "usuarios de prueba",
    ];

    /// <summary>Headings that are asides as a whole only: "History", but not "History service".</summary>
    private static readonly HashSet<string> Whole = new(
        [
            "history",
            "project history",
            "to do",
            "todo",
            "todos",
            "status",
            "lessons",
            "lessons learned",
            "faq",
            "credits",
            "pricing",
            "glossary",
            "reference",
            "references",
            "license",
            "licence",
            "changelog",
            "links",
            "authors",
            "team",
            "historia",
            "historial",
            "historia del proyecto",
            "historial de cambios",
            "pendiente",
            "pendientes",
            "lecciones",
            "lecciones aprendidas",
            "autor",
            "autora",
            "autores",
            "autoria",
            "equipo",
            "enlaces",
            "bibliografia",
            "creditos",
            "precios",
            "glosario",
            "referencia",
            "referencias",
            "licencia",
            "cambios",
            "estado",
        ],
        StringComparer.Ordinal
    );

    /// <summary>"Why not Kafka?", "¿Y Kubernetes?": what stands below says why it is not there.</summary>
    private static readonly string[] Questions = ["why ", "por que ", "y "];

    /// <param name="heading">Folded, with or without signs before its words.</param>
    internal static bool IsAside(string heading)
    {
        var words = heading.AsSpan();
        while (words.Length > 0 && !char.IsLetter(words[0]))
        {
            words = words[1..];
        }
        words = words.TrimEnd(" :*_");
        var asks = words.EndsWith("?");
        return Whole.GetAlternateLookup<ReadOnlySpan<char>>().Contains(words)
            || StartsWith(words, Starts)
            || (asks && StartsWith(words, Questions));
    }

    private static bool StartsWith(ReadOnlySpan<char> words, string[] starts)
    {
        foreach (var start in starts)
        {
            if (words.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
