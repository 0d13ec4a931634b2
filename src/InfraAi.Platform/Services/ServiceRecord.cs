using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
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
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), RecordJson.Default.ServiceRecord) : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    public void Write(string file)
    {
        DataFolder.Create(Path.GetDirectoryName(file)!);
        AtomicFile.Write(
            file,
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, RecordJson.Default.ServiceRecord) + "\n"),
            DataFolder.PrivateFile
        );
    }
}

/// <summary>Written at build time: `status` would spend more on learning the record's shape than on looking at the service.</summary>
[JsonSerializable(typeof(ServiceRecord))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, PropertyNameCaseInsensitive = true)]
internal sealed partial class RecordJson : JsonSerializerContext;
