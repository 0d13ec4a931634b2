using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Tests;

public class EnvMergeTests
{
    private static readonly string[] Pieces =
    [
        "A=1",
        "B = two",
        "export C='three'",
        "D=\"fo\\\"ur\"",
        "E=\"two\nlines\"",
        "F=\"open",
        "G='open",
        "# comment",
        "",
        "no assignment",
        "H=x # why",
        "A=again",
        "I=p$ss#word",
        "J= # nothing",
        "B=",
        "K=\"x\"glued",
        "\uFEFF",
        "L='a\r\nb'",
        "  M=\tx\t",
        "N=`b`",
        "é=ü",
        "O=ü",
    ];

    private static readonly string[] Ends = ["\n", "\r\n", "\r", "\n", "\n"];

    private static readonly string[] Odd =
    [
        "",
        "plain",
        "two words",
        "it's",
        "say \"hi\"",
        "p$ss",
        "a\nb",
        "a\r\nb",
        " # ",
        "\\n",
        "ünï",
        "'\"$`\\\n",
    ];

    private static string Text(Random random)
    {
        var text = random.Next(4) == 0 ? "\uFEFF" : "";
        for (var i = random.Next(8); i > 0; i--)
        {
            text += Pieces[random.Next(Pieces.Length)] + Ends[random.Next(Ends.Length)];
        }

        return random.Next(3) == 0 ? text.TrimEnd('\n') : text;
    }

    private static EnvDocument Edited(EnvDocument document, Random random)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            var key = $"{(char)('A' + random.Next(16))}";
            document = random.Next(3) == 0 ? document.Without(key) : document.With(key, Odd[random.Next(Odd.Length)]);
        }

        return document;
    }

    [Fact]
    public void Any_bytes_come_back()
    {
        var random = new Random(9);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            EnvDocument.Read(bytes).ToBytes().ShouldBe(bytes);
            var text = System.Text.Encoding.UTF8.GetBytes(Text(random));
            EnvDocument.Read(text).ToBytes().ShouldBe(text);
        }
    }

    [Fact]
    public void A_change_is_read_back_and_touches_no_other_key()
    {
        var random = new Random(10);
        for (var i = 0; i < 5000; i++)
        {
            var document = EnvDocument.Parse(Text(random));
            var (key, value) = ($"{(char)('A' + random.Next(16))}", Odd[random.Next(Odd.Length)]);
            var expected = new Dictionary<string, string>(document.Values, StringComparer.Ordinal) { [key] = value };
            var with = EnvDocument.Read(document.With(key, value).ToBytes());
            with.Values.ShouldBe(expected, ignoreOrder: true, document.ToString());

            expected.Remove(key);
            EnvDocument.Read(with.Without(key).ToBytes()).Values.ShouldBe(expected, ignoreOrder: true, document.ToString());
        }
    }

    /// <summary>The model: a key that one side changed has that side's value, one that both changed is a conflict; nothing else changes.</summary>
    [Fact]
    public void Edits_of_both_sides_meet_and_no_value_is_lost_silently()
    {
        var random = new Random(11);
        var (conflicts, merges) = (0, 0);
        for (var i = 0; i < 6000; i++)
        {
            var origin = EnvDocument.Parse(Text(random));
            var (file, store) = (Edited(origin, random), Edited(random.Next(5) == 0 ? EnvDocument.Parse(Text(random)) : origin, random));
            var known = random.Next(6) == 0 ? null : origin;
            var merged = EnvMerge.Merge(known, file, store, _ => null);
            var open = merged.Conflicts.ToHashSet(StringComparer.Ordinal);
            var read = EnvDocument.Read(merged.Document.ToBytes()).Values;
            foreach (var key in origin.Values.Keys.Union(file.Values.Keys).Union(store.Values.Keys))
            {
                string? Of(IReadOnlyDictionary<string, string>? values) => values?.GetValueOrDefault(key);
                var (o, f, s, m) = (Of(known?.Values), Of(file.Values), Of(store.Values), Of(read));
                var expected =
                    f == s ? f
                    : known is null
                        ? (
                            f is null ? s
                            : s is null ? f
                            : "conflict"
                        )
                    : f == o ? s
                    : s == o ? f
                    : "conflict";
                if (expected == "conflict")
                {
                    open.ShouldContain(key);
                    conflicts++;
                }
                else
                {
                    open.ShouldNotContain(key);
                    m.ShouldBe(expected, $"{key} of {known} | {file} | {store}");
                    merges++;
                }
            }
        }

        conflicts.ShouldBeGreaterThan(300);
        merges.ShouldBeGreaterThan(3000);
    }

    [Fact]
    public void A_decided_conflict_takes_the_side_it_was_given()
    {
        var (origin, file, store) = (EnvDocument.Parse("A=1\nB=1\n"), EnvDocument.Parse("A=2\nB=2\n"), EnvDocument.Parse("A=3\n"));
        var merged = EnvMerge.Merge(origin, file, store, key => key == "A" ? EnvSide.Store : EnvSide.File);
        merged.Document.ToString().ShouldBe("A=3\nB=2\n");
        merged.Conflicts.ShouldBeEmpty();
    }

    [Fact]
    public void An_added_key_brings_its_comment_and_its_place()
    {
        var origin = EnvDocument.Parse("A=1\nB=2\n");
        var merged = EnvMerge.Merge(
            origin,
            EnvDocument.Parse("A=9\nB=2\n"),
            EnvDocument.Parse("A=1\n# for the queue\nQ='x y'\nB=2\n"),
            _ => null
        );
        merged.Document.ToString().ShouldBe("A=9\n# for the queue\nQ='x y'\nB=2\n");
    }

    [Theory]
    [InlineData("A='x'", "it's", "A=\"it's\"")]
    [InlineData("A=\"x\" # why", "y", "A=\"y\" # why")]
    [InlineData("export A = x # why", "y", "export A = y # why")]
    [InlineData("A=x", "two words", "A='two words'")]
    [InlineData("A=\"x\"", "p$ss", "A='p$ss'")]
    [InlineData("A=\"1\n2\"", "3\n4", "A=\"3\n4\"")]
    [InlineData("A=x", "3\n4", "A=\"3\\n4\"")]
    [InlineData("A=1\r\nB=2", "3", "A=3\r\nB=2")]
    public void A_value_is_written_as_its_neighbours_are(string text, string value, string expected) =>
        EnvDocument.Parse(text).With("A", value).ToString().ShouldBe(expected);

    [Fact]
    public void A_new_key_ends_its_line_as_the_others_do() =>
        EnvDocument.Parse("A=1\r\nB=2").With("C", "3").ToString().ShouldBe("A=1\r\nB=2\r\nC=3\r\n");
}
