using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Finds the draw.io model in a file and unpacks it into one readable text.</summary>
/// <remarks>
/// draw.io stores an mxfile with a diagram element for each page; a page is an mxGraphModel, or that model URL-encoded, deflated and in Base64
/// (drawio.com/doc/faq/save-file-formats, drawio.com/blog/save-diagram-file-formats). PNG holds it URL-encoded in a text chunk named mxfile, SVG in the root's content attribute.
/// </remarks>
internal static partial class DrawIoSource
{
    /// <summary>The text with every compressed page unpacked in its place; what lines of evidence count in.</summary>
    internal static string Unpack(string text)
    {
        if (text.StartsWith("%3C", StringComparison.OrdinalIgnoreCase))
        {
            text = Uri.UnescapeDataString(text);
        }
        var result = new StringBuilder(text.Length);
        long total = 0;
        var at = 0;
        for (; ; )
        {
            var open = text.IndexOf("<diagram", at, StringComparison.Ordinal);
            var start = open < 0 ? -1 : text.IndexOf('>', open);
            if (start < 0)
            {
                break;
            }
            start++;
            result.Append(text, at, start - at);
            at = start;
            var end = text.IndexOf('<', start);
            if (text[start - 2] == '/' || end < 0 || !text.AsSpan(end).StartsWith("</diagram"))
            {
                continue;
            }
            var body = text.AsSpan(start, end - start).Trim();
            if (body.IsEmpty)
            {
                continue;
            }
            var page = Page(body);
            total += page.Length;
            if (total > Packed.MostInflated)
            {
                throw new BrokenSourceException(
                    1,
                    "its pages unpack to more than 64 MiB",
                    "sus páginas descomprimidas superan 64 MiB",
                    tooLarge: true
                );
            }
            result.Append(page);
            at = end;
        }
        return result.Length == 0 ? text : result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The model in an SVG's content attribute; null when it has none. A DOCTYPE without declarations of its own is passed over.</summary>
    internal static string? FromSvg(string svg)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(WithoutDoctype(svg)), Settings);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    return reader.GetAttribute("content") is { } content && content.Contains("mxfile", StringComparison.Ordinal)
                        ? content
                        : null;
                }
            }
        }
        catch (XmlException)
        {
            // The start of a picture that is none of ours.
        }
        return null;
    }

    /// <summary>Takes away a DOCTYPE that only names a public identifier; one with declarations stays, and is refused by the reader.</summary>
    internal static string WithoutDoctype(string xml)
    {
        var start = xml.IndexOf("<!DOCTYPE", StringComparison.OrdinalIgnoreCase);
        if (start is < 0 or > 2000)
        {
            return xml;
        }
        var end = xml.IndexOf('>', start);
        return end < 0 || xml.AsSpan(start, end - start).Contains('[')
            ? xml
            : string.Concat(xml.AsSpan(0, start), Blank(xml.AsSpan(start, end + 1 - start)), xml.AsSpan(end + 1));
    }

    internal static XmlReaderSettings Settings { get; } =
        new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersFromEntities = 1024,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };

    private static string Blank(ReadOnlySpan<char> text)
    {
        var blank = new char[text.Length];
        for (var i = 0; i < blank.Length; i++)
        {
            blank[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
        }
        return new string(blank);
    }

    private static string Page(ReadOnlySpan<char> body)
    {
        var bytes = new byte[((body.Length * 3) / 4) + 3];
        if (!Convert.TryFromBase64Chars(body, bytes, out var count))
        {
            var text = body.ToString();
            return text.StartsWith("&lt;", StringComparison.Ordinal) ? System.Net.WebUtility.HtmlDecode(text)
                : text.StartsWith("%3C", StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(text)
                : throw new BrokenSourceException(1, "a page is neither XML nor compressed XML", "una página no es XML ni XML comprimido");
        }
        var inflated = Encoding.UTF8.GetString(Packed.Inflate(bytes.AsMemory(0, count), zlib: false));
        var model = inflated.StartsWith('<') ? inflated : Uri.UnescapeDataString(inflated);
        return XmlDeclaration().Replace(model, "", 1);
    }

    [GeneratedRegex(@"\A\s*<\?xml[^>]*\?>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex XmlDeclaration();
}
