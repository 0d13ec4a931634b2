using InfraAi.Analysis;
using InfraAi.Analysis.Models;
using InfraAi.Analysis.Text;
using InfraAi.Model;
using InfraAi.Models.Tests.StandIn;

namespace InfraAi.Models.Tests;

/// <summary>Shortcuts to a model analyser before a stand-in.</summary>
internal static class Doors
{
    public static ModelOptions Options(this StandInModel model, string vendor = "gemini") =>
        new()
        {
            Vendor = vendor,
            Model = vendor switch
            {
                "gemini" => "gemini-3.8-flash",
                "openai" => "gpt-x",
                _ => "claude-x",
            },
            BaseUrl = vendor == "openai" ? new Uri(model.Url, "/v1") : model.Url,
            Key = new(model.Key),
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };

    public static async Task<Result<Architecture>> ReadAsync(this StandInModel model, string text, string vendor = "gemini")
    {
        using var door = ModelDoor.Open(model.Options(vendor), TimeProvider.System);
        return await new ModelAnalyzer(door, new TextAnalyzer()).AnalyzeAsync(
            InputReader.Read(text).Value,
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>What the analyser makes of one answer.</summary>
    public static async Task<Architecture> ReadAsync(string text, Answer answer)
    {
        await using var model = await StandInModel.StartAsync();
        model.Always = answer;
        var read = await model.ReadAsync(text);
        read.Problem.ShouldBeNull();
        foreach (var evidence in read.Value.Components.SelectMany(c => c.Evidence).Concat(read.Value.Relations.SelectMany(r => r.Evidence)))
        {
            var quote = evidence.ShouldBeOfType<TextEvidence>();
            text.Substring(quote.Start, quote.Length).ShouldBe(quote.Quote);
        }

        return read.Value;
    }
}
