using System.Globalization;
using InfraAi.Bench.Hostile;

var root = Environment.GetEnvironmentVariable("INFRA_AI_ROOT") ?? Directory.GetCurrentDirectory();
switch (args)
{
    case ["growth", .. var rest]:
        return Growth.Run(rest.ElementAtOrDefault(0) ?? "", Number(rest.ElementAtOrDefault(1), 32) * 1024, rest.Contains("whole"));
    case ["inputs"]:
        return await Inputs.RunAsync();
    case ["fuzz", .. var rest]:
        return await Fuzz.RunAsync(root, Number(rest.ElementAtOrDefault(0), 1_000_000), Number(rest.ElementAtOrDefault(1), 1));
    case ["fuzz-child", var folder, var inputs, var seed, var done, var work, var faults]:
        return Fuzz.Child(folder, Number(inputs, 0), Number(seed, 0), Number(done, 0), work, faults);
    default:
        Console.Error.WriteLine("Usage: bench/hostile/run growth [PATTERN [KB [whole]]] | fuzz [INPUTS [SEED]] | inputs");
        return 2;
}

static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);
