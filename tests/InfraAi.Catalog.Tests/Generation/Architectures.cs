using FsCheck;
using FsCheck.Fluent;
using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Generation;

/// <summary>Any architecture that the model can hold: names in any script, far too long, reserved, equal, empty; relations to anything.</summary>
internal static class Architectures
{
    private const ulong Seed = 20261122;

    /// <summary>The same ones on every machine.</summary>
    public static IReadOnlyList<Architecture> Sample(int count) => [.. Any.Sample(30, new Rnd(Seed), count)];

    private static readonly string[] Odd =
    [
        "",
        " ",
        "null",
        "true",
        "yes",
        "on",
        "~",
        "2024",
        "1.0",
        "2026-11-22",
        "-",
        "---",
        "...",
        "#",
        "a: b",
        "- x",
        "[x]",
        "{x}",
        "&x",
        "*x",
        "!x",
        "|",
        ">",
        "%x",
        "@x",
        "`x`",
        "\"quoted\"",
        "'single'",
        "back\\slash",
        "tab\there",
        "line\nbreak",
        "cr\r\nlf",
        "\0nul",
        "\u0085nel",
        "\u2028ls",
        "\uFEFFbom",
        "\uD800half",
        "half\uDC00",
        "😀",
        "👩‍👩‍👧",
        "支付服务",
        "заказы",
        "الطلبات",
        "Órdenes",
        "ordenes",
        "ORDENES",
        "straße",
        "e\u0301",
        "İstanbul",
        "default",
        "component:default/x",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "${{ values.x }}",
        "{% raw %}",
        "```",
        "| a | b |",
        "# title",
        "a---b",
        "-a-",
        ".hidden",
        "con",
        "__proto__",
        "constructor",
        "http://a.b",
        "system",
        "service",
        "<<",
        "=",
        ".inf",
        "0x1F",
        "1e3",
        "12:30:45",
        "\u00A0",
        "a" + "\u0301",
        "ﬁ",
        "ⅷ",
        "Node.js",
        "C#",
        "C++",
        ".NET",
    ];

    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.Elements(Odd),
        Gen.Choose(0, 300)
            .SelectMany(length => Gen.Elements('x', 'é', '字', ' ', '-', '.').ArrayOf(length))
            .Select(characters => new string(characters)),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")
    );

    private static readonly Gen<string?> Maybe = Gen.OneOf(Name.Select(name => (string?)name), Gen.Constant<string?>(null));

    private static Gen<T> AnyOf<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    private static readonly Gen<Evidence> Proof = Gen.OneOf(
        Name.Select(Evidence (quote) => new TextEvidence(0, quote.Length, quote)),
        Name.Two().Select(Evidence (pair) => new LineEvidence(pair.Item1, 3, pair.Item2)),
        Maybe.Select(Evidence (text) => new BoxEvidence(1, 2, 3, 4, text))
    );

    private static readonly Gen<Component> Part =
        from id in Gen.OneOf(Gen.Elements("a", "b", "c", "d"), Name)
        from name in Name
        from kind in AnyOf<ComponentKind>()
        from technology in Maybe
        from rest in Maybe.Three()
        from evidence in Proof.ListOf(2)
        select new Component
        {
            Id = id,
            Name = name,
            Kind = kind,
            Technology = technology,
            Group = rest.Item1,
            Owner = rest.Item2,
            Description = rest.Item3,
            Evidence = [.. evidence],
        };

    private static Gen<Relation> Link(IReadOnlyList<Component> parts) =>
        from ends in (parts.Count == 0 ? Name : Gen.OneOf(Gen.Elements(parts.Select(part => part.Id).ToArray()), Name)).Two()
        from kind in AnyOf<RelationKind>()
        from label in Maybe
        select new Relation
        {
            From = ends.Item1,
            To = ends.Item2,
            Kind = kind,
            Label = label,
        };

    public static Gen<Architecture> Any { get; } =
        from count in Gen.Choose(0, 7)
        from parts in Part.ListOf(count)
        from links in Gen.Choose(0, 10).SelectMany(number => Link([.. parts]).ListOf(number))
        from names in Name.Three()
        from language in Gen.Elements("es", "en")
        from description in Maybe
        from questions in Name.ListOf(2)
        select new Architecture
        {
            Name = names.Item1,
            Title = names.Item2,
            Analyzer = names.Item3,
            Language = language,
            Description = description,
            Components = [.. parts],
            Relations = [.. links],
            Questions = [.. questions],
        };
}
