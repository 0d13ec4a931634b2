using System.Runtime.InteropServices;
using System.Text;

namespace InfraAi.Analysis.Images.Engine;

/// <summary>ONNX Runtime's C interface, as far as two small models need it. https://onnxruntime.ai/docs/api/c/struct_ort_api.html</summary>
/// <remarks>The interface is one table of functions whose order never changes; the numbers below are places in it.</remarks>
internal sealed unsafe class OnnxRuntime
{
    private const uint ApiVersion = 16;
    private const int Warning = 2;

    private readonly nint* api;
    private readonly nint environment;
    private readonly nint memory;

    /// <exception cref="DllNotFoundException">The library cannot be loaded.</exception>
    /// <exception cref="OnnxException">It is not the one that is expected.</exception>
    internal OnnxRuntime(string library)
    {
        var handle = NativeLibrary.Load(library);
        var entry = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(handle, "OrtGetApiBase");
        api = ((delegate* unmanaged<uint, nint*>)entry()[0])(ApiVersion);
        if (api == null)
        {
            throw new OnnxException($"{library} does not offer version {ApiVersion} of the interface");
        }

        nint made;
        fixed (byte* name = "infra-ai\0"u8)
        {
            // CreateEnv
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)api[3])(Warning, name, &made));
            environment = made;
        }

        // CreateCpuMemoryInfo: device allocator, default memory.
        Check(((delegate* unmanaged<int, int, nint*, nint>)api[69])(0, 0, &made));
        memory = made;
    }

    /// <summary>A model, ready to run; safe to run from several threads at once.</summary>
    internal Session Open(string model, int threads)
    {
        nint options;
        nint session;
        Check(((delegate* unmanaged<nint*, nint>)api[10])(&options)); // CreateSessionOptions
        try
        {
            // The arena stays on: it keeps what the widest strip ever needed (some 150 MB) and hands it out again, on whatever thread. Without it the C
            // library kept more than that for each thread that had read a picture, and every run waited for fresh pages: twice the time.
            Check(((delegate* unmanaged<nint, nint>)api[17])(options)); // DisableMemPattern: every picture has its own size
            Check(((delegate* unmanaged<nint, int, nint>)api[24])(options, threads)); // SetIntraOpNumThreads
            Check(((delegate* unmanaged<nint, int, nint>)api[25])(options, 1)); // SetInterOpNumThreads
            fixed (byte* key = "session.intra_op.allow_spinning\0"u8)
            fixed (byte* off = "0\0"u8)
            fixed (byte* path = Encoding.UTF8.GetBytes(model + '\0'))
            {
                Check(((delegate* unmanaged<nint, byte*, byte*, nint>)api[130])(options, key, off)); // AddSessionConfigEntry
                Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)api[7])(environment, path, options, &session)); // CreateSession
            }
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)api[100])(options); // ReleaseSessionOptions
        }

        return new Session(this, session);
    }

    private void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)api[2])(status)); // GetErrorMessage
        ((delegate* unmanaged<nint, void>)api[93])(status); // ReleaseStatus
        throw new OnnxException(message ?? "unknown");
    }

    /// <summary>One input, one output, both of 32-bit floats.</summary>
    internal sealed class Session
    {
        private readonly OnnxRuntime runtime;
        private readonly nint session;
        private readonly byte[] input;
        private readonly byte[] output;

        internal Session(OnnxRuntime runtime, nint session)
        {
            this.runtime = runtime;
            this.session = session;
            input = Name(36); // SessionGetInputName
            output = Name(37); // SessionGetOutputName
        }

        /// <param name="data">The input, in the order of its shape.</param>
        /// <param name="read">Takes the output and its shape; both are gone afterwards.</param>
        internal TResult Run<TResult>(float[] data, ReadOnlySpan<long> shape, Func<nint, long[], TResult> read)
        {
            var api = runtime.api;
            nint tensor = 0;
            nint result = 0;
            try
            {
                fixed (float* values = data)
                fixed (long* sizes = shape)
                fixed (byte* inputName = input)
                fixed (byte* outputName = output)
                {
                    var bytes = (nuint)data.Length * sizeof(float);
                    // CreateTensorWithDataAsOrtValue; 1 is "float".
                    runtime.Check(
                        ((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)api[49])(
                            runtime.memory,
                            values,
                            bytes,
                            sizes,
                            (nuint)shape.Length,
                            1,
                            &tensor
                        )
                    );
                    // Run
                    runtime.Check(
                        ((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)api[9])(
                            session,
                            0,
                            &inputName,
                            &tensor,
                            1,
                            &outputName,
                            1,
                            &result
                        )
                    );
                    nint values2;
                    runtime.Check(((delegate* unmanaged<nint, nint*, nint>)api[51])(result, &values2)); // GetTensorMutableData
                    return read(values2, Shape(result));
                }
            }
            finally
            {
                var release = (delegate* unmanaged<nint, void>)api[96]; // ReleaseValue
                release(result);
                release(tensor);
            }
        }

        private long[] Shape(nint value)
        {
            var api = runtime.api;
            nint info;
            runtime.Check(((delegate* unmanaged<nint, nint*, nint>)api[65])(value, &info)); // GetTensorTypeAndShape
            try
            {
                nuint count;
                runtime.Check(((delegate* unmanaged<nint, nuint*, nint>)api[61])(info, &count)); // GetDimensionsCount
                var shape = new long[(int)count];
                fixed (long* sizes = shape)
                {
                    runtime.Check(((delegate* unmanaged<nint, long*, nuint, nint>)api[62])(info, sizes, count)); // GetDimensions
                }

                return shape;
            }
            finally
            {
                ((delegate* unmanaged<nint, void>)api[99])(info); // ReleaseTensorTypeAndShapeInfo
            }
        }

        private byte[] Name(int function)
        {
            var api = runtime.api;
            nint allocator;
            nint name;
            runtime.Check(((delegate* unmanaged<nint*, nint>)api[78])(&allocator)); // GetAllocatorWithDefaultOptions
            runtime.Check(((delegate* unmanaged<nint, nuint, nint, nint*, nint>)api[function])(session, 0, allocator, &name));
            var copy = Encoding.UTF8.GetBytes(Marshal.PtrToStringUTF8(name) + '\0');
            runtime.Check(((delegate* unmanaged<nint, nint, nint>)api[76])(allocator, name)); // AllocatorFree
            return copy;
        }
    }
}

/// <summary>The runtime refused: its library or a model is not the one that belongs here.</summary>
internal sealed class OnnxException(string message) : Exception(message);
