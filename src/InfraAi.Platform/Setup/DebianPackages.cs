using System.Runtime.InteropServices;
using InfraAi.Model;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

namespace InfraAi.Platform.Setup;

/// <summary>Installs what is missing from Debian's packages, when this user may.</summary>
public static class DebianPackages
{
    /// <param name="packages">Packages that are named as the program they bring; those that bring none are known as they are.</param>
    /// <param name="say">Told what is being done.</param>
    /// <returns>Null when everything is there; else what is missing, and the command that installs it.</returns>
    public static async Task<Problem?> InstallAsync(IReadOnlyList<string> packages, Action<string> say, CancellationToken cancellation)
    {
        var missing = packages.Where(p => !IsThere(p)).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        string[] prefix = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];
        string[] apt = [.. prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        say($"apt-get install {string.Join(' ', missing)}");
        var last = "";
        foreach (
            string[] arguments in (string[][])
                [
                    ["update", "-q"],
                    ["install", "-q", "-y", "--no-install-recommends", .. missing],
                ]
        )
        {
            var ended = await Programs.StreamAsync(apt[0], [.. apt[1..], .. arguments], null, line => last = line, cancellation);
            if (!ended.Ok || ended.Value != 0)
            {
                return Missing(missing, last);
            }
        }

        return missing.TrueForAll(IsThere) ? null : Missing(missing, last);
    }

    private const string Tessdata = "/usr/share/tesseract-ocr";

    /// <summary>Debian keeps the programs of PostgreSQL out of PATH, liblept5 is a library, Tesseract's models and MkDocs' themes are files.</summary>
    private static bool IsThere(string package) =>
        package switch
        {
            "postgresql" => PostgresCluster.FindPrograms() is not null,
            "tesseract-ocr" => OnPath("tesseract"),
            "tesseract-ocr-spa" => Directory.Exists(Tessdata)
                && Directory.EnumerateFiles(Tessdata, "spa.traineddata", SearchOption.AllDirectories).Any(),
            "liblept5" => NativeLibrary.TryLoad("liblept.so.5", out _),
            "mkdocs-material" => Directory.Exists("/usr/share/mkdocs/themes/material"),
            _ => OnPath(package),
        };

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static Problem Missing(IReadOnlyList<string> missing, string reason)
    {
        var names = string.Join(' ', missing);
        return new(
            "packages-missing",
            ProblemKind.Outside,
            new(
                $"The tests need {names}, which could not be installed: {reason}",
                $"Las pruebas necesitan {names}, que no se pudo instalar: {reason}"
            ),
            new($"sudo apt-get install {names}", $"sudo apt-get install {names}")
        );
    }
}
