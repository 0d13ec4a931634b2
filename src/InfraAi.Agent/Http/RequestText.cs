using System.Text;
using System.Text.Json;
using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Agent.Http;

/// <summary>Reads a description out of a request: a form, JSON, or plain text.</summary>
public static class RequestText
{
    /// <summary>Bytes of any request's body: a picture of 15 MB with its envelope is the largest thing that is taken.</summary>
    public const long LargestBody = 16L * 1024 * 1024;

    private sealed record Body(string? Description, string? Name);

    /// <returns>A request whose text has been checked, or what is wrong with it.</returns>
    public static async Task<Result<AnalysisRequest>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var type = request.GetTypedHeaders().ContentType?.MediaType.Value ?? "";
        try
        {
            var body = await BodyAsync(request, type, cancellation);
            return body.Ok ? Checked(body.Value) : body.Problem;
        }
        catch (JsonException e)
        {
            return NotJson(e);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return BodyTooLarge;
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return NotAForm(e.Message);
        }
    }

    private static async Task<Result<Body>> BodyAsync(HttpRequest request, string type, CancellationToken cancellation)
    {
        if (type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            return await JsonSerializer.DeserializeAsync<Body>(request.Body, Json.Options, cancellation) ?? new Body(null, null);
        }

        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(cancellation);
            return new Body(form["description"], form["name"]);
        }

        if (type.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
        {
            using var bytes = new MemoryStream();
            await request.Body.CopyToAsync(bytes, cancellation);
            var text = InputReader.Read(bytes.ToArray(), "text");
            return text.Ok ? new Body(text.Value.Text, request.Query["name"]) : text.Problem;
        }

        return UnknownMediaType(request.ContentType);
    }

    private static Result<AnalysisRequest> Checked(Body body)
    {
        if (body.Description?.Contains('\uFFFD', StringComparison.Ordinal) == true)
        {
            return WrongEncoding;
        }

        var input = InputReader.Read(body.Description ?? "", string.IsNullOrWhiteSpace(body.Name) ? null : body.Name.Trim());
        return input.Ok ? new AnalysisRequest("text", input.Value.Text, input.Value.Name) { Secrets = input.Value.Secrets } : input.Problem;
    }

    public static readonly Problem BodyTooLarge = new(
        "body-too-large",
        ProblemKind.TooLarge,
        new(
            $"The request's body is larger than {LargestBody / 1024 / 1024} MB.",
            $"El cuerpo de la petición supera {LargestBody / 1024 / 1024} MB."
        ),
        new("Send a shorter description, or a smaller picture.", "Envíe una descripción más corta, o una imagen más pequeña.")
    );

    public static Problem UnknownMediaType(string? type) =>
        new(
            "media-type-not-read",
            ProblemKind.Unsupported,
            new($"A body of type \"{type ?? "(none)"}\" is not read here.", $"Aquí no se lee un cuerpo de tipo \"{type ?? "(ninguno)"}\"."),
            new(
                "Send a form field or JSON \"description\", or text/plain.",
                "Envíe un campo de formulario o JSON \"description\", o text/plain."
            )
        );

    private static readonly Problem WrongEncoding = new(
        "wrong-encoding",
        ProblemKind.Invalid,
        new(
            "The description holds characters that were lost on the way (U+FFFD): it was not sent as UTF-8.",
            "La descripción contiene caracteres perdidos por el camino (U+FFFD): no se envió como UTF-8."
        ),
        new("Send it as UTF-8.", "Envíela en UTF-8.")
    );

    private static Problem NotJson(JsonException e) =>
        new(
            "body-not-json",
            ProblemKind.Usage,
            new(
                $"The body is not the JSON that is wanted (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}, {e.Path ?? "$"}).",
                $"El cuerpo no es el JSON esperado (línea {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}, {e.Path ?? "$"})."
            ),
            new("Send {\"description\": \"…\", \"name\": \"…\"} in UTF-8.", "Envíe {\"description\": \"…\", \"name\": \"…\"} en UTF-8.")
        );

    public static readonly Problem NotGzip = new(
        "body-not-gzip",
        ProblemKind.Usage,
        new("The body is not the gzip that its head says.", "El cuerpo no es el gzip que dice su cabecera."),
        new("Send it unpacked, or packed anew.", "Envíelo sin comprimir, o comprimido de nuevo.")
    );

    private static Problem NotAForm(string reason) =>
        new(
            "body-not-a-form",
            ProblemKind.Usage,
            new($"The form cannot be read: {reason}", $"No se puede leer el formulario: {reason}"),
            new("Send a form field \"description\".", "Envíe un campo de formulario \"description\".")
        );
}
