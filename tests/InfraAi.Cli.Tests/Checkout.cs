namespace InfraAi.Cli.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(new(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "InfraAi.slnx"))
            ? folder.FullName
            : Find(folder.Parent ?? throw new InvalidOperationException("These tests run from a checkout."));
}
