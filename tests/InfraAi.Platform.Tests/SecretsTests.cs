using InfraAi.Model.Secrets;
using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Tests;

public class SecretsTests
{
    [Theory]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("POSTGRES_PASSWORD")]
    [InlineData("DB_PASS")]
    [InlineData("API_KEY")]
    [InlineData("STRIPE_KEY")]
    [InlineData("JWT_SECRET")]
    [InlineData("SENTRY_DSN")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("accessToken")]
    public void A_name_tells(string key) => Secrets.Is(key, "x1").ShouldBeTrue();

    [Theory]
    [InlineData("PORT", "8000")]
    [InlineData("GITHUB_REPO", "demo-infra-ai-agent")]
    [InlineData("TOKEN_URL", "https://auth.test/token")]
    [InlineData("KEYBOARD", "es")]
    [InlineData("PASSENGERS", "4")]
    [InlineData("AUTHOR", "Ana")]
    [InlineData("API_KEY", "")]
    public void Others_may_be_shown(string key, string value) => Secrets.Is(key, value).ShouldBeFalse();

    [Fact]
    public void A_value_tells_whatever_its_name() => Secrets.Is("DATABASE", "postgres://me:hunter22@db/app").ShouldBeTrue();

    [Theory]
    [InlineData("changeme")]
    [InlineData("your-token-here")]
    [InlineData("<token>")]
    [InlineData("${TOKEN}")]
    [InlineData("xxxxxxxx")]
    public void A_placeholder_is_none(string value) => Secrets.IsPlaceholder(value).ShouldBeTrue();

    // Put together here, so that no scanner takes this file for a leak.
    public static TheoryData<string> Keys =>
        [
            "token: ghp" + "_0123456789abcdefghijklmnopqrstuvwxyz",
            "AK" + "IAQ3EGSUYX4ZTP7LMN" + " is it",
            "key = AI" + "zaSyA0123456789abcdefghijklmnopqrstuvw",
            "\"password\": \"" + "Tr0ub4dor&3\"",
            "DB_PASSWORD=" + "s3cr3t-Value",
            "url: postgres://app:" + "Pa55word@db.internal/app",
        ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Source_that_holds_a_secret_is_found(string line) => SecretScanner.Default.Find(line).ShouldNotBeEmpty(line);

    [Theory]
    [InlineData("password: string;")]
    [InlineData("const token = process.env.GITHUB_TOKEN")]
    [InlineData("var token = await ReadTokenAsync(cancellation);")]
    [InlineData("password = \"changeme\"")]
    [InlineData("POSTGRES_PASSWORD=${POSTGRES_PASSWORD}")]
    [InlineData("the key is under the mat")]
    [InlineData("token: ${{ secrets.GITHUB_TOKEN }}")]
    [InlineData("api_key: settings.Get(\"GEMINI_API_KEY\").Value,")]
    [InlineData("private readonly string password = options.Password;")]
    [InlineData("public const string TokenName = \"GITHUB_TOKEN\";")]
    public void Source_that_only_speaks_of_one_is_not(string line) => SecretScanner.Default.Find(line).ShouldBeEmpty(line);
}
