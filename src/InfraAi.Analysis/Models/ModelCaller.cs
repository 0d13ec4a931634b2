using System.Text.Json;
using System.Threading.RateLimiting;
using InfraAi.Model;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace InfraAi.Analysis.Models;

/// <summary>Asks a model with patience: retries that can help, a limit of time, a circuit breaker, and so many calls at once.</summary>
/// <remarks>
/// From the outside in: retry, queue, breaker, time limit, call. A call that waits for its next try holds no place in the queue; one that is
/// cancelled leaves at once, wherever it is. Failures come out as problems; only cancellation is thrown.
/// </remarks>
internal sealed class ModelCaller : IDisposable
{
    private readonly IChatClient chat;
    private readonly ModelOptions options;
    private readonly ModelPulse pulse;
    private readonly TimeProvider time;
    private readonly ModelProblems problems;
    private readonly ConcurrencyLimiter places;
    private readonly ResiliencePipeline retries;
    private readonly ResiliencePipeline call;

    public ModelCaller(IChatClient chat, ModelOptions options, ModelPulse pulse, TimeProvider time, Func<double>? jitter)
    {
        this.chat = chat;
        this.options = options;
        this.pulse = pulse;
        this.time = time;
        problems = ModelProblems.Of(options);
        places = new(
            new ConcurrencyLimiterOptions
            {
                PermitLimit = options.Concurrency,
                QueueLimit = options.Queue,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
        var random = jitter ?? Random.Shared.NextDouble;
        retries = options.Retries == 0 ? ResiliencePipeline.Empty : Retrying(options, time, random);
        call = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions
                {
                    ShouldHandle = static a => ValueTask.FromResult(a.Outcome.Exception is ModelException { ModelIsDown: true }),
                    FailureRatio = 0.5,
                    MinimumThroughput = Math.Max(2, options.BreakAfter),
                    SamplingDuration = TimeSpan.FromSeconds(30),
                    BreakDuration = options.BreakDuration,
                }
            )
            .Build();
    }

    public void Dispose() => places.Dispose();

    /// <remarks>
    /// On the thread pool, wherever it is called: a call is a dozen short waits (retries, queue, breaker, connection, body), and on a scheduler
    /// of the caller's each of them would stand in its line again, so that hundreds of calls went on in step and ended together.
    /// </remarks>
    /// <returns>The answer, or the problem that is left after everything that can help was tried.</returns>
    public Task<Result<ChatResponse>> AskAsync(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions chatOptions,
        CancellationToken cancellation
    ) => Task.Run(() => PatientlyAsync(messages, chatOptions, cancellation), CancellationToken.None);

    private async Task<Result<ChatResponse>> PatientlyAsync(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions chatOptions,
        CancellationToken cancellation
    )
    {
        try
        {
            return await retries.ExecuteAsync(async token => await OnceAsync(messages, chatOptions, token), cancellation);
        }
        catch (ModelException failure)
        {
            return failure.Problem;
        }
        catch (BrokenCircuitException e)
        {
            return problems.CircuitOpen(e.RetryAfter);
        }
    }

    private static ResiliencePipeline Retrying(ModelOptions options, TimeProvider time, Func<double> random) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = options.Retries,
                    // A wait that is too long is no wait: the caller is told instead.
                    ShouldHandle = a =>
                        ValueTask.FromResult(
                            a.Outcome.Exception is ModelException { MayPass: true } f
                                && (f.RetryAfter ?? TimeSpan.Zero) <= options.LongestWait
                        ),
                    // The vendor's own wait is a least: a little more spreads those who wait with us.
                    DelayGenerator = a =>
                        ValueTask.FromResult<TimeSpan?>(
                            a.Outcome.Exception is ModelException { RetryAfter: { } wait }
                                ? wait + (options.RetryDelay * (0.5 * random()))
                                : options.RetryDelay * Math.Pow(2, a.AttemptNumber) * (0.5 + random())
                        ),
                }
            )
            .Build();

    private async Task<ChatResponse> OnceAsync(IReadOnlyList<ChatMessage> messages, ChatOptions chatOptions, CancellationToken cancellation)
    {
        using var place = await places.AcquireAsync(1, cancellation);
        if (!place.IsAcquired)
        {
            throw new ModelException(problems.QueueFull(options.Queue));
        }

        return await call.ExecuteAsync(async token => await MeasuredAsync(messages, chatOptions, token), cancellation);
    }

    private async Task<ChatResponse> MeasuredAsync(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions chatOptions,
        CancellationToken cancellation
    )
    {
        var start = time.GetTimestamp();
        pulse.Begin();
        // Of the injected time, so that tests need not wait.
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var response = await chat.GetResponseAsync(messages, chatOptions, either.Token);
            pulse.End(start, null);
            return response;
        }
        catch (Exception e) when (cancellation.IsCancellationRequested)
        {
            pulse.Leave();
            throw e as OperationCanceledException ?? new OperationCanceledException(null, e, cancellation);
        }
        catch (Exception e)
        {
            var failure = limit.IsCancellationRequested ? problems.TimedOut(options.Timeout) : Failure(e);
            pulse.End(start, failure.Problem);
            throw failure;
        }
    }

    /// <summary>The vendors' packages wrap what our transport throws, or fail in their own way on an answer that is not theirs.</summary>
    private ModelException Failure(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case ModelException failure:
                    return failure;
                case JsonException or FormatException:
                    return problems.NotTheProtocol(inner.Message);
                case IOException or HttpRequestException:
                    return problems.ConnectionCut();
                case OperationCanceledException:
                    return problems.TimedOut(options.Timeout);
            }
        }

        return problems.NotTheProtocol($"{e.GetType().Name}: {e.Message}");
    }
}
