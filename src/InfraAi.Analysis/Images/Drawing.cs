namespace InfraAi.Analysis.Images;

/// <summary>A named part of a drawing.</summary>
/// <param name="Label">The box of its name.</param>
/// <param name="Shape">The box of its icon or frame; null for bare words.</param>
internal sealed record DrawnPart(string Name, Box Label, Box? Shape, double Confidence)
{
    internal Box Box => Shape is { } shape ? shape.Union(Label) : Label;

    /// <summary>Words inside an icon that has its name beside it ("pod").</summary>
    internal string? Hint { get; init; }

    /// <summary>Number of the smallest named container around it; -1 for none.</summary>
    internal int Group { get; set; } = -1;
}

/// <summary>A container with its name.</summary>
internal sealed record DrawnGroup(string Name, Box Label, Box Frame);

/// <summary>A line between two parts. Numbers from the count of parts on are groups.</summary>
internal sealed record DrawnLink(int From, int To, bool Directed, string? Label, Box Box);

/// <summary>What a picture shows, in its own pixels, before it is an architecture.</summary>
internal sealed record Drawing(List<DrawnPart> Parts, List<DrawnGroup> Groups, List<DrawnLink> Links, string? Title, List<TextLine> Lines)
{
    /// <summary>True when it has more strokes or pieces than are followed: relations and icons may be missing.</summary>
    internal bool IsCrowded { get; init; }
}
