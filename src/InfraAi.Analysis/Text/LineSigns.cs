namespace InfraAi.Analysis.Text;

/// <summary>What the first signs of a line say about it. Lines come without leading white space.</summary>
internal static class LineSigns
{
    private static readonly string[] Commands =
    [
        "docker ",
        "docker-compose ",
        "podman ",
        "kubectl ",
        "helm ",
        "cd ",
        "npm ",
        "npx ",
        "yarn ",
        "pnpm ",
        "pip ",
        "pip3 ",
        "python ",
        "python3 ",
        "git ",
        "./",
        "curl ",
        "wget ",
        "sudo ",
        "apt ",
        "apt-get ",
        "brew ",
        "copy ",
        "cp ",
        "mv ",
        "mkdir ",
        "psql ",
        "mysql ",
        "source ",
        "export ",
        "CREATE ",
        "SELECT ",
        "INSERT ",
        "DROP ",
        "ALTER ",
        "az ",
        "aws ",
        "gcloud ",
        "terraform ",
        "ansible-playbook ",
        "make ",
        "mvn ",
        "./gradlew",
        "gradle ",
        "dotnet ",
        "go run",
        "go build",
        "cargo ",
        "composer ",
        "php ",
        "node ",
        "GET /",
        "POST /",
        "PUT /",
        "DELETE /",
        "import ",
        "FROM ",
        "RUN ",
        "$ ",
        "> ",
        "sam ",
        "cdk ",
        "#!/",
    ];

    /// <returns>How many "#" head the line; 0 when it is no heading.</returns>
    internal static int HeadingLevel(ReadOnlySpan<char> line)
    {
        var level = 0;
        while (level < line.Length && line[level] == '#')
        {
            level++;
        }
        return level is > 0 and <= 6 && level < line.Length && line[level] == ' ' ? level : 0;
    }

    /// <summary>A short line in bold, or one ended by a colon: it heads what follows.</summary>
    internal static bool IsLoudLabel(ReadOnlySpan<char> line) =>
        line.Length is > 4 and <= 60 && line.StartsWith("**") && (line.EndsWith("**") || line.EndsWith("**:") || line.EndsWith(":**"));

    /// <summary>What a heading without a mark counts as: any other ends it.</summary>
    internal const int PlainLevel = 8;

    /// <summary>One to five words on a line of their own that starts with a capital letter and has no sign at its end.</summary>
    internal static bool IsPlainHeading(ReadOnlySpan<char> line) =>
        line.Length is > 2 and <= 50
        && char.IsUpper(line[0])
        && char.IsLetter(line[^1])
        && line.Count(' ') <= 4
        && line.IndexOfAny("\n,;:|") < 0;

    /// <summary>"--- | :---:" below the names of the columns.</summary>
    internal static bool IsTableRule(ReadOnlySpan<char> line) =>
        line.Contains('|')
        && line.Contains("--", StringComparison.Ordinal)
        && line.Trim("-:| ").IsEmpty
        && line.IndexOfAnyExcept("-:| \t") < 0;

    internal static bool IsTableRow(ReadOnlySpan<char> line) => line.Length > 3 && line[0] == '|' && line[^1] == '|';

    /// <returns>The length of "1. " or "1) " or "Paso 1: "; 0 when there is none.</returns>
    internal static int StepLength(ReadOnlySpan<char> line)
    {
        var i = 0;
        while (i < line.Length && i < 3 && char.IsAsciiDigit(line[i]))
        {
            i++;
        }
        return i > 0 && i + 1 < line.Length && line[i] is '.' or ')' && i > 0 && char.IsWhiteSpace(line[i + 1]) ? i + 2 : 0;
    }

    internal static int BulletLength(ReadOnlySpan<char> line) =>
        line.Length > 2 && line[0] is '-' or '*' or '•' or '·' or '+' && line.Length > 2 && char.IsWhiteSpace(line[1]) ? 2 : 0;

    internal static bool IsRule(ReadOnlySpan<char> line) => line.Length >= 3 && line.Trim("-=*_ ").IsEmpty;

    /// <summary>A command, a setting (NAME=value) or a comment of a shell.</summary>
    internal static bool IsCode(ReadOnlySpan<char> line)
    {
        foreach (var command in Commands)
        {
            if (line.StartsWith(command, StringComparison.Ordinal))
            {
                return true;
            }
        }
        var i = 0;
        while (i < line.Length && (char.IsAsciiLetterUpper(line[i]) || char.IsAsciiDigit(line[i]) || line[i] == '_'))
        {
            i++;
        }
        return (i > 2 && i < line.Length && line[i] == '=') || (line[0] == '#' && line.Length > 1 && char.IsAsciiLetterLower(line[1]));
    }

    /// <summary>A line of a drawing: it starts with a box sign, or has nothing but arrows that point up and down.</summary>
    internal static bool IsDrawing(ReadOnlySpan<char> line)
    {
        if (BlockReader.IsBoxSign(line[0]))
        {
            return true;
        }
        var pointers = 0;
        foreach (var c in line)
        {
            if (BlockReader.IsVerticalArrow(c))
            {
                pointers++;
            }
            else if (!char.IsWhiteSpace(c) && c is not ('|' or 'v' or '^'))
            {
                return false;
            }
        }
        return pointers > 0 || line is "|" or "v";
    }
}
