using System.Net;
using System.Net.Http.Headers;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

public sealed class BrokenBodyTests
{
    [Theory]
    [InlineData("/process-text")]
    [InlineData("/process-image")]
    public async Task A_form_that_is_cut_off_is_the_senders_fault(string path)
    {
        using var folder = new TemporaryFolder();
        await using var agent = await RunningAgent.StartAsync(folder.Path, ("PUBLISH", "none"));
        using var body = new ByteArrayContent("--x\r\nContent-Disp"u8.ToArray());
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        var (status, problem) = await agent.SendAsync(HttpMethod.Post, path, body);
        ((int)status).ShouldBeInRange(400, 422);
        status.ShouldNotBe(HttpStatusCode.Unauthorized);
        problem.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
    }
}
