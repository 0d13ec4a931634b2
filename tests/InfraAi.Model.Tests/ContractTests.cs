namespace InfraAi.Model.Tests;

public class ContractTests
{
    [Fact]
    public void Evidence_is_written_with_its_kind_first()
    {
        var json = Json.Write<Evidence>(new TextEvidence(10, 9, "PostgreSQL"));

        json.ShouldBe("""{"kind":"text","start":10,"length":9,"quote":"PostgreSQL"}""");
    }

    [Theory]
    [InlineData(ComponentKind.LoadBalancer, "\"loadBalancer\"")]
    [InlineData(ComponentKind.Service, "\"service\"")]
    public void Kinds_are_one_word(ComponentKind kind, string json) => Json.Write(kind).ShouldBe(json);

    [Fact]
    public void A_problem_is_a_result_without_a_value()
    {
        Result<int> result = new Problem("empty-input", ProblemKind.Invalid, new("Empty.", "Vacío."), new("Write.", "Escriba."));

        result.Ok.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => result.Value).Message.ShouldContain("empty-input");
    }

    [Fact]
    public void A_phrase_answers_in_English_unless_asked_for_Spanish()
    {
        var phrase = new Phrase("Empty.", "Vacío.");

        phrase.In("es").ShouldBe("Vacío.");
        phrase.In(null).ShouldBe("Empty.");
    }

    [Theory]
    [InlineData(7, "7", "7")]
    [InlineData(9999, "9,999", "9999")]
    [InlineData(60170, "60,170", "60\u00a0170")]
    public void Large_numbers_are_grouped_as_each_language_does(long number, string en, string es) =>
        Phrase.Number(number).ShouldBe(new Phrase(en, es));

    [Fact]
    public void One_of_a_thing_is_singular()
    {
        Phrase.Count(1, ("relation", "relations"), ("relación", "relaciones")).ShouldBe(new Phrase("1 relation", "1 relación"));
        Phrase.Count(0, ("relation", "relations"), ("relación", "relaciones")).ShouldBe(new Phrase("0 relations", "0 relaciones"));
    }
}
