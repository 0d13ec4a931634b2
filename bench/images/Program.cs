using InfraAi.Bench.Images;

// Pictures, measured. See docs/pictures.md.
return args switch
{
    ["degrade", .. var rest] => Degrade.Run(rest),
    ["bad"] => await BadRun.RunAsync(),
    ["speed", .. var rest] => Speed.Run(rest),
    ["look", var output, .. var files] => Look.Run(output, files),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        bench/images/run degrade [FOLDER] [N] [WAY]   scores labelled pictures (every Nth) rotated, dark, compressed, smaller, larger and in perspective; default ../shared/bench
        bench/images/run speed [FILE…]          seconds and memory by pixels and by labels
        bench/images/run bad                    seconds and memory of what is no diagram, for the program and the agent; exit code 1 beyond 5 s or 1 GB
        bench/images/run look FOLDER FILE…      writes an HTML page a picture with what was read drawn over it
        """
    );
    return 2;
}
