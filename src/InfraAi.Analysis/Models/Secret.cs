namespace InfraAi.Analysis.Models;

/// <summary>A value that no log, exception or serializer writes: it has to be asked for by name.</summary>
public readonly struct Secret(string? value)
{
    private readonly string? value = value;

    public bool IsEmpty => string.IsNullOrEmpty(value);

    /// <summary>For the header of a request, and nothing else.</summary>
    public string Reveal() => value ?? "";

    public override string ToString() => IsEmpty ? "" : "••••";
}
