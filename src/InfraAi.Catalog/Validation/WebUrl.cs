namespace InfraAi.Catalog.Validation;

/// <summary>Is a text an absolute URL by the WHATWG URL standard?</summary>
internal static class WebUrl
{
    public static bool IsValid(string text) => Uri.TryCreate(text.Trim(), UriKind.Absolute, out _) && !text.StartsWith('/');
}
