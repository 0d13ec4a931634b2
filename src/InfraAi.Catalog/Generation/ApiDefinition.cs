using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>The definition of an API whose input gives none: a skeleton of its type that says so and names no operation.</summary>
internal static class ApiDefinition
{
    public static string TypeOf(Component component)
    {
        var words = $"{component.Name} {component.Technology}";
        return Says("graphql") ? "graphql"
            : Says("grpc") ? "grpc"
            : Says("asyncapi") || Says("websocket") || Says("mqtt") || Says("kafka") ? "asyncapi"
            : "openapi";

        bool Says(string word) => words.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    public static string Skeleton(string type, string title)
    {
        var quoted = Yaml.YamlText.Quoted(title);
        return type switch
        {
            "graphql" => "# The description of the infrastructure gives no schema.\ntype Query {\n  _empty: Boolean\n}\n",
            "grpc" => "// The description of the infrastructure gives no services.\nsyntax = \"proto3\";\n",
            "asyncapi" => $"asyncapi: 2.6.0\ninfo:\n  title: {quoted}\n  version: 0.0.0\nchannels: {{}}\n",
            "openapi" => $"openapi: 3.0.3\ninfo:\n  title: {quoted}\n  version: 0.0.0\npaths: {{}}\n",
            _ => "# The description of the infrastructure gives no definition.\n",
        };
    }
}
