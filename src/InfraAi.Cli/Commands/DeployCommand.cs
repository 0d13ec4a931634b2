using System.CommandLine;
using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Deployment;
using InfraAi.Platform.Processes;

namespace InfraAi.Cli.Commands;

/// <summary>deploy: the plan first, then doing it, health after, and back when it is not healthy.</summary>
internal sealed partial class DeployCommand(CommandContext context)
{
    private readonly Command command = new(
        "deploy",
        context.In(
            "To docker compose or Kubernetes: plan, apply, health, rollback",
            "A docker compose o Kubernetes: plan, aplicar, salud, vuelta atrás"
        )
    );

    private sealed record Line(string Phase, string What, string Command);

    private sealed record Done(string Target, string Version, string? Previous, bool Deployed);

    public Command Build()
    {
        var target = new Argument<string>("TARGET")
        {
            Description = context.In(
                "Docker Compose on this machine, or the cluster that kubectl is set to",
                "Docker Compose en esta máquina, o el clúster al que apunta kubectl"
            ),
        };
        target.AcceptOnlyFromAmong("compose", "kubernetes");
        var version = new Option<string?>("--version")
        {
            Description = context.In("The images' tag; default: git describe", "La etiqueta de las imágenes; si no, git describe"),
            HelpName = "TAG",
        };
        var name = new Option<string>("--namespace")
        {
            Description = context.In(
                "Kubernetes: the namespace; made when it is not there",
                "Kubernetes: el espacio de nombres; se crea si falta"
            ),
            DefaultValueFactory = _ => "infra-ai",
            HelpName = "NAME",
        };
        var cluster = new Option<string?>("--context")
        {
            Description = context.In(
                "Kubernetes: kubectl's context; default: its current one",
                "Kubernetes: el contexto de kubectl; si no, el actual"
            ),
            HelpName = "NAME",
        };
        var timeout = NumberOption.Create(
            context,
            "--timeout",
            null,
            context.In("Seconds until it must be healthy", "Segundos hasta que deba estar sano"),
            300,
            1,
            86_400
        );
        command.Arguments.Add(target);
        foreach (var option in (Option[])[version, name, cluster, timeout])
        {
            command.Options.Add(option);
        }

        var change = new ChangeOptions(context, command, new("Do not ask", "No preguntar"));
        command.SetAction(
            async (parsed, _) =>
            {
                var chosen = parsed.GetValue(version) ?? await DescribeAsync();
                var options = new DeployOptions(
                    Enum.Parse<DeployTarget>(parsed.GetValue(target)!, ignoreCase: true),
                    chosen,
                    parsed.GetValue(name)!,
                    parsed.GetValue(cluster),
                    TimeSpan.FromSeconds(parsed.GetValue(timeout))
                );
                return await RunAsync(options, change.Read(parsed));
            }
        );
        return command;
    }

    private async Task<string> DescribeAsync()
    {
        var ran = await Programs.RunAsync(
            "git",
            ["describe", "--tags", "--match", "v[0-9]*", "--always", "--dirty"],
            context.Settings.Root,
            cancellation: context.Cancellation
        );
        return ran is { Ok: true, Value: { ExitCode: 0, Text: var text } } ? text.Trim() : Product.Version;
    }

    private async Task<int> RunAsync(DeployOptions options, ChangeWish wish)
    {
        if (!Tag().IsMatch(options.Version) || !Name().IsMatch(options.Namespace))
        {
            return context.Terminal.Fail(NotValid(options));
        }

        var deployer = new Deployer(context.Settings);
        var planned = deployer.Plan(options);
        if (!planned.Ok)
        {
            return context.Terminal.Fail(planned.Problem);
        }

        var plan = planned.Value;
        Show(plan, wish.Json);
        if (await deployer.RunAsync(plan.Look, step => Begin("look", step, wish.Json), Say, context.Cancellation) is { } wrong)
        {
            return context.Terminal.Fail(wrong);
        }

        if (wish.DryRun)
        {
            return ExitCode.Done;
        }

        if (!wish.Yes && !context.Terminal.Confirm(new("Do this?", "¿Hacerlo?")))
        {
            return context.Terminal.Fail(NotAsked);
        }

        var deployed = await deployer.ApplyAsync(plan, step => Begin("apply", step, wish.Json), Say, context.Cancellation);
        if (!deployed.Ok)
        {
            return context.Terminal.Fail(deployed.Problem);
        }

        context.Terminal.Out.WriteLine(
            wish.Json
                ? Json.Write(new Done(Word(options.Target), options.Version, plan.Previous, Deployed: true))
                : context.In(
                    $"✓ {options.Version} is deployed and healthy ({Word(options.Target)})",
                    $"✓ {options.Version} desplegado y sano ({Word(options.Target)})"
                )
        );
        return ExitCode.Done;
    }

    private void Show(DeployPlan plan, bool json)
    {
        (string Phase, Phrase Word, IReadOnlyList<DeployStep> Steps)[] phases =
        [
            ("look", new("look", "mirar"), plan.Look),
            ("apply", new("apply", "aplicar"), plan.Apply),
            ("health", new("health", "salud"), plan.Health),
            ("rollback", new("if not healthy", "si no está sano"), plan.Rollback),
        ];
        if (!json)
        {
            var before = plan.Previous ?? context.In("nothing yet", "nada todavía");
            context.Terminal.Out.WriteLine($"{Word(plan.Options.Target)}: {before} → {plan.Options.Version}");
        }

        foreach (var (phase, word, steps) in phases)
        {
            foreach (var step in steps)
            {
                var what = step.What.In(context.Terminal.Language);
                context.Terminal.Out.WriteLine(
                    json
                        ? Json.Write(new Line(phase, what, step.Line))
                        : $"  {word.In(context.Terminal.Language), -16} {what}\n  {"", -16} $ {step.Line}"
                );
            }
        }

        context.Terminal.Out.Flush();
    }

    private void Begin(string phase, DeployStep step, bool json)
    {
        if (!json)
        {
            context.Terminal.Out.WriteLine($"── {step.What.In(context.Terminal.Language)}");
            context.Terminal.Out.Flush();
        }
        else if (phase == "apply")
        {
            context.Terminal.Error.WriteLine(step.Line);
        }
    }

    private void Say(string line) => context.Terminal.Error.WriteLine($"   {line}");

    private static string Word(DeployTarget target) => target.ToString().ToLowerInvariant();

    private static Problem NotAsked { get; } =
        new(
            "not-confirmed",
            ProblemKind.Canceled,
            new("Nothing was changed: nobody said yes.", "No se cambió nada: nadie dijo que sí."),
            new("Answer y, or add --yes.", "Responda s, o añada --yes.")
        );

    private static Problem NotValid(DeployOptions options) =>
        new(
            "deploy-name-not-valid",
            ProblemKind.Usage,
            new(
                $"\"{options.Version}\" or \"{options.Namespace}\" cannot name an image or a namespace.",
                $"\"{options.Version}\" o \"{options.Namespace}\" no puede nombrar una imagen o un espacio de nombres."
            ),
            new(
                "--version takes letters, digits, . _ -; --namespace lower case and -.",
                "--version admite letras, cifras, . _ -; --namespace minúsculas y -."
            )
        );

    /// <summary>A tag of an image (Docker's reference grammar).</summary>
    [GeneratedRegex(@"^\w[\w.-]{0,127}$", RegexOptions.ECMAScript, 1000)]
    private static partial Regex Tag();

    /// <summary>A name of a namespace (RFC 1123 label).</summary>
    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
