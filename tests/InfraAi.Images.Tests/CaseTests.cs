using InfraAi.Analysis;
using InfraAi.Model;

namespace InfraAi.Images.Tests;

/// <summary>
/// Pictures drawn for the tests (Cases/*.svg, rendered by Chromium), and what must be read in them. Of those in Cases/only-png the SVG itself is not yet read
/// in full: stick figures and the heads of swimlanes.
/// </summary>
public sealed class CaseTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.png").Select(f => Path.GetFileNameWithoutExtension(f))];

    internal static string Folder => Path.Combine(AppContext.BaseDirectory, "Cases");

    [Theory]
    [MemberData(nameof(Names))]
    public void Parts_relations_and_containers_are_read(string name)
    {
        ShouldBe(Read(name), name);
    }

    /// <summary>Compares with what Cases/NAME.txt says.</summary>
    internal static void ShouldBe(Architecture read, string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name + ".txt"));
        var names = read.Components.ToDictionary(c => c.Id, c => c.Name);

        read.Relations.Select(r => $"{names[r.From]} -> {names[r.To]}").Order().ShouldBe(lines.Where(l => l.Contains("->")).Order());
        names.Values.Order().ShouldBe(lines.Where(l => l.Contains("->")).SelectMany(l => l.Split(" -> ")).Distinct().Order());
        read.Components.Where(c => c.Group is not null)
            .GroupBy(c => c.Group)
            .Select(g => $"in {g.Key}: {string.Join(", ", g.Select(c => c.Name).Order())}")
            .Order()
            .ShouldBe(lines.Where(l => l.StartsWith("in ", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Every_part_and_relation_has_its_box_in_the_picture()
    {
        var read = Read("icons");
        var boxes = read.Components.SelectMany(c => c.Evidence).Concat(read.Relations.SelectMany(r => r.Evidence)).ToList();

        boxes.Count.ShouldBe(read.Components.Count + read.Relations.Count);
        foreach (var box in boxes.Cast<BoxEvidence>())
        {
            box.X.ShouldBeInRange(0, 860);
            (box.X + box.Width).ShouldBeInRange(1, 860);
            (box.Y + box.Height).ShouldBeInRange(1, 430);
        }

        // The orange square at 430,170, 64 pixels wide, with its name below.
        var lambda = (BoxEvidence)read.Components.Single(c => c.Name == "Orders Lambda").Evidence[0];
        lambda.X.ShouldBeInRange(405, 432);
        lambda.Y.ShouldBeInRange(166, 172);
        (lambda.Y + lambda.Height).ShouldBeInRange(250, 262);
        lambda.Text.ShouldBe("Orders Lambda");
    }

    [Fact]
    public void A_title_names_the_whole_and_is_no_part()
    {
        var read = Read("tienda");
        read.Title.ShouldBe("Arquitectura de la tienda");
        read.Language.ShouldBe("es");
        read.Components.Single(c => c.Name == "Cola RabbitMQ").Technology.ShouldBe("RabbitMQ");
    }

    [Fact]
    public void Words_on_a_line_are_the_relation_s()
    {
        var labels = Read("tienda").Relations.Select(r => r.Label).OfType<string>().Order();
        labels.ShouldBe(["HTTPS", "lee y escribe"]);
    }

    [Fact]
    public void The_same_picture_gives_the_same_answer()
    {
        var once = System.Text.Json.JsonSerializer.Serialize(Read("crossing"));
        System.Text.Json.JsonSerializer.Serialize(Read("crossing")).ShouldBe(once);
    }

    private static Architecture Read(string name)
    {
        var input = InputReader.ReadAny(File.ReadAllBytes(Path.Combine(Folder, name + ".png")), name + ".png");
        var read = new OfflineAnalyzer().Analyze(input.Value);
        read.Problem.ShouldBeNull();
        return read.Value;
    }
}
