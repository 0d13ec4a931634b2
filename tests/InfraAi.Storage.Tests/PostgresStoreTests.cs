using InfraAi.Model;
using InfraAi.Tests;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace InfraAi.Storage.Tests;

public sealed class PostgresStoreTests(PostgresFixture postgres) : AnalysisStoreTests
{
    private PostgresAddress address = null!;

    private protected override async Task PrepareAsync() =>
        address = new(postgres.Host, postgres.Port, postgres.User, null, await postgres.NewDatabaseAsync());

    private protected override Task<Result<Database>> OpenAsync() => Database.OpenAsync(address);

    [Fact]
    public async Task A_database_that_is_not_there_is_made()
    {
        await using var made = (await Database.OpenAsync(address with { Name = "Made \"here\"" })).Value;

        (await made.PingAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_clear_problem_without_the_password()
    {
        var opened = await Database.OpenAsync(address with { Port = 1, Password = "do-not-tell" });

        opened.Problem.ShouldNotBeNull().Code.ShouldBe("postgres-not-reachable");
        Json.Write(opened.Problem).ShouldNotContain("do-not-tell");
    }

    /// <summary>The server of these tests speaks no TLS.</summary>
    [Theory]
    [InlineData("disable", true)]
    [InlineData("prefer", true)]
    [InlineData("require", false)]
    [InlineData("verify-ca", false)]
    [InlineData("verify-full", false)]
    public async Task Nothing_is_sent_in_clear_where_encryption_is_asked_for(string mode, bool opens)
    {
        var opened = await Database.OpenAsync(address with { Ssl = mode });

        opened.Ok.ShouldBe(opens);
        (opened.Problem?.Code ?? "postgres-not-reachable").ShouldBe("postgres-not-reachable");
        await using var open = opened.Ok ? opened.Value : null;
    }

    [Fact]
    public async Task A_user_the_server_does_not_know_is_a_clear_problem()
    {
        var opened = await Database.OpenAsync(address with { User = "nobody-here" });

        opened.Problem.ShouldNotBeNull().Code.ShouldBe("postgres-refused");
    }
}
