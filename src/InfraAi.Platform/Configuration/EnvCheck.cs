namespace InfraAi.Platform.Configuration;

public enum EnvIssueKind
{
    /// <summary>The example has it, the file has not.</summary>
    Missing,

    /// <summary>The file has it, the example has not.</summary>
    Unknown,

    /// <summary>Without a value where the example has one, or where it is a secret.</summary>
    Empty,

    /// <summary>Still what stands for a value: "changeme", or the example's own secret.</summary>
    Placeholder,
}

public sealed record EnvIssue(string Key, EnvIssueKind Kind)
{
    /// <summary>A key that the example does not know may be right.</summary>
    public bool IsWrong => Kind != EnvIssueKind.Unknown;
}

/// <summary>Compares a .env file with its example.</summary>
public static class EnvCheck
{
    /// <param name="example">Null when there is none: then only placeholders and empty secrets are found.</param>
    /// <param name="secrets">Keys that are secret whatever their names.</param>
    /// <returns>In the order of the example, then of the file.</returns>
    public static IReadOnlyList<EnvIssue> Find(EnvDocument file, EnvDocument? example, IReadOnlyList<string> secrets)
    {
        var wanted = example?.Values ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var issues = wanted
            .Keys.Where(key => !file.Values.ContainsKey(key))
            .Select(key => new EnvIssue(key, EnvIssueKind.Missing))
            .ToList();
        foreach (var (key, value) in file.Values)
        {
            var secret = secrets.Contains(key, StringComparer.Ordinal) || Secrets.HasSecretName(key);
            var shown = wanted.GetValueOrDefault(key);
            if (example is not null && shown is null)
            {
                issues.Add(new(key, EnvIssueKind.Unknown));
            }

            if (string.IsNullOrWhiteSpace(value))
            {
                // Empty in the example too: it may stay so, unless nothing works without it.
                if (!string.IsNullOrWhiteSpace(shown))
                {
                    issues.Add(new(key, EnvIssueKind.Empty));
                }
            }
            else if (Secrets.IsPlaceholder(value) && (secret || value == shown) || (secret && value == shown))
            {
                issues.Add(new(key, EnvIssueKind.Placeholder));
            }
        }

        return issues;
    }
}
