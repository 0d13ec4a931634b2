using System.Text;
using InfraAi.Model;

namespace InfraAi.Diagrams.Tests;

/// <summary>An architecture as an expectation file writes it: a line for each component and relation, in order.</summary>
public static class CaseText
{
    public static string Of(Result<Architecture>? result)
    {
        if (result is not { } read)
        {
            return "not read\n";
        }
        if (!read.Ok)
        {
            return $"problem {read.Problem.Code}: {read.Problem.Message.En}\n";
        }
        var text = new StringBuilder();
        var architecture = read.Value;
        text.Append("title: ").Append(architecture.Title).Append('\n');
        foreach (var c in architecture.Components)
        {
            text.Append(c.Id).Append(" = ").Append(c.Name).Append(" | ").Append(c.Kind);
            Part(text, " | ", c.Technology);
            Part(text, " | in ", c.Group);
            Part(text, " | owner ", c.Owner);
            text.Append('\n');
        }
        foreach (var r in architecture.Relations)
        {
            text.Append(r.From).Append(" -> ").Append(r.To).Append(" | ").Append(r.Kind);
            Part(text, " | ", r.Label);
            text.Append('\n');
        }
        foreach (var q in architecture.Questions)
        {
            text.Append("? ").Append(q).Append('\n');
        }
        return text.ToString();
    }

    private static void Part(StringBuilder text, string before, string? value)
    {
        if (value is not null)
        {
            text.Append(before).Append(value);
        }
    }
}
