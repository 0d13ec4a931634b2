using System.Text;
using System.Text.RegularExpressions;
using InfraAi.Model;

namespace InfraAi.Publishing.GitHub;

/// <summary>A pull request's body: what appears, what changes, what goes; the diagram; what people's edits met; the open questions.</summary>
internal static partial class PullRequestText
{
    private const int Longest = 60_000;

    public static string Write(PublishRequest request, Changes changes, IReadOnlySet<string> there)
    {
        var text = new StringBuilder($"{request.Title}: the catalog as described / el catálogo según la descripción.\n");
        var shown = changes.Written.Where(f => f.Path != Manifest.Path && !f.Path.EndsWith("/" + Manifest.Path, StringComparison.Ordinal));
        Section("Appears / Aparece", shown.Where(f => !there.Contains(f.Path)).Select(f => $"`{f.Path}`"));
        Section("Changes / Cambia", shown.Where(f => there.Contains(f.Path)).Select(f => $"`{f.Path}`"));
        Section("Goes / Desaparece", changes.Removed.Select(path => $"`{path}`"));
        Section("People's edits / Ediciones de personas", changes.Notes.Select(n => $"{n.En} / {n.Es}"));
        if (request.Files.Select(f => Diagram().Match(f.Content)).FirstOrDefault(m => m.Success) is { } diagram)
        {
            text.Append($"\n## Diagram / Diagrama\n\n{diagram.Value}\n");
        }

        Section("Open questions / Preguntas abiertas", request.Questions);
        return text.Length <= Longest ? text.ToString() : text.ToString(0, Longest) + "\n…\n";

        void Section(string title, IEnumerable<string> items)
        {
            var list = items.ToList();
            if (list.Count > 0)
            {
                text.Append($"\n## {title}\n\n").AppendJoin('\n', list.Select(item => "- " + item)).Append('\n');
            }
        }
    }

    [GeneratedRegex("^```mermaid\n.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Diagram();
}
