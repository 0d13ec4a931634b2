using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Cli;

/// <summary>What every verb is given.</summary>
internal sealed record CommandContext(ITerminal Terminal, Settings Settings, TimeProvider Time, CancellationToken Cancellation)
{
    /// <summary>The phrase in the terminal's language.</summary>
    public string In(string en, string es) => new Phrase(en, es).In(Terminal.Language);
}
