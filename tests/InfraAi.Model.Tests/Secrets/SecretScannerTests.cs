using InfraAi.Model.Secrets;

namespace InfraAi.Model.Tests.Secrets;

public class SecretScannerTests(ITestOutputHelper output)
{
    /// <summary>How many characters beside the secret may be masked with it: the dots of a token's end, for one.</summary>
    private const int Beside = 4;

    private sealed record Score(int Found, int Missed, int False, IReadOnlyList<string> Wrong)
    {
        public double Precision => (double)Found / (Found + False);
        public double Recall => (double)Found / (Found + Missed);
    }

    private static Score Of(bool heldBack)
    {
        var (found, missed, wrong) = (0, 0, new List<string>());
        var falses = 0;
        foreach (var c in SecretCases.Positive.Where(c => c.HeldBack == heldBack))
        {
            var covered = SecretScanner.Default.MaskIn(c.Text).Text;
            var inside = Enumerable.Range(c.Start, c.Length).All(i => covered[i] is SecretScanner.Mask or '\n');
            var outside = Enumerable
                .Range(0, c.Text.Length)
                .Count(i => covered[i] != c.Text[i] && (i < c.Start || i >= c.Start + c.Length));
            found += inside ? 1 : 0;
            missed += inside ? 0 : 1;
            falses += outside > Beside ? 1 : 0;
            if (!inside || outside > Beside)
            {
                wrong.Add($"{(inside ? "too much" : "missed")}: {c.Text}\n   → {covered}");
            }
        }

        foreach (var c in SecretCases.Negative.Where(c => c.HeldBack == heldBack))
        {
            var masked = SecretScanner.Default.MaskIn(c.Text);
            if (masked.Secrets.Count > 0)
            {
                falses++;
                wrong.Add($"false ({masked.Secrets[0].Rule}): {c.Text}\n   → {masked.Text}");
            }
        }

        return new(found, missed, falses, wrong);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Secrets_are_found_and_others_left(bool heldBack)
    {
        var score = Of(heldBack);
        output.WriteLine($"held back: {heldBack}; found {score.Found}, missed {score.Missed}, false {score.False}");
        output.WriteLine($"precision {score.Precision:0.000}, recall {score.Recall:0.000}");
        foreach (var wrong in heldBack ? [] : score.Wrong)
        {
            output.WriteLine(wrong);
        }

        score.Precision.ShouldBeGreaterThan(0.97);
        score.Recall.ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void There_are_enough_labelled_texts()
    {
        SecretCases.Positive.Count.ShouldBeGreaterThan(150);
        SecretCases.Negative.Count.ShouldBeGreaterThan(150);
        SecretCases.Positive.Concat(SecretCases.Negative).Count(c => c.HeldBack).ShouldBeGreaterThan(100);
    }

    /// <summary>A real one is found behind any number of others that are none.</summary>
    [Fact]
    public void Many_that_are_none_hide_no_secret()
    {
        var text = string.Concat(Enumerable.Repeat("password: ${DB_PASSWORD}\ntoken: JWT\n", 500)) + "password: hunter22\n";
        var found = SecretScanner.Default.MaskIn(text).Secrets.ShouldHaveSingleItem();
        found.Line.ShouldBe(1001);
    }

    [Fact]
    public void What_is_masked_is_as_long_keeps_its_lines_and_holds_nothing_more()
    {
        foreach (var c in SecretCases.Positive)
        {
            var masked = SecretScanner.Default.MaskIn(c.Text).Text;
            masked.Length.ShouldBe(c.Text.Length);
            masked.Count(sign => sign == '\n').ShouldBe(c.Text.Count(sign => sign == '\n'));
            SecretScanner.Default.MaskIn(masked).Text.ShouldBe(masked, c.Template);
        }
    }

    public static TheoryData<string> Rules => [.. SecretScanner.Default.Rules.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_finds_its_examples_only(string id)
    {
        var rule = SecretScanner.Default.Rules.Single(r => r.Id == id);
        rule.Examples.ShouldNotBeEmpty();
        rule.CounterExamples.ShouldNotBeEmpty();
        for (var seed = 1u; seed < 6; seed++)
        {
            foreach (
                var example in rule.Examples.Select(e => SecretCases.Fill(e.Replace("\\n", "\n", StringComparison.Ordinal), seed * 7919))
            )
            {
                SecretScanner.Default.Find(example).ShouldContain(m => m.Rule.Id == id || m.Rule.Name == rule.Name, $"{id}: {example}");
            }
        }

        foreach (var example in rule.CounterExamples.Select(e => SecretCases.Fill(e.Replace("\\n", "\n", StringComparison.Ordinal), 17)))
        {
            SecretScanner.Default.Find(example).ShouldBeEmpty(example);
        }
    }
}
