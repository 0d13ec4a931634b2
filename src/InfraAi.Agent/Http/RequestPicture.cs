using InfraAi.Analysis;
using InfraAi.Model;

namespace InfraAi.Agent.Http;

/// <summary>Reads a picture out of a request: a multipart form with a `file`.</summary>
public static class RequestPicture
{
    /// <returns>An input with a picture whose content was looked at, or what is wrong with it.</returns>
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
            var picture = PictureFile.Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), id);
            return picture.Ok
                ? new AnalysisInput(id, "", form["name"].ToString() is { Length: > 0 } name ? name.Trim() : null)
                {
                    Picture = picture.Value,
                }
                : picture.Problem;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return RequestText.BodyTooLarge;
        }
        catch (InvalidDataException)
        {
            return NoFile;
        }
    }

    private static readonly Problem NoFile = new(
        "picture-missing",
        ProblemKind.Usage,
        new("The request holds no picture.", "La petición no contiene ninguna imagen."),
        new(
            "Send a multipart form with a PNG, JPEG or WebP file as `file`.",
            "Envíe un formulario multipart con un archivo PNG, JPEG o WebP como `file`."
        )
    );
}
