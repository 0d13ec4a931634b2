using System.Text;

namespace InfraAi.Bench.Hostile;

/// <summary>Makes inputs of inputs: damaged, spliced, repeated, with the signs and numbers that readers stumble over.</summary>
public sealed class Mutator(Random random)
{
    private const int Longest = 8 * 1024;

    private static readonly byte[][] Signs =
    [
        .. new[]
        {
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "\"",
            "'",
            "`",
            "```\n",
            "~~~\n",
            "\n",
            "\r\n",
            "\t",
            "  ",
            ": ",
            "- ",
            "# ",
            "## ",
            "| ",
            "|---|\n",
            "---\n",
            "...\n",
            "&a ",
            "*a",
            "<<: ",
            "!!binary ",
            "!Ref ",
            "? ",
            "> ",
            "|-\n",
            "%YAML 1.1\n",
            "${",
            "$$",
            "%",
            "\\",
            "\\u0000",
            "\\x41",
            "\0",
            "\u00e9",
            "e\u0301",
            "\ufeff",
            "\u202e",
            "🚀",
            "→",
            "->",
            "-->",
            "<->",
            "--",
            "==>",
            "-.->",
            "↓",
            "│",
            "├── ",
            "&",
            "&amp;",
            "&#0;",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<!DOCTYPE",
            "<?xml",
            "/*",
            "*/",
            "//",
            "/'",
            "'/",
            "@startuml\n",
            "@enduml\n",
            "subgraph ",
            "end\n",
            "together {\n",
            "()",
            "\"\" ",
            "as ",
            "namespace",
            "services:\n",
            "image: ",
            "kind: ",
            "apiVersion: ",
            "resource \"aws_sqs_queue\" \"q\" {",
            "data.",
            "module.",
            "<<EOT\n",
            "EOT\n",
            "-1",
            "0",
            "1e999",
            "NaN",
            "2147483648",
            "9223372036854775808",
            "-9223372036854775809",
            "0x7fffffff",
            "1.5e-320",
            "true",
            "null",
            "~",
            "The API uses Redis. ",
            "La API guarda datos en PostgreSQL. ",
            "It ",
            "and ",
            "no ",
            "Team ",
            "infra-ai-bundle 1\nfile 1 a.tf\n",
            "file 9999999999 x\n",
            "metadata",
            "component:default/x",
            "viewBox=\"0 0 1 1\"",
            "transform=\"scale(0)\"",
            "d=\"M0 0L1 1z\"",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>One more of the kind.</summary>
    public byte[] Next(byte[] one, byte[] other)
    {
        var bytes = one;
        for (var times = 1 + random.Next(4); times > 0; times--)
        {
            bytes = Step(bytes, other);
        }

        return bytes.Length > Longest ? bytes[..Longest] : bytes;
    }

    private byte[] Step(byte[] bytes, byte[] other)
    {
        var at = random.Next(bytes.Length + 1);
        var length = Math.Min(bytes.Length - at, 1 + random.Next(1 << random.Next(1, 9)));
        switch (random.Next(12))
        {
            case 0 when bytes.Length > at:
                var flipped = (byte[])bytes.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1 when bytes.Length > at:
                var changed = (byte[])bytes.Clone();
                changed[at] = (byte)random.Next(256);
                return changed;
            case 2:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 3:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            case 4:
                var piece = bytes[at..(at + Math.Min(length, 24))];
                return [.. bytes[..at], .. Enumerable.Repeat(piece, 1 + random.Next(60)).SelectMany(p => p), .. bytes[at..]];
            case 5:
                return bytes[..at];
            case 6:
                var from = random.Next(other.Length + 1);
                return [.. bytes[..at], .. other[from..]];
            case 7:
                var start = random.Next(other.Length + 1);
                return [.. bytes[..at], .. other[start..Math.Min(other.Length, start + length)], .. bytes[at..]];
            case 8:
                return Lines(bytes);
            case 9:
                return Words(bytes);
            default:
                return [.. bytes[..at], .. Signs[random.Next(Signs.Length)], .. bytes[Math.Min(bytes.Length, at + random.Next(3))..]];
        }
    }

    /// <summary>Lines change places, or stand twice, or further in.</summary>
    private byte[] Lines(byte[] bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n');
        var (a, b) = (random.Next(lines.Length), random.Next(lines.Length));
        switch (random.Next(3))
        {
            case 0:
                (lines[a], lines[b]) = (lines[b], lines[a]);
                break;
            case 1:
                lines[a] = lines[b];
                break;
            default:
                lines[a] = new string(' ', random.Next(8)) + lines[a].TrimStart();
                break;
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    /// <summary>A word takes another one's place: names meet, rings close.</summary>
    private byte[] Words(byte[] bytes)
    {
        var words = Encoding.Latin1.GetString(bytes).Split(' ');
        words[random.Next(words.Length)] = words[random.Next(words.Length)];
        return Encoding.Latin1.GetBytes(string.Join(' ', words));
    }
}
