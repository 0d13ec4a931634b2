using InfraAi.Model;

namespace InfraAi.Analysis.Tests;

internal static class Evidences
{
    /// <summary>Every claim has evidence, and every quote equals the text at its place.</summary>
    public static void ShouldBeTrue(string text, Architecture architecture)
    {
        foreach (var component in architecture.Components)
        {
            component.Evidence.ShouldNotBeEmpty(component.Name);
            component.Evidence.ShouldAllBe(e => IsThere(text, e));
        }
        foreach (var relation in architecture.Relations)
        {
            relation.Evidence.ShouldNotBeEmpty($"{relation.From} -> {relation.To}");
            relation.Evidence.ShouldAllBe(e => IsThere(text, e));
        }
    }

    private static bool IsThere(string text, Evidence evidence) =>
        evidence is TextEvidence { Length: > 0 } e
        && e.Start >= 0
        && e.Start + e.Length <= text.Length
        && text.AsSpan(e.Start, e.Length).SequenceEqual(e.Quote);
}
