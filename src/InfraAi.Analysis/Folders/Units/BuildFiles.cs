using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using InfraAi.Analysis.Diagrams;
using InfraAi.Model;

namespace InfraAi.Analysis.Folders.Units;

/// <summary>Lines of a file with their numbers, from 1.</summary>
internal static class Lines
{
    public static IEnumerable<(string Text, int Number)> Of(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (line.TrimEnd('\r'), number);
            }
        }
    }

    public static LineEvidence First(BundledFile file) =>
        Of(file.Text).Select(l => UnitCollector.At(file, l.Number, l.Text)).FirstOrDefault() ?? new LineEvidence(file.Path, 1, "");
}

/// <summary>XML build files, read without what reaches outside; null when it is not XML.</summary>
internal static class BuildXml
{
    private const int Longest = 4 * 1024 * 1024;

    public static XElement? Read(string text)
    {
        if (text.Length > Longest)
        {
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    public static LineEvidence At(BundledFile file, XElement element, string quote) =>
        new(file.Path, Math.Max(1, ((IXmlLineInfo)element).LineNumber), quote);
}

/// <summary>.NET projects (learn.microsoft.com/dotnet/core/project-sdk/overview): the SDK says what is built.</summary>
internal sealed class DotNetProject : IUnitSource
{
    public bool Reads(string name) =>
        name.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".fsproj", StringComparison.OrdinalIgnoreCase);

    public void Read(BundledFile file, UnitCollector units)
    {
        if (BuildXml.Read(file.Text) is not { } project)
        {
            return;
        }

        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..file.Path.LastIndexOf('.')];
        var sdk = (string?)project.Attribute("Sdk") ?? "";
        string? Property(string wanted) => project.Descendants().FirstOrDefault(e => e.Name.LocalName == wanted)?.Value.Trim();
        unit.PackageName ??=
            Property("AssemblyName") is { Length: > 0 } assembly && !assembly.Contains('$', StringComparison.Ordinal) ? assembly : name;
        unit.Language ??= ".NET";
        unit.Description ??= Property("Description");
        foreach (var package in project.Descendants().Where(e => e.Name.LocalName is "PackageReference" or "ProjectReference"))
        {
            if ((string?)package.Attribute("Include") is { Length: > 0 } include)
            {
                unit.Dependencies.TryAdd(include, BuildXml.At(file, package, include));
            }
        }

        unit.Prove(Lines.First(file));
        var aspire =
            Property("IsAspireHost") == "true"
            || sdk.StartsWith("Aspire.AppHost", StringComparison.Ordinal)
            || file.Text.Contains("Aspire.AppHost.Sdk", StringComparison.Ordinal);
        if (
            aspire
            || Property("IsTestProject") == "true"
            || unit.Dependencies.ContainsKey("Microsoft.NET.Test.Sdk")
            || Property("IsAspireSharedProject") == "true"
        )
        {
            unit.Aggregates = true;
            return;
        }

        if (sdk.StartsWith("Microsoft.NET.Sdk.BlazorWebAssembly", StringComparison.Ordinal))
        {
            (unit.Runs, unit.Kind, unit.Framework) = (true, ComponentKind.Website, "ASP.NET");
        }
        else if (sdk.StartsWith("Microsoft.NET.Sdk.Web", StringComparison.Ordinal))
        {
            (unit.Runs, unit.Framework) = (true, "ASP.NET");
        }
        else if (sdk.StartsWith("Microsoft.NET.Sdk.Worker", StringComparison.Ordinal))
        {
            unit.Runs = true;
        }
        else if (Property("AzureFunctionsVersion") is not null)
        {
            (unit.Runs, unit.Kind) = (true, ComponentKind.Function);
        }
        else if (Property("OutputType") is "Exe" or "WinExe")
        {
            unit.HasMain = true;
        }
    }
}

/// <summary>npm packages (docs.npmjs.com/cli/configuring-npm/package-json): a server's framework or a site's says that it runs.</summary>
internal sealed class NodePackage : IUnitSource
{
    private static readonly (string Package, string Framework, ComponentKind? Kind)[] Servers =
    [
        ("next", "Next.js", ComponentKind.Website),
        ("nuxt", "Nuxt", ComponentKind.Website),
        ("@remix-run/node", "Remix", ComponentKind.Website),
        ("@sveltejs/kit", "SvelteKit", ComponentKind.Website),
        ("astro", "Astro", ComponentKind.Website),
        ("gatsby", "Gatsby", ComponentKind.Website),
        ("@nestjs/core", "NestJS", null),
        ("fastify", "Fastify", null),
        ("express", "Express", null),
        ("koa", "Koa", null),
        ("@hapi/hapi", "hapi", null),
        ("hono", "Hono", null),
        ("@apollo/server", "Apollo Server", null),
        ("apollo-server", "Apollo Server", null),
    ];

    private static readonly (string Package, string Framework)[] Sites =
    [
        ("react-scripts", "React"),
        ("@angular/core", "Angular"),
        ("@vue/cli-service", "Vue.js"),
        ("vue", "Vue.js"),
        ("react-dom", "React"),
        ("svelte", "Svelte"),
    ];

    public bool Reads(string name) => name == "package.json";

    public void Read(BundledFile file, UnitCollector units)
    {
        Tree root;
        try
        {
            root = Tree.ReadJson(file.Text);
        }
        catch (BrokenSourceException)
        {
            return;
        }

        if (root.Map is null)
        {
            return;
        }

        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        var name = root.Text("name");
        unit.PackageName ??= name;
        unit.Description ??= root.Text("description");
        unit.Language ??= "Node.js";
        unit.Prove(LineAt(file, root["name"]?.Line ?? root.Line));
        foreach (var group in (string[])["dependencies", "optionalDependencies"])
        {
            foreach (var (package, _, line) in root.Entries(group))
            {
                unit.Dependencies.TryAdd(package, LineAt(file, line));
            }
        }

        var development = root.Entries("devDependencies").Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        unit.Aggregates |= root["workspaces"] is not null;
        var isPrivate = root.Text("private") == "true";
        var library =
            root["publishConfig"] is not null
            || root["exports"] is not null
            || root["module"] is not null
            || root["types"] is not null
            || root["bin"] is not null;
        // A plug-in or a library of a program that is built elsewhere (backstage.io/docs/tooling/cli/build-system).
        var role = root["backstage"]?.Text("role") ?? "";
        library |= role.Contains("plugin", StringComparison.Ordinal) || role.Contains("library", StringComparison.Ordinal);
        unit.Published |= !isPrivate && (library || (name?.StartsWith('@') == true && root.Text("description") is not null));
        var starts = root["scripts"]?.Text("start") ?? root["scripts"]?.Text("serve");
        if (unit.Aggregates)
        {
            return;
        }

        foreach (var (package, framework, kind) in Servers)
        {
            if (unit.Dependencies.ContainsKey(package) && !library)
            {
                (unit.Runs, unit.Framework, unit.Kind) = (true, framework, kind ?? unit.Kind);
                return;
            }
        }

        foreach (var (package, framework) in Sites)
        {
            if (
                (unit.Dependencies.ContainsKey(package) || development.Contains(package))
                && !library
                && (starts is not null || root["scripts"]?["build"] is not null)
            )
            {
                (unit.Runs, unit.Framework, unit.Kind) = (true, framework, ComponentKind.Website);
                return;
            }
        }

        unit.HasMain |= starts is not null && !library;
    }

    private static LineEvidence LineAt(BundledFile file, int line) =>
        UnitCollector.At(file, line, file.Text.Split('\n').ElementAtOrDefault(line - 1) ?? "");
}

/// <summary>Maven modules (maven.apache.org/pom.html).</summary>
internal sealed class MavenProject : IUnitSource
{
    public bool Reads(string name) => name == "pom.xml";

    public void Read(BundledFile file, UnitCollector units)
    {
        if (BuildXml.Read(file.Text) is not { } project)
        {
            return;
        }

        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        XElement? Child(string wanted) => project.Elements().FirstOrDefault(e => e.Name.LocalName == wanted);
        unit.Language ??= "Java";
        unit.PackageName ??= Child("artifactId")?.Value.Trim();
        unit.Description ??=
            Child("description")?.Value.Trim() is { Length: > 0 } text
            && !text.StartsWith("Demo project", StringComparison.OrdinalIgnoreCase)
                ? text
                : null;
        if (Child("artifactId") is { } id)
        {
            unit.Prove(BuildXml.At(file, id, $"<artifactId>{id.Value}</artifactId>"));
        }

        if (Child("packaging")?.Value.Trim() == "pom" || Child("modules") is not null)
        {
            unit.Aggregates = true;
            return;
        }

        unit.Runs |= Child("packaging")?.Value.Trim() == "war";
        foreach (var dependency in project.Descendants().Where(e => e.Name.LocalName is "dependency"))
        {
            var artifact = dependency.Elements().FirstOrDefault(e => e.Name.LocalName == "artifactId");
            var scope = dependency.Elements().FirstOrDefault(e => e.Name.LocalName == "scope")?.Value.Trim();
            if (artifact is not null && scope != "test")
            {
                unit.Dependencies.TryAdd(artifact.Value.Trim(), BuildXml.At(file, artifact, $"<artifactId>{artifact.Value}</artifactId>"));
            }
        }

        JvmFrameworks.Apply(unit);
    }
}

/// <summary>Gradle modules: what their scripts name in quotes (docs.gradle.org/current/userguide/declaring_dependencies.html). Scripts are not run.</summary>
internal sealed partial class GradleProject : IUnitSource
{
    public bool Reads(string name) => name is "build.gradle" or "build.gradle.kts";

    public void Read(BundledFile file, UnitCollector units)
    {
        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        unit.Language ??= "Java";
        unit.Prove(Lines.First(file));
        foreach (var (text, number) in Lines.Of(file.Text))
        {
            if (
                text.TrimStart().StartsWith("//", StringComparison.Ordinal)
                || text.Contains("test", StringComparison.Ordinal) && text.TrimStart().StartsWith("test", StringComparison.Ordinal)
            )
            {
                continue;
            }

            foreach (Match match in Coordinates().Matches(text))
            {
                unit.Dependencies.TryAdd(match.Groups[1].Value, UnitCollector.At(file, number, text));
            }
        }

        unit.Aggregates |=
            file.Text.Contains("subprojects", StringComparison.Ordinal) && !file.Text.Contains("bootJar", StringComparison.Ordinal);
        JvmFrameworks.Apply(unit);
    }

    [GeneratedRegex("""["'][\w.-]+:(?<one>[\w.-]+)(?::[^"']*)?["']""", RegexOptions.None, 1000)]
    private static partial Regex Coordinates();
}

/// <summary>Frameworks of the JVM by the artifacts that a module depends on.</summary>
internal static class JvmFrameworks
{
    public static void Apply(DeployableUnit unit)
    {
        if (unit.Dependencies.Keys.Any(d => d.StartsWith("quarkus-", StringComparison.Ordinal)))
        {
            (unit.Framework, unit.Runs) = ("Quarkus", unit.Runs | !unit.Aggregates);
        }
        else if (unit.Dependencies.Keys.Any(d => d.StartsWith("micronaut-", StringComparison.Ordinal)))
        {
            unit.Framework = "Micronaut";
        }
        else if (
            unit.Dependencies.Keys.Any(d =>
                d.StartsWith("spring-boot", StringComparison.Ordinal) || d.StartsWith("spring-cloud", StringComparison.Ordinal)
            )
        )
        {
            unit.Framework = "Spring Boot";
        }
    }
}

/// <summary>Go modules (go.dev/ref/mod): each main package is a program.</summary>
internal sealed class GoModule : IUnitSource
{
    public bool Reads(string name) => name == "go.mod";

    public void Read(BundledFile file, UnitCollector units)
    {
        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        unit.Language ??= "Go";
        foreach (var (text, number) in Lines.Of(file.Text))
        {
            var words = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["module", var module, ..])
            {
                unit.PackageName ??= module.TrimEnd('/').Split('/')[^1];
                unit.Prove(UnitCollector.At(file, number, text));
            }
            else if (
                words is [var path, var version, ..] && version.StartsWith('v')
                || words is ["require", _, ..] && (words = words[1..]).Length > 1
            )
            {
                unit.Dependencies.TryAdd(words[0], UnitCollector.At(file, number, text));
            }
        }
    }
}

/// <summary>Python projects: pyproject.toml, requirements.txt, Pipfile. A web framework says that it runs.</summary>
internal sealed partial class PythonProject : IUnitSource
{
    private static readonly (string Package, string Framework)[] Frameworks =
    [
        ("fastapi", "FastAPI"),
        ("django", "Django"),
        ("flask", "Flask"),
        ("starlette", "Starlette"),
        ("tornado", "Tornado"),
        ("aiohttp", "aiohttp"),
        ("sanic", "Sanic"),
        ("bottle", "Bottle"),
        ("streamlit", "Streamlit"),
        ("gunicorn", ""),
        ("uvicorn", ""),
    ];

    public bool Reads(string name) => name is "requirements.txt" or "pyproject.toml" or "Pipfile";

    public void Read(BundledFile file, UnitCollector units)
    {
        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        unit.Language ??= "Python";
        var table = "";
        foreach (var (text, number) in Lines.Of(file.Text))
        {
            var line = text.Trim();
            if (line[0] == '[')
            {
                table = line;
            }

            if (table is "[project]" or "[tool.poetry]" && Pair().Match(line) is { Success: true } pair)
            {
                if (pair.Groups[1].Value == "name")
                {
                    unit.PackageName ??= pair.Groups[2].Value;
                }
                else
                {
                    unit.Description ??= pair.Groups[2].Value;
                }

                unit.Prove(UnitCollector.At(file, number, text));
                continue;
            }

            if (line[0] != '#' && Requirement().Match(line) is { Success: true } match)
            {
                unit.Dependencies.TryAdd(match.Groups[1].Value.ToLowerInvariant(), UnitCollector.At(file, number, text));
            }
        }

        foreach (var (package, framework) in Frameworks)
        {
            if (unit.Dependencies.TryGetValue(package, out var proof))
            {
                unit.Runs = true;
                unit.Framework ??= framework.Length > 0 ? framework : null;
                unit.Prove(proof);
            }
        }
    }

    [GeneratedRegex("""^(?<one>name|description)\s*=\s*["'](?<two>[^"']+)["']""", RegexOptions.None, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex("""^["']?(?<one>[A-Za-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>~!;"',]|$)""", RegexOptions.None, 1000)]
    private static partial Regex Requirement();
}

/// <summary>Cargo packages (doc.rust-lang.org/cargo/reference/manifest.html).</summary>
internal sealed partial class CargoProject : IUnitSource
{
    private static readonly string[] Servers = ["actix-web", "axum", "rocket", "warp", "tonic", "hyper", "poem", "salvo", "tide"];

    public bool Reads(string name) => name == "Cargo.toml";

    public void Read(BundledFile file, UnitCollector units)
    {
        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        unit.Language ??= "Rust";
        var table = "";
        foreach (var (text, number) in Lines.Of(file.Text))
        {
            var line = text.Trim();
            if (line[0] == '[')
            {
                table = line;
                unit.HasMain |= line == "[[bin]]";
                unit.Aggregates |= line == "[workspace]";
                continue;
            }

            if (Pair().Match(line) is not { Success: true } pair)
            {
                continue;
            }

            var (key, value) = (pair.Groups[1].Value, pair.Groups[2].Value);
            if (table == "[package]")
            {
                unit.Aggregates = false;
                unit.PackageName = key == "name" ? value : unit.PackageName;
                unit.Description = key == "description" ? value : unit.Description;
                unit.Prove(UnitCollector.At(file, number, text));
            }
            else if (table == "[dependencies]")
            {
                unit.Dependencies.TryAdd(key, UnitCollector.At(file, number, text));
                unit.HasMain |= Servers.Contains(key, StringComparer.Ordinal);
                unit.Runs |= Servers.Contains(key, StringComparer.Ordinal);
            }
        }
    }

    [GeneratedRegex("""^(?<one>[\w-]+)\s*=\s*["'{]?(?<two>[^"'}]*)""", RegexOptions.None, 1000)]
    private static partial Regex Pair();
}

/// <summary>Composer packages of PHP (getcomposer.org/doc/04-schema.md).</summary>
internal sealed class ComposerProject : IUnitSource
{
    private static readonly (string Package, string Framework)[] Frameworks =
    [
        ("laravel/framework", "Laravel"),
        ("symfony/framework-bundle", "Symfony"),
        ("slim/slim", "Slim"),
        ("cakephp/cakephp", "CakePHP"),
        ("laminas/laminas-mvc", "Laminas"),
        ("yiisoft/yii2", "Yii"),
    ];

    public bool Reads(string name) => name == "composer.json";

    public void Read(BundledFile file, UnitCollector units)
    {
        Tree root;
        try
        {
            root = Tree.ReadJson(file.Text);
        }
        catch (BrokenSourceException)
        {
            return;
        }

        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        unit.Language ??= "PHP";
        unit.PackageName ??= root.Text("name")?.Split('/')[^1];
        unit.Description ??= root.Text("description");
        unit.Prove(Lines.First(file));
        foreach (var (package, _, line) in root.Entries("require"))
        {
            unit.Dependencies.TryAdd(package, new LineEvidence(file.Path, line, package));
        }

        foreach (var (package, framework) in Frameworks)
        {
            if (unit.Dependencies.ContainsKey(package) && root.Text("type") is null or "project")
            {
                unit.Runs |= unit.Dependencies.ContainsKey(package);
                unit.Framework ??= unit.Dependencies.ContainsKey(package) ? framework : null;
            }
        }
    }
}

/// <summary>Gemfiles of Ruby (bundler.io/guides/gemfile.html).</summary>
internal sealed partial class RubyBundle : IUnitSource
{
    public bool Reads(string name) => name == "Gemfile";

    public void Read(BundledFile file, UnitCollector units)
    {
        var unit = units.Module(UnitCollector.FolderOf(file.Path));
        unit.Language ??= "Ruby";
        unit.Prove(Lines.First(file));
        foreach (var (text, number) in Lines.Of(file.Text))
        {
            if (Gem().Match(text) is { Success: true } gem)
            {
                unit.Dependencies.TryAdd(gem.Groups[1].Value, UnitCollector.At(file, number, text));
            }
        }

        (unit.Framework, unit.Runs) =
            unit.Dependencies.ContainsKey("rails") ? ("Ruby on Rails", true)
            : unit.Dependencies.ContainsKey("sinatra") ? ("Sinatra", true)
            : (unit.Framework, unit.Runs);
    }

    [GeneratedRegex("""^\s*gem\s+["'](?<one>[\w-]+)["']""", RegexOptions.None, 1000)]
    private static partial Regex Gem();
}
