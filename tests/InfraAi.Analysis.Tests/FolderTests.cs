using InfraAi.Analysis.Folders;
using InfraAi.Model;

namespace InfraAi.Analysis.Tests;

public class FolderTests
{
    private static readonly (string Path, string Text)[] Shop =
    [
        (".github/CODEOWNERS", "* @acme/platform\n/infra/ @acme/infra\n*.md @someone\n"),
        (
            "README.md",
            "# Acme Shop\n\nThe storefront calls the orders API. The orders API stores orders in PostgreSQL and publishes to RabbitMQ."
        ),
        ("docker-compose.yml", "services:\n  orders-api:\n    build: ./api\n    depends_on: [db]\n  db:\n    image: postgres:16\n"),
        ("docs/arch.mmd", "graph LR\n  A[Storefront] --> B[Orders API]\n  B --> C[(PostgreSQL)]\n"),
        ("infra/main.tf", "resource \"aws_s3_bucket\" \"invoices\" {\n  bucket = \"invoices\"\n}\n"),
    ];

    private readonly OfflineAnalyzer analyzer = new();

    [Fact]
    public void The_sources_of_a_folder_become_one_architecture()
    {
        var read = Read(Shop);

        read.Components.Select(c => c.Name).ShouldBe(["orders-api", "db", "invoices", "Storefront", "RabbitMQ"], ignoreOrder: true);
        read.Components.Single(c => c.Name == "db").Technology.ShouldBe("PostgreSQL");
        Links(read).ShouldBe(["Storefront -> orders-api", "orders-api -> RabbitMQ", "orders-api -> db"], ignoreOrder: true);
        (read.Name, read.Title).ShouldBe(("shop-repo", "Acme Shop"));
    }

    [Fact]
    public void Owners_come_from_CODEOWNERS_by_the_file_a_part_was_read_from()
    {
        var read = Read(Shop);

        read.Components.Single(c => c.Name == "invoices").Owner.ShouldBe("infra");
        read.Components.Single(c => c.Name == "db").Owner.ShouldBe("platform");
    }

    [Fact]
    public void Every_quote_is_where_its_evidence_says()
    {
        var bundle = SourceBundle.Write(Shop);
        var files = Shop.ToDictionary(f => f.Path, f => f.Text.Split('\n'), StringComparer.Ordinal);

        foreach (var evidence in Read(Shop).Components.SelectMany(c => c.Evidence))
        {
            switch (evidence)
            {
                case TextEvidence text:
                    bundle.Substring(text.Start, text.Length).ShouldBe(text.Quote);
                    break;
                case LineEvidence line:
                    files[line.File!][line.Line - 1].ShouldContain(line.Quote);
                    break;
            }
        }
    }

    [Fact]
    public void Two_technologies_for_one_name_are_a_question()
    {
        var read = Read([
            ("compose.yml", "services:\n  cache:\n    image: memcached:1\n  app:\n    build: .\n"),
            (
                "deploy/cache.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cache}\nspec: {template: {spec: {containers: [{name: cache, image: redis:7}]}}}\n"
            ),
        ]);

        read.Questions.ShouldContain(q => q.Contains("cache") && q.Contains("Redis") && q.Contains("Memcached"));
    }

    [Fact]
    public void One_name_read_twice_is_one_part()
    {
        Component Part(string id, string name, string? technology) =>
            new()
            {
                Id = id,
                Name = name,
                Kind = ComponentKind.Service,
                Technology = technology,
            };
        Relation Link(string from, string to) =>
            new()
            {
                From = from,
                To = to,
                Kind = RelationKind.Uses,
            };
        var read = new Architecture
        {
            Name = "a",
            Title = "A",
            Language = "en",
            Analyzer = "offline",
            Components = [Part("web", "Web", null), Part("db", "DB", "MySQL"), Part("web-2", "web", null), Part("db-2", "db", "Redis")],
            Relations = [Link("web", "db"), Link("web-2", "db"), Link("web", "web-2"), Link("web-2", "db-2")],
        };

        var one = ArchitectureUnion.WithoutTwins(read);

        one.Components.Select(c => c.Id).ShouldBe(["web", "db", "db-2"]);
        one.Relations.Select(r => $"{r.From} {r.To}").ShouldBe(["web db", "web db-2"]);
    }

    [Fact]
    public void Terraform_of_one_folder_is_one_module()
    {
        var read = Read([
            ("infra/queue.tf", "resource \"aws_sqs_queue\" \"orders\" {}\n"),
            (
                "infra/worker.tf",
                """
                resource "aws_lambda_function" "billing" {
                  environment {
                    variables = { QUEUE = aws_sqs_queue.orders.url }
                  }
                }
                """
            ),
            ("other/queue.tf", "resource \"aws_sqs_queue\" \"returns\" {}\n"),
        ]);

        read.Components.Select(c => c.Name).ShouldBe(["orders", "billing", "returns"]);
        var relation = read.Relations.ShouldHaveSingleItem();
        (relation.From, relation.To).ShouldBe(("billing", "orders"));
        relation
            .Evidence.ShouldHaveSingleItem()
            .ShouldBe(new LineEvidence("infra/worker.tf", 3, "variables = { QUEUE = aws_sqs_queue.orders.url }"));
    }

    [Fact]
    public void Manifests_in_files_of_their_own_are_one_set_also_beside_a_broken_one()
    {
        var read = Read([
            (
                "k8s/deployment.yaml",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: orders }
                spec:
                  template:
                    metadata: { labels: { app: orders } }
                    spec:
                      containers:
                        - { name: orders, image: shop/orders, envFrom: [{ configMapRef: { name: orders } }] }
                """
            ),
            ("k8s/service.yaml", "apiVersion: v1\nkind: Service\nmetadata: { name: orders-http }\nspec:\n  selector: { app: orders }\n"),
            ("k8s/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: orders }\ndata:\n  DB_HOST: orders-db\n"),
            ("k8s/db.yaml", Deployment("orders-db", "postgres:16")),
            ("k8s/broken.yaml", "apiVersion: v1\nkind: [\n"),
        ]);

        read.Components.Select(c => c.Name).Order(StringComparer.Ordinal).ShouldBe(["orders", "orders-db"]);
        var relation = read.Relations.ShouldHaveSingleItem();
        (relation.From, relation.To).ShouldBe(("orders", "orders-db"));
        relation.Evidence.ShouldHaveSingleItem().ShouldBe(new LineEvidence("k8s/settings.yaml", 5, "DB_HOST: orders-db"));
        read.Notes.ShouldContain(q => q.StartsWith("k8s/broken.yaml "));
        read.Notes.ShouldNotContain(q => q.Contains("selects no workload"));
    }

    [Fact]
    public void Catalog_files_that_name_each_other_leave_nothing_open()
    {
        const string head = "apiVersion: backstage.io/v1alpha1\n";
        var read = Read([
            (
                "catalog-info.yaml",
                head + "kind: Component\nmetadata: { name: web }\nspec: { type: website, dependsOn: ['resource:default/files'] }\n"
            ),
            ("catalog/files.yaml", head + "kind: Resource\nmetadata: { name: files }\nspec: { type: s3-bucket }\n"),
        ]);

        read.Components.Select(c => $"{c.Name} {c.Kind}").ShouldBe(["web Website", "files Storage"]);
        read.Notes.ShouldNotContain(q => q.Contains("described elsewhere"));
    }

    [Fact]
    public void The_same_image_or_the_label_of_Backstage_makes_two_descriptions_one_part()
    {
        var read = Read([
            (
                "catalog-info.yaml",
                "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: payments }\nspec: { type: service }\n"
            ),
            ("docker-compose.yml", "services:\n  app:\n    build: .\n    image: registry.example.com/shop/payments:dev\n"),
            ("k8s.yaml", Deployment("shop-payments-v2", "shop/payments:2.1", "backstage.io/kubernetes-id: payments")),
        ]);

        var one = read.Components.ShouldHaveSingleItem();
        one.Name.ShouldBe("payments");
        one.Evidence.OfType<LineEvidence>()
            .Select(e => e.File)
            .Distinct()
            .ShouldBe(["catalog-info.yaml", "k8s.yaml", "docker-compose.yml"]);
    }

    private static string Deployment(string name, string image, string? label = null) =>
        $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: {{name}}, labels: { {{label}} } }
            spec: { template: { spec: { containers: [{ name: main, image: "{{image}}" }] } } }

            """;

    [Fact]
    public void A_chart_that_is_not_rendered_is_one_note()
    {
        const string template =
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include \"web.fullname\" . }}\n  {{- if .Values.x }}\n  labels: {}\n  {{- end }}\n";
        var read = Read([
            ("docker-compose.yml", "services:\n  db:\n    image: postgres:16\n"),
            ("deploy/web/templates/a.yaml", template),
            ("deploy/web/templates/more/b.yaml", template),
            ("alerts.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: p, annotations: { a: \"{{ $labels.instance }}\" } }\nspec: {}\n"),
        ]);

        read.Components.Select(c => c.Name).ShouldBe(["p", "db"]);
        read.Notes.Where(q => q.Contains("Helm")).ShouldHaveSingleItem().ShouldContain("`helm template deploy/web`");
    }

    [Fact]
    public void A_broken_source_is_left_out_and_named()
    {
        var read = Read([
            ("docker-compose.yml", "services:\n  db:\n    image: postgres:16\n"),
            ("x.drawio", "<mxfile><diagram>%%%not packed%%%</diagram></mxfile>"),
        ]);

        read.Components.ShouldHaveSingleItem().Name.ShouldBe("db");
        read.Notes.ShouldContain(q => q.StartsWith("x.drawio "));
    }

    [Fact]
    public void A_bundle_says_what_was_put_in_whatever_is_in_it()
    {
        (string, string)[] files = [("a.txt", "file 3 b.txt\ninfra-ai-bundle 1\n"), ("empty", ""), ("no end", "x")];

        var read = SourceBundle.TryRead(SourceBundle.Write(files)).ShouldNotBeNull();

        read.Select(f => (f.Path, f.Text)).ShouldBe([("a.txt", "file 3 b.txt\ninfra-ai-bundle 1\n"), ("empty", ""), ("no end", "x\n")]);
        SourceBundle.TryRead("words").ShouldBeNull();
    }

    [Theory]
    [InlineData("*", "a/b.tf", true)]
    [InlineData("*.tf", "a/b.tf", true)]
    [InlineData("/a/", "a/x/b.tf", true)]
    [InlineData("a/", "x/a/b.tf", true)]
    [InlineData("/a", "a/b.tf", true)]
    [InlineData("/a/*", "a/x/b.tf", false)]
    [InlineData("/a/**", "a/x/b.tf", true)]
    [InlineData("**/x/b.tf", "a/x/b.tf", true)]
    [InlineData("/b.tf", "a/b.tf", false)]
    [InlineData("a/b.tf", "x/a/b.tf", false)]
    public void A_pattern_of_CODEOWNERS_covers_what_GitHub_says(string pattern, string path, bool covers) =>
        new CodeOwners($"{pattern} @acme/team\n").Of(path).ShouldBe(covers ? "team" : null);

    [Theory]
    [InlineData("catalog-info.yaml", 0)]
    [InlineData("infra/main.tf", 1)]
    [InlineData("deploy/docker-compose.prod.yml", 2)]
    [InlineData("Compose.yaml", 2)]
    [InlineData("docs/a.drawio.png", 3)]
    [InlineData("api/openapi.json", 4)]
    [InlineData("README.md", 5)]
    [InlineData("docs/other.md", null)]
    [InlineData("package.json", null)]
    [InlineData("api/tests/compose.yaml", null)]
    [InlineData("templates/app/skeleton/catalog-info.yaml", null)]
    [InlineData("src/Program.cs", null)]
    public void A_file_has_its_place_in_the_precedence(string path, int? precedence) => SourceFiles.Precedence(path).ShouldBe(precedence);

    private Architecture Read((string Path, string Text)[] files)
    {
        var read = analyzer.Analyze(
            new AnalysisInput("folder", SourceBundle.Write(files), "shop-repo"),
            TestContext.Current.CancellationToken
        );
        read.Problem.ShouldBeNull();
        return read.Value;
    }

    private static IEnumerable<string> Links(Architecture read)
    {
        var names = read.Components.ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal);
        return read.Relations.Select(r => $"{names[r.From]} -> {names[r.To]}");
    }
}
