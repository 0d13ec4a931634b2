using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Manifest;

/// <summary>The manifest's sections as entries.</summary>
internal sealed partial class Entries(Section top, Settings settings)
{
    private const int LongestWait = 3600;

    /// <summary>In the order in which they can be started.</summary>
    public IReadOnlyList<ServiceEntry> Services()
    {
        var services = new List<(ServiceEntry Entry, Section Section)>();
        foreach (var (name, section) in top.Sections("services", ManifestReader.Known["services"]))
        {
            CheckName(name, "services");
            services.Add((Service(name.Text, section), section));
        }

        CheckNeeds([.. services.Select(s => (s.Entry.Name, s.Entry.Needs, s.Section))]);
        var ordered = new List<ServiceEntry>();
        while (
            services.Find(s => !ordered.Contains(s.Entry) && s.Entry.Needs.All(n => Unknown(n) || ordered.Exists(o => o.Name == n)))
                is { Entry: { } next }
        )
        {
            ordered.Add(next);
        }

        return ordered;

        bool Unknown(string name) => !services.Exists(s => s.Entry.Name == name);
    }

    public IReadOnlyList<RepositoryEntry> Repositories() =>
        [
            .. top.Sections("repositories", ManifestReader.Known["repositories"])
                .Select(r => new RepositoryEntry(
                    CheckName(r.Name, "repositories"),
                    Full(r.Section.Required("path", new("a folder", "una carpeta"))),
                    r.Section.Text("remote"),
                    r.Section.Text("branch") ?? "main",
                    r.Section.Text("tags") ?? "v",
                    r.Section.Phrase("description")
                )
                {
                    Groups = Groups(r.Name.Text, r.Section),
                }),
        ];

    public IReadOnlyList<EnvFileEntry> EnvFiles() =>
        [
            .. top.Sections("env_files", ManifestReader.Known["env_files"])
                .Select(f => new EnvFileEntry(
                    CheckName(f.Name, "env_files"),
                    Full(f.Section.Required("path", new(".env", ".env"))),
                    f.Section.Texts("secrets")
                )),
        ];

    public IReadOnlyList<TaskEntry> Tasks()
    {
        var services = ((top.Find("services") as YamlFields)?.Fields ?? []).Select(f => f.Key.Text).ToHashSet(StringComparer.Ordinal);
        var tasks = new List<(TaskEntry Entry, Section Section)>();
        foreach (var (name, section) in top.Sections("tasks", ManifestReader.Known["tasks"]))
        {
            var entry = new TaskEntry(
                CheckName(name, "tasks"),
                section.Phrase("description"),
                section.Command("command"),
                Full(section.Text("folder") ?? "."),
                [
                    .. section
                        .Sections("arguments", ManifestReader.Known["arguments"])
                        .Select(a => new TaskArgument(
                            a.Name.Text,
                            a.Section.Phrase("description"),
                            a.Section.Flag("required", otherwise: false),
                            a.Section.Texts("values")
                        )),
                ],
                section.Texts("needs"),
                section.Texts("services"),
                section.Map("environment")
            );
            foreach (var service in entry.Services.Where(s => !services.Contains(s)))
            {
                NotThere(section, "services", service, services);
            }

            if (entry is { Command: [], Needs: [] })
            {
                Missing(section, "command", new("[npm, run, lint]", "[npm, run, lint]"));
            }

            tasks.Add((entry, section));
        }

        CheckNeeds([.. tasks.Select(t => (t.Entry.Name, t.Entry.Needs, t.Section))]);
        return [.. tasks.Select(t => t.Entry)];
    }

    private ServiceEntry Service(string name, Section section)
    {
        var kind = section.OneOf("kind", [.. ManifestReader.Kinds]);
        var url = section.Address("url", null, "http", "https", "tcp");
        var ready = section.Address("ready", url, "http", "https", "tcp");
        if (ready is null && url?.Scheme == "tcp")
        {
            ready = url;
        }

        var command = section.Command("command");
        if (command.Count == 0 && section.Text("kind") is (null or ServiceEntry.CommandKind))
        {
            Missing(section, "command", new("[node, server.js]", "[node, server.js]"));
        }

        return new(
            name,
            kind,
            section.Phrase("description"),
            command,
            Full(section.Text("folder") ?? "."),
            url,
            ready,
            section.Text("log") is { } log ? Full(log) : Path.Combine(settings.Home, "logs", name + ".log"),
            section.Texts("needs"),
            section.Map("environment"),
            section.Flag("default", otherwise: false),
            section.Seconds("start_timeout", 30, 1, LongestWait),
            section.Seconds("stop_timeout", 15, 1, LongestWait),
            section.OneOf("stop_signal", "TERM", "INT", "QUIT")
        );
    }

    private string Full(string path) => Path.GetFullPath(path, settings.Root);

    private string CheckName(YamlText name, string where)
    {
        if (!NamePattern().IsMatch(name.Text))
        {
            top.Fault(
                name,
                $"{where}.{name.Text}",
                new($"\"{name.Text}\" is no name.", $"\"{name.Text}\" no es un nombre."),
                new(
                    "Lower case letters, digits and hyphens, beginning with a letter.",
                    "Minúsculas, cifras y guiones, con una letra al principio."
                )
            );
        }

        return name.Text;
    }

    /// <summary>Names like the others: what is no name is a fault at its own place.</summary>
    private List<string> Groups(string repository, Section section)
    {
        var count = section.Texts("groups").Count;
        var written = section.Find("groups") switch
        {
            YamlItems list => list.Items.OfType<YamlText>(),
            YamlText one => [one],
            _ => [],
        };
        return
        [
            .. written.Take(count).Select(name => CheckName(name, $"repositories.{repository}.groups")).Distinct(StringComparer.Ordinal),
        ];
    }

    private static void Missing(Section section, string field, Phrase example) => section.Required(field, example);

    /// <summary>Every need is there, and no chain of needs returns to where it began.</summary>
    private static void CheckNeeds(IReadOnlyList<(string Name, IReadOnlyList<string> Needs, Section Section)> all)
    {
        var names = all.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var byName = all.ToLookup(a => a.Name, StringComparer.Ordinal);
        foreach (var (name, needs, section) in all)
        {
            foreach (var need in needs.Where(n => !names.Contains(n)))
            {
                NotThere(section, "needs", need, names);
            }

            if (Chain(name, [name]) is { } chain)
            {
                var text = string.Join(" → ", chain);
                section.Fault(
                    section.Find("needs") ?? section.At,
                    "needs",
                    new($"The needs run in a circle: {text}.", $"Las dependencias forman un círculo: {text}."),
                    new("Take one of them out.", "Quite una de ellas.")
                );
            }
        }

        IReadOnlyList<string>? Chain(string target, IReadOnlyList<string> path)
        {
            foreach (var need in byName[path[^1]].SelectMany(a => a.Needs))
            {
                if (need == target)
                {
                    return [.. path, need];
                }

                if (!path.Contains(need, StringComparer.Ordinal) && Chain(target, [.. path, need]) is { } found)
                {
                    return found;
                }
            }

            return null;
        }
    }

    private static void NotThere(Section section, string field, string name, IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        section.Fault(
            section.Find(field)!,
            field,
            new($"There is no \"{name}\".", $"No hay ningún \"{name}\"."),
            list.Length > 0 ? new($"There are: {list}.", $"Hay: {list}.") : new("Define it first.", "Defínalo primero.")
        );
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();
}
