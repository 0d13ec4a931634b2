namespace InfraAi.Bench.Validate;

/// <summary>A finished program.</summary>
/// <param name="PeakBytes">Its resident memory at the highest; 0 when it ended before the first look.</param>
internal sealed record Run(double Seconds, long PeakBytes, string Output);
