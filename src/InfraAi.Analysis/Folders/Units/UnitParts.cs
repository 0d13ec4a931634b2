using InfraAi.Analysis.Diagrams;
using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Folders.Units;

/// <summary>Makes the units of a repository parts of its model: those that other sources run are joined with them, the others are added.</summary>
internal sealed class UnitParts
{
    private readonly RepositoryModel model;
    private readonly Dictionary<DeployableUnit, RepositoryPart> parts = [];
    private readonly string root;
    private readonly HashSet<string> folders;

    private UnitParts(RepositoryModel model, IEnumerable<DeployableUnit> units, string root)
    {
        (this.model, this.root) = (model, root);
        folders = units.Select(u => u.Folder).ToHashSet(StringComparer.Ordinal);
    }

    /// <param name="root">The name of the repository: that of a unit built at its root that has none of its own.</param>
    /// <returns>The parts that units became.</returns>
    public static IReadOnlyDictionary<DeployableUnit, RepositoryPart> Add(RepositoryModel model, UnitCollector units, string root)
    {
        var all = Programs(units).OrderBy(u => u.Folder, StringComparer.Ordinal).ToList();
        var maker = new UnitParts(model, all, root);
        // Those of which a source says where they are built come first: what is left is found by its name.
        foreach (var unit in all)
        {
            maker.ByFolder(unit);
        }

        foreach (var unit in all.Where(u => !maker.parts.ContainsKey(u)))
        {
            maker.ByName(unit, all);
        }

        foreach (var unit in all.Where(u => !maker.parts.ContainsKey(u)))
        {
            maker.AsNew(unit);
        }

        return maker.parts;
    }

    /// <summary>A module with several programs in folders of their own is as many units.</summary>
    private static List<DeployableUnit> Programs(UnitCollector units)
    {
        var all = units.All.ToList();
        foreach (var unit in units.All.ToList())
        {
            var programs = unit.Declarations.Where(d => d.What == "program").Select(d => d.Value).Distinct(StringComparer.Ordinal).ToList();
            if (programs.Count == 0)
            {
                continue;
            }

            var built = all.FindAll(u => u != unit && u.Runs && programs.Contains(u.Folder));
            if (programs.Count == 1 && built.Count == 0)
            {
                unit.Runs = true;
            }
            else if (programs.Count > 1 && !unit.Runs && programs.TrueForAll(p => p != unit.Folder))
            {
                foreach (
                    var program in programs.Where(p => p.Contains("cmd/", StringComparison.Ordinal) && all.TrueForAll(u => u.Folder != p))
                )
                {
                    var one = units.Of(program);
                    (one.Runs, one.Language) = (true, unit.Language);
                    one.Prove(unit.Declarations.First(d => d.Value == program).Evidence);
                    all.Add(one);
                }
            }
            else if (programs.Contains(unit.Folder))
            {
                unit.Runs = true;
            }
        }

        return all;
    }

    private void ByFolder(DeployableUnit unit)
    {
        var built = model.BuiltIn(unit.Folder);
        if (built.Count == 0)
        {
            return;
        }

        // One folder that several services are built from is one program in several roles.
        foreach (var part in built)
        {
            Describe(part, unit, named: built.Count > 1);
        }

        parts[unit] = built[0];
    }

    private void ByName(DeployableUnit unit, List<DeployableUnit> all)
    {
        if (!(unit.Runs || unit.HasMain) || unit.Aggregates && !unit.Runs)
        {
            return;
        }

        var names = NamesOf(unit).ToList();
        var found = model.Parts.Where(p => Fits(p, names)).ToList();
        if (found.Count > 1)
        {
            var byImage = found.Where(p => ImageOf(p) is { } image && names.Exists(n => Tail(image, n))).ToList();
            found = byImage.Count > 0 ? byImage : found;
        }

        if (found.Count == 0)
        {
            found =
            [
                .. model.Parts.Where(p =>
                    IsSoftware(p)
                    && !parts.ContainsValue(p)
                    && !(p.Component.Deployment?.Folder is { } at && folders.Contains(at))
                    && names.Exists(n => Names.Core(n) is { Length: > 2 } core && core == Names.Core(p.Component.Name))
                ),
            ];
            found = found.Count == 1 ? found : [];
        }

        if (found.Count == 0)
        {
            return;
        }

        foreach (var part in found)
        {
            if (!parts.ContainsValue(part))
            {
                Describe(part, unit, named: found.Count > 1);
            }
        }

        parts[unit] = found[0];
    }

    private bool Fits(RepositoryPart part, List<string> names)
    {
        if (part.Component.Deployment?.Folder is { } folder && folders.Contains(folder))
        {
            return false;
        }

        return (IsSoftware(part) && names.Exists(n => Names.Key(n) == Names.Key(part.Component.Name)))
            || (ImageOf(part) is { } image && names.Exists(n => Tail(image, n)));
    }

    private static string? ImageOf(RepositoryPart part) => part.Component.Image ?? part.Component.Deployment?.Image;

    /// <summary>"acme/shop-orders" is an image of "orders".</summary>
    private static bool Tail(string image, string name)
    {
        var tail = image[(image.LastIndexOf('/') + 1)..];
        return tail.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (name.Length > 3 && tail.EndsWith("-" + name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsSoftware(RepositoryPart part) =>
        part.Component.Kind
            is ComponentKind.Service
                or ComponentKind.Website
                or ComponentKind.Job
                or ComponentKind.Function
                or ComponentKind.Gateway
                or ComponentKind.Tool
                or ComponentKind.Compute
                or ComponentKind.MobileApp
                or ComponentKind.Dns
        && (
            part.Component.Technology is null
            || part.Component.Image is not null
            || TechnologyVocabulary.Default.Find(part.Component.Technology) is not { Use: TechnologyUse.Part }
            || part.Code is null or DiagramReader.CatalogName
        );

    /// <summary>The names that a unit may have elsewhere, the surest first.</summary>
    private IEnumerable<string> NamesOf(DeployableUnit unit)
    {
        var folder =
            unit.Folder.Length > 0 ? unit.FolderName
            : unit.PackageName is null ? root
            : null;
        // "Acme.Orders" is called orders where it runs.
        string?[] names = [unit.ApplicationName, Plain(unit.PackageName), folder, Last(unit.PackageName), Last(folder)];
        return names.OfType<string>().Where(n => n.Length > 1).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static string? Last(string? name) =>
        name?.LastIndexOf('.') is > 0 and var dot && dot < name!.Length - 2 ? name[(dot + 1)..] : null;

    /// <summary>"@shop/web" is web.</summary>
    private static string? Plain(string? package) => package?[(package.LastIndexOf('/') + 1)..];

    private void AsNew(DeployableUnit unit)
    {
        var library = !unit.Runs && !unit.Aggregates && unit.Published;
        if (!unit.Runs && !library)
        {
            return;
        }

        // Where every name below is one that many share ("src/main"), the package's own says more.
        var names = NamesOf(unit).ToList();
        var name = NameOf(unit, names);
        if (
            !unit.HasBuildFile
            && model.Parts.Any(p => p.Code is not null && p.Component.Deployment is not null || p.Code == DiagramReader.KubernetesName)
        )
        {
            return; // an image that is only packed here, and that no manifest of those that there are runs
        }

        var part = model.New(
            new Component
            {
                Id = Sketch.Slugs.Of(name, "component"),
                Name = name,
                Kind = library
                    ? ComponentKind.Library
                    : unit.Kind
                        ?? ServiceRoles.Of(name) switch
                        {
                            ComponentKind.Website or ComponentKind.Job or ComponentKind.Gateway => ServiceRoles.Of(name)!.Value,
                            _ => ComponentKind.Service,
                        },
                Description = unit.Description,
                Owner = unit.Owner,
                Confidence = 0.9,
                Deployment = new Deployment
                {
                    Folder = unit.Folder,
                    Ports = [.. unit.Ports.Distinct()],
                    Hosts = [.. names],
                },
                Evidence = [.. unit.Evidence],
            },
            "build"
        );
        Technology(part, unit);
        parts[unit] = part;
    }

    private string NameOf(DeployableUnit unit, List<string> names)
    {
        var name = names.FirstOrDefault(n => !IsGeneric(n)) ?? names.FirstOrDefault() ?? root;
        // The folder's name is what people say; a module's may only be longer.
        return
            unit.ApplicationName is null
            && unit.Folder.Length > 0
            && !IsGeneric(unit.FolderName)
            && unit.Language is "Java" or "Go" or "Python" or "Rust" or "PHP" or "Ruby"
            ? unit.FolderName
            : name;
    }

    /// <summary>A person's role, or a word for any program: no name that says which.</summary>
    private static bool IsGeneric(string name) =>
        TechnologyVocabulary.Default.Find(name) is { Use: TechnologyUse.Actor }
        || name.ToLowerInvariant()
            is "app"
                or "application"
                or "main"
                or "src"
                or "code"
                or "server"
                or "root"
                or "project"
                or "demo"
                or "package";

    /// <param name="named">True when several parts are this unit: each keeps its own name.</param>
    private void Describe(RepositoryPart part, DeployableUnit unit, bool named)
    {
        var one = part.Component;
        part.Component = one with
        {
            Description =
                one.Description is null || one.Description.StartsWith("profile ", StringComparison.Ordinal)
                    ? unit.Description ?? one.Description
                    : one.Description,
            Owner = one.Owner ?? unit.Owner,
            Kind = one.Kind == ComponentKind.Service && one.Technology is null ? unit.Kind ?? one.Kind : one.Kind,
            Deployment = (one.Deployment ?? new Deployment()) with
            {
                Folder = one.Deployment?.Folder is { } known && folders.Contains(known) ? known : unit.Folder,
                Hosts = [.. (one.Deployment?.Hosts ?? []).Append(one.Name).Union(NamesOf(unit), StringComparer.Ordinal)],
            },
            Evidence = [.. one.Evidence.Concat(unit.Evidence.Take(2)).Distinct()],
        };
        Technology(part, unit);
        model.Index(part);
        if (!named && unit.ApplicationName is { } application && part.Code != DiagramReader.CatalogName)
        {
            var name = IsGeneric(application) ? NamesOf(unit).FirstOrDefault(n => !IsGeneric(n)) ?? application : application;
            model.Rename(part, name);
        }
    }

    /// <summary>What it declares to be; else the product of its image; else what it is written with.</summary>
    private static void Technology(RepositoryPart part, DeployableUnit unit)
    {
        var one = part.Component;
        if (unit.Role is { } role)
        {
            part.Component = one with { Technology = role, Kind = unit.Kind ?? ComponentKind.Service };
        }
        else if (one.Technology is null && unit.BaseProduct is { } product && !unit.HasBuildFile)
        {
            var kind = TechnologyVocabulary.Default.Find(product)?.Kind ?? one.Kind;
            part.Component = one with { Technology = product, Kind = kind };
        }
        else if (
            one.Technology is null
            && one.Kind is not (ComponentKind.Database or ComponentKind.Cache or ComponentKind.Queue or ComponentKind.Stream)
        )
        {
            part.Component = one with { Technology = Known(unit.Framework) ?? Known(unit.Language) };
        }
    }

    private static string? Known(string? name) =>
        name is not null && TechnologyVocabulary.Default.Find(name) is { IsProduct: true } technology ? technology.Name : null;
}
