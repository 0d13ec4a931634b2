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
}
