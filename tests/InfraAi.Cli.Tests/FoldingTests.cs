namespace InfraAi.Cli.Tests;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("short", "short")]
    [InlineData("one two three four five six", "one two three four\nfive six")]
    [InlineData("  -a  one two three four five", "  -a  one two three\n      four five")]
    [InlineData("  → one two three four five", "  → one two three\n    four five")]
    [InlineData("see https://example.com/a/b/c/d now", "see\nhttps://example.com/a/b/c/d\nnow")]
    [InlineData("a\none two three four five", "a\none two three four\nfive")]
    [InlineData("    deep one two three four", "    deep one two\n    three four")]
    public void Lines_are_broken_between_words_below_their_last_column(string text, string folded) =>
        Folding.Fold(text, 20).ShouldBe(folded);

    [Fact]
    public void Nothing_is_broken_where_there_is_no_terminal() =>
        Folding.Fold(new string('x', 500) + " y", int.MaxValue).ShouldNotContain("\n");
}
