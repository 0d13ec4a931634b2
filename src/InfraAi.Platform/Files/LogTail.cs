using System.Text;

namespace InfraAi.Platform.Files;

/// <summary>The end of a log file, read without reading the whole of it.</summary>
public static class LogTail
{
    private const int Window = 64 * 1024;

    /// <returns>The last lines, at most 64 KB of them; "" when there is no such file.</returns>
    public static string Read(string file, int lines)
    {
        if (!File.Exists(file))
        {
            return "";
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(stream.Length, Window), SeekOrigin.End);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var all = reader.ReadToEnd().TrimEnd('\n').Split('\n');
        return string.Join('\n', all.TakeLast(lines));
    }
}
