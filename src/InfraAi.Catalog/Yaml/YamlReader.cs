using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace InfraAi.Catalog.Yaml;

/// <summary>A YAML stream as documents of nodes with their places.</summary>
internal static class YamlReader
{
    public static IReadOnlyList<YamlDocument> Read(string text)
    {
        var documents = new List<YamlDocument>();
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.MoveNext();
            while (parser.MoveNext() && parser.Current is DocumentStart)
            {
                parser.MoveNext();
                documents.Add(new YamlDocument(Node(parser), null));
                parser.MoveNext();
            }
        }
        catch (YamlException exception)
        {
            documents.Add(new YamlDocument(null, new((int)exception.Start.Index, exception.Message)));
        }
        return documents;
    }

    private static YamlNode Node(Parser parser)
    {
        var at = parser.Current!;
        var (start, end) = ((int)at.Start.Index, (int)at.End.Index);
        switch (at)
        {
            case Scalar scalar:
                return new YamlScalar(
                    start,
                    end,
                    scalar.Value,
                    scalar.Style == YamlDotNet.Core.ScalarStyle.Plain ? CoreSchema.TypeOf(scalar.Value) : ScalarType.String,
                    ScalarStyle.Plain
                );
            case SequenceStart:
                var list = new YamlList(start, end, false);
                while (parser.MoveNext() && parser.Current is not SequenceEnd)
                    list.Items.Add(Node(parser));
                return list;
            case MappingStart:
                var map = new YamlMap(start, end, false);
                while (parser.MoveNext() && parser.Current is not MappingEnd)
                {
                    var key = Node(parser);
                    parser.MoveNext();
                    map.Entries.Add(new YamlEntry(key, Node(parser)));
                }
                return map;
            default:
                throw new YamlException("Aliases are not read.");
        }
    }
}

/// <summary>One document: its root (null when it cannot be read), and what is wrong with its syntax.</summary>
internal sealed record YamlDocument(YamlNode? Root, YamlError? Error);

/// <summary>A fault of syntax.</summary>
internal sealed record YamlError(int Offset, string Message);
