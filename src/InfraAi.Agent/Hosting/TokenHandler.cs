using System.Text.Encodings.Web;
using InfraAi.Agent.Http;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace InfraAi.Agent.Hosting;

/// <summary>How the token is asked for.</summary>
public sealed class TokenOptions : AuthenticationSchemeOptions
{
    /// <summary>True with AGENT_SIGN_IN=none: who sends nothing may do everything.</summary>
    public bool Everybody { get; set; }
}

/// <summary>`Authorization: Bearer TOKEN`; and the answers to whoever sends nothing that is taken (401) or may not do what it asks (403).</summary>
public sealed class TokenHandler(
    IOptionsMonitor<TokenOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AgentKeys keys,
    Settings settings
) : AuthenticationHandler<TokenOptions>(options, logger, encoder)
{
    public new const string Scheme = "token";
    private const string Bearer = "Bearer ";

    // The same for every request: who has the token is nobody in particular.
    private static readonly AuthenticateResult Owner = Success(new(null, Scheme, Roles.Maintainer));
    private static readonly AuthenticateResult Anybody = Success(new(null, "none", Roles.Maintainer));
    private static readonly AuthenticateResult Wrong = AuthenticateResult.Fail("The token is not this agent's.");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var sent = Request.Headers.Authorization.ToString();
        var result =
            Options.Everybody && sent.Length == 0 ? Anybody
            : sent.Length == 0 ? AuthenticateResult.NoResult()
            : sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && keys.IsToken(sent.AsSpan(Bearer.Length).Trim()) ? Owner
            : Wrong;
        return Task.FromResult(result);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Whichever handler looked at what was sent knows why it did not take it; it looks once a request.
        var looked = await Context.AuthenticateAsync(SignIn.Door);
        var wrong = looked.Failure is not null || Request.Cookies.ContainsKey(SignIn.CookieName);
        Response.Headers.Append(
            HeaderNames.WWWAuthenticate,
            wrong ? "Bearer realm=\"infra-ai\", error=\"invalid_token\"" : "Bearer realm=\"infra-ai\""
        );
        var problem = wrong ? NotValid(looked.Failure?.Message) : Needed;
        var answer = problem.ToAnswer(Context);
        if (settings.Oidc is not null)
        {
            // The page offers it.
            answer.ProblemDetails.Extensions["sign_in_url"] = Oidc.StartPath;
        }

        await answer.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        NotAllowed(Caller.TryOf(Context)?.Role ?? "").ToAnswer(Context).ExecuteAsync(Context);

    private Problem Needed =>
        new("sign-in-needed", ProblemKind.NotSignedIn, new("Nobody has signed in.", "Nadie ha iniciado sesión."), Remedy);

    private Problem NotValid(string? why) =>
        new(
            "sign-in-not-valid",
            ProblemKind.NotSignedIn,
            new(
                $"What was sent to sign in is not taken{(why is null ? "." : ": " + why)}",
                $"No se admite lo enviado para iniciar sesión{(why is null ? "." : ": " + why)}"
            ),
            Remedy
        );

    private Phrase Remedy
    {
        get
        {
            // Only a path without surprises goes into a line that people paste into a shell.
            var path =
                Request.Path.Value is { } asked && asked.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
                    ? asked
                    : "/";
            var line = $"curl -H \"Authorization: Bearer $(./infra-ai token)\" {new Uri(settings.AgentUrl, path)}";
            return new($"{line}; a browser: ./infra-ai token --link", $"{line}; un navegador: ./infra-ai token --link");
        }
    }

    private static Problem NotAllowed(string role) =>
        new(
            "not-allowed",
            ProblemKind.NotAllowed,
            new($"The role {role} may not do this.", $"El rol {role} no puede hacer esto."),
            new(
                "Ask a maintainer of the agent for the role (docs/sign-in.md).",
                "Pida el rol a quien mantiene el agente (docs/sign-in.md)."
            )
        );

    private static AuthenticateResult Success(Caller caller) => AuthenticateResult.Success(new(caller.ToPrincipal(), Scheme));
}
