using InfraAi.Catalog.Entities;

namespace InfraAi.Catalog.Tests.Entities;

public class NamesTests
{
    [Theory]
    [InlineData("Base de Órdenes", "base-de-ordenes")]
    [InlineData("Straße", "strasse")]
    [InlineData("e\u0301te\u0301", "ete")]
    [InlineData("  --a__b..c--  ", "a-b-c")]
    [InlineData("支付服务", "service-cf0f1581")]
    [InlineData("", "service-e3b0c442")]
    public void A_text_has_one_name(string text, string name)
    {
        Slug.Of(text, "service").ShouldBe(name);
        FieldFormats.IsName(name).ShouldBeTrue();
    }

    [Fact]
    public void Long_names_that_begin_alike_stay_apart()
    {
        var one = Slug.Of(new string('a', 100) + "1", "x");
        var two = Slug.Of(new string('a', 100) + "2", "x");

        one.Length.ShouldBe(63);
        (one == two).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Node.js", "node-js")]
    [InlineData("C#", "c#")]
    [InlineData("C++", "c++")]
    [InlineData(".NET", "dotnet")]
    [InlineData("ASP.NET Core", "aspdotnet-core")]
    [InlineData("名前", null)]
    public void A_technology_has_a_tag(string text, string? tag) => EntityTags.From(text).ShouldBe(tag);

    [Theory]
    [InlineData("component:default/x", "component", "default", "x")]
    [InlineData("x", null, null, "x")]
    [InlineData("ns/x", null, "ns", "x")]
    [InlineData("ns/a:b", null, "ns", "a:b")]
    [InlineData("a:b:c", "a", null, "b:c")]
    public void A_reference_has_three_parts(string text, string? kind, string? scope, string name)
    {
        EntityRef.TryParse(text, out var reference).ShouldBeTrue();
        reference.ShouldBe(new EntityRef(kind, scope, name));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":x")]
    [InlineData("a:")]
    [InlineData("/x")]
    [InlineData("a:/x")]
    [InlineData("a/")]
    public void An_empty_part_makes_it_none(string text) => EntityRef.TryParse(text, out _).ShouldBeFalse();
}
