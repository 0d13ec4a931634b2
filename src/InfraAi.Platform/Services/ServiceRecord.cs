using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Services;

/// <summary>What is remembered of a service that we started: enough to know it again, and never to take another program for it.</summary>
public sealed record ServiceRecord(RunningProcess Process, string? Url, string Log)
{
    /// <returns>Null when there is none or it cannot be read as one.</returns>
    public static ServiceRecord? Read(string file)
    {
        try
        {
            return File.Exists(file) ? Json.Read<ServiceRecord>(File.ReadAllText(file)) : null;
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, Encoding.UTF8.GetBytes(Json.Write(this) + "\n"));
    }
}
