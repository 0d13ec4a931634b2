using System.Security.Cryptography;
using System.Text;
using InfraAi.Platform.Configuration;
using Microsoft.AspNetCore.DataProtection;

namespace InfraAi.Agent.Hosting;

/// <summary>The agent's two secrets, kept as digests: the token of its callers, and the key of the addresses that Git and Backstage read.</summary>
/// <remarks>Read once, when the agent starts. Comparing takes the same time whatever was sent.</remarks>
public sealed class AgentKeys
{
    private const int LongestSent = 512;
    private readonly byte[] token;
    private readonly byte[] readKey;

    public AgentKeys(Settings settings)
    {
        token = SHA256.HashData(Encoding.UTF8.GetBytes(settings.AgentToken));
        readKey = SHA256.HashData(Encoding.UTF8.GetBytes(settings.ReadKey));
        Sessions = new SessionProtection(SHA256.HashData([.. Encoding.UTF8.GetBytes(settings.AgentToken), 0]));
    }

    /// <summary>Seals the page's cookies. They hold for every agent of the same token, and no longer than that token does.</summary>
    public IDataProtectionProvider Sessions { get; }

    public bool IsToken(ReadOnlySpan<char> sent) => Is(token, sent);

    public bool IsReadKey(ReadOnlySpan<char> sent) => Is(readKey, sent);

    private static bool Is(ReadOnlySpan<byte> digest, ReadOnlySpan<char> sent)
    {
        if (sent.Length > LongestSent)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(LongestSent)];
        Span<byte> found = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(sent, bytes)], found);
        return CryptographicOperations.FixedTimeEquals(digest, found);
    }

    /// <summary>AES-GCM under keys that are derived from one secret, one for each purpose (RFC 5869): several agents need no folder of keys in common.</summary>
    private sealed class SessionProtection(byte[] secret) : IDataProtector
    {
        private static readonly int Nonce = AesGcm.NonceByteSizes.MaxSize;
        private static readonly int Tag = AesGcm.TagByteSizes.MaxSize;

        public IDataProtector CreateProtector(string purpose) =>
            new SessionProtection(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.UTF8.GetBytes(purpose)));

        public byte[] Protect(byte[] plaintext)
        {
            using var cipher = new AesGcm(secret, Tag);
            var sealedBytes = new byte[Nonce + Tag + plaintext.Length];
            RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, Nonce));
            cipher.Encrypt(sealedBytes.AsSpan(0, Nonce), plaintext, sealedBytes.AsSpan(Nonce + Tag), sealedBytes.AsSpan(Nonce, Tag));
            return sealedBytes;
        }

        /// <exception cref="CryptographicException">It was not sealed with this key, or was changed.</exception>
        public byte[] Unprotect(byte[] protectedData)
        {
            if (protectedData.Length < Nonce + Tag)
            {
                throw new CryptographicException("Too short.");
            }

            using var cipher = new AesGcm(secret, Tag);
            var plaintext = new byte[protectedData.Length - Nonce - Tag];
            cipher.Decrypt(protectedData.AsSpan(0, Nonce), protectedData.AsSpan(Nonce + Tag), protectedData.AsSpan(Nonce, Tag), plaintext);
            return plaintext;
        }
    }
}
