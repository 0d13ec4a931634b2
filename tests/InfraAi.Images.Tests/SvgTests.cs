using System.Text;
using InfraAi.Analysis;
using InfraAi.Model;

namespace InfraAi.Images.Tests;

/// <summary>The drawings of Cases/ before they were rendered: what is read of the SVG is what is drawn.</summary>
public sealed class SvgTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(CaseTests.Folder, "*.svg").Select(f => Path.GetFileNameWithoutExtension(f))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parts_relations_and_containers_are_read(string name)
    {
        var input = InputReader.ReadAny(File.ReadAllBytes(Path.Combine(CaseTests.Folder, name + ".svg")), name + ".svg").Value;
        var read = new OfflineAnalyzer().Analyze(input, TestContext.Current.CancellationToken).Value;

        CaseTests.ShouldBe(read, name);
        foreach (var evidence in read.Components.Select(c => c.Evidence).Concat(read.Relations.Select(r => r.Evidence)))
        {
            foreach (var line in evidence.OfType<LineEvidence>())
            {
                input.Text.Split('\n')[line.Line - 1].ShouldContain(line.Quote);
            }

            evidence.OfType<LineEvidence>().ShouldNotBeEmpty();
            evidence.OfType<BoxEvidence>().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Boxes_count_from_the_corner_of_what_is_shown()
    {
        const string svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -10 400 200">
              <rect x="0" y="0" width="100" height="40"/><text x="50" y="25" text-anchor="middle">Redis</text>
              <g transform="translate(200 100)"><rect width="100" height="40"/><text x="50" y="25" text-anchor="middle">Kafka</text></g>
              <path d="M 100 20 L 250 20 L 250 100" marker-end="url(#a)" fill="none"/>
            </svg>
            """;
        var read = new OfflineAnalyzer()
            .Analyze(InputReader.ReadAny(Encoding.UTF8.GetBytes(svg), "a.svg").Value, TestContext.Current.CancellationToken)
            .Value;

        read.Components.SelectMany(c => c.Evidence)
            .OfType<BoxEvidence>()
            .ShouldBe([new(20, 10, 100, 40, "Redis"), new(220, 110, 100, 40, "Kafka")]);
        read.Relations.Single().Evidence.OfType<BoxEvidence>().Single().ShouldBe(new(120, 30, 150, 80));
    }

    private static string Many(string element, int count) => string.Concat(Enumerable.Repeat(element, count));

    public static TheoryData<string, string, string> Hostile =>
        new()
        {
            {
                "entities that grow",
                "diagram-broken",
                "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><svg><text>&b;</text></svg>"
            },
            {
                "a file of the machine",
                "diagram-broken",
                "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg><text>&x;</text></svg>"
            },
            { "cut off", "diagram-broken", "<svg xmlns=\"http://www.w3.org/2000/svg\"><text x=\"5\" y=\"5\">Red" },
            { "a script only", "no-infrastructure", "<svg onload=\"alert(1)\"><script>var Redis = 'PostgreSQL'</script></svg>" },
            {
                "pictures from elsewhere",
                "no-infrastructure",
                "<svg><image href=\"http://127.0.0.1:9/x.png\" width=\"99\" height=\"99\"/><use href=\"//x/y.svg#z\"/></svg>"
            },
            { "100,000 elements", "diagram-too-large", $"<svg>{Many("<rect width='9' height='9'/>", 100_000)}</svg>" },
            { "100,000 one in another", "diagram-too-large", $"<svg>{Many("<g>", 100_000)}{Many("</g>", 100_000)}</svg>" },
            {
                "numbers that are none",
                "no-infrastructure",
                "<svg><g transform='scale(1e308) scale(1e308)'><rect width='1e308' height='1e308'/><text y='9'>Redis</text></g></svg>"
            },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_file_is_a_clear_problem(string why, string code, string svg)
    {
        var input = InputReader.ReadAny(Encoding.UTF8.GetBytes(svg), "a.svg");
        var problem = input.Ok ? new OfflineAnalyzer().Analyze(input.Value, TestContext.Current.CancellationToken).Problem : input.Problem;

        problem.ShouldNotBeNull(why).Code.ShouldBe(code);
        problem.Message.Es.ShouldNotContain("/etc");
        problem.Remedy.En.ShouldNotBeEmpty();
    }
}
