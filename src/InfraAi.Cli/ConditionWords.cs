using InfraAi.Model;
using InfraAi.Platform.Services;

namespace InfraAi.Cli;

/// <summary>How a service's condition is said: to programs, to people, and in which colour.</summary>
internal static class ConditionWords
{
    /// <summary>lower-case words with hyphens: "not-answering".</summary>
    public static string Code(ServiceCondition condition) =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(condition.ToString());

    public static Phrase Word(ServiceCondition condition) =>
        condition switch
        {
            ServiceCondition.Stopped => new("stopped", "detenido"),
            ServiceCondition.Ended => new("ended by itself", "terminó solo"),
            ServiceCondition.Starting => new("starting", "arrancando"),
            ServiceCondition.NotAnswering => new("not answering", "sin respuesta"),
            ServiceCondition.Running => new("running", "en marcha"),
            ServiceCondition.Healthy => new("healthy", "sano"),
            ServiceCondition.Degraded => new("degraded", "degradado"),
            ServiceCondition.Unhealthy => new("unhealthy", "enfermo"),
            _ => new("port taken", "puerto ocupado"),
        };

    public static string Colour(ServiceCondition condition) =>
        condition switch
        {
            ServiceCondition.Healthy or ServiceCondition.Running => "green",
            ServiceCondition.Degraded or ServiceCondition.Starting => "yellow",
            ServiceCondition.Stopped => "grey",
            _ => "red",
        };
}
