using InfraAi.Catalog.Validation;

namespace InfraAi.Catalog.Tests.Validation;

/// <summary>Every row is what Node's URL says.</summary>
public class WebUrlTests
{
    [Theory]
    [InlineData("https://a.b/c?d#e")]
    [InlineData("http:a")]
    [InlineData("https:///a")]
    [InlineData(" https://a ")]
    [InlineData("http://[::1]:80")]
    [InlineData("http://[1:2:3:4:5:6:7::]")]
    [InlineData("http://1.2.3")]
    [InlineData("http://a:b@c:1")]
    [InlineData("http://${{values.host}}/")]
    [InlineData("http://ñandú.com")]
    [InlineData("mailto:x")]
    [InlineData("file:x")]
    [InlineData("foo://")]
    [InlineData("javascript:alert(1)")]
    [InlineData("a:b")]
    public void These_are(string url) => WebUrl.IsValid(url).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("/a")]
    [InlineData("//a.b")]
    [InlineData("1:b")]
    [InlineData("http://")]
    [InlineData("http://a b")]
    [InlineData("http://a:99999")]
    [InlineData("http://a:b")]
    [InlineData("http://a@")]
    [InlineData("http://[::1")]
    [InlineData("http://[1::2::3]")]
    [InlineData("http://256.1.1.1")]
    [InlineData("http://1.1.1.1.1")]
    [InlineData("http://${{ values.host }}/")]
    [InlineData("http://ex%20ample")]
    [InlineData("foo://a^b")]
    public void These_are_not(string url) => WebUrl.IsValid(url).ShouldBeFalse();
}
