using System.Net;
using InfraAi.Model;

namespace InfraAi.Analysis.Models;

/// <summary>Every way in which a model can fail, with its code, its words and its remedy. The table of docs/models.md.</summary>
/// <param name="who">Vendor and model, for the messages.</param>
/// <param name="key">Taken out of every reason that comes from outside.</param>
internal sealed class ModelProblems(string who, string keySetting, string modelSetting, Secret key)
{
    public static ModelProblems Of(ModelOptions options) =>
        new(
            $"{options.Vendor} ({options.Model})",
            options.Vendor == "gemini" ? "GEMINI_API_KEY" : "MODEL_API_KEY",
            options.Vendor == "gemini" ? "GEMINI_MODEL" : "MODEL_NAME",
            options.Key
        );

    public ModelException KeyRefused() =>
        Final(
            "model-key-refused",
            ProblemKind.NotAvailable,
            new($"{who} refuses the key.", $"{who} rechaza la clave."),
            new(
                $"Set {keySetting} to a key that is valid for this service; ./infra-ai check tries it.",
                $"Ponga en {keySetting} una clave válida para este servicio; ./infra-ai check la prueba."
            )
        );

    public ModelException ModelUnknown() =>
        Final(
            "model-unknown",
            ProblemKind.NotAvailable,
            new($"{who}: there is no such model for this key.", $"{who}: no existe ese modelo para esta clave."),
            new(
                $"Set {modelSetting} to one that ./infra-ai check lists.",
                $"Ponga en {modelSetting} uno de los que muestra ./infra-ai check."
            )
        );

    public ModelException RequestRefused(HttpStatusCode status, string reason) =>
        Final(
            "model-request-refused",
            ProblemKind.Outside,
            new(
                $"{who} refuses the request ({(int)status}): {Short(reason)}",
                $"{who} rechaza la petición ({(int)status}): {Short(reason)}"
            ),
            new(
                "Check the base URL and the model; send a shorter or another input.",
                "Compruebe la URL base y el modelo; envíe una entrada más corta u otra."
            )
        );

    public ModelException RateLimited(TimeSpan? wait) =>
        new(
            new(
                "model-rate-limited",
                ProblemKind.Busy,
                new(
                    $"{who} takes no more requests for now{(wait is { } w ? $" (asks to wait {w.TotalSeconds:0.#} s)" : "")}.",
                    $"{who} no admite más peticiones por ahora{(wait is { } e ? $" (pide esperar {e.TotalSeconds:0.#} s)" : "")}."
                ),
                new("Send it again later, or lower MODEL_CONCURRENCY.", "Envíelo más tarde, o baje MODEL_CONCURRENCY.")
            ),
            mayPass: true,
            retryAfter: wait
        );

    public ModelException QuotaExhausted(string quota) =>
        Final(
            "model-quota-exhausted",
            ProblemKind.Busy,
            new($"The daily quota of {who} is used up ({Short(quota)}).", $"La cuota diaria de {who} está agotada ({Short(quota)})."),
            new(
                "Wait for the next day, raise the quota, or choose another model.",
                "Espere al día siguiente, amplíe la cuota o elija otro modelo."
            )
        );

    public ModelException Failing(HttpStatusCode status, TimeSpan? wait = null) =>
        Down(
            "model-failing",
            new($"{who} fails on its side ({(int)status}).", $"{who} falla por su lado ({(int)status})."),
            new("Send it again later.", "Envíelo de nuevo más tarde."),
            wait
        );

    public ModelException TimedOut(TimeSpan limit) =>
        Down(
            "model-timeout",
            new($"{who} did not answer within {limit.TotalSeconds:0.#} s.", $"{who} no respondió en {limit.TotalSeconds:0.#} s."),
            new("Send it again, or raise MODEL_TIMEOUT.", "Envíelo de nuevo, o suba MODEL_TIMEOUT.")
        );

    public ModelException Unreachable(string reason) =>
        Down(
            "model-unreachable",
            new($"{who} cannot be reached: {Short(reason)}", $"No se puede llegar a {who}: {Short(reason)}"),
            new("Check the network, the proxy and the base URL.", "Compruebe la red, el proxy y la URL base.")
        );

    public ModelException ConnectionCut() =>
        Down(
            "model-connection-cut",
            new($"{who} broke off in the middle of its answer.", $"{who} cortó la conexión en mitad de su respuesta."),
            new("Send it again.", "Envíelo de nuevo.")
        );

    public ModelException AnswerTooLarge(int limit) =>
        Final(
            "model-answer-too-large",
            ProblemKind.Outside,
            new(
                $"{who} answers with more than {limit / 1024 / 1024} MB; it was cut off.",
                $"{who} responde con más de {limit / 1024 / 1024} MB; se cortó."
            ),
            new(
                "Check that the base URL is a model's, or choose another model.",
                "Compruebe que la URL base sea de un modelo, o elija otro."
            )
        );

    public ModelException NotTheProtocol(string reason) =>
        Final(
            "model-not-the-protocol",
            ProblemKind.Outside,
            new(
                $"{who} answers with something else than its protocol: {Short(reason)}",
                $"{who} responde con algo ajeno a su protocolo: {Short(reason)}"
            ),
            new("Check the base URL.", "Compruebe la URL base.")
        );

    public ModelException PromptBlocked(string reason) =>
        Final(
            "model-prompt-blocked",
            ProblemKind.Invalid,
            new($"{who} does not read this input ({reason}).", $"{who} no lee esta entrada ({reason})."),
            new(
                "Take out what the vendor's rules do not allow, or use --analyzer offline.",
                "Quite lo que las reglas del proveedor no admiten, o use --analyzer offline."
            )
        );

    /// <summary>The model stopped before its answer was whole; each reason has a code of its own.</summary>
    public ModelException Stopped(string reason)
    {
        var (kind, remedy) = reason switch
        {
            "MAX_TOKENS" => (
                ProblemKind.Outside,
                new Phrase(
                    "Describe fewer parts at once, or choose a model with longer answers.",
                    "Describa menos partes de una vez, o elija un modelo de respuestas más largas."
                )
            ),
            "SAFETY" or "PROHIBITED_CONTENT" or "BLOCKLIST" or "SPII" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" => (
                ProblemKind.Invalid,
                new Phrase(
                    "Take out what the vendor's rules do not allow (personal data, for one), or use --analyzer offline.",
                    "Quite lo que las reglas del proveedor no admiten (datos personales, por ejemplo), o use --analyzer offline."
                )
            ),
            "RECITATION" or "IMAGE_RECITATION" => (
                ProblemKind.Invalid,
                new Phrase(
                    "The input copies a published work too closely: say it in other words.",
                    "La entrada copia demasiado una obra publicada: dígalo con otras palabras."
                )
            ),
            "LANGUAGE" => (ProblemKind.Invalid, new Phrase("Describe it in Spanish or English.", "Descríbalo en español o inglés.")),
            _ => (ProblemKind.Outside, new Phrase("Send it again, or choose another model.", "Envíelo de nuevo, o elija otro modelo.")),
        };
        return new(
            new(
                "model-stopped-" + reason.ToLowerInvariant().Replace('_', '-'),
                kind,
                new(
                    $"{who} stopped before its answer was whole ({reason}).",
                    $"{who} se detuvo antes de completar su respuesta ({reason})."
                ),
                remedy
            ),
            mayPass: reason is "OTHER" or "IMAGE_OTHER" or "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL"
        );
    }

    public ModelException AnswerEmpty() =>
        new(
            new(
                "model-answer-empty",
                ProblemKind.Outside,
                new($"{who} answered nothing.", $"{who} no respondió nada."),
                new("Send it again, or choose another model.", "Envíelo de nuevo, o elija otro modelo.")
            ),
            mayPass: true
        );

    public Problem AnswerNotJson(string reason) =>
        new(
            "model-answer-not-json",
            ProblemKind.Outside,
            new(
                $"{who} answered, and answered again when asked to correct it, with something that is not the JSON wanted: {Short(reason)}",
                $"{who} respondió, y volvió a responder al pedirle que lo corrigiera, con algo que no es el JSON pedido: {Short(reason)}"
            ),
            new("Send it again, or choose another model.", "Envíelo de nuevo, o elija otro modelo.")
        );

    public Problem CircuitOpen(TimeSpan? left) =>
        new(
            "model-circuit-open",
            ProblemKind.Busy,
            new(
                $"{who} has failed again and again; it is not asked for {left?.TotalSeconds ?? 0:0} s more.",
                $"{who} falló una y otra vez; no se le preguntará durante {left?.TotalSeconds ?? 0:0} s más."
            ),
            new("Send it again later; /health says when it answers.", "Envíelo más tarde; /health dice cuándo responde.")
        );

    public Problem QueueFull(int waiting) =>
        new(
            "model-queue-full",
            ProblemKind.Busy,
            new($"{waiting} requests wait for {who} already.", $"Ya hay {waiting} peticiones esperando a {who}."),
            new("Send it again later.", "Envíelo de nuevo más tarde.")
        );

    private static ModelException Down(string code, Phrase message, Phrase remedy, TimeSpan? wait = null) =>
        new(new(code, ProblemKind.Outside, message, remedy), mayPass: true, modelIsDown: true, retryAfter: wait);

    private static ModelException Final(string code, ProblemKind kind, Phrase message, Phrase remedy) =>
        new(new(code, kind, message, remedy));

    private string Short(string text)
    {
        var line = (key.IsEmpty ? text : text.Replace(key.Reveal(), key.ToString(), StringComparison.Ordinal))
            .ReplaceLineEndings(" ")
            .Trim();
        return line.Length <= 200 ? line : line[..200] + "…";
    }
}
