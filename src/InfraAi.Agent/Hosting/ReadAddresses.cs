using System.Text.Encodings.Web;
using InfraAi.Platform.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace InfraAi.Agent.Hosting;

/// <summary>/r/KEY/… in front of the paths that Git and Backstage read: the key stands for signing in, the rest is the path.</summary>
public static class ReadAddresses
{
    private const int LongestKey = 200;
    private static readonly object Mark = new();

    /// <summary>Takes the key off the path, before anything else looks at it. A wrong key is an address at which nothing is.</summary>
    public static void UseReadAddresses(this WebApplication app, AgentKeys keys) =>
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments(ReadAddress.Prefix, StringComparison.Ordinal, out var rest))
                {
                    var text = rest.Value!.AsSpan(Math.Min(1, rest.Value!.Length));
                    var end = text.IndexOf('/');
                    if (end is <= 0 or > LongestKey || !keys.IsReadKey(text[..end]))
                    {
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                        return Task.CompletedTask;
                    }

                    context.Request.PathBase = context.Request.PathBase.Add($"{ReadAddress.Prefix}/{text[..end]}");
                    context.Request.Path = text[end..].ToString();
                    context.Items[Mark] = true;
                }

                return next(context);
            }
        );

    /// <summary>True when the path had the key in front.</summary>
    public static bool IsByReadAddress(this HttpContext context) => context.Items.ContainsKey(Mark);
}

/// <summary>Who came by the secret address.</summary>
public sealed class ReadAddressHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "address";
    private static readonly AuthenticateResult Reader = AuthenticateResult.Success(
        new(new Caller(null, Scheme, Roles.Address).ToPrincipal(), Scheme)
    );

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Reader);
}
