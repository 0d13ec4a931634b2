using InfraAi.Model;

namespace InfraAi.Analysis.Images;

/// <summary>What was not read of a picture, so that nobody takes the answer for the whole of it.</summary>
internal static class Losses
{
    /// <summary>A line this many times as high as the smallest letters that are found has smaller ones beside it, likely.</summary>
    private const double Near = 1.65;

    /// <param name="scale">Pixels of the file that one pixel of the drawing stands for across.</param>
    internal static IEnumerable<Phrase> Of(Drawing drawing, PictureFile picture, double scale)
    {
        if (Accents.AreMissing(drawing.Lines))
        {
            yield return new(
                "Accents may be missing: sudo apt-get install tesseract-ocr tesseract-ocr-spa",
                "Pueden faltar tildes: sudo apt-get install tesseract-ocr tesseract-ocr-spa"
            );
        }

        if (drawing.Lines.Count(l => !l.IsRead) is > 0 and var unread)
        {
            yield return new(
                $"{unread} of {drawing.Lines.Count} lines of text were not read: there are too many for one picture. Parts may be missing; send the picture in pieces.",
                $"No se leyeron {unread} de {drawing.Lines.Count} líneas de texto: son demasiadas para una imagen. Pueden faltar partes; envíe la imagen por trozos."
            );
        }

        var least = LineFinder.LeastSizeIn((double)picture.Width * picture.Height);
        if (
            least > 0
            && (
                drawing.Lines.Count == 0
                || drawing.Lines.Exists(l => l.Confidence > 0.8 && l.Text.Count(char.IsLetter) > 2 && l.Box.Height * scale < Near * least)
            )
        )
        {
            yield return new(
                $"The picture was made smaller to be read: letters smaller than {Math.Ceiling(least)} of its pixels are not found. Parts may be missing; send it in pieces.",
                $"La imagen se leyó reducida: no se encuentran letras de menos de {Math.Ceiling(least)} de sus píxeles. Pueden faltar partes; envíela por trozos."
            );
        }

        if (drawing.IsCrowded)
        {
            yield return new(
                "The picture has more lines and shapes than are followed: relations and icons may be missing; send it in pieces.",
                "La imagen tiene más líneas y formas de las que se siguen: pueden faltar relaciones e iconos; envíela por trozos."
            );
        }

        if (PictureChunks.Frames(picture) is > 1 and var frames)
        {
            yield return new(
                $"The picture is animated: the first of its {frames} frames was read.",
                $"La imagen es animada: se leyó el primero de sus {frames} fotogramas."
            );
        }
    }
}
