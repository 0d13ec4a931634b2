using System.Net;
using System.Text;
using System.Text.Json;
using InfraAi.Model.Secrets;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Configuration;

/// <summary>The platform's own secrets on this machine: what must never be in a bundle, a log that is shown, a commit or a published file.</summary>
public static class OwnSecrets
{
    private const int ShortestValue = 4;

    /// <summary>A shorter one is in too many base64 texts by chance.</summary>
    private const int ShortestEncoded = 8;
    private const int LargestFile = 64 * 1024;

    /// <param name="environment">All variables of the environment.</param>
    /// <returns>
    /// Every secret value of the environment, of .env, of the manifest's .env files, of the App's key and of the keys that the platform made for
    /// itself in the data folder, as they are. Of an address with a password in it, the password.
    /// </returns>
    public static IReadOnlyCollection<string> Read(
        Settings settings,
        PlatformManifest? manifest,
        IEnumerable<KeyValuePair<string, string?>> environment
    )
    {
        var named = (manifest?.EnvFiles ?? []).SelectMany(f => f.Secrets).ToHashSet(StringComparer.Ordinal);
        var files = (manifest?.EnvFiles ?? [])
            .Select(f => f.Path)
            .Append(Path.Combine(settings.Root, ".env"))
            .Distinct(StringComparer.Ordinal);
        var values = new HashSet<string>(StringComparer.Ordinal);
        // A shell's PWD is the folder one stands in.
        foreach (var (key, written) in environment.Where(e => e.Key is not "PWD").Concat(files.SelectMany(Assignments)))
        {
            var value = written?.Trim() ?? "";
            if (named.Contains(key) || Secrets.HasSecretName(key))
            {
                Add(value);
            }
            else
            {
                values.UnionWith(SecretScanner.Default.Find(value).Select(found => value.Substring(found.Start, found.Length)));
            }
        }

        foreach (var file in Keys(settings))
        {
            Add(Text(file)?.Trim() ?? "");
        }

        values.RemoveWhere(value => value.Length < ShortestValue);
        return values;

        void Add(string value)
        {
            values.Add(value);
            // Of a key of many lines, each line tells on it; not its head and foot.
            values.UnionWith(value.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestEncoded && line[0] != '-'));
        }
    }

    /// <summary>Files that hold a key of the platform's: what it made for itself, and the GitHub App's.</summary>
    private static IEnumerable<string> Keys(Settings settings)
    {
        if (settings.Get("GITHUB_APP_KEY").Value is { } key)
        {
            yield return Path.GetFullPath(key, settings.Root);
        }

        var made = Path.Combine(settings.Home, "secrets");
        foreach (var file in Directory.Exists(made) ? Directory.EnumerateFiles(made) : [])
        {
            yield return file;
        }
    }

    /// <returns>A value as it may stand in a text: as it is, in an address, a form, JSON, XML, and inside base64 of whatever it is a part of.</returns>
    public static IEnumerable<string> Forms(string value)
    {
        var forms = new List<string>
        {
            value,
            Uri.EscapeDataString(value),
            WebUtility.UrlEncode(value),
            WebUtility.HtmlEncode(value),
            value.Replace("\"", "\\\"", StringComparison.Ordinal),
            JsonSerializer.Serialize(value)[1..^1],
        };
        if (value.Length >= ShortestEncoded)
        {
            forms.AddRange(Encoded(Encoding.UTF8.GetBytes(value)));
        }

        return forms.Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length);
    }

    /// <summary>Three bytes make four characters: by where the value begins, its inner characters are one of three texts, whatever stands round it.</summary>
    private static IEnumerable<string> Encoded(byte[] value)
    {
        for (var before = 0; before < 3; before++)
        {
            var whole = Convert.ToBase64String([.. new byte[before], .. value]);
            // The characters that the bytes before and behind have a part in are left out.
            var from = before == 0 ? 0 : before + 1;
            var to = (before + value.Length) * 8 / 6;
            var inner = whole[from..to];
            yield return inner;
            yield return inner.Replace('+', '-').Replace('/', '_');
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Assignments(string file)
    {
        try
        {
            return File.Exists(file)
                ? EnvDocument.Read(File.ReadAllBytes(file)).Values.Select(e => KeyValuePair.Create(e.Key, (string?)e.Value))
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Text(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: <= LargestFile } ? File.ReadAllText(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
