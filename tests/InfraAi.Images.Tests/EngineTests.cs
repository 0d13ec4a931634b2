using InfraAi.Analysis.Images;
using InfraAi.Analysis.Images.Engine;
using InfraAi.Model;
using InfraAi.Tests;

namespace InfraAi.Images.Tests;

public sealed class EngineTests
{
    [Fact]
    public void Where_the_engine_is_missing_the_problem_says_which_command_installs_it()
    {
        using var folder = new TemporaryFolder();

        var problem = PictureEngine.Find(folder.Path).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("picture-engine-missing");
        problem.Kind.ShouldBe(ProblemKind.NotAvailable);
        problem.Remedy.En.ShouldContain("dotnet build src/InfraAi.Analysis");
    }

    [Theory]
    [InlineData("Power Bl", "Power BI")]
    [InlineData("CIoudFront", "CloudFront")]
    [InlineData("lAM Role", "IAM Role")]
    public void Letters_that_look_alike_are_put_right_where_a_known_name_is_meant(string read, string meant) =>
        Spelling.Correct(read).ShouldBe(meant);

    [Theory]
    [InlineData("Web Server 5")]
    [InlineData("Billing")]
    [InlineData("orders-db-1")]
    [InlineData("Amazon S3")]
    public void Other_names_stay_as_they_were_read(string read) => Spelling.Correct(read).ShouldBe(read);

    [Theory]
    [InlineData("replical", "replica1")]
    [InlineData("Web server I", "Web server 1")]
    [InlineData("node-O.local", "node-0.local")]
    [InlineData("portal", "portal")]
    [InlineData("Phase I", "Phase I")]
    public void A_digit_read_as_a_letter_is_put_right_beside_its_like(string read, string meant) =>
        Spelling.Numbered(read, ["replica2", "Web server 2", "node-1.local", "portal", "Phase II"]).ShouldBe(meant);

    [Fact]
    public void Resizing_keeps_what_is_flat_and_where_things_are()
    {
        var picture = new Raster(40, 20);
        picture.Red.AsSpan().Fill(200);
        picture.Red[(10 * 40) + 30] = 0;

        var larger = picture.Resize(80, 40);

        larger.Red[0].ShouldBe((byte)200);
        larger.Red[(21 * 80) + 61].ShouldBeLessThan((byte)120);
        larger.Resize(40, 20).Red[(10 * 40) + 5].ShouldBe((byte)200);
    }
}
