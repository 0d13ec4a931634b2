using System.IO.Compression;
using System.Net;
using System.Text;

namespace InfraAi.Cli.Tests;

/// <summary>diagnose and verify against what is here, against doubles of GitHub and Backstage on real ports, and against nothing.</summary>
public sealed class DiagnoseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bundle_holds_no_secret()
    {
        // Ten, in every place that goes into the bundle: settings, environment, a .env of the manifest, the manifest itself, the logs.
        string[] planted =
        [
            "plainpassword-Zebra",
            "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
            "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz",
            "AIzaSyA1234567890abcdefghijklmnopqrstuv",
            "sk-ant-api03-abcdefghijklmnop",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sflKxwRJSMeKKF2QT4",
            "pa$$ w0rd with space",
            "urlsecret-Yak",
            "odd-one-named-in-the-manifest",
            "MIIEvQIBADANBgkqhkiG9w0",
        ];
        await using var program = new RealProgram(
            $$"""
            services:
              web: {command: x, log: web.log, environment: {SESSION_SECRET: {{planted[8]}} } }
            env_files:
              web: {path: web.env, secrets: [ODD]}
            """
        );
        program.Write(".env", $"POSTGRES_PASSWORD='{planted[6]}'\nGITHUB_TOKEN={planted[1]}\nGITHUB_API_URL=http://127.0.0.1:1\n");
        program.Write("web.env", $"ODD={planted[8]}\nPASSWORD={planted[0]}\n");
        program["MODEL_API_KEY"] = planted[4];
        program.Write(
            "web.log",
            $"""
            fail: connecting with {planted[0]} and {planted[6]}
            ERROR: https://user:{planted[7]}@db.example/x?key={planted[3]}
            warn: Authorization: Bearer {planted[5]}
            info: {planted[1]} {planted[2]} api_key={planted[4]} {planted[8]}
            -----BEGIN PRIVATE KEY-----
            {planted[9]}
            -----END PRIVATE KEY-----
            info: the last line is whole

            """
        );

        var ran = await program.RunAsync("diagnose", "--bundle", Path.Combine(program.Root, "out.zip"));

        var text = new StringBuilder(ran.Out).Append(ran.Error);
        using (var zip = ZipFile.OpenRead(Path.Combine(program.Root, "out.zip")))
        {
            zip.Entries.Select(e => e.FullName).ShouldBe(["logs/web.log", "platform.yaml", "report.jsonl", "report.txt"]);
            foreach (var entry in zip.Entries)
            {
                using var reader = new StreamReader(await entry.OpenAsync(Cancellation));
                text.Append(await reader.ReadToEndAsync(Cancellation));
            }
        }

        planted.Where(secret => text.ToString().Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty();
        text.ToString().ShouldContain("••••");
        text.ToString().ShouldContain("the last line is whole");
    }

    /// <summary>As .env files may be written: every value as a program reads it, and as it stands in the file, said by a service in its log.</summary>
    [Fact]
    public async Task Secrets_of_env_files_are_masked_however_they_are_written()
    {
        await using var program = new RealProgram(
            "services: {web: {command: x, log: web.log}}\nenv_files: {root: {path: .env, secrets: [ODD, PLAIN]}}\n"
        );
        program.Write(
            ".env",
            "\uFEFF# old-Quagga-comment\r\nexport A_TOKEN=exported-Okapi\r\nB_PASSWORD=\"double \\\"quoted\\\" Tapir\"\r\nC_SECRET='single $Kudu # no comment'\r\n"
                + "D_KEY=\"first-line-Ibex\nsecond-line-Oryx\"\nODD=named-by-the-manifest-Dikdik\nPLAIN=12345-Eland # remark\nURL=https://u:inurl-Nyala@h/x\n"
        );
        program.Write(
            "web.log",
            "info exported-Okapi\nfail: double \"quoted\" Tapir\nwarn \"double \\\"quoted\\\" Tapir\"\nerror single $Kudu # no comment\n"
                + "first-line-Ibex\nsecond-line-Oryx\nx=named-by-the-manifest-Dikdik&y=12345-Eland\nGET https://u:inurl-Nyala@h/x\nthe end\n"
        );

        var ran = await program.RunAsync("diagnose", "--all", "--bundle", Path.Combine(program.Root, "out.zip"));

        var text = new StringBuilder(ran.Out).Append(ran.Error);
        using (var zip = ZipFile.OpenRead(Path.Combine(program.Root, "out.zip")))
        {
            foreach (var entry in zip.Entries)
            {
                using var reader = new StreamReader(await entry.OpenAsync(Cancellation));
                text.Append(await reader.ReadToEndAsync(Cancellation));
            }
        }

        string[] planted = ["Okapi", "Tapir", "Kudu", "Ibex", "Oryx", "Dikdik", "Eland", "Nyala", "Quagga"];
        planted.Where(secret => text.ToString().Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty(text.ToString());
        text.ToString().ShouldContain("the end");
    }

    /// <summary>What the platform made for itself, a token as headers and addresses carry it, keys of many lines whole and cut.</summary>
    [Fact]
    public async Task The_platforms_own_keys_and_keys_of_many_lines_are_masked_in_every_form()
    {
        await using var program = new RealProgram("services: {web: {command: x, log: web.log}}\n");
        var home = Path.Combine(program.Root, "home");
        program["INFRA_AI_HOME"] = home;
        program["GITHUB_TOKEN"] = "odd/token+Zorilla&more";
        program["POSTGRES_PASSWORD"] = "plain words Caracal";
        program.Write("home/secrets/agent-token", "own-agent-token-Serval\n");
        program.Write("home/secrets/read-key", "own-read-key-Margay\n");
        program.Write("home/secrets/backstage-token", "own-backstage-token-Ocelot\n");
        string[] lines =
        [
            .. Enumerable
                .Range(0, 6)
                .Select(i => Convert.ToBase64String(Encoding.ASCII.GetBytes($"line {i} of a key that is long enough.."))),
        ];
        var basic = Convert.ToBase64String("x-access-token:odd/token+Zorilla&more"u8);
        var shifted = Convert.ToBase64String("ab:odd/token+Zorilla&more"u8);
        program.Write(
            "web.log",
            $"""
            {lines[4]}
            {lines[5]}
            -----END RSA PRIVATE KEY-----
            GET /r/own-read-key-Margay/catalog-info.yaml
            error own-agent-token-Serval refused, then own-backstage-token-Ocelot
            Authorization: Basic {basic}
            sent {shifted}
            https://x/?t=odd%2Ftoken%2BZorilla%26more&p=plain+words+Caracal
            -----BEGIN PGP PRIVATE KEY BLOCK-----

            {lines[0]}
            {lines[1]}
            -----END PGP PRIVATE KEY BLOCK-----
            key: "-----BEGIN EC PRIVATE KEY-----\n{lines[2]}\n{lines[3]}\n-----END EC PRIVATE KEY-----"
            the end

            """
        );

        var ran = await program.RunAsync("diagnose", "--bundle", Path.Combine(program.Root, "out.zip"));

        var text = new StringBuilder(ran.Out).Append(ran.Error);
        using (var zip = ZipFile.OpenRead(Path.Combine(program.Root, "out.zip")))
        {
            foreach (var entry in zip.Entries)
            {
                using var reader = new StreamReader(await entry.OpenAsync(Cancellation));
                text.Append(await reader.ReadToEndAsync(Cancellation));
            }
        }

        string[] planted = ["Serval", "Margay", "Ocelot", "Zorilla", "Caracal", basic[20..], shifted[8..], .. lines];
        planted.Where(secret => text.ToString().Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty(text.ToString());
        text.ToString().ShouldContain("the end");
    }

    [Fact]
    public async Task One_failing_check_never_stops_the_others()
    {
        await using var program = new RealProgram("services: {web: [}");
        program["GITHUB_TOKEN"] = "ghp_x";
        program["GITHUB_API_URL"] = "http://127.0.0.1:1";
        program["BACKSTAGE_URL"] = "http://127.0.0.1:1";
        program["POSTGRES_HOST"] = "127.0.0.1";
        program["POSTGRES_PORT"] = "1";

        var ran = await program.RunAsync("diagnose", "--format", "json");

        ran.Code.ShouldBe(1);
        var failed = ran.Lines.Where(l => l.GetProperty("status").GetString() == "failed").ToList();
        failed.Select(l => l.GetProperty("group").GetString()).Distinct().ShouldBe(["manifest", "database", "github", "backstage"]);
        failed.ShouldAllBe(l => l.GetProperty("fix").GetString()!.Length > 0);
        program.Write("platform.yaml", "");
    }

    [Fact]
    public async Task GitHub_tells_who_the_token_is_its_scopes_rate_and_clock()
    {
        using var gitHub = new Server(request =>
            request.Url!.AbsolutePath switch
            {
                "/user" => (200, """{"login":"ana"}"""),
                "/repos/ana/infra" => (200, """{"permissions":{"push":false}}"""),
                _ => (404, "{}"),
            }
        );
        gitHub.Headers["X-OAuth-Scopes"] = "gist, repo";
        gitHub.Headers["X-RateLimit-Limit"] = "5000";
        gitHub.Headers["X-RateLimit-Remaining"] = "12";
        gitHub.Headers["X-RateLimit-Reset"] = $"{DateTimeOffset.UtcNow.AddMinutes(9).ToUnixTimeSeconds()}";
        await using var program = new RealProgram("");
        (program["GITHUB_TOKEN"], program["GITHUB_API_URL"]) = ("ghp_x", gitHub.Url);
        (program["GITHUB_USER"], program["GITHUB_REPO"], program["GITHUB_ORG"]) = ("ana", "infra", null);

        var ran = await program.RunAsync("verify", "--only", "github", "--format", "json");

        ran.Lines.ToDictionary(l => l.GetProperty("check").GetString()!, l => l.GetProperty("status").GetString())
            .ShouldBe(
                new Dictionary<string, string?>
                {
                    ["token"] = "passed",
                    ["scopes"] = "passed",
                    ["rate"] = "warned",
                    ["clock"] = "passed",
                    ["repository"] = "warned",
                }
            );
        ran.Out.ShouldContain("as ana");
        ran.Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_GitHub_refuses_is_told_with_what_to_do()
    {
        using var gitHub = new Server(_ => (401, """{"message":"Bad credentials"}"""));
        await using var program = new RealProgram("");
        (program["GITHUB_TOKEN"], program["GITHUB_API_URL"]) = ("ghp_x", gitHub.Url);

        var ran = await program.RunAsync("verify", "--only", "github");

        ran.Code.ShouldBe(1);
        ran.Out.ShouldContain("HTTP 401");
        ran.Out.ShouldContain("make a new one");
    }

    [Fact]
    public async Task What_is_published_and_not_shown_and_what_the_catalog_has_errors_for_is_told()
    {
        using var agent = new Server(_ =>
            (200, "spec:\n  targets:\n    - ./projects/shop/catalog-info.yaml\n    - ./projects/bank/catalog-info.yaml\n")
        );
        using var backstage = new Server(request =>
            request.Headers["Authorization"] != "Bearer let-me-in" && request.Url!.AbsolutePath.StartsWith("/api", StringComparison.Ordinal)
                ? (401, "{}")
                : (
                    200,
                    """
                    {"items":[{"kind":"System","metadata":{"name":"shop","namespace":"default"}},
                    {"kind":"API","metadata":{"name":"pay"},"status":{"items":[{"level":"error","message":"spec.owner is missing"}]}}],"pageInfo":{}}
                    """
                )
        );
        await using var program = new RealProgram("");
        (program["AGENT_URL"], program["BACKSTAGE_URL"]) = (agent.Url, backstage.Url);

        var refused = await program.RunAsync("verify", "--only", "backstage");
        program["BACKSTAGE_TOKEN"] = "let-me-in";
        var ran = await program.RunAsync("verify", "--only", "backstage", "sync");

        refused.Out.ShouldContain("refuses the token");
        ran.Code.ShouldBe(1);
        ran.Out.ShouldContain("api:default/pay");
        ran.Out.ShouldContain("spec.owner is missing");
        ran.Out.ShouldContain("1 of 2 published projects are not in the catalog: bank");
    }

    [Fact]
    public async Task Verify_passes_when_everything_that_is_set_is_there()
    {
        var port = RealProgram.FreePort();
        await using var program = new RealProgram($"services: {{web: {RealProgram.Web(port)}}}");

        var before = await program.RunAsync("verify", "--only", "services");
        await program.RunAsync("start");
        var after = await program.RunAsync("verify", "--only", "services", "database", "github", "backstage");

        before.Code.ShouldBe(1);
        before.Out.ShouldContain("./infra-ai start web");
        after.Code.ShouldBe(0, after.Out);
    }

    /// <summary>A small HTTP server on a free port.</summary>
    private sealed class Server : IDisposable
    {
        private readonly HttpListener listener = new();

        public Server(Func<HttpListenerRequest, (int Code, string Body)> answer)
        {
            Url = $"http://127.0.0.1:{RealProgram.FreePort()}";
            listener.Prefixes.Add(Url + "/");
            listener.Start();
            _ = ServeAsync(answer);
        }

        public string Url { get; }

        public Dictionary<string, string> Headers { get; } = [];

        public void Dispose() => listener.Close();

        private async Task ServeAsync(Func<HttpListenerRequest, (int Code, string Body)> answer)
        {
            while (listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var (code, body) = answer(context.Request);
                context.Response.StatusCode = code;
                foreach (var (name, value) in Headers)
                {
                    context.Response.Headers[name] = value;
                }

                context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
            }
        }
    }
}
