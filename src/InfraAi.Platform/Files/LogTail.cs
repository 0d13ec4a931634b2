using System.Text;

namespace InfraAi.Platform.Files;

/// <summary>The end of a log file, read without reading the whole of it.</summary>
public static class LogTail
{
    public const int SmallWindow = 64 * 1024;
    public const int LargeWindow = 16 * 1024 * 1024;

    /// <param name="window">At most so many bytes are read.</param>
    /// <returns>The last lines; "" when there is no such file.</returns>
    public static string Read(string file, int lines, int window = SmallWindow)
    {
        if (!File.Exists(file))
        {
            return "";
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(stream.Length, window), SeekOrigin.End);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var all = reader.ReadToEnd().TrimEnd('\n').Split('\n');
        return string.Join('\n', all.TakeLast(lines));
    }
}
