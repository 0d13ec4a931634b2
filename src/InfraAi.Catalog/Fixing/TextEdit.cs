namespace InfraAi.Catalog.Fixing;

/// <summary>Puts a text in the place of another. Offsets count in the text before the edit.</summary>
internal readonly record struct TextEdit(int Start, int End, string Text)
{
    /// <summary>All edits applied; those that overlap an earlier one are left for the next round.</summary>
    public static (string Text, IReadOnlyList<TextEdit> Applied) Apply(string text, IEnumerable<TextEdit> edits)
    {
        var applied = new List<TextEdit>();
        var result = new System.Text.StringBuilder(text.Length + 64);
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End))
        {
            if (edit.Start < at || edit.End > text.Length)
                continue;
            result.Append(text, at, edit.Start - at).Append(edit.Text);
            at = edit.End;
            applied.Add(edit);
        }
        return (result.Append(text, at, text.Length - at).ToString(), applied);
    }
}

/// <summary>Works out the edit that repairs a problem; null when the text around it does not allow a sure one.</summary>
internal delegate TextEdit? Repair(string source);
