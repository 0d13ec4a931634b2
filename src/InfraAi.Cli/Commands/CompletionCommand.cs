using System.CommandLine;

namespace InfraAi.Cli.Commands;

/// <summary>completion: the script that a shell loads to complete tasks, options and names; the script asks the hidden task "complete".</summary>
internal sealed class CompletionCommand(CommandContext context, Command root)
{
    private const string Bash = """
        # source <(./infra-ai completion bash)
        _infra_ai() {
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        }
        complete -o default -F _infra_ai ./infra-ai infra-ai ./task-runner.sh task-runner.sh
        """;

    private const string Zsh = """
        # source <(./infra-ai completion zsh)
        _infra_ai() {
            local -a found
            found=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
            compadd -- $found
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
        compdef _infra_ai ./infra-ai infra-ai ./task-runner.sh task-runner.sh
        """;

    private const string Fish = """
        # ./infra-ai completion fish | source
        function __infra_ai_complete
            set -l words (commandline -opc) (commandline -ct)
            $words[1] complete -- $words[2..] 2>/dev/null
        end
        for name in infra-ai task-runner.sh
            complete -c $name -f -a '(__infra_ai_complete)'
        end
        """;

    public Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = context.In("Your shell", "Su intérprete de órdenes") };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command(
            "completion",
            context.In("The script for completion in bash, zsh or fish", "El guion de autocompletado para bash, zsh o fish")
        )
        {
            shell,
        };
        command.SetAction(parsed =>
            context.Terminal.Out.WriteLine(
                parsed.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    _ => Fish,
                }
            )
        );
        return command;
    }

    /// <summary>complete -- WORDS…: what the last word may become, one a line.</summary>
    public Command BuildComplete()
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("complete") { words };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var typed = parsed.GetValue(words) ?? [];
            var last = typed.Length > 0 ? typed[^1] : "";
            // As one line: the end of the last word is the place where it goes on.
            var line = string.Join(' ', typed.SkipLast(1).Select(Quoted).Append(last));
            foreach (var found in Completions(root.Parse(line), line.Length, last))
            {
                context.Terminal.Out.WriteLine(found);
            }
        });
        return command;
    }

    /// <summary>Options only when a hyphen asks for them; one-letter names are typed sooner than completed.</summary>
    private static IEnumerable<string> Completions(ParseResult parsed, int position, string last) =>
        parsed
            .GetCompletions(position)
            .Select(c => c.Label)
            .Where(label =>
                label.StartsWith(last, StringComparison.Ordinal) && label.StartsWith("--", StringComparison.Ordinal) == last.StartsWith('-')
            )
            .Where(label => !label.StartsWith('/') && label is not ['-', not '-', ..])
            .Distinct(StringComparer.Ordinal);

    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;
}
