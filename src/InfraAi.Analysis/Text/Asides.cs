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
        "reference",
        "license",
        "licence",
        "contribut",
        "prerequisite",
        "requirement",
        "alternative",
        "acknowledg",
        "credits",
        "pricing",
        "cost optim",
        "contributors",
        "changelog",
        "faq",
        "glossary",
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
        "referencia",
        "licencia",
        "contribu",
        "prerequisito",
        "requisito",
        "alternativa",
        "agradecimiento",
        "creditos",
        "precios",
        "documentacion adicional",
        "fuera de alcance",
        "trabajo futuro",
        "autor",
        "glosario",
        "known issues",
        "troubleshooting",
        "lessons",
        "what went wrong",
        "why not",
        "why ",
        "history",
        "to do",
        "todo",
        "test users",
        "mejoras futuras",
        "futuras mejoras",
        "posibles mejoras",
        "por hacer",
        "pendiente",
        "historia",
        "problemas conocidos",
        "solucion de problemas",
        "resolucion de problemas",
        "preguntas frecuentes",
        "lecciones",
        "lo que salio mal",
        "por que ",
        "y ",
        "usuarios de prueba",
    ];

    /// <param name="heading">Folded, with or without signs before its words.</param>
    internal static bool IsAside(string heading)
    {
        var words = heading.AsSpan();
        while (words.Length > 0 && !char.IsLetter(words[0]))
        {
            words = words[1..];
        }
        foreach (var start in Starts)
        {
            if (words.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
