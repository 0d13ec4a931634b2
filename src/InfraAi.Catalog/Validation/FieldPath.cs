namespace InfraAi.Catalog.Validation;

/// <summary>The way to a field, kept as links and written out only for a problem.</summary>
internal sealed class FieldPath
{
    public static readonly FieldPath Root = new(null, null, -1);

    private readonly FieldPath? parent;
    private readonly string? name;
    private readonly int index;

    private FieldPath(FieldPath? parent, string? name, int index)
    {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    public FieldPath Of(string field) => new(this, field, -1);

    public FieldPath At(int item) => new(this, null, item);

    /// <summary><c>spec.owner</c>, <c>metadata.tags[0]</c>, <c>metadata.annotations["a.b/c"]</c>; "the document" for the root.</summary>
    public override string ToString()
    {
        if (parent is null)
            return "the document";
        var before = parent.parent is null ? "" : parent.ToString();
        if (name is null)
            return $"{before}[{index}]";
        var simple = name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or ':');
        return simple ? (before.Length == 0 ? name : $"{before}.{name}") : $"{before}[\"{Shape.Excerpt(name)}\"]";
    }
}
