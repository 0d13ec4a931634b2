using System.Text.Json.Serialization;

namespace InfraAi.Model;

/// <summary>Where in the input a claim was read.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TextEvidence), "text")]
[JsonDerivedType(typeof(LineEvidence), "line")]
[JsonDerivedType(typeof(BoxEvidence), "box")]
public abstract record Evidence;

/// <summary>A span of the input text. The quote equals the text from <paramref name="Start"/> on, to the character.</summary>
/// <param name="Start">Offset from 0 in UTF-16 code units (what .NET and JavaScript strings count).</param>
/// <param name="Length">In UTF-16 code units.</param>
/// <param name="Quote">The text there.</param>
public sealed record TextEvidence(int Start, int Length, string Quote) : Evidence;

/// <summary>A line of a file.</summary>
/// <param name="File">Path as given by the caller, with forward slashes; null when the input is one unnamed text.</param>
/// <param name="Line">From 1.</param>
/// <param name="Quote">The line, or the part of it that says so, to the character.</param>
public sealed record LineEvidence(string? File, int Line, string Quote) : Evidence;

/// <summary>A box of a picture, in pixels of the upright picture (of SVG, in units of its view box), from its upper left corner.</summary>
/// <param name="Text">What was read in the box; null when nothing was.</param>
public sealed record BoxEvidence(int X, int Y, int Width, int Height, string? Text = null) : Evidence;
