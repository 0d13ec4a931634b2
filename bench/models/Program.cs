using InfraAi.Bench.Models;

return args is ["score", .. var rest] ? await Score.RunAsync(rest)
    : args is ["stages", ..] ? await Stages.RunAsync(Arguments.Number(args, "--rounds", 500))
    : await Speed.RunAsync(
        Arguments.Number(args, "--seconds", 20),
        Arguments.Number(args, "--soak", 0),
        Arguments.Number(args, "--scene", -1)
    );
