namespace InfraAi.Analysis.Models;

/// <summary>Which model is asked, where, and how patiently.</summary>
public sealed record ModelOptions
{
    /// <summary>"gemini", "openai" (any endpoint that speaks its protocol) or "anthropic".</summary>
    public required string Vendor { get; init; }

    /// <summary>The model, as the vendor calls it.</summary>
    public required string Model { get; init; }

    /// <summary>Null for the vendor's own address.</summary>
    public Uri? BaseUrl { get; init; }

    public Secret Key { get; init; }

    /// <summary>How long one call may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Calls at the same time; more wait in a queue.</summary>
    public int Concurrency { get; init; } = 256;

    /// <summary>Calls that may wait; one more is refused at once.</summary>
    public int Queue { get; init; } = 4096;

    /// <summary>How often a call that may still succeed is repeated.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The first wait between two tries; it doubles, with jitter. A wait the vendor names is obeyed instead.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A vendor that asks for a longer wait than this is not waited for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>An answer is cut off after so many bytes.</summary>
    public int LargestAnswer { get; init; } = 8 * 1024 * 1024;

    /// <summary>For how long nothing is asked once the model has failed again and again.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>So many calls within half a minute, half of them failed, open the circuit.</summary>
    public int BreakAfter { get; init; } = 10;

    /// <summary>Characters of a text that are asked for in one call.</summary>
    public int PartLength { get; init; } = 24_000;

    /// <summary>Characters that two neighbouring parts share.</summary>
    public int PartOverlap { get; init; } = 1_500;

    /// <summary>The address that is called.</summary>
    public Uri Address =>
        BaseUrl
        ?? Vendor switch
        {
            "gemini" => new("https://generativelanguage.googleapis.com"),
            "openai" => new("https://api.openai.com/v1"),
            _ => new("https://api.anthropic.com"),
        };
}
