using System.Net;
using System.Text;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

/// <summary>A password that somebody wrote into a description goes nowhere: not into the answer, the history, the files, Git or the log.</summary>
public sealed class SecretInputTests : IDisposable
{
    private const string Password = "Tr0ub4dor-x7Q";
    private readonly TemporaryFolder folder = new();

    private static string Key => "AK" + "IA" + "Z7Q4M2X5B5K6T3WP";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_written_in_a_description_is_masked_everywhere_and_said()
    {
        await using (var agent = await RunningAgent.StartAsync(folder.Path))
        {
            var (status, body) = await agent.DescribeAsync(
                $"The shop API stores orders in PostgreSQL.\nDB_PASSWORD={Password}\nThe shop API uploads files to Amazon S3 with {Key}.",
                "shop"
            );
            status.ShouldBe(HttpStatusCode.OK);
            var (_, whole) = await agent.GetAsync($"/api/analyses/{body.GetProperty("analysis_id").GetString()}");
            foreach (var said in (string[])[body.ToString(), whole.ToString()])
            {
                said.ShouldNotContain(Password);
                said.ShouldNotContain(Key);
            }

            whole.GetProperty("input").GetProperty("text").GetString()!.ShouldContain("DB_PASSWORD=•");
            whole.ToString().ShouldContain("line 2");
        }

        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            var content = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            content.ShouldNotContain(Password, customMessage: file);
            content.ShouldNotContain(Key, customMessage: file);
        }
    }
}
