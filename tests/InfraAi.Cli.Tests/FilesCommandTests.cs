namespace InfraAi.Cli.Tests;

/// <summary>generate, validate and create: what ends up on the disk.</summary>
public sealed class FilesCommandTests : IDisposable
{
    private const string Text = "The shop API stores orders in PostgreSQL and publishes events to Kafka.";
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task What_is_generated_is_valid_and_the_second_time_nothing_is_written()
    {
        var first = await shell.RunAsync("generate", Text, "--output", shell["out"], "--format", "json");
        var second = await shell.RunAsync("generate", Text, "--output", shell["out"], "--format", "json");
        var validated = await shell.RunAsync("validate", shell["out"], "--format", "json");

        first.Code.ShouldBe(ExitCode.Done, first.Error);
        first.Lines[0].GetProperty("written").EnumerateArray().Select(f => f.GetString()).ShouldContain("catalog-info.yaml");
        second.Lines[0].GetProperty("written").GetArrayLength().ShouldBe(0);
        validated.Code.ShouldBe(ExitCode.Done, validated.Out);
        // The Location that names the file of the groups is no entity of the project.
        validated
            .Lines.Count(l => l.GetProperty("kind").GetString() != "Location")
            .ShouldBe(first.Lines[0].GetProperty("entities").GetArrayLength());
        Directory.Exists(shell["data"]).ShouldBeFalse("generate keeps nothing");
    }

    [Fact]
    public async Task Several_inputs_get_a_folder_each_even_with_the_same_name()
    {
        var a = shell.Write("a.txt", Text);
        var b = shell.Write("b.txt", Text + " It uses Redis.");

        var ran = await shell.RunAsync(
            "generate",
            "--file",
            a,
            "--file",
            b,
            "--name",
            "shop",
            "--output",
            shell["out"],
            "--format",
            "json"
        );

        ran.Lines.Select(l => l.GetProperty("folder").GetString()).ShouldBe([shell["out/shop"], shell["out/shop-2"]]);
        File.ReadAllText(shell["out/shop-2/catalog-info.yaml"]).ShouldContain("redis");
    }

    [Fact]
    public async Task A_refused_input_writes_nothing()
    {
        var ran = await shell.RunAsync("generate", "We walked along the beach.", "--output", shell["out"]);

        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Error.ShouldContain("no-infrastructure");
        Directory.Exists(shell["out"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Validate_says_where_and_what_to_do_and_ends_with_1()
    {
        var file = shell.Write(
            "c/catalog-info.yaml",
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: x\nspec:\n  type: service\n  lifecycle: production\n"
        );
        shell.Write("c/mkdocs.yml", "site_name: not an entity\n");

        var ran = await shell.RunAsync("validate", shell["c"]);
        var json = await shell.RunAsync("validate", file, "--format", "json");

        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Out.ShouldContain($"{file}:5:");
        ran.Out.ShouldContain("owner");
        ran.Out.ShouldContain("1 documents in 1 files: 0 valid, 1 not");
        var verdict = json.Lines.ShouldHaveSingleItem();
        verdict.EnumerateObject().Select(p => p.Name).ShouldBe(["file", "document", "kind", "ref", "valid", "problems"]);
        verdict.GetProperty("valid").GetBoolean().ShouldBeFalse();
        verdict
            .GetProperty("problems")[0]
            .EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe(["line", "column", "path", "rule", "message", "fix", "severity"]);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_named()
    {
        var ran = await shell.RunAsync("validate", shell["nowhere"]);

        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Error.ShouldContain(shell["nowhere"]);
    }

    [Fact]
    public async Task Create_publishes_once_and_the_second_time_changes_nothing()
    {
        var first = await shell.RunAsync("create", Text, "--name", "shop", "--format", "json");
        var second = await shell.RunAsync("create", Text, "--name", "shop", "--format", "json");

        first.Code.ShouldBe(ExitCode.Done, first.Error);
        first.Lines[0].GetProperty("changed").GetBoolean().ShouldBeTrue();
        second.Lines[0].GetProperty("changed").GetBoolean().ShouldBeFalse();
        second.Lines[0].GetProperty("commit").GetString().ShouldBe(first.Lines[0].GetProperty("commit").GetString());
        Directory.Exists(shell["data/repositories/shop.git"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Create_shows_its_steps_on_stderr_and_where_to_look_on_stdout()
    {
        var ran = await shell.RunAsync("create", Text, "--name", "shop");

        ran.Error.ShouldContain("✓ publish");
        ran.Error.ShouldContain("· register");
        ran.Out.ShouldMatch("git clone http://127.0.0.1:8000/r/[0-9a-f]{48}/projects/shop.git");
        ran.Out.ShouldContain("http://127.0.0.1:8000/#/analyses/");
    }

    [Fact]
    public async Task Create_says_when_nobody_answers_at_the_addresses_that_it_shows()
    {
        using var door = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        door.Start();
        var address = door.LocalEndpoint.ToString()!;
        shell.Write(".env", $"AGENT_URL=http://{address}\n");

        var open = await shell.RunAsync("create", Text, "--name", "shop");
        door.Stop();
        var shut = await shell.RunAsync("create", Text, "--name", "shop");

        open.Out.ShouldNotContain("./infra-ai start");
        shut.Out.ShouldContain($"{address} answers once the agent runs: ./infra-ai start");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_a_clear_problem()
    {
        shell.Write("data", "a file where the folder should be");

        var ran = await shell.RunAsync("create", Text);

        ran.Code.ShouldBe(ExitCode.Outside);
        ran.Error.ShouldContain("data-folder-not-writable");
        ran.Error.ShouldContain("INFRA_AI_HOME");
    }

    [Fact]
    public async Task What_people_have_in_the_folder_is_merged_or_kept_and_told()
    {
        const string Mine =
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: mine # by hand\nspec: {type: a, lifecycle: b, owner: c}\n";
        shell.Write("out/catalog-info.yaml", Mine);
        shell.Write("out/README.md", "mine\n");

        var ran = await shell.RunAsync("generate", Text, "--output", shell["out"]);

        File.ReadAllText(shell["out/catalog-info.yaml"]).ShouldStartWith(Mine);
        File.ReadAllText(shell["out/catalog-info.yaml"]).ShouldContain("name: kafka");
        File.ReadAllText(shell["out/README.md"]).ShouldBe("mine\n");
        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Out.ShouldContain("  ~ catalog-info.yaml");
        ran.Out.ShouldContain("  ! README.md");
        ran.Out.ShouldNotContain("+ README.md");
    }

    [Fact]
    public async Task What_it_wrote_itself_it_writes_anew_and_says_that_it_changed()
    {
        await shell.RunAsync("generate", Text, "--name", "shop", "--output", shell["out"]);

        var ran = await shell.RunAsync("generate", Text + " It uses Redis.", "--name", "shop", "--output", shell["out"]);

        ran.Code.ShouldBe(ExitCode.Done, ran.Error);
        ran.Out.ShouldContain("  ~ catalog-info.yaml");
        ran.Out.ShouldContain("  + docs/components/redis.md");
    }

    [Fact]
    public async Task Projects_of_one_run_do_not_take_each_others_names()
    {
        var a = shell.Write("a.txt", "Shop. The shop service publishes to Kafka and stores in PostgreSQL.");
        var b = shell.Write("b.txt", "Billing. The billing service reads Kafka and stores in PostgreSQL.");

        await shell.RunAsync("generate", "--file", a, "--file", b, "--output", shell["m"]);
        var checkedNow = await shell.RunAsync("validate", shell["m"], "--closed");

        checkedNow.Code.ShouldBe(ExitCode.Done, checkedNow.Out);
    }
}
