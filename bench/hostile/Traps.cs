using System.Globalization;

namespace InfraAi.Bench.Hostile;

public static partial class Patterns
{
    /// <summary>Inputs that once led a reader into a loop, a recursion or a multiplication.</summary>
    public static IReadOnlyList<Pattern> Traps { get; } =
    [
        new("lists of lists", "t.txt", n => Rows(n, _ => Listed(70) + " send events to " + Listed(70) + ".")),
        new(
            "a stack of one service",
            "t.md",
            n => "# Orders\n\nMicroservice that keeps orders.\n\n## Stack\n\n" + Rows(n, i => $"- {Products[i % 3]}")
        ),
        new(
            "declared services and what they are written in",
            "t.md",
            n => "## Services\n\n" + Rows(n, i => $"- `svc{i}` is a part") + "\n" + Row(n, "The Go backend. ")
        ),
        new(
            "names in other letters",
            "t.txt",
            n =>
                Rows(
                    n,
                    i =>
                        $"\u0421\u0435\u0440{(char)(0x430 + (i % 32))}{(char)(0x430 + (i / 32 % 32))}{(char)(0x430 + (i / 1024 % 32))} -> PostgreSQL"
                )
        ),
        new(
            "YAML, merges of merges",
            "docker-compose.yml",
            n =>
                "x0: &x0 {image: nginx}\n"
                + Rows(5, i => $"x{i + 1}: &x{i + 1} {{<<: [{string.Join(", ", Numbers(Math.Min(n, 200)).Select(_ => $"*x{i}"))}]}}")
                + "services:\n"
                + Rows(n, i => $"  s{i}:\n    <<: *x5")
        ),
        new("Compose, defaults", "docker-compose.yml", n => "services:\n  s:\n    image: \"" + Row(n, "${A-b}") + "\"\n"),
        new(
            "Terraform JSON, indexes",
            "s.json",
            n =>
                "{\"terraform_version\":\"1.5\",\"resources\":[{\"type\":\"aws_sqs_queue\",\"name\":\"q\",\"address\":\"aws_sqs_queue.q"
                + Row(n, "[0]")
                + "\"}]}"
        ),
        new(
            "Terraform, one tie",
            "main.tf",
            n =>
                "resource \"aws_iam_role\" \"r\" {\n"
                + Rows(n, i => $"  x{i} = data.aws_region.d{i}.name")
                + "}\n"
                + Rows(n, i => $"resource \"aws_lambda_function\" \"f{i}\" {{\n  role = aws_iam_role.r.arn\n}}")
        ),
        new(
            "draw.io, placeholders",
            "d.drawio",
            n =>
                Drawing
                + "<object id=\"o\" placeholders=\"1\" label=\"%a0%\" "
                + Row(n, i => $"a{i}=\"%a{i + 1}%%a{i + 1}%\" ")
                + "><mxCell vertex=\"1\" parent=\"1\"/></object><mxCell id=\"b\" value=\"Redis\" vertex=\"1\" parent=\"1\"/>"
                + DrawingEnd
        ),
        new(
            "draw.io, rings without names",
            "d.drawio",
            n =>
                Drawing
                + Rows(
                    n,
                    i =>
                        $"<mxCell id=\"a{i}\" value=\"Api {i}\" vertex=\"1\" parent=\"b{i}\"/><mxCell id=\"b{i}\" vertex=\"1\" parent=\"c{i}\"/><mxCell id=\"c{i}\" vertex=\"1\" parent=\"b{i}\"/><mxCell id=\"e{i}\" edge=\"1\" parent=\"1\" source=\"c{i}\" target=\"a{i}\"/>"
                )
                + DrawingEnd
        ),
        new(
            "draw.io, one group",
            "d.drawio",
            n =>
                Drawing
                + "<mxCell id=\"g\" style=\"group\" vertex=\"1\" parent=\"1\"/>"
                + Rows(
                    n,
                    i =>
                        $"<mxCell id=\"n{i}\" value=\"Api {i}\" vertex=\"1\" parent=\"g\"/><mxCell id=\"e{i}\" edge=\"1\" parent=\"1\" source=\"g\" target=\"n{i}\"/>"
                )
                + DrawingEnd
        ),
        new("PlantUML, empty parentheses", "p.puml", n => "@startuml\n[a] --> [b]\n" + Row(n, "()") + " --> x\n@enduml\n"),
        new("PlantUML, quoted ends", "p.puml", n => "@startuml\n[a] --> [b]\n[a] --> " + Row(n, "\"x\" ") + "[c]\n@enduml\n"),
        new(
            "PlantUML, together",
            "p.puml",
            n => "@startuml\n" + Rows(n, i => $"together {{\n[a{i % 100}] --> [b{i % 100}]") + Rows(n, _ => "}") + "@enduml\n"
        ),
        new(
            "Kubernetes, one map",
            "k.yaml",
            n =>
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n"
                + Rows(n, i => $"  k{i}: http://s{i}:80")
                + "---\n"
                + Rows(
                    n,
                    i =>
                        $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d{i % 1000}}}\nspec: {{template: {{spec: {{containers: [{{image: nginx, envFrom: [{{configMapRef: {{name: m}}}}]}}]}}}}}}\n---"
                )
        ),
        new(
            "Structurizr, constants of constants",
            "w.dsl",
            n =>
                "workspace {\n!const C0 \"x\"\n"
                + Rows(n, i => $"!const C{i + 1} \"${{C{i}}}${{C{i}}}\"")
                + "model {\na = softwareSystem \"${C"
                + n.ToString(CultureInfo.InvariantCulture)
                + "}\"\n}\n}\n"
        ),
        new(
            "SVG, long lines and texts",
            "s.svg",
            n =>
                Svg
                + "<polyline points=\""
                + Row(n, i => $"{i},{i % 7} ")
                + "\"/>"
                + Rows(n / 4, i => $"<text x=\"{i}\" y=\"{i % 50 * 20}\">Api {i}</text>")
                + "</svg>"
        ),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<Pattern> All => Words.Concat(Sources).Concat(Traps);

    private static string Listed(int n) => string.Join(", ", Numbers(n).Select(i => Products[i % Products.Length]));
}
