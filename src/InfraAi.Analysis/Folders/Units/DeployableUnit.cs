using InfraAi.Model;

namespace InfraAi.Analysis.Folders.Units;

/// <summary>What the files of one folder say of what is built there.</summary>
/// <param name="Folder">Relative, without a slash at its end; "" for the root.</param>
internal sealed class DeployableUnit(string folder)
{
    private const int MostEvidence = 6;

    public string Folder { get; } = folder;

    /// <summary>The name that it gives itself where it runs (spring.application.name, a package's name), the surest first.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>The name of its package or module.</summary>
    public string? PackageName { get; set; }
    public ComponentKind? Kind { get; set; }

    /// <summary>What it is by what it declares to be (a discovery server, a gateway): a name of the vocabulary.</summary>
    public string? Role { get; set; }
    public string? Framework { get; set; }
    public string? Language { get; set; }
    public string? Description { get; set; }
    public string? Owner { get; set; }
    public List<int> Ports { get; } = [];

    /// <summary>Base image of its Dockerfile's last stage, when that is a product ("nginx").</summary>
    public string? BaseProduct { get; set; }

    /// <summary>True when some file says that it is built to run.</summary>
    public bool Runs { get; set; }

    /// <summary>True when it has a main program, which a Dockerfile elsewhere or a build plug-in may package.</summary>
    public bool HasMain { get; set; }

    /// <summary>True for a library that is given to others.</summary>
    public bool Published { get; set; }

    /// <summary>True when a build file stands in the folder.</summary>
    public bool HasBuildFile { get; set; }

    /// <summary>True for a root that only holds others together (workspaces, modules).</summary>
    public bool Aggregates { get; set; }

    /// <summary>Packages that it depends on, as its build file names them.</summary>
    public Dictionary<string, LineEvidence> Dependencies { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What its code declares: annotations, addresses, clients.</summary>
    public List<Declaration> Declarations { get; } = [];

    public List<LineEvidence> Evidence { get; } = [];

    /// <summary>The last part of the folder's path.</summary>
    public string FolderName => Folder[(Folder.LastIndexOf('/') + 1)..];

    public void Prove(LineEvidence evidence)
    {
        if (Evidence.Count < MostEvidence && !Evidence.Contains(evidence))
        {
            Evidence.Add(evidence);
        }
    }
}

/// <summary>Something that code declares about others.</summary>
/// <param name="What">"client", "route", "address", "discovery-client", "topic" …</param>
/// <param name="Value">The name, host or address.</param>
internal sealed record Declaration(string What, string Value, LineEvidence Evidence);
