using InfraAi.Analysis.Diagrams;
using InfraAi.Model;

namespace InfraAi.Diagrams.Tests;

/// <summary>Every file below Cases/ is read, and what comes out is what the file beside it expects.</summary>
public sealed class CaseTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static TheoryData<string> Cases => [.. Files()];

    private static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".expected", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Root, file));

    private static Result<Architecture>? Read(string file) => DiagramReader.TryRead(Bytes(file), Path.GetFileName(file));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_is_read_as_expected(string file) =>
        CaseText.Of(Read(file)).ShouldBe(File.ReadAllText(Path.Combine(Root, file + ".expected")));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evidence_is_there_and_equals_the_line_it_names(string file)
    {
        if (Read(file) is not { Ok: true } result)
        {
            return;
        }
        var name = Path.GetFileName(file);
        var lines = DiagramReader.Source(Bytes(file), name).ShouldNotBeNull().Split('\n');
        var ids = result.Value.Components.Select(c => c.Id).ToHashSet();
        ids.Count.ShouldBe(result.Value.Components.Count);
        foreach (var evidence in result.Value.Components.Select(c => c.Evidence).Concat(result.Value.Relations.Select(r => r.Evidence)))
        {
            evidence.OfType<LineEvidence>().ShouldNotBeEmpty();
            foreach (var line in evidence.OfType<LineEvidence>())
            {
                line.File.ShouldBe(name);
                line.Quote.ShouldNotBeEmpty();
                lines[line.Line - 1].ShouldContain(line.Quote);
            }
        }
        foreach (var relation in result.Value.Relations)
        {
            ids.ShouldContain(relation.From);
            ids.ShouldContain(relation.To);
            relation.From.ShouldNotBe(relation.To);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_input_gives_the_same_answer(string file) =>
        Json.Write(Read(file) is { Ok: true } a ? a.Value : null).ShouldBe(Json.Write(Read(file) is { Ok: true } b ? b.Value : null));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_cut_anywhere_is_an_answer_or_a_problem(string file)
    {
        var bytes = Bytes(file);
        for (var i = 1; i < 24; i++)
        {
            var cut = bytes[..(bytes.Length * i / 24)];
            Should.NotThrow(() => DiagramReader.TryRead(cut, file));
            Should.NotThrow(() => DiagramReader.TryRead((byte[])[.. bytes[(bytes.Length * i / 24)..], .. cut], file));
        }
    }

    [Fact]
    public void Damaged_files_are_answers_or_problems()
    {
        const string signs = "{}[]()<>\"'|:;,.-=>&#$\n\t *ax1\\/";
        var random = new Random(7);
        var files = Files().Select(f => (Name: f, Bytes: Bytes(f))).ToList();
        for (var i = 0; i < 5000; i++)
        {
            var (name, bytes) = files[random.Next(files.Count)];
            var damaged = bytes.ToList();
            for (var edits = random.Next(1, 6); edits > 0 && damaged.Count > 2; edits--)
            {
                var at = random.Next(damaged.Count);
                switch (random.Next(3))
                {
                    case 0:
                        damaged[at] = (byte)signs[random.Next(signs.Length)];
                        break;
                    case 1:
                        damaged.RemoveRange(at, Math.Min(damaged.Count - at, random.Next(1, 30)));
                        break;
                    default:
                        var from = random.Next(damaged.Count);
                        damaged.InsertRange(at, damaged.GetRange(from, Math.Min(damaged.Count - from, random.Next(1, 60))));
                        break;
                }
            }
            Should.NotThrow(() => DiagramReader.TryRead((byte[])[.. damaged], name), name);
        }
    }

    [Fact]
    public void Each_format_has_ten_cases_or_more()
    {
        foreach (var format in Directory.EnumerateDirectories(Root))
        {
            Files()
                .Count(f => f.StartsWith(Path.GetFileName(format) + "/", StringComparison.Ordinal))
                .ShouldBeGreaterThanOrEqualTo(10, format);
        }
    }

    [Fact]
    public void Every_technology_of_the_table_of_types_is_in_the_vocabulary()
    {
        CloudTypes.Of("aws_sqs_queue").ShouldNotBeNull();
        CloudTypes.Unknown.ShouldBeEmpty();
    }
}
