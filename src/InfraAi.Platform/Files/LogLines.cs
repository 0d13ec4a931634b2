using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace InfraAi.Platform.Files;

/// <summary>How serious a line of a log is.</summary>
public enum LogLevel
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>One line of a log, with what could be told of it.</summary>
/// <param name="At">When it was written; null when neither it nor a line before it says so.</param>
/// <param name="Level">Of it, or of the line that it continues.</param>
public sealed partial record LogLine(string Service, string Text, DateTimeOffset? At, LogLevel Level)
{
    /// <summary>Reads lines one after the other; a line without a time or level of its own continues the one before (a stack trace).</summary>
    public static Func<string, LogLine> Reader(string service)
    {
        DateTimeOffset? at = null;
        var level = LogLevel.Info;
        return text =>
        {
            var head = text.AsSpan(0, Math.Min(text.Length, 160)).ToString();
            var time = TimeOf(head);
            at = time ?? at;
            level = LevelOf(head) ?? (time is null ? level : LogLevel.Info);
            return new(service, text, at, level);
        };
    }

    /// <summary>ISO 8601 as the agent and Backstage write it, and PostgreSQL's "2026-11-22 12:00:00.123 UTC". Local without a zone counts as UTC.</summary>
    private static DateTimeOffset? TimeOf(string head) =>
        Time().Match(head) is { Success: true } match
        && DateTimeOffset.TryParse(
            $"{match.Groups["day"].Value}T{match.Groups["time"].Value}{Zone(match.Groups["zone"].Value)}",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? at
            : null;

    private static string Zone(string zone) => zone is "" or "UTC" or "GMT" ? "Z" : zone;

    private static LogLevel? LevelOf(string head) =>
        Word().Match(head) is { Success: true } match
            ? match.Value.ToUpperInvariant() switch
            {
                "FAIL" or "CRIT" or "ERROR" or "FATAL" or "PANIC" or "CRITICAL" => LogLevel.Error,
                "WARN" or "WARNING" => LogLevel.Warning,
                "DBUG" or "TRCE" or "DEBUG" or "TRACE" => LogLevel.Debug,
                _ => LogLevel.Info,
            }
            : null;

    [GeneratedRegex(
        @"(?<day>\d{4}-\d\d-\d\d)[T ](?<time>\d\d:\d\d:\d\d([.,]\d+)?)\s?(?<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Time();

    /// <summary>A level stands before a colon, in brackets, in quotes, or as one capital word: never any "error" of a sentence.</summary>
    [GeneratedRegex(
        @"(?<![\w-])(fail|crit|warn|info|dbug|trce|error|warning|debug|trace|fatal)(?=:|""|\]|\u001b)|(?<![\w-])(FATAL|PANIC|ERROR|WARNING|WARN|INFO|DEBUG|LOG|HINT|DETAIL|CRITICAL)(?![\w-])",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Word();
}

/// <summary>Follows a log: the lines that are added to it, across its rotation and before it is there.</summary>
public sealed class LogFollower(string file)
{
    private readonly StringBuilder rest = new();
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private long at = -1;

    /// <summary>Begins at the present end of the file.</summary>
    public void SkipToEnd() => at = new FileInfo(file) is { Exists: true, Length: var length } ? length : 0;

    /// <returns>The whole lines that came since the last call.</returns>
    public IReadOnlyList<string> Read()
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // Shorter than where we were: it was moved aside and begun anew.
            stream.Position = at < 0 || stream.Length < at ? 0 : at;
            var bytes = new byte[Math.Min(stream.Length - stream.Position, 1024 * 1024)];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            at = stream.Position;
            var chars = new char[decoder.GetCharCount(bytes, 0, count)];
            rest.Append(chars, 0, decoder.GetChars(bytes, 0, count, chars, 0));
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }

        var text = rest.ToString();
        var end = text.LastIndexOf('\n');
        if (end < 0)
        {
            return [];
        }

        rest.Clear().Append(text, end + 1, text.Length - end - 1);
        return text[..end].Split('\n');
    }
}
