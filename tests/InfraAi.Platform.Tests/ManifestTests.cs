using System.Text.Json;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Tests;

public sealed class ManifestTests
{
    [Fact]
    public void Everything_of_the_file_is_read()
    {
        var manifest = Good(
            """
            services:
              web:
                needs: [db]
                command: [node, server.js, "${MODE:-dev}"]
                folder: site
                url: http://127.0.0.1:${PORT}
                ready: /ok
                log: logs/web.txt
                environment: {A: one, B: "${NOT_SET}", C: "$${KEPT}"}
                default: true
                start_timeout: 90
                stop_timeout: 3
                stop_signal: INT
              db:
                command: exec db --quiet
                url: tcp://localhost:5433
            repositories:
              site: {path: site, remote: "https://github.com/${OWNER}/site.git", branch: trunk, tags: site-, groups: [web, front, web]}
            env_files:
              site: {path: site/.env, secrets: [KEY]}
            tasks:
              seed:
                description: {en: Fills, es: Llena}
                command: [./seed]
                services: db
                arguments: {size: {values: [small, large], required: true}}
              fresh: {needs: [seed]}
            """,
            ("PORT", "9000")
        );

        manifest.Services.Select(s => s.Name).ShouldBe(["db", "web"]);
        var web = manifest.Services[1];
        web.Command.ShouldBe(["node", "server.js", "dev"]);
        web.Folder.ShouldBe("/root-of-it/site");
        web.Url.ShouldBe(new Uri("http://127.0.0.1:9000"));
        web.Ready.ShouldBe(new Uri("http://127.0.0.1:9000/ok"));
        web.Log.ShouldBe("/root-of-it/logs/web.txt");
        web.Environment.ShouldBe(new Dictionary<string, string> { ["A"] = "one", ["C"] = "${KEPT}" });
        web.Default.ShouldBeTrue();
        (web.StartTimeout.TotalSeconds, web.StopTimeout.TotalSeconds, web.StopSignal).ShouldBe((90, 3, "INT"));
        manifest.Services[0].Ready.ShouldBe(new Uri("tcp://localhost:5433"));
        manifest.Services[0].Command.ShouldBe(["sh", "-c", "exec db --quiet", "sh"]);
        var repository = manifest.Repositories.ShouldHaveSingleItem();
        (repository.Path, repository.Remote, repository.Branch, repository.Tags).ShouldBe(("/root-of-it/site", null, "trunk", "site-"));
        repository.Groups.ShouldBe(["web", "front"]);
        manifest.EnvFiles.ShouldHaveSingleItem().Secrets.ShouldBe(["KEY"]);
        manifest.Tasks[0].Description.Es.ShouldBe("Llena");
        manifest.Tasks[0].Arguments.ShouldHaveSingleItem().Values.ShouldBe(["small", "large"]);
        manifest.Tasks[1].Needs.ShouldBe(["seed"]);
    }

    [Theory]
    [InlineData("services:\n  web:\n    comand: [x]\n", 3, 5, "command")]
    [InlineData("services:\n  web:\n    command: x\n    colour: red\n", 4, 5, "Known: kind")]
    [InlineData("services:\n  web: {}\n", 2, 8, "command")]
    [InlineData("services:\n  web: [a]\n", 2, 8, "a map of fields")]
    [InlineData("services:\n  Web_1:\n    command: x\n", 2, 3, "Lower case")]
    [InlineData("services:\n  web:\n    command: x\n    needs: [db]\n", 4, 12, "web")]
    [InlineData("services:\n  a: {command: x, needs: b}\n  b: {command: x, needs: a}\n", 2, 26, "a → b → a")]
    [InlineData("services:\n  a:\n    command: x\n    needs: a\n", 4, 12, "a → a")]
    [InlineData("services:\n  a:\n    command: x\n    url: 8080\n", 4, 10, "http://127.0.0.1:8080")]
    [InlineData("services:\n  a:\n    command: x\n    start_timeout: soon\n", 4, 20, "seconds from 1")]
    [InlineData("services:\n  a:\n    command: x\n    default: yes\n", 4, 14, "true or false")]
    [InlineData("services:\n  a:\n    kind: docker\n", 3, 11, "command, agent")]
    [InlineData("services:\n  a: {command: x}\n  a: {command: y}\n", 3, 3, "twice")]
    [InlineData("services:\n  a: {command: x\n", 3, 1, "not YAML")]
    [InlineData("services:\n\ta: 1\n", 2, 1, "not YAML")]
    [InlineData("services:\n  a:\n    command: [x\n    url: foo\n", 3, 14, "a bracket or brace is not closed")]
    [InlineData("services:\n  a:\n    command: 'x\n", 3, 14, "a quote is not closed")]
    [InlineData("services:\n  a:\n    command: x: y\n", 3, 15, "quote the text")]
    [InlineData("tasks:\n  t: {description: no command}\n", 2, 6, "command")]
    [InlineData("tasks:\n  t:\n    command: x\n    services: db\n", 4, 15, "db")]
    [InlineData("repositories:\n  r: {branch: main}\n", 2, 6, "path")]
    [InlineData("repositories:\n  r:\n    path: x\n    groups: [web, Back_End]\n", 4, 19, "Lower case")]
    [InlineData("repositories:\n  r:\n    path: x\n    groups: {web: 1}\n", 4, 13, "not a map")]
    [InlineData("repositories:\n  r:\n    path: x\n    group: web\n", 4, 5, "Did you mean \"groups\"")]
    [InlineData("env_files:\n  e: {path: \"${NOT_SET}\"}\n", 2, 13, "no value")]
    [InlineData("- services\n", 1, 1, "map of sections")]
    [InlineData("service: {}\n", 1, 1, "Did you mean \"services\"")]
    [InlineData("services: {a: {command: *x}}\n", 1, 25, "anchor")]
    public void What_is_wrong_is_told_with_its_place_and_a_remedy(string text, int line, int column, string words)
    {
        var (manifest, faults) = Read(text);

        manifest.ShouldBeNull();
        var fault = faults[0];
        (fault.Line, fault.Column).ShouldBe((line, column), fault.ToString());
        $"{fault.Message.En} {fault.Remedy.En}".ShouldContain(words);
        fault.Remedy.Es.ShouldNotBeNullOrWhiteSpace();
        fault.Message.Es.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Every_fault_is_told_at_once_in_the_order_of_the_text()
    {
        var (_, faults) = Read("services:\n  a: {command: x, foo: 1}\n  b: {}\ntask: {}\n");

        faults.Select(f => f.Line).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public void An_empty_file_is_an_empty_platform()
    {
        Good("").Services.ShouldBeEmpty();
        Good("# nothing yet\n").Tasks.ShouldBeEmpty();
    }

    [Fact]
    public void Text_that_nests_without_end_is_a_fault_and_no_crash() =>
        Read(string.Concat(Enumerable.Repeat("[", 10_000))).Faults.ShouldNotBeEmpty();

    [Fact]
    public void The_platform_s_own_manifest_is_good_and_the_schema_for_editors_knows_the_same_fields()
    {
        var root = Root();
        Good(File.ReadAllText(Path.Combine(root, "platform.yaml"))).Services.ShouldContain(s => s.Name == "agent" && s.Default);

        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "platform.schema.json")));
        var definitions = schema.RootElement.GetProperty("$defs");
        Names(schema.RootElement).ShouldBe(ManifestReader.Known[""].Order());
        foreach (
            var (section, definition) in (ReadOnlySpan<(string, string)>)
                [
                    ("services", "service"),
                    ("repositories", "repository"),
                    ("env_files", "env_file"),
                    ("tasks", "task"),
                    ("arguments", "argument"),
                ]
        )
        {
            Names(definitions.GetProperty(definition)).ShouldBe(ManifestReader.Known[section].Order(), definition);
        }

        definitions
            .GetProperty("service")
            .GetProperty("properties")
            .GetProperty("kind")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(e => e.GetString())
            .ShouldBe(ManifestReader.Kinds);

        static IEnumerable<string> Names(JsonElement element) =>
            element.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order();
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "platform.schema.json")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("These tests run from a checkout.");
    }

    private static PlatformManifest Good(string text, params (string Name, string Value)[] environment)
    {
        var (manifest, faults) = Read(text, environment);
        faults.ShouldBeEmpty();
        return manifest.ShouldNotBeNull();
    }

    private static (PlatformManifest? Manifest, IReadOnlyList<ManifestFault> Faults) Read(
        string text,
        params (string Name, string Value)[] environment
    )
    {
        var values = environment.ToDictionary(e => e.Name, e => e.Value);
        return ManifestReader.Read(text, Settings.Load("/root-of-it", values.GetValueOrDefault).Value, "/root-of-it/platform.yaml");
    }
}
