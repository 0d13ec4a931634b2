using System.Net;
using System.Text;

namespace InfraAi.Analysis.Models;

/// <summary>The one way to a vendor: no redirects (a key must not follow one), answers capped while they are read, failures named.</summary>
internal static class ModelHttp
{
    /// <param name="inner">Takes the place of the network: cassettes, for one. Null for the network.</param>
    public static HttpClient Create(ModelOptions options, HttpMessageHandler? inner = null)
    {
        inner ??= new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        };
        // Each call has a limit of its own, in ModelCaller.
        return new HttpClient(new Guard(inner, ModelProblems.Of(options), options.LargestAnswer)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Turns what is not an answer into a <see cref="ModelException"/> before any vendor's package sees it.</summary>
    private sealed class Guard(HttpMessageHandler inner, ModelProblems problems, int largest) : DelegatingHandler(inner)
    {
        private const int LargestError = 64 * 1024;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response;
            try
            {
                response = await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException e) when (!cancellationToken.IsCancellationRequested)
            {
                // Who was reached and broke off is another matter than who was not reached.
                throw e.HttpRequestError
                    is HttpRequestError.NameResolutionError
                        or HttpRequestError.ConnectionError
                        or HttpRequestError.SecureConnectionError
                        or HttpRequestError.ProxyTunnelError
                    ? problems.Unreachable(e.Message)
                    : problems.ConnectionCut();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw problems.Unreachable("no connection in time");
            }

            if (!response.IsSuccessStatusCode)
            {
                using (response)
                {
                    var body = await ReadErrorAsync(response, cancellationToken);
                    throw VendorError.Read(response, body).ToFailure(problems);
                }
            }

            if (response.Content.Headers.ContentLength > largest)
            {
                response.Dispose();
                throw problems.AnswerTooLarge(largest);
            }

            var capped = new StreamContent(
                new CappedStream(await response.Content.ReadAsStreamAsync(cancellationToken), largest, problems)
            );
            foreach (var (name, values) in response.Content.Headers)
            {
                capped.Headers.TryAddWithoutValidation(name, values);
            }

            response.Content = capped;
            return response;
        }

        private static async Task<string> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellation)
        {
            try
            {
                await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
                var buffer = new byte[LargestError];
                var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
            catch (IOException)
            {
                // The status says what matters.
                return "";
            }
        }
    }
}
