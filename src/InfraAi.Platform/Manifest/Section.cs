using System.Globalization;
using InfraAi.Model;

namespace InfraAi.Platform.Manifest;

/// <summary>One map of the manifest, read field by field; whatever is not as it should be becomes a fault at its place.</summary>
internal sealed class Section
{
    private readonly YamlFields fields;
    private readonly string path;
    private readonly Func<string, string?> variable;
    private readonly ICollection<ManifestFault> faults;

    /// <param name="known">The names of its fields; others are faults. Empty: any name will do.</param>
    /// <param name="variable">The value of a ${NAME}; null when it is not set.</param>
    public Section(
        YamlFields fields,
        string path,
        IReadOnlyList<string> known,
        Func<string, string?> variable,
        ICollection<ManifestFault> faults
    )
    {
        this.fields = fields;
        this.path = path;
        this.variable = variable;
        this.faults = faults;
        foreach (var (key, _) in fields.Fields.Where(f => known.Count > 0 && !known.Contains(f.Key.Text, StringComparer.Ordinal)))
        {
            var list = string.Join(", ", known);
            Fault(
                key,
                key.Text,
                new($"\"{key.Text}\" is not known here.", $"Aquí no se conoce \"{key.Text}\"."),
                Nearest.Of(key.Text, known) is { } near
                    ? new($"Did you mean \"{near}\"?", $"¿Quería decir \"{near}\"?")
                    : new($"Known: {list}.", $"Se conocen: {list}.")
            );
        }
    }

    public YamlValue At => fields;

    /// <summary>A field's value; null when it is not there or nothing stands there.</summary>
    public YamlValue? Find(string name) =>
        fields.Fields.FirstOrDefault(f => f.Key.Text == name).Value is { } value and not YamlText { IsNothing: true } ? value : null;

    /// <summary>Text with its ${NAME}s filled in.</summary>
    /// <returns>Null when it is not there, or a variable in it has no value.</returns>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value, name) : null;

    public string Required(string name, Phrase example)
    {
        if (Find(name) is not { } value)
        {
            Fault(
                fields,
                name,
                new($"\"{name}\" is missing.", $"Falta \"{name}\"."),
                new($"Add {name}: {example.En}", $"Añada {name}: {example.Es}")
            );
            return "";
        }

        return TextOf(value, name) ?? Unset(value, name);
    }

    /// <summary>A list of texts; one text alone counts as a list of one. Items whose variable is not set are left out.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Find(name) switch
        {
            null => [],
            YamlItems list => [.. list.Items.Select((item, i) => TextOf(item, $"{name}[{i}]")).OfType<string>()],
            { } one => TextOf(one, name) is { } text ? [text] : [],
        };

    /// <summary>Program and arguments: a list as it is, or one line for sh, which finds further arguments in "$@".</summary>
    public IReadOnlyList<string> Command(string name)
    {
        if (Find(name) is YamlText line)
        {
            return ["sh", "-c", line.Text, "sh"];
        }

        return Texts(name);
    }

    public bool Flag(string name, bool otherwise)
    {
        switch (Find(name))
        {
            case null:
                return otherwise;
            case YamlText { Plain: true, Text: "true" or "false" } text:
                return text.Text == "true";
            case { } value:
                Fault(
                    value,
                    name,
                    new($"\"{name}\" takes true or false.", $"\"{name}\" admite true o false."),
                    new("Write true or false, without quotes.", "Escriba true o false, sin comillas.")
                );
                return otherwise;
        }
    }

    public TimeSpan Seconds(string name, int otherwise, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return TimeSpan.FromSeconds(otherwise);
        }

        if (
            value is YamlText { Plain: true } text
            && int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= least
            && seconds <= most
        )
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Fault(
            value,
            name,
            new($"\"{name}\" takes seconds from {least} to {most}.", $"\"{name}\" admite segundos de {least} a {most}."),
            new($"Write {name}: {otherwise}", $"Escriba {name}: {otherwise}")
        );
        return TimeSpan.FromSeconds(otherwise);
    }

    /// <summary>One text for both languages, or a map with en and es.</summary>
    public Phrase Phrase(string name)
    {
        if (Find(name) is YamlFields both)
        {
            var languages = new Section(both, $"{path}.{name}", ["en", "es"], variable, faults);
            var en = languages.Text("en") ?? languages.Text("es") ?? "";
            return new(en, languages.Text("es") ?? en);
        }

        var text = Text(name) ?? "";
        return new(text, text);
    }

    public string OneOf(string name, params string[] values)
    {
        var text = Text(name) ?? values[0];
        if (values.Contains(text))
        {
            return text;
        }

        var list = string.Join(", ", values);
        Fault(
            Find(name)!,
            name,
            new($"\"{name}\" is \"{text}\"; it takes {list}.", $"\"{name}\" es \"{text}\"; admite {list}."),
            new($"Write one of: {list}.", $"Escriba uno de: {list}.")
        );
        return values[0];
    }

    /// <summary>An absolute address of one of the schemes.</summary>
    public Uri? Address(string name, Uri? relativeTo, params string[] schemes)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (relativeTo is not null && text.StartsWith('/') && relativeTo.Scheme != "tcp")
        {
            return new(relativeTo, text);
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme) && uri.Port > 0 && uri.Host.Length > 0)
        {
            return uri;
        }

        var list = string.Join(", ", schemes.Select(s => s + "://…"));
        Fault(
            Find(name)!,
            name,
            new($"\"{text}\" is no address of {list}.", $"\"{text}\" no es una dirección {list}."),
            new($"Write for example {name}: {schemes[0]}://127.0.0.1:8080", $"Escriba por ejemplo {name}: {schemes[0]}://127.0.0.1:8080")
        );
        return null;
    }

    /// <summary>Names and texts, in the order of the file; those whose variable is not set are left out.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in FieldsOf(name)?.Fields ?? [])
        {
            if (TextOf(value, $"{name}.{key.Text}") is { } text)
            {
                map[key.Text] = text;
            }
        }

        return map;
    }

    /// <summary>The sections below a field, each with its name.</summary>
    public IEnumerable<(YamlText Name, Section Section)> Sections(string name, IReadOnlyList<string> known)
    {
        foreach (var (key, value) in FieldsOf(name)?.Fields ?? [])
        {
            var place = $"{PathTo(name)}.{key.Text}";
            if (value is YamlFields inner)
            {
                yield return (key, new(inner, place, known, variable, faults));
            }
            else
            {
                Shape(value, $"{name}.{key.Text}", new("a map of fields", "un mapa de campos"));
            }
        }
    }

    public void Fault(YamlValue at, string name, Phrase message, Phrase remedy) =>
        faults.Add(new(at.Line, at.Column, PathTo(name), message, remedy));

    private string PathTo(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private YamlFields? FieldsOf(string name)
    {
        var value = Find(name);
        if (value is not null and not YamlFields)
        {
            Shape(value, name, new("a map of names", "un mapa de nombres"));
        }

        return value as YamlFields;
    }

    private void Shape(YamlValue value, string name, Phrase wanted)
    {
        var has = value switch
        {
            YamlItems => new Phrase("a list", "una lista"),
            YamlFields => new("a map", "un mapa"),
            _ => new("a text", "un texto"),
        };
        Fault(
            value,
            name,
            new($"Here {wanted.En} is wanted, not {has.En}.", $"Aquí se espera {wanted.Es}, no {has.Es}."),
            new("docs/runner.md shows each section.", "docs/ai/plataforma.md muestra cada sección.")
        );
    }

    private string? TextOf(YamlValue value, string name)
    {
        if (value is not YamlText text)
        {
            Shape(value, name, new("a text", "un texto"));
            return null;
        }

        return Variables.Fill(text.Text, variable);
    }

    private string Unset(YamlValue value, string name)
    {
        Fault(
            value,
            name,
            new($"A variable in \"{name}\" has no value.", $"Una variable de \"{name}\" no tiene valor."),
            new("Set it, or write ${NAME:-otherwise}.", "Póngala, o escriba ${NOMBRE:-otro}.")
        );
        return "";
    }
}
