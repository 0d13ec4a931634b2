using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;

namespace InfraAi.Cli;

/// <summary>Which tasks write into the data folder: they do it for this user alone, and close what an earlier version left open.</summary>
internal static class HomeUse
{
    private static readonly string[] Writers =
    [
        "create",
        "history",
        "copy-store",
        "start",
        "stop",
        "deploy",
        "backup",
        "restore",
        "env",
        "token",
    ];

    /// <summary>These look, and change nothing but logs and bundles of their own.</summary>
    private static readonly string[] Lookers = ["check", "status", "logs", "verify", "diagnose"];

    /// <summary>The other tasks write into a person's own folders, as that person's umask says.</summary>
    public static void Prepare(string[] args, Settings settings)
    {
        var task = args.Length > 0 ? args[0] : "";
        var writes = Writers.Contains(task, StringComparer.Ordinal);
        if (!writes && !Lookers.Contains(task, StringComparer.Ordinal))
        {
            return;
        }

        DataFolder.KeepPrivate();
        if (writes && Directory.Exists(settings.Home))
        {
            DataFolder.Open(settings.Home);
        }
    }
}
