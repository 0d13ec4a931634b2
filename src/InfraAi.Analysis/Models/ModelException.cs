using InfraAi.Model;

namespace InfraAi.Analysis.Models;

/// <summary>Carries a problem through <see cref="Microsoft.Extensions.AI.IChatClient"/>, whose methods return no results. <see cref="ModelCaller"/> makes a value of it again.</summary>
public sealed class ModelException : Exception
{
    public ModelException(Problem problem, bool mayPass = false, bool modelIsDown = false, TimeSpan? retryAfter = null)
        : base(problem.ToString())
    {
        Problem = problem;
        MayPass = mayPass;
        ModelIsDown = modelIsDown;
        RetryAfter = retryAfter;
    }

    public Problem Problem { get; }

    /// <summary>True when the same call may succeed a little later.</summary>
    public bool MayPass { get; }

    /// <summary>True when it says that the model does not answer anybody: what the circuit breaker counts.</summary>
    public bool ModelIsDown { get; }

    /// <summary>The wait that the vendor asks for.</summary>
    public TimeSpan? RetryAfter { get; }
}
