using System.Security.Cryptography;
using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Files;

namespace InfraAi.Storage.Snapshots;

/// <summary>The keys that seal snapshots: from a file of mode 600, or from the environment, which wins. The first one is the newest.</summary>
/// <remarks>
/// AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits for each snapshot; the file's name and the snapshot's id are authenticated with it,
/// so that nobody can put one in the place of another. A key's id is the start of a SHA-256 over it: it tells keys apart and nothing about them.
/// </remarks>
public sealed class KeyRing
{
    /// <summary>Base64 of 32 bytes; several, the newest first, separated by blanks or commas.</summary>
    public const string Variable = "INFRA_AI_CONFIG_KEY";

    private const int KeySize = 32;
    private const byte Format = 1;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly IReadOnlyList<(string Id, byte[] Key)> keys;

    private KeyRing(string? file, IReadOnlyList<byte[]> keys)
    {
        File = file;
        this.keys = [.. keys.Select(key => (IdOf(key), key))];
    }

    /// <summary>Null when the keys come from the environment.</summary>
    public string? File { get; }

    /// <summary>The newest first; empty before the first backup.</summary>
    public IReadOnlyList<string> Ids => [.. keys.Select(key => key.Id)];

    /// <param name="environment">The value of <see cref="Variable"/>; null or blank when it is not set.</param>
    public static Result<KeyRing> Load(string file, string? environment)
    {
        if (!string.IsNullOrWhiteSpace(environment))
        {
            return Parse(environment.Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)) is { } given
                ? new KeyRing(null, given)
                : KeyProblems.NotAKey(Variable);
        }

        try
        {
            if (!System.IO.File.Exists(file))
            {
                return new KeyRing(file, []);
            }

            if ((System.IO.File.GetUnixFileMode(file) & ~(Private | UnixFileMode.UserExecute)) != UnixFileMode.None)
            {
                return KeyProblems.Exposed(file);
            }

            var lines = System.IO.File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');
            return Parse(lines) is { Count: > 0 } read ? new KeyRing(file, read) : KeyProblems.NotAKey(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return KeyProblems.NotUsable(file, e.Message);
        }
    }

    /// <summary>Makes a new key, which is the first from now on; the older ones stay for what they sealed.</summary>
    /// <returns>The keys with the new one; when another process made one since these were read, that one and no other.</returns>
    public async Task<Result<KeyRing>> WithNewAsync(TimeProvider time)
    {
        if (File is null)
        {
            return KeyProblems.NewOneInEnvironment();
        }

        var held = await FileLock.HoldAsync(File + ".lock", time, CancellationToken.None);
        if (!held.Ok)
        {
            return held.Problem;
        }

        using var _ = held.Value;
        var now = Load(File, null);
        if (!now.Ok || !now.Value.Ids.SequenceEqual(Ids, StringComparer.Ordinal))
        {
            return now;
        }

        byte[][] all = [RandomNumberGenerator.GetBytes(KeySize), .. keys.Select(key => key.Key)];
        var text = new StringBuilder(
            "# Keys of the configuration snapshots, the newest first. Keep a copy elsewhere: without them no snapshot can be read.\n"
        );
        foreach (var key in all)
        {
            text.Append(Convert.ToBase64String(key)).Append('\n');
        }

        try
        {
            AtomicFile.Write(File, Encoding.ASCII.GetBytes(text.ToString()), Private);
            return new KeyRing(File, all);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return KeyProblems.NotUsable(File, e.Message);
        }
    }

    /// <summary>Reads the file again; keys from the environment stay.</summary>
    public Result<KeyRing> Reload() => File is null ? this : Load(File, null);

    public bool Has(string id) => KeyOf(id) is not null;

    /// <param name="about">What the content belongs to; the same is needed to open it.</param>
    /// <returns>Base64 of format, nonce, tag and content.</returns>
    public string Seal(string id, ReadOnlySpan<byte> content, string about)
    {
        var key = KeyOf(id) ?? throw new ArgumentException($"There is no key {id}", nameof(id));
        var bytes = new byte[1 + 12 + 16 + content.Length];
        bytes[0] = Format;
        RandomNumberGenerator.Fill(bytes.AsSpan(1, 12));
        using var cipher = new AesGcm(key, 16);
        cipher.Encrypt(bytes.AsSpan(1, 12), content, bytes.AsSpan(29), bytes.AsSpan(13, 16), Encoding.UTF8.GetBytes(about));
        return Convert.ToBase64String(bytes);
    }

    /// <returns>The content; a problem when the key is not here, or when what is stored was changed by somebody else.</returns>
    public Result<byte[]> Open(string id, string sealedText, string about)
    {
        if (KeyOf(id) is not { } key)
        {
            return KeyProblems.Missing(id, this);
        }

        try
        {
            var bytes = Convert.FromBase64String(sealedText);
            if (bytes.Length < 29 || bytes[0] != Format)
            {
                return KeyProblems.Damaged(about);
            }

            var content = new byte[bytes.Length - 29];
            using var cipher = new AesGcm(key, 16);
            cipher.Decrypt(bytes.AsSpan(1, 12), bytes.AsSpan(29), bytes.AsSpan(13, 16), content, Encoding.UTF8.GetBytes(about));
            return content;
        }
        catch (Exception e) when (e is FormatException or AuthenticationTagMismatchException)
        {
            return KeyProblems.Damaged(about);
        }
    }

    private byte[]? KeyOf(string id) => keys.FirstOrDefault(key => key.Id == id).Key;

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData([.. "infra-ai configuration key"u8, .. key]))[..12];

    private static List<byte[]>? Parse(IEnumerable<string> texts)
    {
        var read = new List<byte[]>();
        foreach (var text in texts)
        {
            var key = new byte[KeySize];
            if (text.Length != 44 || !Convert.TryFromBase64String(text, key, out var length) || length != KeySize)
            {
                return null;
            }

            read.Add(key);
        }

        return read;
    }
}
