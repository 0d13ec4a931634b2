using System.Security.Cryptography;
using System.Text;

namespace InfraAi.Platform.Files;

/// <summary>A secret that the platform makes for itself: written once, readable by this user only.</summary>
public sealed class SecretFile(string home, string name)
{
    private readonly string path = System.IO.Path.Combine(home, "secrets", name);

    /// <summary>Where it is, or would be.</summary>
    public string Path => path;

    /// <returns>The secret; null when none has been made.</returns>
    public string? ReadIfThere() => File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    /// <returns>The secret, made now when there is none: 48 hexadecimal digits.</returns>
    public string Read()
    {
        if (ReadIfThere() is { } made)
        {
            return made;
        }

        DataFolder.Create(System.IO.Path.GetDirectoryName(path)!);
        var draft = Draft.Of(path, "new");
        using (
            var file = new FileStream(
                draft,
                new FileStreamOptions
                {
                    Mode = FileMode.Create,
                    Access = FileAccess.Write,
                    UnixCreateMode = DataFolder.PrivateFile,
                }
            )
        )
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))));
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was quicker: its secret is the one.
            File.Delete(draft);
        }

        return File.ReadAllText(path).Trim();
    }
}
