using System.Globalization;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Path data as points: curves by their middle and end. https://www.w3.org/TR/SVG2/paths.html</summary>
internal static class SvgPath
{
    /// <summary>The numbers of a list, at most so many.</summary>
    internal static List<double> Numbers(string text, int most)
    {
        var numbers = new List<double>();
        for (var at = 0; numbers.Count < most && Number(text, ref at) is { } number; )
        {
            numbers.Add(number);
        }

        return numbers;
    }

    /// <returns>Each piece that is drawn without lifting the pen, and whether it ends where it began. What follows a mistake is left out, as browsers do.</returns>
    internal static List<(List<(double X, double Y)> Points, bool Closed)> Read(string data, int most)
    {
        var pieces = new List<(List<(double X, double Y)>, bool)>();
        var piece = new List<(double X, double Y)>();
        var (x, y, at, count) = (0.0, 0.0, 0, 0);
        var command = ' ';
        while (count++ < most)
        {
            Skip(data, ref at);
            if (at >= data.Length)
            {
                break;
            }

            if (char.IsAsciiLetter(data[at]))
            {
                command = data[at++];
            }

            if (command is 'Z' or 'z')
            {
                if (piece.Count > 0)
                {
                    pieces.Add((piece, true));
                    (x, y) = piece[0];
                    piece = [];
                }

                // Nothing but a new command may follow.
                command = ' ';
                continue;
            }

            var kind = char.ToUpperInvariant(command);
            var needed = kind switch
            {
                'M' or 'L' or 'T' => 2,
                'H' or 'V' => 1,
                'C' => 6,
                'S' or 'Q' => 4,
                'A' => 7,
                _ => 0,
            };
            if (needed == 0 || Take(data, ref at, needed, kind == 'A') is not { } n)
            {
                break;
            }

            var (fromX, fromY) = char.IsLower(command) ? (x, y) : (0, 0);
            if (kind == 'M')
            {
                Finish();
                piece = [(x, y) = (fromX + n[0], fromY + n[1])];
                // More numbers are lines.
                command = command == 'm' ? 'l' : 'L';
                continue;
            }

            if (piece.Count == 0)
            {
                piece.Add((x, y));
            }

            var end = kind switch
            {
                'H' => (fromX + n[0], y),
                'V' => (x, fromY + n[0]),
                _ => (fromX + n[^2], fromY + n[^1]),
            };
            if (kind == 'C')
            {
                piece.Add(
                    (
                        (x + (3 * (fromX + n[0])) + (3 * (fromX + n[2])) + end.Item1) / 8,
                        (y + (3 * (fromY + n[1])) + (3 * (fromY + n[3])) + end.Item2) / 8
                    )
                );
            }
            else if (kind is 'S' or 'Q')
            {
                piece.Add(((x + (2 * (fromX + n[0])) + end.Item1) / 4, (y + (2 * (fromY + n[1])) + end.Item2) / 4));
            }

            piece.Add((x, y) = end);
        }

        Finish();
        return pieces;

        void Finish()
        {
            if (piece.Count > 1)
            {
                pieces.Add((piece, piece.Count > 3 && piece[0] == piece[^1]));
            }
        }
    }

    private static double[]? Take(string data, ref int at, int count, bool arc)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            // An arc's two flags may stand without anything between them.
            if (arc && i is 3 or 4)
            {
                Skip(data, ref at);
                if (at >= data.Length || data[at] is not ('0' or '1'))
                {
                    return null;
                }

                numbers[i] = data[at++] - '0';
            }
            else if (Number(data, ref at) is { } number)
            {
                numbers[i] = number;
            }
            else
            {
                return null;
            }
        }

        return numbers;
    }

    private static double? Number(string text, ref int at)
    {
        Skip(text, ref at);
        var start = at;
        if (at < text.Length && text[at] is '-' or '+')
        {
            at++;
        }

        var (point, exponent) = (false, false);
        for (; at < text.Length; at++)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                continue;
            }

            if (text[at] == '.' && !point && !exponent)
            {
                point = true;
            }
            else if (
                text[at] is 'e' or 'E'
                && !exponent
                && at > start
                && at + 1 < text.Length
                && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '-' or '+')
            )
            {
                exponent = true;
                at++;
            }
            else
            {
                break;
            }
        }

        return double.TryParse(text.AsSpan(start, at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static void Skip(string text, ref int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == ','))
        {
            at++;
        }
    }
}
