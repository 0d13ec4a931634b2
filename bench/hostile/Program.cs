using System.Globalization;
using InfraAi.Bench.Hostile;

switch (args)
{
    case ["growth", .. var rest]:
        return Growth.Run(
            rest.ElementAtOrDefault(0) ?? "",
            int.Parse(rest.ElementAtOrDefault(1) ?? "32", CultureInfo.InvariantCulture) * 1024,
            rest.Contains("whole")
        );
    default:
        Console.Error.WriteLine("Usage: bench/hostile/run growth [PATTERN [KB [whole]]]");
        return 2;
}
