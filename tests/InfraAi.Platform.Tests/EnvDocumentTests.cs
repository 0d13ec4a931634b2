using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Tests;

public class EnvDocumentTests
{
    [Theory]
    [InlineData("A=1", "1")]
    [InlineData("  A = 1  ", "1")]
    [InlineData("export A=1", "1")]
    [InlineData("A=1 # a comment", "1")]
    [InlineData("A=p#ss", "p#ss")]
    [InlineData("A=p$ss${X}", "p$ss${X}")]
    [InlineData("A=\"a # b\"", "a # b")]
    [InlineData("A='a \\n b'", "a \\n b")]
    [InlineData("A=\"a\\nb\\t\\\"c\\\\\"", "a\nb\t\"c\\")]
    [InlineData("A=\"two\nlines\"\nB=2", "two\nlines")]
    [InlineData("A=\"never closed", "\"never closed")]
    [InlineData("A=", "")]
    [InlineData("A=x=y", "x=y")]
    [InlineData("\uFEFFA=1\r\nB=2\r\n", "1")]
    [InlineData("A=1\nA=2", "2")]
    public void A_value_is_what_a_shell_would_read(string text, string value) => EnvDocument.Parse(text).Values["A"].ShouldBe(value);

    [Theory]
    [InlineData("# A=1")]
    [InlineData("A")]
    [InlineData("1A=1")]
    [InlineData("A B=1")]
    [InlineData("=1")]
    [InlineData("")]
    public void What_assigns_nothing_is_passed_over(string text) => EnvDocument.Parse(text).Values.ShouldBeEmpty();

    [Fact]
    public void The_line_after_a_quoted_value_is_read() => EnvDocument.Parse("A='x'\nB=2").Values["B"].ShouldBe("2");
}
