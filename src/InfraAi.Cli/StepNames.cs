using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Cli;

/// <summary>The steps of the pipeline as people read them.</summary>
internal static class StepNames
{
    public static string In(PipelineStep step, string language) =>
        (
            step switch
            {
                PipelineStep.Read => new Phrase("read", "leer"),
                PipelineStep.Analyze => new("analyze", "analizar"),
                PipelineStep.Generate => new("generate", "generar"),
                PipelineStep.Validate => new("validate", "validar"),
                PipelineStep.Publish => new("publish", "publicar"),
                PipelineStep.Register => new("register", "registrar"),
                PipelineStep.Confirm => new("confirm", "confirmar"),
                _ => new(step.ToString(), step.ToString()),
            }
        ).In(language);
}
