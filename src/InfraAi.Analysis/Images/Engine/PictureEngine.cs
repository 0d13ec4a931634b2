using System.Runtime.InteropServices;
using System.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Images.Engine;

/// <summary>The character reader: ONNX Runtime with the PP-OCRv4 models, loaded once for the process.</summary>
/// <remarks>
/// The build installs it below artifacts/picture-engine (InfraAi.Analysis.csproj) from the locked packages beside this file. It is looked for
/// upwards from the program, so the launcher's copy, the tests and an agent that was carried elsewhere find the same.
/// </remarks>
internal sealed class PictureEngine
{
    private const string Folder = "picture-engine";
    private static readonly Lazy<Result<PictureEngine>> Loaded = new(() => Find(AppContext.BaseDirectory));

    private PictureEngine(OnnxRuntime runtime, string models)
    {
        var threads = Math.Clamp(Environment.ProcessorCount, 1, 4);
        Detector = runtime.Open(Path.Combine(models, "ch_PP-OCRv4_det_infer.onnx"), threads);
        Recognizer = runtime.Open(Path.Combine(models, "ch_PP-OCRv4_rec_infer.onnx"), threads);
        Characters = Read(Path.Combine(models, "ppocr_keys_v1.txt"));
    }

    /// <summary>The engine, or how to install it.</summary>
    internal static Result<PictureEngine> Shared => Loaded.Value;

    /// <summary>Finds where text is: a map of how likely each point belongs to a line of text.</summary>
    internal OnnxRuntime.Session Detector { get; }

    /// <summary>Reads one line of text.</summary>
    internal OnnxRuntime.Session Recognizer { get; }

    /// <summary>What the recognizer's outputs stand for; '\0' for nothing and for what is written neither in English nor in Spanish.</summary>
    internal char[] Characters { get; }

    private static char[] Read(string file)
    {
        // Output 0 means "nothing here", the last one is the blank; between them stands the file, line by line.
        var characters = new List<char> { '\0' };
        foreach (var line in File.ReadLines(file, Encoding.UTF8))
        {
            var c = line.Length == 1 ? line[0] : '\0';
            characters.Add(c is > ' ' and <= '\u017f' or '•' or '–' or '—' or '’' or '“' or '”' or '…' or '→' ? c : Narrow(c));
        }

        characters.Add(' ');
        return [.. characters];
    }

    /// <summary>The Latin sign for its East Asian form ("（" is "(").</summary>
    private static char Narrow(char c) =>
        c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0)
        : c == '、' ? ','
        : '\0';

    /// <summary>Looks for the engine in a folder and everything above it.</summary>
    internal static Result<PictureEngine> Find(string start)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            foreach (var place in (string[])[Path.Combine(at.FullName, Folder), Path.Combine(at.FullName, "artifacts", Folder)])
            {
                var modules = Path.Combine(place, "node_modules");
                var library = Path.Combine(modules, "onnxruntime-node", "bin", "napi-v6", "linux", Architecture(), "libonnxruntime.so.1");
                var models = Path.Combine(modules, "@gutenye", "ocr-models", "assets");
                if (File.Exists(library) && Directory.Exists(models))
                {
                    try
                    {
                        return new PictureEngine(new OnnxRuntime(library), models);
                    }
                    catch (Exception e) when (e is OnnxException or DllNotFoundException or IOException or BadImageFormatException)
                    {
                        return Missing(new($"it cannot be loaded: {e.Message}", $"no se puede cargar: {e.Message}"));
                    }
                }
            }
        }

        return Missing(new("it is not installed.", "no está instalado."));
    }

    private static string Architecture() =>
        RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";

    private static Problem Missing(Phrase why) =>
        new(
            "picture-engine-missing",
            ProblemKind.NotAvailable,
            new(
                $"Pictures cannot be read here without their character reader: {why.En}",
                $"Aquí no se pueden leer imágenes sin su lector de caracteres: {why.Es}"
            ),
            new(
                "sudo apt-get install nodejs npm liblept5 && dotnet build src/InfraAi.Analysis   (or set GEMINI_API_KEY: then Gemini reads)",
                "sudo apt-get install nodejs npm liblept5 && dotnet build src/InfraAi.Analysis   (o defina GEMINI_API_KEY: entonces lee Gemini)"
            )
        );
}
