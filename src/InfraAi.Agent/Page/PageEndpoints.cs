using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Model;
using Microsoft.Extensions.FileProviders;

namespace InfraAi.Agent.Page;

/// <summary>The page at /, its parts below /static/, and the interface's documentation at /docs.</summary>
public static class PageEndpoints
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>The parts of the page, which say nothing about anybody: they are there before anyone has signed in.</summary>
    public static void UsePage(this WebApplication app)
    {
        if (Directory.Exists(Folder))
        {
            app.UseStaticFiles(
                new StaticFileOptions
                {
                    FileProvider = new PhysicalFileProvider(Folder),
                    RequestPath = "/static",
                    OnPrepareResponse = response =>
                    {
                        // The build puts a digest into the names below assets/: those never change.
                        var fixedForever = response.Context.Request.Path.StartsWithSegments("/static/assets", StringComparison.Ordinal);
                        response.Context.Response.Headers.CacheControl = fixedForever ? "public, max-age=31536000, immutable" : "no-cache";
                    },
                }
            );
        }

        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.DocumentTitle = Product.Name;
            options.SwaggerEndpoint("/openapi/v1.json", Product.Name);
        });
    }

    public static void MapPage(this WebApplication app)
    {
        app.MapOpenApi().RequireAuthorization(Roles.Reader);
        app.MapGet("/", Page).ExcludeFromDescription().AllowAnonymous();
    }

    private static IResult Page(HttpContext context)
    {
        var index = Path.Combine(Folder, "index.html");
        if (!File.Exists(index))
        {
            return NotBuilt.ToAnswer(context);
        }

        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'";
        return Results.File(index, "text/html; charset=utf-8");
    }

    private static readonly Problem NotBuilt = new(
        "page-not-built",
        ProblemKind.NotAvailable,
        new(
            "The page was not built: Node was not there. Everything else works.",
            "La página no se construyó: faltaba Node. Todo lo demás funciona."
        ),
        new(
            "Install Node 20 or later (apt install nodejs npm) and start again.",
            "Instale Node 20 o posterior (apt install nodejs npm) e inicie de nuevo."
        )
    );
}
