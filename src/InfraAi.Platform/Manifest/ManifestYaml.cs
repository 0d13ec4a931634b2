using InfraAi.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace InfraAi.Platform.Manifest;

/// <summary>A value of the file with its place.</summary>
internal abstract record YamlValue(int Line, int Column);

/// <param name="Plain">Written without quotes: only then can it be a number, true or nothing.</param>
internal sealed record YamlText(int Line, int Column, string Text, bool Plain) : YamlValue(Line, Column)
{
    public bool IsNothing => Plain && Text is "" or "~" or "null";
}

internal sealed record YamlItems(int Line, int Column, IReadOnlyList<YamlValue> Items) : YamlValue(Line, Column);

internal sealed record YamlFields(int Line, int Column, IReadOnlyList<(YamlText Key, YamlValue Value)> Fields) : YamlValue(Line, Column);

/// <summary>Reads one YAML document into values with places. Keys that stand twice are faults, at the second one.</summary>
internal sealed class ManifestYaml(ICollection<ManifestFault> faults)
{
    private const int Deepest = 32;
    private readonly Dictionary<string, YamlValue> anchors = new(StringComparer.Ordinal);

    /// <returns>Null when the text is empty or is not YAML; the fault says so then.</returns>
    public YamlValue? Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            var value = Value(parser, 0);
            parser.Consume<DocumentEnd>();
            return value;
        }
        catch (YamlException e)
        {
            var reason = e.Message.Split("): ")[^1];
            // The library places a tab at the start of the map that it is in.
            var tab = reason.Contains("tab", StringComparison.Ordinal) ? TabLine(text) : null;
            NotYaml(tab ?? (int)e.Start.Line, tab is null ? (int)e.Start.Column : 1, Plainly(reason));
            return null;
        }
        catch (InvalidOperationException)
        {
            // The library's scanner, when a bracket is still open and the next line is indented less than it must be.
            var at = parser.Current?.End ?? Mark.Empty;
            NotYaml((int)at.Line, (int)at.Column, Plainly("','"));
            return null;
        }
    }

    private void NotYaml(int line, int column, Phrase reason) =>
        Add(
            line,
            column,
            "",
            new($"This is not YAML: {reason.En}", $"Esto no es YAML: {reason.Es}"),
            new("Look at indentation, quotes and colons near this place.", "Revise sangría, comillas y dos puntos cerca de este lugar.")
        );

    /// <summary>The library's reasons in plain words, by what is said only there.</summary>
    private static Phrase Plainly(string reason) =>
        Array.Find(Reasons, r => reason.Contains(r.Part, StringComparison.Ordinal)) is { Part: not null } known
            ? known.Plain
            : new(reason, reason);

    private static readonly (string Part, Phrase Plain)[] Reasons =
    [
        (
            "expected key",
            new("a key is expected here, indented like its neighbours.", "aquí se espera una clave, sangrada como sus vecinas.")
        ),
        ("quoted scalar", new("a quote is not closed.", "una comilla no se cierra.")),
        ("expected ':'", new("a colon is missing.", "faltan dos puntos.")),
        (
            "invalid mapping",
            new(
                "there is a colon where none can be: quote the text.",
                "hay dos puntos donde no pueden estar: ponga el texto entre comillas."
            )
        ),
        ("tab", new("a tab stands in the indentation; only spaces may.", "hay un tabulador en la sangría; solo puede haber espacios.")),
        ("','", new("a bracket or brace is not closed.", "un corchete o una llave no se cierra.")),
    ];

    private static int? TabLine(string text)
    {
        var index = Array.FindIndex(text.Split('\n'), line => line.TrimStart(' ').StartsWith('\t'));
        return index < 0 ? null : index + 1;
    }

    private YamlValue Value(Parser parser, int depth)
    {
        var line = (int)parser.Current!.Start.Line;
        var column = (int)parser.Current.Start.Column;
        if (depth > Deepest)
        {
            throw new YamlException(parser.Current.Start, parser.Current.End, $"nested deeper than {Deepest} levels");
        }

        switch (parser.Consume<ParsingEvent>())
        {
            case AnchorAlias alias:
                return anchors.TryGetValue(alias.Value.Value, out var named)
                    ? named
                    : throw new YamlException(alias.Start, alias.End, $"the anchor {alias.Value.Value} is not defined before this");
            case Scalar scalar:
                return Kept(scalar, new YamlText(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain));
            case SequenceStart start:
                var items = new List<YamlValue>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    items.Add(Value(parser, depth + 1));
                }

                return Kept(start, new YamlItems(line, column, items));
            case MappingStart start:
                return Kept(start, new YamlFields(line, column, Fields(parser, depth)));
            case var other:
                throw new YamlException(other.Start, other.End, "this is not expected here");
        }
    }

    private List<(YamlText, YamlValue)> Fields(Parser parser, int depth)
    {
        var fields = new List<(YamlText, YamlValue)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var at = parser.Current!;
            if (Value(parser, depth + 1) is not YamlText key)
            {
                throw new YamlException(at.Start, at.End, "a key is a word");
            }

            var value = Value(parser, depth + 1);
            if (names.Add(key.Text))
            {
                fields.Add((key, value));
                continue;
            }

            Add(
                key.Line,
                key.Column,
                key.Text,
                new($"\"{key.Text}\" stands here twice.", $"\"{key.Text}\" está aquí dos veces."),
                new("Keep one of the two.", "Deje una de las dos.")
            );
        }

        return fields;
    }

    private YamlValue Kept(NodeEvent node, YamlValue value)
    {
        if (!node.Anchor.IsEmpty)
        {
            anchors[node.Anchor.Value] = value;
        }

        return value;
    }

    private void Add(int line, int column, string path, Phrase message, Phrase remedy) =>
        faults.Add(new(line, column, path, message, remedy));
}
