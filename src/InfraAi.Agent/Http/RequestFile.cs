using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Storage;

namespace InfraAi.Agent.Http;

/// <summary>Reads a file out of a request: a picture, a diagram source, or a text, in a multipart form as `file`.</summary>
public static class RequestFile
{
    /// <returns>An input whose content was looked at, or what is wrong with it.</returns>
    public static async Task<Result<AnalysisInput>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return NoFile;
        }

        try
        {
            var form = await request.ReadFormAsync(cancellation);
            if (form.Files.GetFile("file") is not { } file)
            {
                return NoFile;
            }

            if (file.Length > PictureFile.LargestFile)
            {
                return RequestText.BodyTooLarge;
            }

            using var bytes = new MemoryStream((int)file.Length);
            await file.CopyToAsync(bytes, cancellation);
            var id = string.IsNullOrWhiteSpace(file.FileName) ? "picture" : Path.GetFileName(file.FileName);
            var name = form["name"].ToString();
            return InputReader.ReadAny(bytes.ToArray(), id, name.Length > 0 ? name.Trim() : null);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return RequestText.BodyTooLarge;
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return NoFile;
        }
    }

    /// <returns>What is to be analysed, its picture stored; null when the request holds no file, so that its words are meant.</returns>
    public static async Task<Result<AnalysisRequest>?> TryAsync(HttpRequest request, PictureStore pictures, CancellationToken cancellation)
    {
        var input = await ReadAsync(request, cancellation);
        if (input.Problem == NoFile)
        {
            return null;
        }

        return !input.Ok ? input.Problem : await pictures.RequestAsync(input.Value);
    }

    /// <summary>The problem of a request that should hold one.</summary>
    public static readonly Problem NoFile = new(
        "file-missing",
        ProblemKind.Usage,
        new("The request holds no file.", "La petición no contiene ningún archivo."),
        new(
            "Send a multipart form with a picture or a diagram source as `file`.",
            "Envíe un formulario multipart con una imagen o un diagrama como `file`."
        )
    );
}
