using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Storage;

namespace InfraAi.Agent.Hosting;

/// <summary>A link that signs one browser in, once.</summary>
public sealed record SignInLink(Uri Url, DateTimeOffset ExpiresAt);

/// <summary>Makes one-time links, and takes their codes back.</summary>
public sealed class SignInLinks(Workshop workshop, TimeProvider time)
{
    private const int CodeBytes = 24;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly SignInCodes codes = new(workshop.Database);

    public async Task<Result<SignInLink>> CreateAsync()
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        var kept = await codes.AddAsync(Digest(code), Life);
        return kept.Ok
            ? new SignInLink(new Uri(workshop.Settings.AgentUrl, $"/sign-in?code={code}"), time.GetUtcNow() + Life)
            : kept.Problem;
    }

    /// <returns>True for a code that was made, was not used, and is not too old.</returns>
    public Task<Result<bool>> TakeAsync(string code) => codes.TakeAsync(Digest(code));

    private static string Digest(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
