using InfraAi.Analysis.Folders;
using InfraAi.Model;

namespace InfraAi.Analysis.Tests;

/// <summary>What is built in a repository, and what its configuration says it talks to.</summary>
public class UnitTests
{
    private const string Starter = "<dependency><artifactId>spring-cloud-starter-netflix-eureka-client</artifactId></dependency>";

    private static readonly (string Path, string Text)[] Spring =
    [
        ("README.md", "# Bookings\n\nWe use Terraform and Kubernetes, and Jenkins builds it. Try Splunk or Datadog.\n"),
        ("registry/pom.xml", Pom("registry", "")),
        ("registry/src/main/java/Registry.java", "@SpringBootApplication\n@EnableEurekaServer\npublic class Registry {}\n"),
        ("rooms/pom.xml", Pom("rooms", Starter)),
        ("rooms/src/main/java/Rooms.java", "@SpringBootApplication\npublic class Rooms {}\n"),
        (
            "rooms/src/main/resources/application.yml",
            "spring:\n  application: {name: rooms}\n  datasource:\n    url: jdbc:postgresql://localhost:5432/rooms\n    password: hunter22\n"
        ),
        ("bookings/pom.xml", Pom("bookings", Starter)),
        ("bookings/src/main/java/Bookings.java", "@SpringBootApplication\npublic class Bookings {}\n"),
        ("bookings/src/main/java/RoomsClient.java", "@FeignClient(\n    name = \"rooms\")\ninterface RoomsClient {}\n"),
        ("shared/pom.xml", Pom("shared", "")),
        ("shared/src/main/java/Money.java", "public record Money(long cents) {}\n"),
    ];

    [Fact]
    public void Each_module_that_runs_is_a_part_and_a_library_is_none()
    {
        var read = Read(Spring);

        read.Components.Select(c => c.Name).ShouldBe(["registry", "rooms", "bookings", "rooms database"], ignoreOrder: true);
        read.Components.Single(c => c.Name == "registry").Technology.ShouldBe("Netflix Eureka");
        read.Components.Single(c => c.Name == "rooms database").Technology.ShouldBe("PostgreSQL");
        read.Title.ShouldBe("Bookings");
    }

    [Fact]
    public void Clients_registries_and_connections_relate_with_their_lines()
    {
        var read = Read(Spring);

        Links(read)
            .ShouldBe(
                [
                    "bookings -> registry DependsOn",
                    "bookings -> rooms Calls",
                    "rooms -> registry DependsOn",
                    "rooms -> rooms database Uses",
                ],
                ignoreOrder: true
            );
        var call = read.Relations.Single(r => r.Kind == RelationKind.Calls);
        call.Evidence.OfType<LineEvidence>().ShouldContain(e => e.File == "bookings/src/main/java/RoomsClient.java");
    }

    [Fact]
    public void Code_and_settings_are_kept_without_secrets_and_without_what_declares_nothing()
    {
        SourceFiles
            .Kept("a/application.yml", "spring:\n  password: hunter22\n  url: amqp://me:hunter22@queue\n")
            .ShouldNotBeNull()
            .ShouldNotContain("hunter22");
        SourceFiles.Kept("a/Money.java", "public record Money(long cents) {}\n").ShouldBeNull();
        SourceFiles
            .Kept("a/App.java", "package a;\n\n@EnableEurekaServer\nclass App {\n  int secret = 4;\n}\n")
            .ShouldBe("\n\n@EnableEurekaServer\n");
    }

    [Fact]
    public void A_config_repository_speaks_for_the_applications_that_its_files_are_named_after()
    {
        var read = Read([
            ("config/pom.xml", Pom("config", "")),
            ("config/src/main/java/Config.java", "@EnableConfigServer\nclass Config {}\n"),
            ("config/src/main/resources/shared/orders.yml", "spring:\n  data:\n    mongodb:\n      host: orders-store\n"),
            ("orders/pom.xml", Pom("orders", "")),
            ("orders/src/main/java/Orders.java", "@SpringBootApplication\nclass Orders {}\n"),
            ("compose.yml", "services:\n  orders:\n    image: acme/orders\n  orders-store:\n    image: mongo:7\n"),
        ]);

        Links(read).ShouldBe(["orders -> orders-store Uses"]);
        read.Components.Select(c => c.Name).ShouldBe(["orders", "orders-store", "config"], ignoreOrder: true);
    }

    [Fact]
    public void A_product_that_a_sentence_ties_to_a_part_is_one_and_a_list_of_vendors_is_not()
    {
        var read = Read([
            ("README.md", "# Shop\n\nThe orders service sends mail with SendGrid.\n\n| Vendor |\n|---|\n| Datadog |\n| Splunk |\n"),
            ("compose.yml", "services:\n  orders:\n    build: ./orders\n"),
        ]);

        read.Components.Select(c => c.Name).ShouldBe(["orders", "SendGrid"], ignoreOrder: true);
        read.Components.SelectMany(c => c.Evidence).ShouldAllBe(e => e is LineEvidence);
    }

    [Fact]
    public void Two_stacks_that_use_one_name_stay_two()
    {
        var read = Read([
            ("blog/compose.yml", "services:\n  web: {image: acme/blog, depends_on: [db]}\n  db: {image: 'mysql:8'}\n"),
            ("forum/compose.yml", "services:\n  web: {image: acme/forum, depends_on: [db]}\n  db: {image: 'postgres:16'}\n"),
        ]);

        read.Components.Select(c => $"{c.Name} {c.Group} {c.Technology}")
            .ShouldBe(["web blog ", "db blog MySQL", "web forum ", "db forum PostgreSQL"], ignoreOrder: true);
        read.Relations.Count.ShouldBe(2);
        read.Questions.ShouldBeEmpty();
    }

    [Fact]
    public void Dapr_Argo_and_Flux_declare_parts_and_what_uses_them()
    {
        var read = Read([
            (
                "dapr.yaml",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: till}
                spec:
                  template:
                    metadata: {annotations: {dapr.io/app-id: till}}
                    spec:
                      containers:
                        - {name: shipper, image: "fluent/fluent-bit:3"}
                        - {name: till, image: acme/till}
                ---
                apiVersion: dapr.io/v1alpha1
                kind: Component
                metadata: {name: sales}
                spec: {type: pubsub.rabbitmq, version: v1}
                scopes: [till]
                """
            ),
            (
                "apps.yaml",
                """
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: sessions, namespace: argocd}
                spec: {project: shop, source: {repoURL: "https://charts.example.test", chart: redis}}
                ---
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: store, namespace: shop}
                spec: {chart: {spec: {chart: postgresql}}}
                ---
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: front, namespace: shop}
                spec: {dependsOn: [{name: store}], chart: {spec: {chart: ./charts/front}}}
                """
            ),
        ]);

        read.Components.Select(c => $"{c.Name} {c.Kind} {c.Technology}")
            .ShouldBe(
                ["till Service ", "sales Queue RabbitMQ", "sessions Cache Redis", "store Database PostgreSQL", "front Service "],
                ignoreOrder: true
            );
        Links(read).ShouldBe(["till -> sales Uses", "front -> store DependsOn"], ignoreOrder: true);
    }

    [Fact]
    public void A_host_with_a_namespace_finds_the_service_of_manifests_that_name_none()
    {
        var read = Read([
            (
                "all.yaml",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: stock}
                spec: {selector: {app: stock}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: stock}
                spec: {template: {metadata: {labels: {app: stock}}, spec: {containers: [{name: c, image: acme/stock}]}}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec: {template: {spec: {containers: [{name: web, image: acme/web, env: [{name: STOCK, value: "http://stock.default.svc.cluster.local"}]}]}}}
                """
            ),
        ]);

        Links(read).ShouldBe(["web -> stock Calls"]);
    }

    [Fact]
    public void Ten_thousand_files_are_read_in_time_that_grows_with_them()
    {
        (string, string)[] Many(int modules) =>
            [
                .. Enumerable
                    .Range(0, modules)
                    .SelectMany(i =>
                        ((string, string)[])
                            [
                                ($"m{i}/pom.xml", Pom($"m{i}", Starter)),
                                ($"m{i}/src/main/java/A.java", "@SpringBootApplication\nclass A {}\n"),
                                ($"m{i}/src/main/java/C.java", $"@FeignClient(\"m{(i + 1) % modules}\")\ninterface C {{}}\n"),
                                ($"m{i}/src/main/resources/application.yml", $"spring:\n  application: {{name: m{i}}}\n"),
                            ]
                    ),
            ];

        var read = Read(Many(2500));

        read.Components.Count.ShouldBe(2500);
        read.Relations.Count.ShouldBe(2500);
    }

    private static string Pom(string name, string dependencies) =>
        $"<project>\n<artifactId>{name}</artifactId>\n<dependencies>{dependencies}</dependencies>\n</project>\n";

    private static IEnumerable<string> Links(Architecture read)
    {
        var names = read.Components.ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal);
        return read.Relations.Select(r => $"{names[r.From]} -> {names[r.To]} {r.Kind}");
    }

    private static Architecture Read(IEnumerable<(string Path, string Text)> files) =>
        new OfflineAnalyzer()
            .Analyze(new AnalysisInput("shop", SourceBundle.Write(files), "shop"), TestContext.Current.CancellationToken)
            .Value;
}
