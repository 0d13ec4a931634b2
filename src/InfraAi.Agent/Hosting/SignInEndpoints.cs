using InfraAi.Agent.Http;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace InfraAi.Agent.Hosting;

/// <summary>What the page sends to sign in: the agent's token.</summary>
public sealed record SignInBody(string? Token);

/// <summary>How a browser signs in and out: by a one-time link, or with the token; and who has signed in.</summary>
public static class SignInEndpoints
{
    private const string Tag = "Sign-in";
    private const string Page = "/";

    public static void MapSignIn(this WebApplication app, Settings settings)
    {
        if (settings.Oidc is not null)
        {
            app.MapOidc();
        }

        app.MapGet("/sign-in", OpenAsync).WithTags(Tag).WithSummary("What a one-time link opens: sets the page's cookie").AllowAnonymous();
        app.MapPost("/sign-in", WithTokenAsync).WithTags(Tag).WithSummary("Sets the page's cookie for who has the token").AllowAnonymous();
        app.MapPost("/sign-out", (Delegate)LeaveAsync).WithTags(Tag).WithSummary("Takes the page's cookie back").AllowAnonymous();
        app.MapPost("/api/sign-in-links", LinkAsync)
            .WithTags(Tag)
            .WithSummary("A link that signs one browser in, once, within minutes")
            .RequireAuthorization(Roles.Maintainer);
        app.MapGet("/api/me", Me).WithTags(Tag).WithSummary("Who has signed in, and how").RequireAuthorization(Roles.Reader);
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> OpenAsync(
        HttpContext context,
        SignInLinks links,
        string? code = null,
        string? page = null
    )
    {
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (code is null)
        {
            return TypedResults.Redirect(Page);
        }

        var taken = await links.TakeAsync(code);
        if (!taken.Ok)
        {
            return taken.Problem.ToAnswer(context);
        }

        if (taken.Value)
        {
            await EnterAsync(context, "link");
        }

        // Who has signed in already may open an old link again; the page asks everybody else.
        return TypedResults.Redirect(Page + Fragment(page));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithTokenAsync(HttpContext context, AgentKeys keys, SignInBody body)
    {
        if (body.Token is not { } token || !keys.IsToken(token.AsSpan().Trim()))
        {
            return WrongToken.ToAnswer(context);
        }

        await EnterAsync(context, "token");
        return TypedResults.NoContent();
    }

    private static Task EnterAsync(HttpContext context, string way) =>
        context.SignInAsync(
            SignIn.Cookie,
            new Caller(null, way, Roles.Maintainer).ToPrincipal(),
            new AuthenticationProperties { IsPersistent = true }
        );

    private static async Task<NoContent> LeaveAsync(HttpContext context)
    {
        await context.SignOutAsync(SignIn.Cookie);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SignInLink>, ProblemHttpResult>> LinkAsync(HttpContext context, SignInLinks links)
    {
        var link = await links.CreateAsync();
        return link.Ok ? TypedResults.Ok(link.Value) : link.Problem.ToAnswer(context);
    }

    private static Ok<Caller> Me(HttpContext context) => TypedResults.Ok(Caller.Of(context));

    /// <summary>A place in the page, and never another address.</summary>
    private static string Fragment(string? page) =>
        page is { Length: > 0 and < 100 } && page.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-')
            ? $"#/{page.TrimStart('/')}"
            : "";

    private static readonly Problem WrongToken = new(
        "sign-in-not-valid",
        ProblemKind.NotSignedIn,
        new("This is not the agent's token.", "Este no es el token del agente."),
        new("./infra-ai token prints it.", "./infra-ai token lo muestra.")
    );
}
