using System.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Tests;

public class InputReaderTests
{
    private const string Text = "La caché Redis\r\nusa señales €";

    [Fact]
    public void Text_in_utf8_is_read_as_it_is()
    {
        var input = InputReader.Read(Encoding.UTF8.GetBytes(Text), "docs/a.md").Value;
        input.ShouldBe(new AnalysisInput("docs/a.md", Text));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text() =>
        InputReader.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)]).Value.Text.ShouldBe(Text);

    [Fact]
    public void Text_in_utf16_is_read_by_its_mark()
    {
        InputReader.Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)]).Value.Text.ShouldBe(Text);
        InputReader.Read([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)]).Value.Text.ShouldBe(Text);
    }

    [Fact]
    public void Windows_1252_is_read_where_utf8_fails()
    {
        byte[] bytes = [.. "cach"u8, 0xE9, .. " 5 "u8, 0x80, 0x93, 0x94];
        InputReader.Read(bytes).Value.Text.ShouldBe("caché 5 €“”");
    }

    [Fact]
    public void The_id_of_bytes_without_a_name_is_their_digest()
    {
        var id = InputReader.Read("PostgreSQL"u8).Value.Id;
        id.ShouldBe("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("PostgreSQL"u8))[..12]);
        InputReader.Read("PostgreSQL").Value.Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    public void Nothing_is_a_problem(string text)
    {
        InputReader.Read(Encoding.UTF8.GetBytes(text), "a.txt").Problem!.Code.ShouldBe("empty-input");
        InputReader.Read(text).Problem!.Kind.ShouldBe(ProblemKind.Invalid);
    }

    [Fact]
    public void A_mebibyte_is_read_and_one_byte_more_is_not()
    {
        InputReader.Read(new string('a', InputReader.LongestText)).Ok.ShouldBeTrue();
        InputReader
            .Read(
                new byte[InputReader.LongestText]
                    .Select(_ => (byte)'a')
                    .ToArray()
            )
            .Ok.ShouldBeTrue();
        var problem = InputReader.Read([.. Enumerable.Repeat((byte)'a', InputReader.LongestText + 1)], "big.txt").Problem!;
        problem.Code.ShouldBe("input-too-large");
        problem.Kind.ShouldBe(ProblemKind.TooLarge);
        problem.Message.Es.ShouldContain("big.txt");
        InputReader.Read(new string('ñ', (InputReader.LongestText / 2) + 1)).Problem!.Code.ShouldBe("input-too-large");
    }

    [Theory]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 0, 0, 1, 2, 3, 0 })]
    [InlineData(new byte[] { 0x81, 0x8D, 0x8F, 0x90 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 0x61 })]
    public void Bytes_that_are_no_text_are_refused(byte[] bytes)
    {
        var problem = InputReader.Read(bytes, "a.bin").Problem!;
        problem.Code.ShouldBe("not-text");
        problem.Kind.ShouldBe(ProblemKind.Unsupported);
    }

    [Theory]
    [InlineData("PNG", new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A })]
    [InlineData("JPEG", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 })]
    [InlineData("GIF", new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1 })]
    [InlineData("WebP", new byte[] { 0x52, 0x49, 0x46, 0x46, 9, 9, 9, 9, 0x57, 0x45, 0x42, 0x50, 0x56 })]
    public void A_picture_says_what_reads_it(string format, byte[] bytes)
    {
        var problem = InputReader.Read(bytes, "a").Problem!;
        problem.Code.ShouldBe("image-not-read");
        problem.Kind.ShouldBe(ProblemKind.NotAvailable);
        problem.Message.En.ShouldContain(format);
        problem.Remedy.Es.ShouldContain("GEMINI_API_KEY");
    }

    [Fact]
    public void A_picture_too_large_for_a_text_is_still_a_picture() =>
        InputReader.Read([0x89, 0x50, 0x4E, 0x47, .. new byte[3 * 1024 * 1024]], "a.png").Problem!.Code.ShouldBe("image-not-read");
}
