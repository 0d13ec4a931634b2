using InfraAi.Analysis.Models.Pictures;
using InfraAi.Analysis.Models.Proof;
using InfraAi.Analysis.Text;
using InfraAi.Model;
using InfraAi.Model.Vocabulary;
using Microsoft.Extensions.AI;

namespace InfraAi.Analysis.Models;

/// <summary>Asks a model and believes only what the input bears out; the offline reader reads beside it.</summary>
/// <param name="beside">What it finds too is surer; what it alone finds is shown as such.</param>
public sealed class ModelAnalyzer(ModelDoor door, IAnalyzer beside, IPictureTool? pictures = null, TechnologyVocabulary? vocabulary = null)
    : IAnalyzer
{
    private const int PartsAtOnce = 4;
    private readonly TechnologyVocabulary words = vocabulary ?? TechnologyVocabulary.Default;
    private readonly IPictureTool tool = pictures ?? LeptonicaTool.Shared;
    private readonly ModelProblems problems = ModelProblems.Of(door.Options);

    /// <inheritdoc/>
    public string Name => door.Options.Vendor;

    /// <inheritdoc/>
    public bool SeesPictures => true;

    /// <summary>The model that is asked.</summary>
    public ModelDoor Door => door;

    /// <inheritdoc/>
    public async ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return input.Picture is { } picture
            ? await ReadPictureAsync(input, picture, cancellation)
            : await ReadTextAsync(input, cancellation);
    }

    private sealed record Asked(ModelAnswer Answer, ChatResponse Response, int Calls, long InputTokens, long OutputTokens);

    private async Task<Result<Architecture>> ReadTextAsync(AnalysisInput input, CancellationToken cancellation)
    {
        var parts = TextParts.Split(input.Text, door.Options.PartLength, door.Options.PartOverlap);
        var digest = InputReader.Digest(input.Text);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asking = AskAllAsync();

        // While the model thinks.
        var offline = await beside.AnalyzeAsync(input, cancellation);
        var ground = new TextGround(input.Text, words);
        var answers = await asking;
        if (!answers.Ok)
        {
            return answers.Problem;
        }

        var language = offline.Ok ? offline.Value.Language : TextDocument.Read(input.Text, words, cancellation).Language;
        var claims = new Claims();
        var check = new ClaimCheck(ground, words, Name, language);
        var agreement = new Agreement(language);
        for (var i = 0; i < parts.Count; i++)
        {
            ground.From = parts[i].Start;
            var (before, links) = (claims.Parts.Count, claims.Links.Count);
            check.Check(answers.Value[i].Answer, claims);
            agreement.Add(claims.Parts.Skip(before), claims.Links.Skip(links));
        }

        if (offline.Ok)
        {
            agreement.AddOffline(offline.Value, ground.IsOrder, claims.Questions, claims.Rejected);
            claims.Questions.AddRange(offline.Value.Questions);
        }

        return Build(input, claims, agreement, answers.Value, language, offline.Ok ? offline.Value : null, []);

        async Task<Result<List<Asked>>> AskAllAsync()
        {
            if (parts.Count == 1)
            {
                var only = await AskAsync(ModelPrompt.ForText(input.Text, digest, 1, 1), stop.Token);
                return only.Ok ? new List<Asked> { only.Value } : only.Problem;
            }

            using var places = new SemaphoreSlim(PartsAtOnce);
            Problem? first = null;
            var all = await Task.WhenAll(parts.Select((part, i) => OneAsync(part, i)));
            cancellation.ThrowIfCancellationRequested();
            return first is not null ? first : all.OfType<Asked>().ToList();

            async Task<Asked?> OneAsync((int Start, int Length) part, int i)
            {
                try
                {
                    await places.WaitAsync(stop.Token);
                    try
                    {
                        var asked = await AskAsync(
                            ModelPrompt.ForText(input.Text.Substring(part.Start, part.Length), digest, i + 1, parts.Count),
                            stop.Token
                        );
                        if (asked.Ok)
                        {
                            return asked.Value;
                        }

                        // A part that fails fails the whole: half an architecture would look like a whole one.
                        Interlocked.CompareExchange(ref first, asked.Problem, null);
                        await stop.CancelAsync();
                    }
                    finally
                    {
                        places.Release();
                    }
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    // Another part failed first.
                }

                return null;
            }
        }
    }

    private async Task<Result<Architecture>> ReadPictureAsync(AnalysisInput input, PictureFile picture, CancellationToken cancellation)
    {
        var ready = PicturePreparation.Prepare(picture, tool);
        if (!ready.Ok)
        {
            return ready.Problem;
        }

        var asked = await AskAsync(ModelPrompt.ForPicture(ready.Value.Bytes, ready.Value.MediaType), cancellation);
        if (!asked.Ok)
        {
            return asked.Problem;
        }

        var language = TextDocument
            .Read(string.Join(". ", asked.Value.Answer.Components.Select(c => c.Name)), words, cancellation)
            .Language;
        var claims = new Claims();
        new ClaimCheck(new PictureGround(picture.UprightWidth, picture.UprightHeight), words, Name, language).Check(
            asked.Value.Answer,
            claims
        );
        var agreement = new Agreement(language);
        agreement.Add(claims.Parts, claims.Links);
        var offline = beside.SeesPictures ? await beside.AnalyzeAsync(input, cancellation) : default(Result<Architecture>?);
        if (offline is { Ok: true, Value: var found })
        {
            agreement.AddOffline(found, _ => false, claims.Questions, claims.Rejected);
            claims.Questions.AddRange(found.Questions);
        }

        return Build(input, claims, agreement, [asked.Value], language, null, [.. ready.Value.Notes.Select(n => n.In(language))]);
    }

    private Result<Architecture> Build(
        AnalysisInput input,
        Claims claims,
        Agreement agreement,
        IReadOnlyList<Asked> asked,
        string language,
        Architecture? offline,
        IReadOnlyList<string> notes
    )
    {
        var (components, relations) = agreement.Build();
        if (components.Count == 0)
        {
            return NothingFound(input, claims.Rejected.Count);
        }

        var title = input.Name ?? claims.Title ?? offline?.Title ?? components[0].Name;
        return new Architecture
        {
            Name = Slug.Of(title, "architecture"),
            Title = title,
            Description = offline?.Description,
            Language = language,
            Analyzer = Name,
            Components = components,
            Relations = relations,
            Questions = Agreement.Questions(claims.Questions),
            Rejected = claims.Rejected,
            Notes = notes,
            Model = new(
                door.Options.Vendor,
                asked[0].Response.ModelId ?? door.Options.Model,
                ModelPrompt.Version,
                asked.Sum(a => a.Calls),
                asked.Sum(a => a.InputTokens),
                asked.Sum(a => a.OutputTokens)
            ),
        };
    }

    /// <summary>Asks, reads the answer, and has it repaired once when it is not what was asked for.</summary>
    private async Task<Result<Asked>> AskAsync(List<ChatMessage> messages, CancellationToken cancellation)
    {
        var first = await door.Caller.AskAsync(messages, ModelPrompt.Options, cancellation);
        if (!first.Ok)
        {
            return first.Problem;
        }

        var (answer, fault) = ModelAnswer.Read(first.Value.Text);
        if (answer is not null)
        {
            return new Asked(answer, first.Value, 1, Input(first.Value), Output(first.Value));
        }

        var second = await door.Caller.AskAsync(ModelPrompt.Repair(messages, first.Value.Text, fault), ModelPrompt.Options, cancellation);
        if (!second.Ok)
        {
            return second.Problem;
        }

        (answer, fault) = ModelAnswer.Read(second.Value.Text);
        return answer is null
            ? problems.AnswerNotJson(fault)
            : new Asked(answer, second.Value, 2, Input(first.Value) + Input(second.Value), Output(first.Value) + Output(second.Value));
    }

    private static long Input(ChatResponse response) => response.Usage?.InputTokenCount ?? 0;

    private static long Output(ChatResponse response) => response.Usage?.OutputTokenCount ?? 0;

    private Problem NothingFound(AnalysisInput input, int rejected) =>
        new(
            "no-infrastructure",
            ProblemKind.Invalid,
            new(
                $"{Name} found no part of an infrastructure that {input.Label.En} bears out (claims rejected: {rejected}).",
                $"{Name} no encontró ninguna parte de una infraestructura que {input.Label.Es} respalde (afirmaciones rechazadas: {rejected})."
            ),
            new(
                "Name what runs and how it is connected, for example: \"A web app calls an API in Node.js that stores orders in PostgreSQL\".",
                "Nombre lo que se ejecuta y cómo se conecta, por ejemplo: «Una aplicación web llama a una API en Node.js que guarda los pedidos en PostgreSQL»."
            )
        );
}
