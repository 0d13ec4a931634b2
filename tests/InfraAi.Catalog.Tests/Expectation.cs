using System.Runtime.CompilerServices;

namespace InfraAi.Catalog.Tests;

/// <summary>Compares text with a file under Expected/. UPDATE_EXPECTED=1 writes the files instead: then look at the diff.</summary>
internal static class Expectation
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_EXPECTED") == "1";

    public static void Matches(string name, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Folder(caller), name);
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        File.Exists(path).ShouldBeTrue($"{path} is missing: run with UPDATE_EXPECTED=1 and look at it");
        actual.ShouldBe(File.ReadAllText(path));
    }

    private static string Folder(string caller)
    {
        var folder = Path.GetDirectoryName(caller)!;
        while (!File.Exists(Path.Combine(folder, "InfraAi.Catalog.Tests.csproj")))
            folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "Expected");
    }
}
