using System.Text;
using System.Text.Json;

namespace InfraAi.Cli.Tests;

public sealed class AnalyzeCommandTests : IDisposable
{
    private const string Text = "The shop API stores orders in PostgreSQL.";
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task A_line_has_the_fields_of_the_contract_in_their_order()
    {
        var ran = await shell.RunAsync("analyze", Text, "--format", "json");

        ran.Code.ShouldBe(ExitCode.Done, ran.Error);
        var line = ran.Lines.ShouldHaveSingleItem();
        // Additions stand at the end.
        Names(line)
            .ShouldBe([
                "id",
                "analyzer",
                "name",
                "title",
                "description",
                "language",
                "components",
                "relations",
                "questions",
                "rejected",
                "notes",
                "model",
            ]);
        line.GetProperty("analyzer").GetString().ShouldBe("offline");
        line.GetProperty("language").GetString().ShouldBe("en");
        var component = line.GetProperty("components").EnumerateArray().First(c => c.GetProperty("technology").GetString() == "PostgreSQL");
        Names(component)
            .ShouldBe(["id", "name", "kind", "technology", "group", "owner", "description", "confidence", "evidence", "found_by"]);
        component.GetProperty("kind").GetString().ShouldBe("database");
        var evidence = component.GetProperty("evidence")[0];
        Names(evidence).ShouldBe(["kind", "start", "length", "quote"]);
        Text.Substring(evidence.GetProperty("start").GetInt32(), evidence.GetProperty("length").GetInt32())
            .ShouldBe(evidence.GetProperty("quote").GetString());
        var relation = line.GetProperty("relations")[0];
        Names(relation).ShouldBe(["from", "to", "kind", "label", "confidence", "evidence", "found_by"]);
        var ids = line.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("id").GetString()).ToList();
        ids.ShouldContain(relation.GetProperty("from").GetString());
        ids.ShouldContain(relation.GetProperty("to").GetString());
    }

    [Fact]
    public async Task Every_input_is_one_line_in_input_order_and_what_cannot_be_read_is_a_line_too()
    {
        var good = shell.Write("a.txt", Text);
        var empty = shell.Write("b.txt", " ");
        var missing = shell["none.txt"];
        var more = shell.Write("c.txt", "El servicio de pagos usa Redis.");

        var ran = await shell.RunAsync("analyze", "--format", "json", "--file", good, "--file", empty, "--file", missing, "--file", more);

        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Lines.Select(l => l.GetProperty("id").GetString()).ShouldBe([good, empty, missing, more]);
        ran.Lines[1].GetProperty("error").GetProperty("code").GetString().ShouldBe("empty-input");
        ran.Lines[2].GetProperty("error").GetProperty("code").GetString().ShouldBe("input-not-readable");
        ran.Lines[3].GetProperty("language").GetString().ShouldBe("es");
    }

    [Fact]
    public async Task Standard_input_is_read_whatever_its_encoding()
    {
        var utf16 = await shell.RunAsync(
            ["analyze", "-", "--format", "json"],
            input: [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Una caché Redis")]
        );
        var latin1 = await shell.RunAsync(["analyze", "-", "--format", "json"], input: Encoding.Latin1.GetBytes("Una caché Redis"));

        foreach (var ran in new[] { utf16, latin1 })
        {
            ran.Lines.ShouldHaveSingleItem().GetProperty("components")[0].GetProperty("technology").GetString().ShouldBe("Redis");
        }
    }

    [Fact]
    public async Task People_get_a_table_with_the_evidence()
    {
        var ran = await shell.RunAsync("analyze", Text);

        ran.Out.ShouldContain("PostgreSQL");
        ran.Out.ShouldContain("“PostgreSQL” @30");
        ran.Error.ShouldBe("");
    }

    [Theory]
    [InlineData("analyze")]
    [InlineData("analyze", "text", "--file", "x")]
    [InlineData("analyze", "text", "--format", "xml")]
    [InlineData("analyze", "text", "--analyzer", "magic")]
    [InlineData("analyze", "text", "--no-such-option")]
    [InlineData("nonsense")]
    [InlineData("generate", "text")]
    public async Task Wrong_usage_ends_with_2_and_says_how_to_get_help(params string[] args)
    {
        var ran = await shell.RunAsync(args);

        ran.Code.ShouldBe(ExitCode.Usage);
        ran.Out.ShouldBe("");
        ran.Error.ShouldContain("--help");
    }

    [Fact]
    public async Task Without_a_task_the_tasks_are_listed_with_a_line_each_in_both_languages()
    {
        var english = await shell.RunAsync();
        var spanish = await shell.RunAsync([], "es");

        foreach (var task in (string[])["analyze", "generate", "validate", "create", "check", "start", "status", "stop", "test", "logs"])
        {
            english.Out.Split('\n').Count(line => line.TrimStart().StartsWith(task + " ", StringComparison.Ordinal)).ShouldBe(1, task);
        }

        spanish.Out.ShouldContain("Lee una descripción");
        english.Code.ShouldBe(ExitCode.Done);
    }

    [Theory]
    [InlineData("analyze")]
    [InlineData("generate")]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("create")]
    [InlineData("start")]
    [InlineData("test")]
    public async Task Every_task_has_help_that_names_the_command_as_people_type_it(string task)
    {
        var ran = await shell.RunAsync(task, "--help");

        ran.Code.ShouldBe(ExitCode.Done, ran.Error);
        ran.Out.ShouldContain($"./infra-ai {task}");
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
