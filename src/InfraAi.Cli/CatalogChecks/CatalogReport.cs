using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using InfraAi.Catalog;
using InfraAi.Model;

namespace InfraAi.Cli;

/// <summary>What validate found, in the form that its reader wants: one line at a time, or one text at the end.</summary>
internal abstract class CatalogReport(CommandContext context)
{
    public static readonly string[] Formats = ["text", "json", "github", "sarif", "junit"];

    protected CommandContext Context => context;

    protected TextWriter Out => context.Terminal.Out;

    /// <param name="notes">Show notes to people too.</param>
    public static CatalogReport Create(string format, CommandContext context, bool notes) =>
        format switch
        {
            "json" => new JsonReport(context),
            "github" => new GithubReport(context),
            "sarif" => new SarifReport(context),
            "junit" => new JunitReport(context),
            _ => new TextReport(context, notes),
        };

    public abstract void Add(DocumentVerdict verdict);

    public virtual void End(string summary) => context.Terminal.SayLine(summary);

    /// <summary>As tools of a repository name files: with slashes, without "./".</summary>
    protected static string Uri(string path)
    {
        var clean = path.Replace('\\', '/');
        return clean.StartsWith("./", StringComparison.Ordinal) ? clean[2..] : clean;
    }

    protected static string Text(ValidationProblem problem) => problem.Fix is { } fix ? $"{problem.Message} → {fix}" : problem.Message;

    private sealed class TextReport(CommandContext context, bool notes) : CatalogReport(context)
    {
        public override void Add(DocumentVerdict verdict)
        {
            foreach (var problem in verdict.Problems.Where(p => notes || p.Severity > Severity.Note))
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{verdict.File}:{problem.Line}:{problem.Column}");
                var severity = problem.Severity switch
                {
                    Severity.Error => Context.In("error", "error"),
                    Severity.Warning => Context.In("warning", "aviso"),
                    _ => Context.In("note", "nota"),
                };
                Context.Terminal.ShowLine($"{place}: {severity}: {problem.Message} [{problem.Rule}]");
                if (problem.Fix is { } fix)
                {
                    Context.Terminal.ShowLine($"    → {fix}");
                }
            }
        }

        public override void End(string summary) => Out.WriteLine(summary);
    }

    private sealed class JsonReport(CommandContext context) : CatalogReport(context)
    {
        public override void Add(DocumentVerdict verdict) => Out.WriteLine(Json.Write(verdict));

        public override void End(string summary) { }
    }

    /// <summary>Workflow commands of GitHub Actions: docs.github.com, "Workflow commands", Setting an error message.</summary>
    private sealed class GithubReport(CommandContext context) : CatalogReport(context)
    {
        public override void Add(DocumentVerdict verdict)
        {
            foreach (var problem in verdict.Problems)
            {
                var command = problem.Severity switch
                {
                    Severity.Error => "error",
                    Severity.Warning => "warning",
                    _ => "notice",
                };
                Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"::{command} file={Property(Uri(verdict.File))},line={problem.Line},col={problem.Column},title={Property(problem.Rule)}::{Data(Text(problem))}"
                    )
                );
            }
        }

        private static string Data(string text) =>
            text.Replace("%", "%25", StringComparison.Ordinal)
                .Replace("\r", "%0D", StringComparison.Ordinal)
                .Replace("\n", "%0A", StringComparison.Ordinal);

        private static string Property(string text) =>
            Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
    }

    /// <summary>SARIF 2.1.0 (OASIS), as code scanning services take it.</summary>
    private sealed class SarifReport(CommandContext context) : CatalogReport(context)
    {
        private readonly JsonArray results = [];
        private readonly SortedSet<string> rules = new(StringComparer.Ordinal);

        public override void Add(DocumentVerdict verdict)
        {
            foreach (var problem in verdict.Problems)
            {
                rules.Add(problem.Rule);
                results.Add(
                    (JsonNode)
                        new JsonObject
                        {
                            ["ruleId"] = problem.Rule,
                            ["level"] = problem.Severity switch
                            {
                                Severity.Error => "error",
                                Severity.Warning => "warning",
                                _ => "note",
                            },
                            ["message"] = new JsonObject { ["text"] = Text(problem) },
                            ["locations"] = new JsonArray(
                                new JsonObject
                                {
                                    ["physicalLocation"] = new JsonObject
                                    {
                                        ["artifactLocation"] = new JsonObject { ["uri"] = Escaped(Uri(verdict.File)) },
                                        ["region"] = new JsonObject { ["startLine"] = problem.Line, ["startColumn"] = problem.Column },
                                    },
                                }
                            ),
                            ["partialFingerprints"] = new JsonObject
                            {
                                ["rulePathMessage/v1"] = Baseline.Fingerprint(verdict.File, problem),
                            },
                        }
                );
            }
        }

        public override void End(string summary)
        {
            var log = new JsonObject
            {
                ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
                ["version"] = "2.1.0",
                ["runs"] = new JsonArray(
                    new JsonObject
                    {
                        ["tool"] = new JsonObject
                        {
                            ["driver"] = new JsonObject
                            {
                                ["name"] = "infra-ai",
                                ["version"] = Product.Version,
                                ["rules"] = new JsonArray([.. rules.Select(rule => (JsonNode)new JsonObject { ["id"] = rule })]),
                            },
                        },
                        ["columnKind"] = "utf16CodeUnits",
                        ["results"] = results,
                    }
                ),
            };
            Out.WriteLine(log.ToJsonString(Json.Options));
            base.End(summary);
        }

        private static string Escaped(string path) => string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));
    }

    /// <summary>JUnit's XML, as CI servers read it: a suite a file, a case a document.</summary>
    private sealed class JunitReport(CommandContext context) : CatalogReport(context)
    {
        private readonly List<DocumentVerdict> verdicts = [];

        public override void Add(DocumentVerdict verdict) => verdicts.Add(verdict);

        public override void End(string summary)
        {
            var text = new StringBuilder();
            using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
            {
                xml.WriteStartElement("testsuites");
                foreach (var file in verdicts.GroupBy(verdict => verdict.File, StringComparer.Ordinal))
                {
                    xml.WriteStartElement("testsuite");
                    xml.WriteAttributeString("name", Uri(file.Key));
                    xml.WriteAttributeString("tests", Number(file.Count()));
                    xml.WriteAttributeString("failures", Number(file.Count(Fails)));
                    foreach (var verdict in file)
                    {
                        Write(xml, verdict);
                    }

                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            Out.WriteLine("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
            Out.WriteLine(text.ToString().ReplaceLineEndings("\n"));
            base.End(summary);
        }

        private static void Write(XmlWriter xml, DocumentVerdict verdict)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Uri(verdict.File));
            xml.WriteAttributeString("name", Clean(verdict.Ref ?? $"document {Number(verdict.Document)}"));
            var errors = verdict.Problems.Where(problem => problem.Severity == Severity.Error).ToList();
            if (errors.Count > 0)
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("type", errors[0].Rule);
                xml.WriteAttributeString("message", Clean(errors[0].Message));
                xml.WriteString(Clean(string.Join('\n', errors.Select(problem => Line(verdict, problem)))));
                xml.WriteEndElement();
            }

            var others = verdict.Problems.Where(problem => problem.Severity != Severity.Error).ToList();
            if (others.Count > 0)
            {
                xml.WriteElementString("system-out", Clean(string.Join('\n', others.Select(problem => Line(verdict, problem)))));
            }

            xml.WriteEndElement();
        }

        private static bool Fails(DocumentVerdict verdict) => verdict.Problems.Any(problem => problem.Severity == Severity.Error);

        private static string Line(DocumentVerdict verdict, ValidationProblem problem) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Uri(verdict.File)}:{problem.Line}:{problem.Column} [{problem.Rule}] {Text(problem)}"
            );

        private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

        /// <summary>XML has no control characters.</summary>
        private static string Clean(string text) =>
            string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '\uFFFD'));
    }
}
