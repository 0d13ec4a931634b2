using InfraAi.Model;
using InfraAi.Publishing.Backstage;
using InfraAi.Tests;

namespace InfraAi.Publishing.Tests;

/// <summary>What a Backstage that is set up wrongly answers; that a real one shows what is published is bench/publish's to measure.</summary>
public sealed class BackstageRegistryTests : IAsyncLifetime
{
    private const string Catalog = "https://github.com/octo/shop/blob/main/catalog-info.yaml";
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private BackstageDouble backstage = null!;

    public async ValueTask InitializeAsync() => backstage = await BackstageDouble.StartAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await backstage.DisposeAsync();
    }

    [Fact]
    public async Task A_location_is_added_once_and_refreshed_after_that()
    {
        var registry = Registry();

        (await registry.RegisterAsync(Catalog, Cancellation)).Value.ShouldBeTrue();
        (await registry.RegisterAsync(Catalog, Cancellation)).Value.ShouldBeFalse();

        backstage.Locations.Keys.ShouldBe([Catalog]);
        backstage.Log.ShouldContain("POST /api/catalog/refresh");
    }

    [Fact]
    public void A_location_has_the_name_that_Backstage_gives_it() =>
        // printf 'url:https://github.com/octo/shop/blob/main/catalog-info.yaml' | sha1sum
        BackstageRegistry.LocationRef(Catalog).ShouldBe("location:default/generated-ec468671ce69e69e410469976abd4083ac46a082");

    [Fact]
    public async Task It_is_visible_when_every_entity_is_there_with_its_relations_and_not_before()
    {
        backstage.Show("system:default/shop", Catalog, """{"owner":"team"}""", ("ownedBy", "group:default/team"));
        backstage.Show(
            "component:default/api",
            Catalog,
            """{"owner":"team","system":"shop","dependsOn":["resource:db"]}""",
            ("ownedBy", "t")
        );
        var registry = Registry();
        var confirming = registry.ConfirmAsync(Catalog, Files, DateTimeOffset.UtcNow, Cancellation);
        while (backstage.Log.Count < 4)
        {
            await Task.Delay(5, Cancellation);
        }

        confirming.IsCompleted.ShouldBeFalse("the component's relations are not stitched yet");
        backstage.Show(
            "component:default/api",
            Catalog,
            """{"owner":"team","system":"shop","dependsOn":["resource:db"]}""",
            ("ownedBy", "group:default/team"),
            ("partOf", "system:default/shop"),
            ("dependsOn", "resource:default/db")
        );

        var visible = await confirming;
        visible.Value.Entities.ShouldBe(2);
        visible.Value.After.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(
        "Entity group:default/x at url:https://x is not of an allowed kind for that location",
        "backstage-kind-refused",
        "catalog.rules"
    )]
    [InlineData(
        "NotAllowedError: Reading from 'https://github.com/x' is not allowed. You may need to configure an integration",
        "backstage-host-refused",
        "backend.reading.allow"
    )]
    [InlineData("Unable to read url, NotFoundError: 404 Not Found", "backstage-cannot-find", "integrations.github")]
    [InlineData("Unable to read url, Error: 401 Bad credentials", "backstage-token-refused-there", "integrations.github")]
    [InlineData("Detected conflicting entityRef component:default/api already referenced by url:x", "backstage-name-taken", "another name")]
    [InlineData("InputError: Policy check failed; caused by Error: spec.type is missing", "backstage-processing-failed", "catalog's")]
    public async Task What_the_catalog_says_becomes_a_diagnosis_with_one_remedy(string error, string code, string remedy)
    {
        backstage.Error = error;

        var confirmed = await Registry().ConfirmAsync(Catalog, Files, DateTimeOffset.UtcNow, Cancellation);

        confirmed.Problem.ShouldNotBeNull().Code.ShouldBe(code);
        confirmed.Problem!.Remedy.En.ShouldContain(remedy);
        confirmed.Problem.Message.En.ShouldContain(error);
    }

    [Fact]
    public async Task A_name_that_another_location_holds_is_named()
    {
        backstage.Show("system:default/shop", "https://github.com/other/blob/main/catalog-info.yaml", "{}");

        var confirmed = await Registry().ConfirmAsync(Catalog, Files, DateTimeOffset.UtcNow, Cancellation);

        confirmed.Problem.ShouldNotBeNull().Code.ShouldBe("backstage-name-taken");
        confirmed.Problem!.Message.En.ShouldContain("github.com/other");
    }

    [Fact]
    public async Task A_file_on_GitHub_is_shown_by_its_tree()
    {
        foreach (var reference in (string[])["system:default/shop", "component:default/api"])
        {
            backstage.Show(reference, Catalog.Replace("/blob/", "/tree/", StringComparison.Ordinal), "{}");
        }

        (await Registry().ConfirmAsync(Catalog, Files, DateTimeOffset.UtcNow, Cancellation)).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://localhost:8000/projects/shop/catalog-info.yaml", true)]
    [InlineData("http://127.0.0.1:8001/projects/shop/catalog-info.yaml", false)]
    [InlineData("http://127.0.0.1:8000/projects/other/catalog-info.yaml", false)]
    public async Task A_machine_has_several_names_for_itself(string shown, bool isSame)
    {
        backstage.Show("system:default/shop", shown, "{}");
        backstage.Show("component:default/api", shown, "{}");

        var confirmed = await Registry()
            .ConfirmAsync("http://127.0.0.1:8000/projects/shop/catalog-info.yaml", Files, DateTimeOffset.UtcNow, Cancellation);

        confirmed.Ok.ShouldBe(isSame);
    }

    [Fact]
    public async Task References_that_other_projects_hold_are_told_from_ones_own()
    {
        backstage.Show("resource:default/postgresql", "https://github.com/octo/other/blob/main/catalog-info.yaml", "{}");
        backstage.Show("component:default/api", Catalog, "{}");

        var taken = await Registry()
            .TakenAsync(["component:default/api", "resource:default/postgresql", "x:default/none"], "shop", Cancellation);

        taken.Value.ShouldBe(["resource:default/postgresql"]);
    }

    [Fact]
    public async Task What_never_comes_and_gives_no_reason_is_given_up()
    {
        var registry = new BackstageRegistry(http, backstage.Url, null, TimeProvider.System) { Longest = TimeSpan.FromMilliseconds(300) };

        var confirmed = await registry.ConfirmAsync(Catalog, Files, DateTimeOffset.UtcNow, Cancellation);

        confirmed.Problem.ShouldNotBeNull().Code.ShouldBe("backstage-not-visible");
    }

    [Fact]
    public async Task A_token_that_is_refused_and_a_server_that_is_away_are_clear_problems()
    {
        backstage.Token = "right";
        var refused = await new BackstageRegistry(http, backstage.Url, "wrong-secret", TimeProvider.System).RegisterAsync(
            Catalog,
            Cancellation
        );
        var away = await new BackstageRegistry(http, new("http://127.0.0.1:1"), null, TimeProvider.System).RegisterAsync(
            Catalog,
            Cancellation
        );

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("backstage-refused");
        Json.Write(refused.Problem).ShouldNotContain("wrong-secret");
        away.Problem.ShouldNotBeNull().Code.ShouldBe("backstage-not-reachable");
    }

    [Fact]
    public async Task A_push_is_told_as_GitHub_tells_it_and_its_signature_holds()
    {
        var push = PushEvent.Of(Catalog, ["catalog-info.yaml", "docs/a.md"])!;

        (await Registry().PushAsync(push, "s3cret", Cancellation)).ShouldBeNull();

        PushEvent.IsSigned("s3cret", backstage.Pushed, backstage.Signature).ShouldBeTrue();
        PushEvent.IsSigned("other", backstage.Pushed, backstage.Signature).ShouldBeFalse();
        PushEvent.IsSigned("s3cret", backstage.Pushed, null).ShouldBeFalse();
        var read = PushEvent.Parse(backstage.Pushed)!;
        (read.Repository, read.WebUrl, read.Branch, read.DefaultBranch).ShouldBe(
            ("octo/shop", "https://github.com/octo/shop", "main", "main")
        );
        read.Touched.ShouldBe(["catalog-info.yaml", "docs/a.md"]);
        PushEvent.Parse("""{"ref":"refs/tags/v1","repository":{}}"""u8).ShouldBeNull();
        PushEvent.Parse("no json"u8).ShouldBeNull();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IReadOnlyList<ProjectFile> Files =>
        [
            new(
                "catalog-info.yaml",
                """
                kind: System
                metadata:
                  name: shop
                spec:
                  owner: team
                ---
                kind: Component
                metadata:
                  name: api
                spec:
                  owner: team
                ---
                kind: Location
                metadata:
                  name: owners
                spec:
                  target: ./owners.yaml

                """
            ),
        ];

    private BackstageRegistry Registry() => new(http, backstage.Url, null, TimeProvider.System);
}
