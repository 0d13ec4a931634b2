using System.Text;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Small texts shared by the files of a project.</summary>
internal static class Words
{
    /// <summary>The text on one line: runs of blanks and control characters become one space, half surrogate pairs the replacement character.</summary>
    public static string OneLine(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (IsOneLine(text))
            return text;
        var line = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                gap = line.Length > 0;
                continue;
            }
            if (gap)
                line.Append(' ');
            line.Append(units[..rune.EncodeToUtf16(units)]);
            gap = false;
        }
        return line.ToString();
    }

    /// <summary>Most texts are: they are taken as they are.</summary>
    private static bool IsOneLine(string text)
    {
        var blank = true;
        foreach (var character in text)
        {
            var isBlank = char.IsWhiteSpace(character);
            if ((isBlank && (blank || character != ' ')) || char.IsControl(character) || char.IsSurrogate(character))
                return false;
            blank = isBlank;
        }
        return !blank;
    }

    /// <summary>At most <paramref name="length"/> characters, an ellipsis where it was cut.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return text[..end].TrimEnd() + "…";
    }

    public static string? Quote(Evidence evidence) =>
        evidence switch
        {
            TextEvidence text => text.Quote,
            LineEvidence line => line.Quote,
            BoxEvidence box => box.Text,
            _ => null,
        };

    /// <summary>The name to show for a component, never empty.</summary>
    public static string Title(Component component, string fallback)
    {
        var name = OneLine(component.Name);
        return name.Length > 0 ? name : fallback;
    }

    public static Phrase Of(ComponentKind kind) =>
        kind switch
        {
            ComponentKind.Service => new("Service", "Servicio"),
            ComponentKind.Website => new("Website", "Sitio web"),
            ComponentKind.MobileApp => new("Mobile app", "Aplicación móvil"),
            ComponentKind.Function => new("Function", "Función"),
            ComponentKind.Job => new("Job", "Proceso programado"),
            ComponentKind.Library => new("Library", "Biblioteca"),
            ComponentKind.Api => new("API", "API"),
            ComponentKind.Gateway => new("Gateway", "Puerta de enlace"),
            ComponentKind.LoadBalancer => new("Load balancer", "Balanceador de carga"),
            ComponentKind.Cdn => new("Content delivery network", "Red de distribución de contenidos"),
            ComponentKind.Dns => new("DNS", "DNS"),
            ComponentKind.Firewall => new("Firewall", "Cortafuegos"),
            ComponentKind.Network => new("Network", "Red"),
            ComponentKind.Database => new("Database", "Base de datos"),
            ComponentKind.Warehouse => new("Data warehouse", "Almacén de datos"),
            ComponentKind.Cache => new("Cache", "Caché"),
            ComponentKind.Queue => new("Queue", "Cola de mensajes"),
            ComponentKind.Stream => new("Event stream", "Flujo de eventos"),
            ComponentKind.Storage => new("Storage", "Almacenamiento"),
            ComponentKind.Search => new("Search engine", "Motor de búsqueda"),
            ComponentKind.Compute => new("Compute", "Cómputo"),
            ComponentKind.Cluster => new("Cluster", "Clúster"),
            ComponentKind.ContainerRegistry => new("Container registry", "Registro de contenedores"),
            ComponentKind.Repository => new("Repository", "Repositorio"),
            ComponentKind.Pipeline => new("Pipeline", "Canalización"),
            ComponentKind.Workflow => new("Workflow", "Flujo de trabajo"),
            ComponentKind.Analytics => new("Analytics", "Analítica"),
            ComponentKind.Ai => new("AI service", "Servicio de IA"),
            ComponentKind.Identity => new("Identity", "Identidad"),
            ComponentKind.Secrets => new("Secrets", "Secretos"),
            ComponentKind.Monitoring => new("Monitoring", "Monitorización"),
            ComponentKind.Notification => new("Notifications", "Notificaciones"),
            ComponentKind.Iot => new("IoT", "IoT"),
            ComponentKind.Device => new("Device", "Dispositivo"),
            ComponentKind.Tool => new("Tool", "Herramienta"),
            ComponentKind.External => new("External service", "Servicio externo"),
            ComponentKind.Person => new("Person", "Persona"),
            _ => new("Component", "Componente"),
        };

    public static Phrase Of(RelationKind kind) =>
        kind switch
        {
            RelationKind.Uses => new("uses", "usa"),
            RelationKind.Calls => new("calls", "llama a"),
            RelationKind.Reads => new("reads from", "lee de"),
            RelationKind.Writes => new("writes to", "escribe en"),
            RelationKind.Publishes => new("publishes to", "publica en"),
            RelationKind.Subscribes => new("subscribes to", "se suscribe a"),
            RelationKind.Triggers => new("triggers", "dispara"),
            RelationKind.Routes => new("routes to", "enruta hacia"),
            RelationKind.Deploys => new("deploys", "despliega"),
            RelationKind.Monitors => new("monitors", "monitoriza"),
            RelationKind.Authenticates => new("authenticates with", "se autentica con"),
            RelationKind.Replicates => new("replicates to", "replica en"),
            _ => new("depends on", "depende de"),
        };
}
