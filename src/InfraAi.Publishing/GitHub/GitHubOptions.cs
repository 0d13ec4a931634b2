using InfraAi.Model;

namespace InfraAi.Publishing.GitHub;

/// <summary>What happens to a repository that is there already.</summary>
public enum ExistsPolicy
{
    /// <summary>Ours is updated on its branch; one without our marker gets a pull request when it is <see cref="GitHubOptions.Adopted"/>, else nothing.</summary>
    Adopt,

    /// <summary>Every change to what exists is a pull request.</summary>
    PullRequest,

    /// <summary>What exists is not changed.</summary>
    Refuse,
}

/// <summary>How to publish on GitHub.</summary>
public sealed record GitHubOptions
{
    /// <summary>https://api.github.com, or https://HOST/api/v3 of a GitHub Enterprise Server.</summary>
    public Uri ApiUrl { get; init; } = new("https://api.github.com");

    /// <summary>The account of the token; null asks GitHub once.</summary>
    public string? User { get; init; }

    /// <summary>Repositories belong to this organization; null makes them the user's.</summary>
    public string? Organization { get; init; }

    /// <summary>One repository for the whole catalog, a folder for each project; null makes a repository for each project.</summary>
    public string? CatalogRepository { get; init; }

    public ExistsPolicy Exists { get; init; } = ExistsPolicy.Adopt;

    /// <summary>"owner/repository" of what exists without our marker and may get a pull request; nothing else that is not ours is written to.</summary>
    public IReadOnlyList<string> Adopted { get; init; } = [];

    /// <summary>New repositories within 24 hours, for each process.</summary>
    public int NewPerDay { get; init; } = 1000;

    /// <summary>Of new repositories.</summary>
    public bool Private { get; init; } = true;

    /// <summary>Set on new repositories, before the files come; each publication of a new one costs a call more. Lower case letters, digits, hyphens.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>A personal or fine-grained token; null with an <see cref="App"/>.</summary>
    public string? Token { get; init; }

    public GitHubApp? App { get; init; }

    /// <summary>For one answer; what was written meanwhile is then found out.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait for a rate limit; a longer one is a problem that says when to come back.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The token is not for reading.</summary>
    public override string ToString() => $"{ApiUrl} {Organization ?? User}";
}

/// <summary>A GitHub App that is installed where the repositories go.</summary>
/// <param name="PrivateKey">PEM.</param>
/// <param name="Installation">Null asks GitHub for the organization's.</param>
public sealed record GitHubApp(string Id, string PrivateKey, string? Installation)
{
    /// <summary>The key is not for reading.</summary>
    public override string ToString() => $"app {Id}";
}

/// <summary>What a run will cost, told before it begins.</summary>
/// <param name="Calls">Of the 5,000 that a token has in an hour.</param>
/// <param name="Writes">Of the 80 in a minute and 500 in an hour that make content.</param>
/// <param name="Minutes">The least it takes within those limits.</param>
/// <remarks>https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api</remarks>
public sealed record GitHubBudget(int Calls, int Writes, double Minutes)
{
    private const int CallsAnHour = 5000;
    private const int WritesAMinute = 80;
    private const int WritesAnHour = 500;

    /// <param name="projects">All of them new, which costs most.</param>
    public static GitHubBudget Of(int projects, GitHubOptions options)
    {
        // A new repository: create, tree, commit, branch. In a catalog repository: three reads, tree, commit, branch.
        var writes = options.CatalogRepository is null ? 4 + (options.Topics.Count > 0 ? 1 : 0) : 3;
        var calls = options.CatalogRepository is null ? writes : writes + 3;
        var all = projects * writes;
        var minutes = Math.Max(
            all <= WritesAnHour ? (double)all / WritesAMinute : (double)all / WritesAnHour * 60,
            (double)projects * calls / CallsAnHour * 60
        );
        return new(projects * calls, all, Math.Round(minutes, 1));
    }

    public Phrase Phrase =>
        new(
            $"{Phrase.Number(Calls).En} calls to GitHub, {Phrase.Number(Writes).En} of them writes: at least {Minutes:0.#} minutes within its limits",
            $"{Phrase.Number(Calls).Es} llamadas a GitHub, {Phrase.Number(Writes).Es} de escritura: al menos {Minutes:0.#} minutos dentro de sus límites"
        );
}
