using System.Text;
using System.Text.Json;

namespace InfraAi.Analysis.Diagrams;

/// <summary>The properties at the top of a JSON document: a word further down does not say what the document is.</summary>
internal sealed class JsonTop
{
    private readonly Dictionary<string, string> properties = new(StringComparer.Ordinal);

    private JsonTop() { }

    /// <summary>True when what stands under "services" is a map of maps that have an image or a build.</summary>
    internal bool HoldsServices { get; private set; }

    internal bool Has(string name) => properties.ContainsKey(name);

    /// <summary>True when the property is a version ("3.1.0").</summary>
    internal bool HasVersion(string name) => properties.TryGetValue(name, out var value) && value.Length > 0 && char.IsAsciiDigit(value[0]);

    /// <summary>Reads until the text ends or is broken: what came before that counts.</summary>
    internal static JsonTop Of(ReadOnlySpan<char> text)
    {
        var top = new JsonTop();
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        var reader = new Utf8JsonReader(
            bytes.AsSpan(0, length),
            new JsonReaderOptions
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = 256,
            }
        );
        var (name, services) = ("", false);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (reader.CurrentDepth == 1)
                    {
                        name = reader.GetString() ?? "";
                        services = name == "services";
                        top.properties.TryAdd(name, "");
                    }
                    else if (services && reader.CurrentDepth == 3)
                    {
                        top.HoldsServices |= reader.ValueTextEquals("image") || reader.ValueTextEquals("build");
                    }
                }
                else if (reader.CurrentDepth == 1 && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
                {
                    top.properties[name] =
                        reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : Encoding.UTF8.GetString(reader.ValueSpan);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // what was read so far stays
        }
        return top;
    }
}
