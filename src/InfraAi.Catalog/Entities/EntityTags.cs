using System.Text;

namespace InfraAi.Catalog.Entities;

/// <summary>Words → tags as Backstage accepts them: [a-z0-9:+#], parts joined by one hyphen, at most 63 characters.</summary>
public static class EntityTags
{
    /// <returns>The tag ("Node.js" → "node-js", "C#" → "c#", ".NET" → "dotnet"); null when nothing of the text can be one.</returns>
    public static string? From(string text)
    {
        var tag = new StringBuilder(text.Length);
        var gap = false;
        foreach (var character in text.Replace(".NET", "dotnet", StringComparison.OrdinalIgnoreCase))
        {
            if (LatinFolding.IsCombining(character))
                continue;
            var plain = character is '+' or '#' ? character.ToString() : LatinFolding.Fold(character);
            if (plain.Length == 0)
            {
                gap = tag.Length > 0;
                continue;
            }
            if (tag.Length + plain.Length + (gap ? 1 : 0) > Slug.MaxLength)
                break;
            if (gap)
                tag.Append('-');
            tag.Append(plain);
            gap = false;
        }
        return tag.Length == 0 ? null : tag.ToString();
    }
}
