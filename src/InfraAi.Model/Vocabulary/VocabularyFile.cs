namespace InfraAi.Model.Vocabulary;

/// <summary>Reads the vocabulary's lines. The format is described at the head of technologies.txt.</summary>
internal static class VocabularyFile
{
    /// <summary>An alias as written, with the conditions its marks put on it.</summary>
    internal readonly record struct MarkedAlias(string Text, bool Capital, bool VendorOnly);

    internal static IEnumerable<(Technology Technology, List<MarkedAlias> Names)> Read(TextReader lines)
    {
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
            {
                yield return ReadEntry(line, number);
            }
        }
    }

    private static (Technology, List<MarkedAlias>) ReadEntry(string line, int number)
    {
        var fields = line.Split('|', StringSplitOptions.TrimEntries);
        if (fields.Length < 3)
        {
            throw new FormatException($"technologies.txt:{number}: name, kind and category are needed");
        }
        var names = new List<MarkedAlias> { Mark(fields[0]) };
        var use = TechnologyUse.Part;
        string? vendor = null,
            logo = null,
            backstage = null;
        for (var i = 3; i < fields.Length; i++)
        {
            var (key, value) = KeyAndValue(fields[i]);
            switch (key)
            {
                case "vendor":
                    vendor = value;
                    break;
                case "logo":
                    logo = value;
                    break;
                case "backstage":
                    backstage = value;
                    break;
                case "use":
                    use = Enum.Parse<TechnologyUse>(value, ignoreCase: true);
                    break;
                default:
                    AddAliases(names, value);
                    break;
            }
        }
        var entity = backstage?.Split(' ', 2);
        var technology = new Technology(
            names[0].Text,
            Enum.Parse<ComponentKind>(fields[1], ignoreCase: true),
            fields[2],
            use,
            vendor,
            logo,
            entity?[0],
            entity is { Length: 2 } ? entity[1] : null,
            [.. names.Skip(1).Select(n => n.Text)]
        );
        return (technology, names);
    }

    private static (string Key, string Value) KeyAndValue(string field)
    {
        foreach (var key in (ReadOnlySpan<string>)["es", "vendor", "logo", "use", "backstage"])
        {
            if (field.StartsWith(key, StringComparison.Ordinal) && field.Length > key.Length && field[key.Length] == ':')
            {
                return (key == "es" ? "" : key, field[(key.Length + 1)..].Trim());
            }
        }
        return ("", field);
    }

    private static void AddAliases(List<MarkedAlias> names, string field)
    {
        foreach (var alias in field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            names.Add(Mark(alias));
        }
    }

    private static MarkedAlias Mark(string alias)
    {
        var text = alias.TrimStart('~', '^');
        var marks = alias.AsSpan(0, alias.Length - text.Length);
        return new MarkedAlias(text, marks.Contains('^'), marks.Contains('~'));
    }
}
