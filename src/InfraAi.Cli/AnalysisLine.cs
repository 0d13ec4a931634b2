using InfraAi.Model;

namespace InfraAi.Cli;

/// <summary>The line that `analyze --format json` prints for each input.</summary>
internal static class AnalysisLine
{
    private sealed record Line(
        string Id,
        string Analyzer,
        string Name,
        string Title,
        string? Description,
        string Language,
        IReadOnlyList<Component> Components,
        IReadOnlyList<Relation> Relations,
        IReadOnlyList<string> Questions,
        IReadOnlyList<RejectedClaim> Rejected,
        IReadOnlyList<string> Notes,
        ModelUse? Model
    );

    private sealed record ErrorLine(string Id, Error Error);

    private sealed record Error(string Code, string Message, string Remedy);

    public static string Write(string id, Result<Architecture> result, string language)
    {
        if (!result.Ok)
        {
            var problem = result.Problem;
            return Json.Write(new ErrorLine(id, new(problem.Code, problem.Message.In(language), problem.Remedy.In(language))));
        }

        var a = result.Value;
        return Json.Write(
            new Line(
                id,
                a.Analyzer,
                a.Name,
                a.Title,
                a.Description,
                a.Language,
                a.Components,
                a.Relations,
                a.Questions,
                a.Rejected,
                a.Notes,
                a.Model
            )
        );
    }
}
