using InfraAi.Bench.Hostile;

namespace InfraAi.Jobs.Tests;

/// <summary>Every input that bench/hostile/run fuzz found a fault with, made small: given to the reader it broke, by the file's name.</summary>
public sealed class FaultTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Faults");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder).Select(Path.GetFileName).OfType<string>().Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_broke_a_reader_is_read_or_refused(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file).Replace('-', ' ');
        var reader = Readers.All.Single(r => r.Name == name);
        Should.NotThrow(() => reader.Read(File.ReadAllBytes(Path.Combine(Folder, file))));
    }
}
