using System.Globalization;
using System.Text;
using InfraAi.Model;

namespace InfraAi.Platform.Files;

/// <summary>One line of the audit log: who did what, when, from where, and what came of it.</summary>
/// <param name="Who">A person or a plugin; null for who has the agent's token, or who has not signed in.</param>
/// <param name="Way">How they proved that: "token", "link", "backstage", "oidc"; null for who did not.</param>
/// <param name="From">The address that asked; null for this machine's own work.</param>
/// <param name="What">A method and a path without its query, or a word such as "publish".</param>
/// <param name="Subject">The analysis or project that it was about; null when there is none.</param>
/// <param name="Status">Of HTTP; null where there was none.</param>
public sealed record AuditLine(
    DateTimeOffset At,
    string? Who,
    string? Way,
    string? Role,
    string? From,
    string What,
    string? Subject,
    AuditOutcome Outcome,
    int? Status,
    string? Code
);

public enum AuditOutcome
{
    Done,
    Refused,
    Failed,
}

/// <summary>A file of JSON lines in the data folder that is only added to, for this user only; old ones are kept up to a number.</summary>
/// <remarks>A line is with the operating system when the call ends. Several processes may write to it: each line goes in one write.</remarks>
public sealed class AuditLog(string home)
{
    private const int Kept = 9;
    private readonly Lock gate = new();

    /// <summary>Bytes after which a new file is begun: with those kept, the log takes ten times as many.</summary>
    public long LargestFile { get; init; } = 8 * 1024 * 1024;

    /// <summary>Where the newest lines are.</summary>
    public string Path { get; } = System.IO.Path.Combine(home, "audit", "audit.jsonl");

    /// <exception cref="IOException">The line is not written: the disk is full, or the folder another user's.</exception>
    public void Add(AuditLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(Json.Write(line) + "\n");
        lock (gate)
        {
            using var file = Open();
            file.Write(bytes);
        }
    }

    /// <returns>The files that there are, the oldest first.</returns>
    public IReadOnlyList<string> Files() => [.. Enumerable.Range(0, Kept + 1).Reverse().Select(Numbered).Where(File.Exists)];

    private FileStream Open()
    {
        if (new FileInfo(Path) is { Exists: true } there && there.Length >= LargestFile)
        {
            Rotate();
        }
        else if (!Directory.Exists(System.IO.Path.GetDirectoryName(Path)))
        {
            DataFolder.Create(System.IO.Path.GetDirectoryName(Path)!);
        }

        return new FileStream(
            Path,
            new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                UnixCreateMode = DataFolder.PrivateFile,
            }
        );
    }

    /// <summary>Each file takes the next one's name; the oldest is gone.</summary>
    private void Rotate()
    {
        for (var i = Kept - 1; i >= 0; i--)
        {
            try
            {
                File.Move(Numbered(i), Numbered(i + 1), overwrite: true);
            }
            catch (FileNotFoundException)
            {
                // There are not so many yet, or another process was quicker.
            }
        }
    }

    private string Numbered(int number) =>
        number == 0 ? Path : Path.Insert(Path.Length - ".jsonl".Length, "." + number.ToString(CultureInfo.InvariantCulture));
}
