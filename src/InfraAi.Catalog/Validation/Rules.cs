namespace InfraAi.Catalog;

/// <summary>The names of the rules, as they stand in <see cref="ValidationProblem.Rule"/>. Stable: scripts match on them.</summary>
public static class Rules
{
    public const string YamlSyntax = "yaml-syntax";
    public const string DuplicateKey = "duplicate-key";
    public const string AliasLimit = "alias-limit";
    public const string NotAnEntity = "not-an-entity";
    public const string Required = "required";
    public const string WrongType = "wrong-type";
    public const string Empty = "empty";
    public const string NotOneOf = "not-one-of";
    public const string UnknownRootField = "unknown-root-field";
    public const string ApiVersionFormat = "api-version-format";
    public const string KindFormat = "kind-format";
    public const string NameFormat = "name-format";
    public const string NamespaceFormat = "namespace-format";
    public const string LabelKey = "label-key";
    public const string LabelValue = "label-value";
    public const string AnnotationKey = "annotation-key";
    public const string TagFormat = "tag-format";
    public const string LinkUrl = "link-url";
    public const string LinkText = "link-text";
    public const string UnknownKind = "unknown-kind";
    public const string UnknownApiVersion = "unknown-api-version";
    public const string RefFormat = "ref-format";
    public const string RefKindMissing = "ref-kind-missing";
    public const string RefKind = "ref-kind";
    public const string RefTooLong = "ref-too-long";
    public const string RefName = "ref-name";
    public const string TemplateStep = "template-step";
    public const string TemplateParameter = "template-parameter";
    public const string TemplateExpression = "template-expression";
    public const string DanglingRef = "dangling-ref";
    public const string Collision = "collision";
    public const string GhostOwner = "ghost-owner";
    public const string Cycle = "cycle";
    public const string KindRefused = "kind-refused";
    public const string FileRefused = "file-refused";
    public const string TargetMissing = "target-missing";
    public const string TooMany = "too-many-problems";
    public const string TooLarge = "too-large";
    public const string Encoding = "encoding";
    public const string ControlCharacter = "control-character";
    public const string NoDescription = "no-description";
    public const string NoTags = "no-tags";
    public const string FileNotReadable = "file-not-readable";

    /// <summary>All of them: what can be switched.</summary>
    public static IReadOnlySet<string> All { get; } =
        typeof(Rules)
            .GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToHashSet(StringComparer.Ordinal);
}
