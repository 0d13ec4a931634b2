using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace InfraAi.Bench.Hostile;

/// <summary>Damaged and composed inputs over every reader, in a child process: a fault that ends the process is found, kept, and passed.</summary>
/// <remarks>
/// Not guided by coverage: an input whose answer its reader has not given before (kinds, sizes, problem) joins the seeds. A reader is hung when one input
/// takes it more than two seconds of processor time, and stopped when it takes a minute of anybody's time.
/// </remarks>
internal static partial class Fuzz
{
    private const int Room = 64 * 1024;
    private const int DoorShare = 500;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stopped = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(string root, int inputs, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("infra-ai-fuzz-").FullName;
        var faults = Path.Combine(root, "artifacts", "fuzz");
        Directory.CreateDirectory(faults);
        var clock = Stopwatch.StartNew();
        var crashes = 0;
        for (var done = 0; done < inputs && crashes < 20; )
        {
            var last = Path.Combine(folder, "last");
            using var child = Process.Start(
                new ProcessStartInfo(Environment.ProcessPath!)
                {
                    ArgumentList = { "fuzz-child", root, $"{inputs}", $"{seed + crashes}", $"{done}", folder, faults },
                }
            )!;
            await child.WaitForExitAsync();
            done = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "done")), CultureInfo.InvariantCulture);
            if (child.ExitCode != 0)
            {
                crashes++;
                var bytes = await File.ReadAllBytesAsync(last);
                var length = BitConverter.ToInt32(bytes, 0);
                var which = BitConverter.ToInt32(bytes, 4);
                var name = which < Readers.All.Count ? Readers.All[which].Name : "the agent's door";
                Keep(faults, name, bytes.AsSpan(8, length).ToArray(), $"the process ended with {child.ExitCode}");
                done++;
            }
        }

        Console.WriteLine(
            $"\nseed {seed}; {clock.Elapsed.TotalMinutes:0.0} minutes; {crashes} ends of the process; faults are kept in {faults}"
        );
        Directory.Delete(folder, recursive: true);
        return Directory.EnumerateFiles(faults).Any() ? 1 : 0;
    }

    public static int Child(string root, int inputs, int seed, int done, string folder, string faults)
    {
        using var door = new Door();
        Reader[] readers = [.. Readers.All, new("the agent's door", "", ["tests/InfraAi.Analysis.Tests/Cases/own"], door.Read)];
        var random = new Random(seed * 31 + done);
        var mutator = new Mutator(random);
        var pools = readers.Select(reader => Seeds(root, reader)).ToArray();
        var answers = readers.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        var figures = readers.Select(reader => new Figure(reader.Name)).ToArray();
        using var map = MemoryMappedFile.CreateFromFile(Path.Combine(folder, "last"), FileMode.Create, null, Room);
        using var last = map.CreateViewAccessor();
        var sizes = new List<int>();
        var began = Stopwatch.GetTimestamp();
        using var watch = new Timer(
            _ =>
            {
                if (Stopwatch.GetElapsedTime(Interlocked.Read(ref began)) > Stopped)
                {
                    File.WriteAllText(Path.Combine(folder, "done"), $"{done}");
                    Environment.Exit(3);
                }
            },
            null,
            Stopped / 4,
            Stopped / 4
        );
        for (; done < inputs; done++)
        {
            // A request walks through the whole agent and its database: one in five hundred.
            var which = random.Next(DoorShare) == 0 ? readers.Length - 1 : random.Next(readers.Length - 1);
            var (reader, pool) = (readers[which], pools[which]);
            var other = random.Next(20) == 0 ? pools[random.Next(pools.Length)] : pool;
            var bytes = mutator.Next(pool[random.Next(pool.Count)], other[random.Next(other.Count)]);
            last.Write(0, bytes.Length);
            last.Write(4, which);
            last.WriteArray(8, bytes, 0, bytes.Length);
            if (done % 256 == 0)
            {
                File.WriteAllText(Path.Combine(folder, "done"), $"{done}");
            }

            Interlocked.Exchange(ref began, Stopwatch.GetTimestamp());
            var before = Processor();
            var answer = Try(reader, bytes, out var fault);
            var took = Processor() - before;
            figures[which].Count(took);
            if (sizes.Count < 100_000)
            {
                sizes.Add(bytes.Length);
            }

            if (fault is not null)
            {
                figures[which].Faults++;
                Keep(faults, reader.Name, Smaller(reader, bytes, fault), fault);
            }
            else if (took > Longest)
            {
                figures[which].Hangs++;
                Keep(faults, reader.Name, bytes, $"{took.TotalSeconds:0.0} s");
            }
            else if (answers[which].Add(answer!) && bytes.Length < 4096 && pool.Count < 4000)
            {
                pool.Add(bytes);
            }

            if ((done + 1) % 50_000 == 0)
            {
                Console.WriteLine(
                    $"{done + 1} inputs, {figures.Sum(f => f.Faults)} faults, {figures.Sum(f => f.Hangs)} longer than {Longest.TotalSeconds:0} s"
                );
            }
        }

        File.WriteAllText(Path.Combine(folder, "done"), $"{done}");
        sizes.Sort();
        Console.WriteLine($"\n{done} inputs, median {sizes[sizes.Count / 2]} bytes, {pools.Sum(p => p.Count)} seeds at the end\n");
        Console.WriteLine("| reader | inputs | answers | faults | longer than 2 s | longest ms |\n|---|---:|---:|---:|---:|---:|");
        for (var i = 0; i < figures.Length; i++)
        {
            var f = figures[i];
            Console.WriteLine($"| {f.Name} | {f.Inputs} | {answers[i].Count} | {f.Faults} | {f.Hangs} | {f.Most.TotalMilliseconds:0} |");
        }

        return 0;
    }

    private sealed class Figure(string name)
    {
        public string Name => name;
        public int Inputs { get; private set; }
        public int Faults { get; set; }
        public int Hangs { get; set; }
        public TimeSpan Most { get; private set; }

        public void Count(TimeSpan took)
        {
            Inputs++;
            Most = took > Most ? took : Most;
        }
    }

    /// <returns>The answer; null for a fault, which is named by its type and the place it came from.</returns>
    private static string? Try(Reader reader, byte[] bytes, out string? fault)
    {
        try
        {
            fault = null;
            return reader.Read(bytes);
        }
        catch (Exception e)
        {
            var place = e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("InfraAi", StringComparison.Ordinal))?.Trim();
            fault = $"{e.GetType().Name} {place} {(e is InvalidDataException ? e.Message : "")}";
            return null;
        }
    }

    /// <summary>The fault's input without what it does not need, by halves and then smaller pieces.</summary>
    private static byte[] Smaller(Reader reader, byte[] bytes, string fault)
    {
        for (var piece = bytes.Length / 2; piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= bytes.Length; )
            {
                byte[] less = [.. bytes[..at], .. bytes[(at + piece)..]];
                Try(reader, less, out var same);
                if (same is not null && same.Split(' ')[0] == fault.Split(' ')[0] && same.Split(" in ")[0] == fault.Split(" in ")[0])
                {
                    bytes = less;
                }
                else
                {
                    at += piece;
                }
            }
        }

        return bytes;
    }

    /// <summary>One file for each fault, so that a thousand inputs that meet one are one.</summary>
    private static void Keep(string folder, string reader, byte[] bytes, string fault)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reader + fault)))[..10];
        var file = Path.Combine(folder, $"{reader.Replace(' ', '-').Replace("'", "", StringComparison.Ordinal)}.{name}");
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, bytes);
            Console.WriteLine($"FAULT {reader}: {fault} -> {file} ({bytes.Length} bytes)");
        }
    }

    private static List<byte[]> Seeds(string root, Reader reader)
    {
        var longest = reader.Ending == ".png" ? 32 * 1024 : 3 * 1024;
        var seeds = reader
            .Seeds.Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file =>
                !file.Contains("node_modules", StringComparison.Ordinal)
                && new FileInfo(file).Length is var length
                && length > 0
                && length < longest
            )
            .Order(StringComparer.Ordinal)
            .Take(600)
            .Select(File.ReadAllBytes)
            .ToList();
        // What grows, in small: the structure of each format without its tests' names.
        var small = Patterns.All.Where(p =>
            reader.Ending.Length == 0 || p.File.EndsWith(reader.Ending, StringComparison.Ordinal) || seeds.Count == 0
        );
        seeds.AddRange(small.Select(pattern => Encoding.UTF8.GetBytes(pattern.Make(3))).Where(bytes => bytes.Length < longest));
        return seeds;
    }

    private static TimeSpan Processor()
    {
        const int thread = 3;
        _ = clock_gettime(thread, out var time);
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Time time);
}
