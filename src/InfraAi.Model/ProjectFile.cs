namespace InfraAi.Model;

/// <summary>One text file of a generated project.</summary>
/// <param name="Path">Relative, with forward slashes, without "." or "..".</param>
/// <param name="Content">Text with LF line ends, written as UTF-8 without a byte order mark.</param>
public sealed record ProjectFile(string Path, string Content);
