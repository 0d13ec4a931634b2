using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Services;
using InfraAi.Platform.Setup;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

public sealed class BackstageKindTests
{
    private const string Manifest = "services:\n  backstage:\n    kind: backstage\n";

    /// <summary>Addresses that people type, and where the process on this machine listens: the portal's port, and the backend's.</summary>
    [Theory]
    [InlineData(null, null, null, "http://localhost:3000", 7007)]
    [InlineData("http://127.0.0.1:17007", "http://127.0.0.1:13000", null, "http://127.0.0.1:13000", 17007)]
    // Behind a proxy that speaks https the addresses are the proxy's, and the backend serves the portal too.
    [InlineData("https://idp.example.com", "https://idp.example.com", null, "http://127.0.0.1:7007", 7007)]
    [InlineData("https://idp.example.com:8443", "https://idp.example.com", "17007", "http://127.0.0.1:17007", 17007)]
    [InlineData("https://localhost", "https://localhost", null, "http://127.0.0.1:7007", 7007)]
    public void Where_it_listens_is_not_where_a_proxy_does(string? backend, string? portal, string? port, string url, int listens)
    {
        using var folder = new TemporaryFolder();
        var (kind, entry, settings) = Kind(
            folder,
            ("BACKSTAGE_URL", backend),
            ("BACKSTAGE_FRONTEND_URL", portal),
            ("BACKSTAGE_PORT", port),
            ("BACKSTAGE_PRODUCTION", backend?.StartsWith("https", StringComparison.Ordinal) == true ? "1" : null)
        );

        kind.Url(entry).ShouldBe(new Uri(url));
        kind.Port.ShouldBe(listens);
        kind.IsOurs(entry).ShouldBeTrue();
        settings.OwnsBackstage.ShouldBeTrue();
    }

    [Fact]
    public async Task Another_machines_is_asked_and_never_started()
    {
        using var folder = new TemporaryFolder();
        // Reserved for documentation: nobody is there (RFC 6761).
        var (kind, entry, settings) = Kind(
            folder,
            ("BACKSTAGE_URL", "http://idp.invalid:7007"),
            ("BACKSTAGE_FRONTEND_URL", "http://idp.invalid:3000")
        );
        var service = new ServiceProcess(entry, kind, settings, TimeProvider.System);

        var started = await service.StartAsync(_ => { }, TestContext.Current.CancellationToken);

        kind.IsOurs(entry).ShouldBeFalse();
        kind.Url(entry).Host.ShouldBe("idp.invalid");
        started.Problem.ShouldNotBeNull().Code.ShouldBe("backstage-not-reached");
        Directory.Exists(folder["data/logs"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("npm error code SELF_SIGNED_CERT_IN_CHAIN", "NODE_EXTRA_CA_CERTS=")]
    [InlineData("npm error code E404", "The whole output is /setup.log.")]
    public void What_npm_says_is_quoted_without_its_warnings_and_a_distrusted_certificate_gets_its_remedy(string line, string remedy)
    {
        var problem = BackstageSetup.Broken("npm ci", ["npm warn Unknown user config", line], "/setup.log");

        problem.Message.En.ShouldBe($"\"npm ci\" failed:\n  │ {line}");
        problem.Remedy.En.ShouldContain(remedy);
    }

    private static (BackstageKind Kind, ServiceEntry Entry, Settings Settings) Kind(
        TemporaryFolder folder,
        params (string Name, string? Value)[] environment
    )
    {
        var values = environment.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal);
        var settings = Settings.Load(folder.Path, values.GetValueOrDefault).Value;
        var entry = ManifestReader.Read(Manifest, settings, "platform.yaml").Manifest!.Services.Single();
        return (new BackstageKind(settings), entry, settings);
    }
}
