namespace InfraAi.Agent.Backstage;

/// <summary>The header X-Backstage-User: who asks, as our plugin's backend read it from the signed-in user's token.</summary>
/// <remarks>The agent listens to this machine and takes no sign-in of its own: who else may reach it may say any name. It is kept for people to read, and decides nothing.</remarks>
public static class BackstageUser
{
    private const int Longest = 200;

    /// <returns>A reference such as user:default/ana; null when none was sent, or something else.</returns>
    public static string? Of(HttpRequest request)
    {
        var said = request.Headers["X-Backstage-User"].ToString();
        return
            said.Length <= Longest
            && said.Split(':') is ["user", var rest]
            && rest.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
            && rest.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
            ? said
            : null;
    }
}
