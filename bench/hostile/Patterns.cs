using System.Globalization;
using System.Text;

namespace InfraAi.Bench.Hostile;

/// <summary>A way to make an input of any length.</summary>
/// <param name="Name">What grows.</param>
/// <param name="File">The name that the input is given: its extension decides where the content leaves two.</param>
/// <param name="Make">The input with about so many rows; the same number gives the same text.</param>
public sealed record Pattern(string Name, string File, Func<int, string> Make)
{
    public override string ToString() => Name;

    /// <summary>The longest input of the pattern within so many UTF-16 code units, found by doubling.</summary>
    public string OfLength(int length)
    {
        var (rows, best) = (1, "");
        for (var text = Make(rows); text.Length <= length && rows <= length; text = Make(rows))
        {
            best = text;
            rows *= 2;
        }

        return best;
    }
}

/// <summary>Inputs that make a reader repeat itself: for every format and every pattern of words, one thing many times.</summary>
public static partial class Patterns
{
    private static readonly string[] Products =
    [
        "PostgreSQL",
        "Redis",
        "Kafka",
        "RabbitMQ",
        "MongoDB",
        "MySQL",
        "Elasticsearch",
        "Amazon S3",
        "AWS Lambda",
        "Amazon SQS",
        "Azure Functions",
        "Cosmos DB",
        "nginx",
        "Keycloak",
        "Grafana",
        "Prometheus",
    ];

    public static IReadOnlyList<Pattern> Words { get; } =
    [
        new("bullets", "t.md", n => "The platform has these services:\n\n" + Rows(n, i => $"- Service{i}: stores orders in PostgreSQL")),
        new("bullets of code", "t.md", n => "## Services\n\n" + Rows(n, i => $"- `svc-{i}` reads `svc-{i + 1}`")),
        new("bullets nested", "t.md", n => "## Services\n\n" + Rows(n, i => new string(' ', i % 40) + $"- **svc-{i}** calls the API")),
        new("bullets in one block", "t.md", n => "## Services\n\n- Orders service\n" + Rows(n, i => $"  reads Redis {i}")),
        new(
            "steps",
            "t.md",
            n => Rows(n, i => $"{i % 99}. The order service {i} sends the order to RabbitMQ and it stores them in Redis.")
        ),
        new("arrows", "t.txt", n => Rows(n, i => $"Web{i} -> Api{i} -> PostgreSQL")),
        new("arrows of one hub", "t.txt", n => Rows(n, i => $"Gateway -> Service{i}")),
        new("arrows in one line", "t.txt", n => string.Join(" -> ", Numbers(n).Select(i => $"Service{i}"))),
        new("arrows without names", "t.txt", n => "A web app uses Redis. " + Row(n, "-> ")),
        new("arrows and lists", "t.txt", n => Rows(n, i => $"Api{i} -> (Redis, Kafka, PostgreSQL, MongoDB{i})")),
        new("arrows of a long dash", "t.txt", n => "Redis " + new string('-', n * 20) + "> Kafka"),
        new("names in one sentence", "t.txt", n => "We run " + string.Join(", ", Numbers(n).Select(i => $"the Billing{i} service")) + "."),
        new("names with and", "t.txt", n => string.Join(" and ", Numbers(n).Select(i => $"the Billing{i} service")) + " use Redis."),
        new("names without a stop", "t.txt", n => string.Join(" ", Numbers(n).Select(i => $"Orders Payment Shipping Service{i}"))),
        new(
            "sentences",
            "t.txt",
            n => Rows(n, i => $"The Billing{i} service reads from the Orders{i} database and publishes events to Kafka.")
        ),
        new(
            "sentences in Spanish",
            "t.txt",
            n => Rows(n, i => $"El servicio de facturas{i} lee de la base de datos pedidos{i} y publica eventos en Kafka.")
        ),
        new(
            "sentences in one paragraph",
            "t.txt",
            n => string.Join(" ", Numbers(n).Select(i => $"The worker{i} consumes messages from the queue{i}."))
        ),
        new("pronouns", "t.txt", n => "The web app uses Redis. " + Row(n, "It then stores files in S3. ")),
        new("the same product", "t.txt", n => Row(n, "PostgreSQL ")),
        new("the same product in sentences", "t.txt", n => Row(n, "The orders API stores data in PostgreSQL. ")),
        new("products", "t.txt", n => string.Join(", ", Numbers(n).Select(i => Products[i % Products.Length]))),
        new(
            "databases with names",
            "t.txt",
            n => Rows(n, i => $"The inventory{i} PostgreSQL database, the {Products[i % Products.Length]} cache{i}.")
        ),
        new("headings", "t.md", n => Rows(n, i => $"# Service {i}\n")),
        new("headings with words", "t.md", n => Rows(n, i => $"## Orders{i} service\n\nIt uses Redis{i}.\n")),
        new("plain headings", "t.md", n => Rows(n, i => $"Alternatives\n\nRedis and Kafka{i}.\n")),
        new(
            "tables",
            "t.md",
            n => "| Service | Technology | Uses |\n|---|---|---|\n" + Rows(n, i => $"| svc{i} | Node.js | svc{i + 1}, Redis |")
        ),
        new("tables without edges", "t.md", n => "Service | Image\n--- | ---\n" + Rows(n, i => $"svc{i} | redis:{i}")),
        new("tables of one row each", "t.md", n => Rows(n, i => $"| Service | Technology |\n|---|---|\n| svc{i} | Redis |\n")),
        new("a table of columns", "t.md", n => "|" + Row(n, " Service |") + "\n|" + Row(n, "---|") + "\n|" + Row(n, " Redis |") + "\n"),
        new("drawings", "t.txt", n => Rows(n, i => $"│ Orders{i} │ ──→ │ Redis{i} │\n     ↓")),
        new("drawing of boxes", "t.txt", n => Rows(n, i => $"┌────────┐\n│ Api{i}  │\n└────────┘")),
        new("trees of files", "t.txt", n => Rows(n, i => $"├── service{i}/")),
        new("trees of parts", "t.txt", n => Rows(n, i => $"├── Orders service {i}")),
        new(
            "fences",
            "t.md",
            n => "The shop uses Redis.\n\n" + Rows(n, i => $"```mermaid\nflowchart LR\n  a{i}[Api {i}] --> b{i}[(Redis {i})]\n```\n")
        ),
        new(
            "fences of one part",
            "t.md",
            n => "The shop uses Redis.\n\n" + Rows(n, _ => "```mermaid\nflowchart LR\n  a[Api] --> b[(Redis)]\n```\n")
        ),
        new("fences open", "t.md", n => "The shop uses Redis.\n" + Rows(n, i => i % 2 == 0 ? "```" : "~~~")),
        new("commands", "t.md", n => "```sh\n" + Rows(n, i => $"docker compose up -d svc{i}") + "```\nThe services run on Docker.\n"),
        new("declared rows", "t.txt", n => Rows(n, i => $"Database{i}: PostgreSQL")),
        new("owners", "t.txt", n => Rows(n, i => $"The Payments{i} team owns the Billing{i} service.")),
        new("owners in Spanish", "t.txt", n => Rows(n, i => $"El equipo de Pagos{i} mantiene el servicio de facturas{i}.")),
        new("owners of everything", "t.txt", n => "The orders API uses Redis. " + Row(n, "The Payments team owns everything. ")),
        new("denied", "t.txt", n => "The web app uses Redis. " + Row(n, "We no longer use Kafka, and not MongoDB, nor MySQL. ")),
        new(
            "denied in one list",
            "t.txt",
            n => "The web app uses Redis and no " + string.Join(", ", Numbers(n).Select(i => "Kafka")) + "."
        ),
        new("options", "t.txt", n => "The web app uses Redis. " + Row(n, "You could use Kafka instead of RabbitMQ, for example. ")),
        new("questions", "t.txt", n => "The web app uses Redis. " + Row(n, "Why not Kafka? ")),
        new("parentheses", "t.txt", n => "Redis " + new string('(', n * 10) + " Kafka " + new string(')', n * 10)),
        new("parentheses with words", "t.txt", n => "Redis " + Row(n, "(the Orders API ") + Row(n, ")")),
        new("brackets", "t.md", n => "Redis and Kafka " + Row(n * 5, "[](")),
        new("angles", "t.md", n => "Redis and Kafka " + Row(n * 5, "<a ")),
        new("comments", "t.md", n => "Redis and Kafka " + Row(n * 5, "<!-- ")),
        new("quotes", "t.md", n => "Redis and Kafka " + Row(n * 5, "\"«'` ")),
        new("stars", "t.md", n => "Redis and Kafka " + new string('*', n * 20)),
        new("marked", "t.md", n => "Redis and Kafka. " + Row(n, "**svc-a** reads `svc-b`. ")),
        new("links", "t.md", n => "Redis. " + Rows(n, i => $"[Kafka {i}](https://example.org/{i})")),
        new("addresses", "t.md", n => "Redis. " + Row(n, "http://a.b/c:8080/?q=1,x@y.z ")),
        new("words of hyphens", "t.txt", n => "Redis is used by orders" + Row(n, "-api")),
        new("words of dots", "t.txt", n => "Redis is used by orders" + Row(n, ".api")),
        new("words of slashes", "t.txt", n => "Redis is used by orders" + Row(n, "/api")),
        new("words of humps", "t.txt", n => "Redis is used by Orders" + Row(n, "Api")),
        new("one word", "t.txt", n => "Redis is used by " + new string('x', n * 20)),
        new("one word of capitals", "t.txt", n => "Redis is used by " + new string('X', n * 20) + "_API"),
        new("digits", "t.txt", n => "Redis " + Row(n, "12345 ")),
        new("blank lines", "t.txt", n => "Redis and Kafka" + new string('\n', n * 20) + "MySQL"),
        new("blanks", "t.txt", n => "Redis and Kafka" + new string(' ', n * 20) + "MySQL"),
        new("tabs before lines", "t.txt", n => "Redis\n" + Row(n, "\t\t\t\t\n")),
        new("carriage returns", "t.txt", n => "Redis and Kafka" + new string('\r', n * 20) + "MySQL"),
        new("commas", "t.txt", n => "Redis and Kafka" + new string(',', n * 20) + "MySQL"),
        new("colons", "t.txt", n => "Redis and Kafka" + Row(n * 5, "a: ") + "MySQL"),
        new("stops", "t.txt", n => "Redis and Kafka" + Row(n * 5, ". ") + "MySQL"),
        new("bars", "t.md", n => "Redis and Kafka\n" + Rows(n, _ => "||||||||")),
        new("accents", "t.txt", n => "Redis y Kafka " + Row(n * 5, "e\u0301")),
        new("emoji", "t.txt", n => "Redis y Kafka " + Row(n * 5, "🚀 ")),
        new("a group", "t.md", n => "## Backend\n\n" + Rows(n, i => $"The orders{i} API in the VPC uses Redis.")),
        new("networks", "t.txt", n => Rows(n, i => $"The router{i} connects the switch{i} with the firewall{i}.")),
        new("people", "t.txt", n => Rows(n, i => $"The customer uses the mobile app{i}, which calls the API gateway{i}.")),
        new(
            "lambdas",
            "t.txt",
            n => Rows(n, i => $"AWS Lambda function ingest{i} writes to DynamoDB table orders{i} and triggers SNS topic t{i}.")
        ),
        new("title with arrows", "t.txt", n => string.Join(" to ", Numbers(n).Select(i => Products[i % Products.Length])) + "\n\nText."),
        new("relative clauses", "t.txt", n => "The API " + Row(n, "that calls the worker, which reads Redis, ")),
    ];

    public static IReadOnlyList<Pattern> Sources { get; } =
    [
        new(
            "Compose",
            "docker-compose.yml",
            n => "services:\n" + Rows(n, i => $"  s{i}:\n    image: redis:{i}\n    depends_on: [s{i / 2}]")
        ),
        new(
            "Compose, one hub",
            "docker-compose.yml",
            n =>
                "services:\n  hub:\n    image: redis\n    depends_on:\n"
                + Rows(n, i => $"      - s{i}")
                + Rows(n, i => $"  s{i}: {{image: nginx}}")
        ),
        new(
            "Compose, addresses",
            "docker-compose.yml",
            n =>
                "services:\n"
                + Rows(n, i => $"  s{i}:\n    image: acme/s\n    environment:\n      URL: http://s{i / 2}:8080/ amqp://s{i / 3}")
        ),
        new(
            "Compose, one long value",
            "docker-compose.yml",
            n => "services:\n  s:\n    image: nginx\n    command: \"" + Row(n, "http://s:80/ ") + "\"\n"
        ),
        new(
            "Compose, networks",
            "docker-compose.yml",
            n =>
                "services:\n"
                + Rows(n, i => $"  s{i}:\n    image: nginx\n    networks: [a, b, n{i}]\n    volumes: [data:/x]")
                + "networks:\n"
                + Rows(n, i => $"  n{i}:")
        ),
        new(
            "Compose, extends",
            "docker-compose.yml",
            n => "services:\n  s0: {image: nginx}\n" + Rows(n, i => $"  s{i + 1}:\n    extends: s{i}")
        ),
        new(
            "Compose, anchors",
            "docker-compose.yml",
            n =>
                "x: &x {image: nginx, environment: {"
                + string.Join(", ", Numbers(n).Select(i => $"A{i}: b"))
                + "}}\nservices:\n"
                + Rows(n, i => $"  s{i}:\n    <<: *x")
        ),
        new(
            "Kubernetes",
            "k.yaml",
            n =>
                Rows(
                    n,
                    i =>
                        $"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d{i}\n  labels: {{app: a{i}}}\nspec:\n  selector: {{matchLabels: {{app: a{i}}}}}\n  template:\n    metadata: {{labels: {{app: a{i}}}}}\n    spec:\n      containers: [{{name: c, image: nginx, env: [{{name: U, value: http://s{i / 2}}}]}}]\n---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{i}}}\nspec: {{selector: {{app: a{i}}}, ports: [{{port: 80}}]}}\n---"
                )
        ),
        new(
            "Kubernetes, one selector",
            "k.yaml",
            n =>
                Rows(
                    n,
                    i =>
                        $"apiVersion: v1\nkind: Service\nmetadata: {{name: s{i}}}\nspec: {{selector: {{app: a}}}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d{i}}}\nspec: {{template: {{metadata: {{labels: {{app: a}}}}, spec: {{containers: [{{image: nginx}}]}}}}}}\n---"
                )
        ),
        new(
            "Kubernetes, ingress",
            "k.yaml",
            n =>
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec:\n  rules:\n"
                + Rows(n, i => $"  - http: {{paths: [{{backend: {{service: {{name: s{i}}}}}}}]}}")
                + "---\n"
                + Rows(n, i => $"apiVersion: v1\nkind: Service\nmetadata: {{name: s{i}}}\nspec: {{selector: {{app: a{i}}}}}\n---")
        ),
        new("Helm values", "k.yaml", n => Rows(n, i => $"apiVersion: v1\nkind: Service\nmetadata: {{name: \"{{{{ x{i} }}}}\"}}\n---")),
        new(
            "CloudFormation",
            "c.yaml",
            n =>
                "Resources:\n"
                + Rows(
                    n,
                    i =>
                        $"  Q{i}:\n    Type: AWS::Lambda::Function\n    Properties: {{Env: !Ref Q{i / 2}, X: !Sub \"${{Q{i / 3}}}-${{AWS::Region}}\"}}"
                )
        ),
        new(
            "CloudFormation, one long value",
            "c.yaml",
            n => "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties: {X: !Sub \"" + Row(n, "${A} ") + "\"}\n"
        ),
        new(
            "CloudFormation, JSON",
            "c.json",
            n =>
                "{\"AWSTemplateFormatVersion\":\"2010-09-09\",\"Resources\":{"
                + string.Join(
                    ",\n",
                    Numbers(n).Select(i => $"\"Q{i}\":{{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{{\"X\":{{\"Ref\":\"Q{i / 2}\"}}}}}}")
                )
                + "}}"
        ),
        new(
            "Terraform",
            "main.tf",
            n =>
                Rows(
                    n,
                    i =>
                        $"resource \"aws_lambda_function\" \"f{i}\" {{\n  role = aws_sqs_queue.q{i / 2}.arn\n}}\nresource \"aws_sqs_queue\" \"q{i}\" {{\n  name = \"q{i}\"\n}}"
                )
        ),
        new(
            "Terraform, locals in a chain",
            "main.tf",
            n =>
                "locals {\n  l0 = aws_sqs_queue.q.arn\n"
                + Rows(n, i => $"  l{i + 1} = local.l{i}")
                + "}\nresource \"aws_sqs_queue\" \"q\" {\n}\nresource \"aws_lambda_function\" \"f\" {\n  x = local.l"
                + n.ToString(CultureInfo.InvariantCulture)
                + "\n}\n"
        ),
        new(
            "Terraform, glue",
            "main.tf",
            n =>
                Rows(
                    n,
                    i =>
                        $"resource \"aws_lambda_function\" \"f{i}\" {{\n  role = aws_iam_role.r.arn\n}}\nresource \"aws_sqs_queue\" \"q{i}\" {{\n}}\nresource \"aws_iam_role_policy\" \"p{i}\" {{\n  role = aws_iam_role.r.id\n  policy = aws_sqs_queue.q{i}.arn\n}}"
                ) + "resource \"aws_iam_role\" \"r\" {\n}\n"
        ),
        new(
            "Terraform, nested strings",
            "main.tf",
            n => "resource \"aws_sqs_queue\" \"q\" {\n  x = \"" + Row(n, "${\"") + Row(n, "\"}") + "\"\n}\n"
        ),
        new(
            "Terraform, heredocs",
            "main.tf",
            n => "resource \"aws_sqs_queue\" \"q\" {\n" + Rows(n, i => $"  x{i} = <<E{i}\n text\nE{i}") + "}\n"
        ),
        new("Terraform, heredoc open", "main.tf", n => "resource \"aws_sqs_queue\" \"q\" {\n" + Rows(n, i => $"  x{i} = <<E{i}")),
        new("Terraform, comments open", "main.tf", n => "resource \"aws_sqs_queue\" \"q\" {}\n" + Rows(n, _ => "/* x")),
        new("Terraform, brackets", "main.tf", n => "resource \"aws_sqs_queue\" \"q\" {\n  x = " + new string('[', n * 10) + "\n}\n"),
        new("Terraform, calls", "main.tf", n => "resource \"aws_sqs_queue\" \"q\" {\n  x = " + Row(n, "f(") + Row(n, ")") + "\n}\n"),
        new(
            "Terraform JSON",
            "s.json",
            n =>
                "{\"terraform_version\":\"1.5\",\"resources\":["
                + string.Join(
                    ",\n",
                    Numbers(n)
                        .Select(i =>
                            $"{{\"mode\":\"managed\",\"type\":\"aws_sqs_queue\",\"name\":\"q{i}\",\"instances\":[{{\"attributes\":{{\"name\":\"n{i}\"}},\"dependencies\":[\"aws_sqs_queue.q{i / 2}\"]}}]}}"
                        )
                )
                + "]}"
        ),
        new(
            "OpenAPI",
            "o.yaml",
            n =>
                "openapi: 3.0.0\ninfo: {title: Orders}\nservers:\n"
                + Rows(n, i => $"  - url: https://a{i}.example.org")
                + "paths:\n"
                + Rows(n, i => $"  /p{i}: {{get: {{tags: [t{i}]}}}}")
        ),
        new(
            "AsyncAPI",
            "a.yaml",
            n => "asyncapi: 2.0.0\ninfo: {title: Orders}\nchannels:\n" + Rows(n, i => $"  c{i}: {{publish: {{message: {{name: m}}}}}}")
        ),
        new(
            "catalog",
            "catalog-info.yaml",
            n =>
                Rows(
                    n,
                    i =>
                        $"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: c{i}}}\nspec: {{type: service, lifecycle: production, owner: team{i}, system: s, dependsOn: [\"component:c{i / 2}\"], providesApis: [a{i}]}}\n---"
                )
        ),
        new(
            "catalog, one hub",
            "catalog-info.yaml",
            n =>
                "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: hub}\nspec:\n  dependsOn:\n"
                + Rows(n, i => $"  - resource:r{i}")
        ),
        new("Mermaid", "m.mmd", n => "flowchart LR\n" + Rows(n, i => $"  a{i}[Service {i}] -->|reads| b{i}[(PostgreSQL {i})]")),
        new("Mermaid, hub", "m.mmd", n => "flowchart LR\n" + Rows(n, i => $"  hub --> b{i}")),
        new("Mermaid, chain", "m.mmd", n => "flowchart LR\n" + string.Join(" --> ", Numbers(n).Select(i => $"n{i}"))),
        new("Mermaid, groups", "m.mmd", n => "flowchart LR\n" + Rows(n, i => $"subgraph g{i}\n  a{i} --> b{i}\nend")),
        new(
            "Mermaid, groups nested",
            "m.mmd",
            n => "flowchart LR\n" + Rows(n, i => $"subgraph g{i}\n a{i} --> b{i}") + Rows(n, _ => "end")
        ),
        new("Mermaid, ampersands", "m.mmd", n => "flowchart LR\n" + string.Join(" & ", Numbers(n).Select(i => $"n{i}")) + " --> x\n"),
        new("Mermaid, open label", "m.mmd", n => "flowchart LR\n" + Rows(n, i => $"a{i}[\"open")),
        new("Mermaid, dashes", "m.mmd", n => "flowchart LR\na " + new string('-', n * 20) + "> b\n"),
        new(
            "Mermaid, classes",
            "m.mmd",
            n => "flowchart LR\na --> b\n" + Rows(n, i => $"classDef c{i} fill:#fff\nclass a,b c{i}\nclick a{i} href")
        ),
        new("Mermaid, one long line", "m.mmd", n => "flowchart LR\n" + Row(n, "a-->b; ")),
        new(
            "Mermaid, sequence",
            "m.mmd",
            n => "sequenceDiagram\n" + Rows(n, i => $"participant P{i}\nP{i}->>P{i / 2}: call {i}\nloop x\nend")
        ),
        new(
            "Mermaid, C4",
            "m.mmd",
            n => "C4Container\n" + Rows(n, i => $"Container(c{i}, \"Service {i}\", \"Node.js\", \"d\")\nRel(c{i}, c{i / 2}, \"reads\")")
        ),
        new(
            "Mermaid, C4 nested",
            "m.mmd",
            n =>
                "C4Container\n"
                + Rows(n, i => $"Container_Boundary(b{i}, \"B {i}\") {{")
                + Rows(n, _ => "}")
                + "Container(a, \"A\")\nContainer(b, \"B\")\n"
        ),
        new(
            "Mermaid, architecture",
            "m.mmd",
            n =>
                "architecture-beta\n"
                + Rows(n, i => $"group g{i}(cloud)[G {i}]\nservice s{i}(database)[S {i}] in g{i}\ns{i}:L -- R:s{i / 2}")
        ),
        new("Mermaid, state", "m.mmd", n => "stateDiagram-v2\n" + Rows(n, i => $"s{i} --> s{i + 1}")),
        new("PlantUML", "p.puml", n => "@startuml\n" + Rows(n, i => $"[Service {i}] --> [Db {i / 2}] : reads") + "@enduml\n"),
        new(
            "PlantUML, declared",
            "p.puml",
            n => "@startuml\n" + Rows(n, i => $"component \"Service {i}\" as s{i}\ndatabase d{i}\ns{i} --> d{i}") + "@enduml\n"
        ),
        new("PlantUML, packages", "p.puml", n => "@startuml\n" + Rows(n, i => $"package \"P{i}\" {{\n[a{i}] --> [b{i}]\n}}") + "@enduml\n"),
        new(
            "PlantUML, nested",
            "p.puml",
            n => "@startuml\n" + Rows(n, i => $"package \"P{i}\" {{\n[a{i}] --> [b{i}]") + Rows(n, _ => "}") + "@enduml\n"
        ),
        new(
            "PlantUML, defines",
            "p.puml",
            n => "@startuml\n" + Rows(n, i => $"!define N{i} node{i}") + Rows(n, i => $"[N{i}] --> [N{i / 2}]") + "@enduml\n"
        ),
        new(
            "PlantUML, defines of defines",
            "p.puml",
            n =>
                "@startuml\n!define A0 x\n"
                + Rows(n, i => $"!define A{i + 1} A{i} A{i}")
                + "[A"
                + n.ToString(CultureInfo.InvariantCulture)
                + "] --> [b]\n@enduml\n"
        ),
        new(
            "PlantUML, variables",
            "p.puml",
            n => "@startuml\n" + Rows(n, i => $"!$v{i} = \"x{i}\"") + Rows(n, i => $"[$v{i}] --> [b]") + "@enduml\n"
        ),
        new(
            "PlantUML, procedures",
            "p.puml",
            n => "@startuml\n" + Rows(n, i => $"!procedure $p{i}($a)\n[$a] --> [b]\n!endprocedure\n$p{i}(\"x{i}\")") + "@enduml\n"
        ),
        new(
            "PlantUML, notes",
            "p.puml",
            n => "@startuml\n[a] --> [b]\n" + Rows(n, i => $"note left of a\n text {i}\nend note") + "@enduml\n"
        ),
        new("PlantUML, notes open", "p.puml", n => "@startuml\n[a] --> [b]\n" + Rows(n, _ => "note left of a\n/' x") + "@enduml\n"),
        new("PlantUML, sequence", "p.puml", n => "@startuml\n" + Rows(n, i => $"participant P{i}\nP{i} -> P{i / 2}: call") + "@enduml\n"),
        new(
            "PlantUML, C4",
            "p.puml",
            n =>
                "@startuml\n!include C4_Container.puml\n"
                + Rows(n, i => $"Container(c{i}, \"Service {i}\", \"Node.js\")\nRel(c{i}, c{i / 2}, \"reads\", \"HTTPS\")")
                + "@enduml\n"
        ),
        new("PlantUML, one long line", "p.puml", n => "@startuml\n[a] --> [b] : " + Row(n, "text -> ") + "\n@enduml\n"),
        new("PlantUML, spaces", "p.puml", n => "@startuml\n[a] --> [b]\n" + Rows(n, _ => "component      \"      x") + "@enduml\n"),
        new(
            "Structurizr",
            "w.dsl",
            n =>
                "workspace {\nmodel {\n"
                + Rows(n, i => $"s{i} = softwareSystem \"System {i}\" {{\nc{i} = container \"Web {i}\" \"d\" \"Node.js\"\n}}")
                + Rows(n, i => $"c{i} -> c{i / 2} \"reads\"")
                + "}\n}\n"
        ),
        new(
            "Structurizr, nested",
            "w.dsl",
            n =>
                "workspace {\nmodel {\n"
                + Rows(n, i => $"g{i} = group \"g{i}\" {{")
                + Rows(n, _ => "}")
                + "a = softwareSystem \"A\"\n}\n}\n"
        ),
        new(
            "Structurizr, deployments",
            "w.dsl",
            n =>
                "workspace {\nmodel {\na = softwareSystem \"A\" {\nb = container \"B\"\n}\ndeploymentEnvironment \"Live\" {\n"
                + Rows(n, i => $"deploymentNode \"N{i}\" {{\ncontainerInstance b\n}}")
                + "}\n}\n}\n"
        ),
        new(
            "Structurizr, constants",
            "w.dsl",
            n =>
                "workspace {\n"
                + Rows(n, i => $"!const C{i} \"v{i}\"")
                + "model {\n"
                + Rows(n, i => $"s{i} = softwareSystem \"${{C{i}}}\"")
                + "}\n}\n"
        ),
        new(
            "Structurizr JSON",
            "w.json",
            n =>
                "{\"model\":{\"softwareSystems\":["
                + string.Join(
                    ",\n",
                    Numbers(n).Select(i => $"{{\"id\":\"{i}\",\"name\":\"S{i}\",\"relationships\":[{{\"destinationId\":\"{i / 2}\"}}]}}")
                )
                + "]}}"
        ),
        new("DOT", "d.dot", n => "digraph {\n" + Rows(n, i => $"a{i} [label=\"Service {i}\"]; a{i} -> a{i / 2};") + "}\n"),
        new("DOT, sets", "d.dot", n => "digraph {\nhub -> {" + Row(n, i => $" b{i}") + "}\n}\n"),
        new(
            "DOT, clusters nested",
            "d.dot",
            n => "digraph {\n" + Rows(n, i => $"subgraph cluster_{i} {{ a{i} -> b{i}") + Rows(n, _ => "}") + "}\n"
        ),
        new("DOT, chain", "d.dot", n => "digraph {\n" + string.Join(" -> ", Numbers(n).Select(i => $"n{i}")) + "\n}\n"),
        new("DOT, HTML labels", "d.dot", n => "digraph {\n" + Rows(n, i => $"a{i} [label=<<b>Service</b><br/>{i}>]") + "a0 -> a1\n}\n"),
        new("DOT, open label", "d.dot", n => "digraph {\na -> b\n" + Rows(n, _ => "x [label=<<b>")),
        new("DOT, ports", "d.dot", n => "digraph {\na [label=\"" + Row(n, "{<p>x|y}|") + "\"]; a -> b\n}\n"),
        new("D2", "d.d2", n => "direction: right\n" + Rows(n, i => $"a{i}: Service {i}\na{i} -> a{i / 2}: reads")),
        new("D2, nested", "d.d2", n => "direction: right\na -> b\n" + Rows(n, i => $"n{i}: {{\n x{i} -> y{i}") + Rows(n, _ => "}")),
        new("D2, paths", "d.d2", n => "direction: right\na -> b\n" + string.Join(".", Numbers(n).Select(i => $"n{i}")) + ": x\n"),
        new(
            "D2, classes",
            "d.d2",
            n =>
                "direction: right\nclasses: {\n"
                + Rows(n, i => $"c{i}: {{shape: cylinder}}")
                + "}\n"
                + Rows(n, i => $"a{i}.class: c{i}\na{i} -> b")
        ),
        new("D2, block strings", "d.d2", n => "direction: right\na -> b\n" + Rows(n, i => $"n{i}: |md\n text\n|")),
        new(
            "draw.io",
            "d.drawio",
            n =>
                Drawing
                + Rows(
                    n,
                    i =>
                        $"<mxCell id=\"n{i}\" value=\"Service {i}\" style=\"rounded=1\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"{i % 1000 * 100}\" y=\"{i / 1000 * 80}\" width=\"80\" height=\"40\" as=\"geometry\"/></mxCell><mxCell id=\"e{i}\" edge=\"1\" parent=\"1\" source=\"n{i}\" target=\"n{i / 2}\"/>"
                )
                + DrawingEnd
        ),
        new(
            "draw.io, loose lines",
            "d.drawio",
            n =>
                Drawing
                + Rows(
                    n,
                    i =>
                        $"<mxCell id=\"n{i}\" value=\"Service {i}\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"{i * 10}\" width=\"80\" height=\"40\" as=\"geometry\"/></mxCell><mxCell id=\"e{i}\" edge=\"1\" parent=\"1\"><mxGeometry as=\"geometry\"><mxPoint x=\"{i * 10}\" y=\"20\" as=\"sourcePoint\"/><mxPoint x=\"{i * 5}\" y=\"20\" as=\"targetPoint\"/></mxGeometry></mxCell>"
                )
                + DrawingEnd
        ),
        new(
            "draw.io, on one spot",
            "d.drawio",
            n =>
                Drawing
                + Rows(
                    n,
                    i =>
                        $"<mxCell id=\"n{i}\" value=\"Service {i}\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"1\" y=\"1\" width=\"80\" height=\"40\" as=\"geometry\"/></mxCell><mxCell id=\"e{i}\" edge=\"1\" parent=\"1\"><mxGeometry as=\"geometry\"><mxPoint x=\"10\" y=\"20\" as=\"sourcePoint\"/><mxPoint x=\"15\" y=\"20\" as=\"targetPoint\"/></mxGeometry></mxCell>"
                )
                + DrawingEnd
        ),
        new(
            "draw.io, one in another",
            "d.drawio",
            n =>
                Drawing
                + Rows(
                    n,
                    i =>
                        $"<mxCell id=\"n{i}\" value=\"Box {i}\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"{i}\" y=\"{i}\" width=\"{(2 * n) - (2 * i) + 10}\" height=\"{(2 * n) - (2 * i) + 10}\" as=\"geometry\"/></mxCell>"
                )
                + DrawingEnd
        ),
        new(
            "draw.io, parents in a chain",
            "d.drawio",
            n =>
                Drawing
                + Rows(
                    n,
                    i =>
                        $"<mxCell id=\"n{i}\" value=\"Box {i}\" vertex=\"1\" parent=\"{(i == 0 ? "1" : $"n{i - 1}")}\"><mxGeometry x=\"1\" y=\"1\" width=\"9\" height=\"9\" as=\"geometry\"/></mxCell>"
                )
                + DrawingEnd
        ),
        new(
            "draw.io, captions",
            "d.drawio",
            n =>
                Drawing
                + Rows(
                    n,
                    i =>
                        $"<mxCell id=\"n{i}\" style=\"shape=image\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"{i * 100}\" width=\"40\" height=\"40\" as=\"geometry\"/></mxCell><mxCell id=\"t{i}\" value=\"Service {i}\" style=\"text;html=1\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"{i * 100}\" y=\"45\" width=\"40\" height=\"10\" as=\"geometry\"/></mxCell>"
                )
                + DrawingEnd
        ),
        new(
            "draw.io, labels of edges",
            "d.drawio",
            n =>
                Drawing
                + "<mxCell id=\"a\" value=\"A\" vertex=\"1\" parent=\"1\"/><mxCell id=\"b\" value=\"B\" vertex=\"1\" parent=\"1\"/><mxCell id=\"e\" edge=\"1\" source=\"a\" target=\"b\" parent=\"1\"/>"
                + Rows(n, i => $"<mxCell id=\"l{i}\" value=\"reads {i}\" style=\"edgeLabel\" vertex=\"1\" parent=\"e\"/>")
                + DrawingEnd
        ),
        new(
            "draw.io, pages",
            "d.drawio",
            n =>
                "<mxfile>"
                + Rows(
                    n,
                    i =>
                        $"<diagram name=\"p{i}\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/><mxCell id=\"a\" value=\"Api {i}\" vertex=\"1\" parent=\"1\"/><mxCell id=\"b\" value=\"Redis\" vertex=\"1\" parent=\"1\"/><mxCell id=\"c\" edge=\"1\" source=\"a\" target=\"b\" parent=\"1\"/></root></mxGraphModel></diagram>"
                )
                + "</mxfile>"
        ),
        new(
            "draw.io, one long label",
            "d.drawio",
            n =>
                Drawing
                + "<mxCell id=\"a\" value=\""
                + Row(n, "&lt;b&gt;Api&lt;br&gt; ")
                + "\" vertex=\"1\" parent=\"1\"/><mxCell id=\"b\" value=\"Redis\" vertex=\"1\" parent=\"1\"/>"
                + DrawingEnd
        ),
        new(
            "draw.io, long styles",
            "d.drawio",
            n =>
                Drawing
                + "<mxCell id=\"a\" value=\"A\" vertex=\"1\" parent=\"1\" style=\""
                + Row(n, i => $"k{i}=v;")
                + "\"/><mxCell id=\"b\" value=\"Redis\" vertex=\"1\" parent=\"1\"/>"
                + DrawingEnd
        ),
        new(
            "Excalidraw",
            "e.excalidraw",
            n =>
                "{\"type\":\"excalidraw\",\"elements\":["
                + Rows(
                    n,
                    i =>
                        $"{{\"id\":\"n{i}\",\"type\":\"rectangle\",\"x\":{i % 1000 * 100},\"y\":{i / 1000 * 100},\"width\":80,\"height\":40}},{{\"id\":\"t{i}\",\"type\":\"text\",\"containerId\":\"n{i}\",\"text\":\"Service {i}\"}},{{\"id\":\"a{i}\",\"type\":\"arrow\",\"startBinding\":{{\"elementId\":\"n{i}\"}},\"endBinding\":{{\"elementId\":\"n{i / 2}\"}}}},"
                )
                + "{\"id\":\"z\",\"type\":\"line\"}]}"
        ),
        new(
            "Excalidraw, loose",
            "e.excalidraw",
            n =>
                "{\"type\":\"excalidraw\",\"elements\":["
                + Rows(
                    n,
                    i =>
                        $"{{\"id\":\"n{i}\",\"type\":\"rectangle\",\"x\":{i * 10},\"y\":0,\"width\":80,\"height\":40}},{{\"id\":\"t{i}\",\"type\":\"text\",\"text\":\"Service {i}\",\"x\":{i * 10},\"y\":5,\"width\":10,\"height\":5}},{{\"id\":\"a{i}\",\"type\":\"arrow\",\"x\":{i * 10},\"y\":1,\"points\":[[0,0],[100,0]]}},"
                )
                + "{\"id\":\"z\",\"type\":\"line\"}]}"
        ),
        new(
            "Excalidraw, frames",
            "e.excalidraw",
            n =>
                "{\"type\":\"excalidraw\",\"elements\":["
                + Rows(
                    n,
                    i =>
                        $"{{\"id\":\"f{i}\",\"type\":\"frame\",\"name\":\"F{i}\",\"frameId\":\"f{i - 1}\",\"x\":{i},\"y\":{i},\"width\":{n - i},\"height\":{n - i}}},{{\"id\":\"t{i}\",\"type\":\"text\",\"text\":\"S{i}\",\"frameId\":\"f{i}\",\"x\":{i},\"y\":{i},\"width\":2,\"height\":2}},"
                )
                + "{\"id\":\"z\",\"type\":\"line\"}]}"
        ),
        new(
            "SVG",
            "s.svg",
            n =>
                Svg
                + Rows(
                    n,
                    i =>
                        $"<rect x=\"{i % 100 * 100}\" y=\"{i / 100 * 60}\" width=\"80\" height=\"40\"/><text x=\"{(i % 100 * 100) + 5}\" y=\"{(i / 100 * 60) + 20}\">Service {i}</text><line x1=\"{(i % 100 * 100) + 80}\" y1=\"{(i / 100 * 60) + 20}\" x2=\"{(i % 100 * 100) + 100}\" y2=\"{(i / 100 * 60) + 20}\" marker-end=\"url(#a)\"/>"
                )
                + "</svg>"
        ),
        new(
            "SVG, on one spot",
            "s.svg",
            n =>
                Svg
                + Rows(
                    n,
                    i =>
                        $"<rect x=\"1\" y=\"1\" width=\"80\" height=\"40\"/><text x=\"5\" y=\"20\">Service {i}</text><path d=\"M1 1 L 80 1\"/>"
                )
                + "</svg>"
        ),
        new(
            "SVG, groups nested",
            "s.svg",
            n =>
                Svg
                + Rows(n, _ => "<g transform=\"translate(1,1)\">")
                + "<rect x=\"1\" y=\"1\" width=\"80\" height=\"40\"/><text x=\"5\" y=\"20\">Api</text>"
                + Row(n, "</g>")
                + "</svg>"
        ),
        new(
            "SVG, uses",
            "s.svg",
            n =>
                Svg
                + "<defs>"
                + Rows(n, i => $"<g id=\"g{i}\"><use href=\"#g{i + 1}\"/><use href=\"#g{i + 1}\"/></g>")
                + "</defs><use href=\"#g0\"/><text x=\"1\" y=\"1\">Api</text><text x=\"100\" y=\"1\">Redis</text></svg>"
        ),
        new(
            "SVG, transforms",
            "s.svg",
            n => Svg + "<g transform=\"" + Row(n, "translate(1 1) ") + "\"><text>Api</text></g><text x=\"9\">Redis</text></svg>"
        ),
        new(
            "SVG, one path",
            "s.svg",
            n => Svg + "<path d=\"M0 0 " + Row(n, "l1 1 h2 v2 c1 2 3 4 5 6 ") + "\"/><text>Api</text><text x=\"9\">Redis</text></svg>"
        ),
        new(
            "SVG, styles",
            "s.svg",
            n =>
                Svg
                + "<style>"
                + Rows(n, i => $".c{i} {{ fill: none }}")
                + "</style>"
                + Rows(n, i => $"<rect class=\"c{i}\" x=\"{i * 10}\" y=\"1\" width=\"8\" height=\"8\"/>")
                + "<text>Api</text></svg>"
        ),
        new(
            "SVG, lines in a net",
            "s.svg",
            n =>
                Svg
                + Rows(n, i => $"<line x1=\"0\" y1=\"{i}\" x2=\"{n}\" y2=\"{n - i}\"/>")
                + "<text x=\"1\" y=\"1\">Api</text><text x=\"200\" y=\"1\">Redis</text></svg>"
        ),
        new("SVG, spans", "s.svg", n => Svg + "<text>" + Row(n, "<tspan x=\"0\" dy=\"1em\">Api</tspan>") + "</text></svg>"),
        new(
            "YAML, deep",
            "docker-compose.yml",
            n => "services:\n  a: { image: nginx, x: " + new string('[', n) + new string(']', n) + " }\n"
        ),
        new(
            "YAML, block deep",
            "docker-compose.yml",
            n => "services:\n  a:\n    image: nginx\n" + Rows(Math.Min(n, 1500), i => new string(' ', 4 + i) + "k:")
        ),
        new(
            "YAML, one key",
            "docker-compose.yml",
            n => "services:\n  a: {image: nginx}\n" + Rows(n, i => $"x{i}: &a{i} [1, 2]\ny{i}: *a{i}")
        ),
        new("YAML, quoted", "docker-compose.yml", n => "services:\n  a:\n    image: nginx\n    command: \"" + Row(n, "\\n\\x41") + "\"\n"),
        new("YAML, folded", "docker-compose.yml", n => "services:\n  a:\n    image: nginx\n    command: >\n" + Rows(n, _ => "      text")),
        new("YAML, comments", "docker-compose.yml", n => "services:\n  a:\n    image: nginx\n" + Rows(n, _ => "    # text")),
        new(
            "YAML, plain lines",
            "docker-compose.yml",
            n => "services:\n  a:\n    image: nginx\n    command: x\n" + Rows(n, _ => "      text")
        ),
        new(
            "bundle",
            "b",
            n => "infra-ai-bundle 1\n" + Rows(n, i => $"file 3 s{i}/docker-compose.yml\nservices:\n  s{i}:\n    image: redis")
        ),
        new("bundle of words", "b", n => "infra-ai-bundle 1\n" + Rows(n, i => $"file 1 s{i}/README.md\nThe orders{i} API uses Redis.")),
        new(
            "bundle of Terraform",
            "b",
            n => "infra-ai-bundle 1\n" + Rows(n, i => $"file 1 m{i}/main.tf\nresource \"aws_sqs_queue\" \"q{i}\" {{}}")
        ),
        new(
            "bundle of one module",
            "b",
            n => "infra-ai-bundle 1\n" + Rows(n, i => $"file 1 m/f{i}.tf\nresource \"aws_sqs_queue\" \"q{i}\" {{}}")
        ),
        new(
            "bundle of broken files",
            "b",
            n =>
                "infra-ai-bundle 1\n"
                + Rows(n, i => $"file 1 m/f{i}.tf\nresource \"aws_sqs_queue\" \"q{i}\" {{ x = {(i % 2 == 0 ? "[" : "1")} }}")
        ),
        new(
            "bundle of owners",
            "b",
            n =>
                "infra-ai-bundle 1\nfile "
                + n.ToString(CultureInfo.InvariantCulture)
                + " CODEOWNERS\n"
                + Rows(n, i => $"**/x{i}/** @org/t{i}")
                + "file 3 a/docker-compose.yml\nservices:\n  s:\n    image: redis\n"
        ),
        new(
            "bundle of charts",
            "b",
            n =>
                "infra-ai-bundle 1\n"
                + Rows(n, i => $"file 4 c{i}/templates/s.yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{{{ .Values.x }}}}")
        ),
    ];

    private const string Drawing = "<mxfile><diagram name=\"p\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>";
    private const string DrawingEnd = "</root></mxGraphModel></diagram></mxfile>";
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10000\" height=\"10000\">";

    private static IEnumerable<int> Numbers(int n) => Enumerable.Range(0, n);

    private static string Row(int n, string part) => new StringBuilder(n * part.Length).Insert(0, part, n).ToString();

    private static string Row(int n, Func<int, string> part) => string.Concat(Numbers(n).Select(part));

    private static string Rows(int n, Func<int, string> row)
    {
        var text = new StringBuilder();
        for (var i = 0; i < n; i++)
        {
            text.Append(row(i)).Append('\n');
        }

        return text.ToString();
    }
}
