using System.Reflection;

namespace InfraAi.Model;

/// <summary>What this program is called and which version it is.</summary>
public static class Product
{
    public const string Name = "Infrastructure AI Platform";

    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
