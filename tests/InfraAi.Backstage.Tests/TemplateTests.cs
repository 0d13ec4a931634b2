using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InfraAi.Catalog;

namespace InfraAi.Backstage.Tests;

/// <summary>Every template of templates/, in the real scaffolder.</summary>
public sealed class TemplateTests(RunningPlatform platform)
{
    private static readonly string Folder = Path.Combine(RunningPlatform.Root, "templates", "templates");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Filled =>
        new()
        {
            { "web-application", """{"database":"postgresql","cache":true}""" },
            { "web-application", """{"database":"none","cache":false}""" },
            { "serverless", """{"runtime":"nodejs22.x","table":true}""" },
            { "serverless", """{"runtime":"python3.13","table":false}""" },
            { "event-driven", """{"broker":"kafka","channel":"orders"}""" },
            { "event-driven", """{"broker":"rabbitmq","channel":"orders"}""" },
            { "data-pipeline", """{"source":"s3","warehouse":"snowflake","schedule":"0 3 * * *"}""" },
            { "ai-infrastructure-project", """{}""" },
        };

    [Theory]
    [MemberData(nameof(Filled))]
    public async Task A_dry_run_makes_a_valid_catalog_with_documentation(string template, string own)
    {
        var values = JsonNode.Parse(own)!.AsObject();
        values["name"] = "dry-run";
        values["description"] = "A \"dry\" run: nothing is published";
        values["owner"] = "group:default/platform-team";

        var answer = await DryRunAsync(template, values);

        var files = answer["directoryContents"]!
            .AsArray()
            .ToDictionary(
                f => f!["path"]!.GetValue<string>(),
                f => Encoding.UTF8.GetString(Convert.FromBase64String(f!["base64Content"]!.GetValue<string>())),
                StringComparer.Ordinal
            );
        if (template == "ai-infrastructure-project")
        {
            // Its files are the agent's answer, which a dry run does not ask for: see DescribeTests for a real run.
            answer.ToJsonString().ShouldContain("infra-ai:analyze");
            return;
        }

        var verdicts = CatalogValidator.Validate("catalog-info.yaml", files["catalog-info.yaml"]);
        verdicts.Count.ShouldBeGreaterThan(2);
        verdicts.ShouldAllBe(v => v.Valid, files["catalog-info.yaml"]);
        files["catalog-info.yaml"].ShouldContain("group:default/platform-team");
        files["docs/index.md"].ShouldContain("# dry-run");
        files["mkdocs.yml"].ShouldContain("techdocs-core");
        files.Values.ShouldAllBe(text => !text.Contains("${{", StringComparison.Ordinal) && !text.Contains("{%", StringComparison.Ordinal));
        answer.ToJsonString().ShouldContain("valid entities in");
    }

    [Fact]
    public async Task Every_template_of_the_repository_is_offered_in_the_catalog_and_has_a_case_here()
    {
        var names = Directory.EnumerateDirectories(Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToList();

        names.Count.ShouldBe(5);
        foreach (var name in names)
        {
            await platform.WaitForAsync("template", name, TimeSpan.FromSeconds(20), Cancellation);
            Filled.ShouldContain(row => row.Data.Item1 == name);
        }
    }

    [Fact]
    public async Task A_template_that_is_run_publishes_a_project_that_the_catalog_shows()
    {
        var values = JsonNode.Parse(
            """{"name":"from-a-template","description":"Made by a test","owner":"group:default/platform-team","database":"postgresql","cache":false}"""
        );
        using var accepted = await platform.Http.PostAsJsonAsync(
            "/api/scaffolder/v2/tasks",
            new { templateRef = "template:default/web-application", values },
            Cancellation
        );
        accepted.IsSuccessStatusCode.ShouldBeTrue(await accepted.Content.ReadAsStringAsync(Cancellation));

        var (entity, _) = await platform.WaitForAsync("component", "from-a-template-backend", TimeSpan.FromSeconds(30), Cancellation);

        entity.GetProperty("spec").GetProperty("dependsOn")[0].GetString().ShouldBe("resource:default/from-a-template-database");
        var (api, _) = await platform.WaitForAsync("api", "from-a-template-api", TimeSpan.FromSeconds(10), Cancellation);
        api.GetProperty("spec").GetProperty("definition").GetString().ShouldNotBeNull().ShouldContain("openapi: 3.0.3");
    }

    private async Task<JsonNode> DryRunAsync(string template, JsonObject values)
    {
        var folder = Path.Combine(Folder, template);
        var contents = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => new
            {
                path = Path.GetRelativePath(folder, file),
                base64Content = Convert.ToBase64String(File.ReadAllBytes(file)),
            });
        var (entity, _) = await platform.WaitForAsync("template", template, TimeSpan.FromSeconds(20), Cancellation);
        using var answer = await platform.Http.PostAsJsonAsync(
            "/api/scaffolder/v2/dry-run",
            new
            {
                template = entity,
                values,
                directoryContents = contents,
            },
            Cancellation
        );
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }
}
