using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Model.Tests;

public class VocabularyTests
{
    private static readonly TechnologyVocabulary Vocabulary = TechnologyVocabulary.Default;

    [Fact]
    public void It_is_broad() => Vocabulary.All.Count.ShouldBeGreaterThan(1000);

    [Fact]
    public void Names_are_unique() => Vocabulary.All.Select(t => t.Name).ShouldBeUnique(StringComparer.Ordinal);

    [Fact]
    public void Every_entry_is_found_by_its_name_and_by_each_alias_that_no_other_shares()
    {
        foreach (var technology in Vocabulary.All)
        {
            Vocabulary.Find(technology.Name).ShouldNotBeNull(technology.Name);
            foreach (var alias in technology.Aliases)
            {
                Vocabulary.Find(alias).ShouldNotBeNull($"{alias} of {technology.Name}");
            }
        }
    }

    /// <summary>Two entries share an alias only where the vendor tells them apart.</summary>
    [Fact]
    public void No_alias_is_ambiguous()
    {
        foreach (var alias in Vocabulary.All.SelectMany(t => t.Aliases.Append(t.Name)).Distinct(StringComparer.Ordinal))
        {
            var ids = Words.Split(alias).Select(Vocabulary.WordId).ToArray();
            var whole = Vocabulary.Matches(ids).Where(m => m.Words == ids.Length).ToList();
            whole
                .Count(m => !m.VendorOnly)
                .ShouldBeLessThanOrEqualTo(1, $"{alias}: {string.Join(", ", whole.Select(m => m.Technology.Name))}");
            whole.Where(m => m.VendorOnly).Select(m => m.Technology.Vendor).ShouldBeUnique(StringComparer.Ordinal, alias);
            whole.Where(m => m.VendorOnly).ShouldAllBe(m => m.Technology.Vendor != null);
        }
    }

    [Fact]
    public void Categories_and_tags_are_written_one_way()
    {
        Vocabulary.All.Select(t => t.Category).ShouldAllBe(c => c.Length > 1 && c.All(x => char.IsAsciiLetterLower(x) || x == '-'));
        Vocabulary.All.Where(t => t.Vendor != null).ShouldAllBe(t => t.Vendor!.All(char.IsAsciiLetterLower));
        Vocabulary
            .All.SelectMany(t => t.Aliases)
            .ShouldAllBe(a => a.Trim() == a && a.Length > 0 && !a.Contains('|') && !a.StartsWith('^') && !a.StartsWith('~'));
    }

    [Theory]
    [InlineData("postgres", "PostgreSQL")]
    [InlineData("Base de datos PostgreSQL", "PostgreSQL")]
    [InlineData("Centros de eventos", "Azure Event Hubs")]
    [InlineData("maquina virtual de azure", "Azure Virtual Machines")]
    [InlineData("Equilibradores de carga", "load balancer")]
    [InlineData("AZURE AD", "Azure Active Directory")]
    [InlineData("SQL Data Warehouse", "Azure Synapse Analytics")]
    [InlineData("CloudWatch Events", "Amazon EventBridge")]
    [InlineData("EventBridge", "Amazon EventBridge")]
    [InlineData("Event Bridge", "Amazon EventBridge")]
    [InlineData("Google Gemini", "Gemini")]
    [InlineData("k8s", "Kubernetes")]
    [InlineData("C#", "C#")]
    [InlineData("C++", "C++")]
    [InlineData(".net core", ".NET")]
    public void Former_spanish_and_short_names_are_known(string alias, string name) => Vocabulary.Find(alias)!.Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData("zzz")]
    [InlineData("postgres zzz")]
    [InlineData("azure")]
    public void What_is_no_technology_is_none_or_never_a_part(string alias) =>
        (Vocabulary.Find(alias)?.Use ?? TechnologyUse.Never).ShouldBe(TechnologyUse.Never);

    [Theory]
    [InlineData("Broken | queue")]
    [InlineData("Broken | no-such-kind | x")]
    [InlineData("Broken | queue | x | a | use: sometimes")]
    public void A_line_that_is_not_right_is_refused(string line) =>
        Should
            .Throw<Exception>(() => TechnologyVocabulary.Read(new StringReader(line)))
            .ShouldSatisfyAllConditions(e => (e is FormatException or ArgumentException).ShouldBeTrue());

    [Fact]
    public void A_line_gives_all_its_fields()
    {
        var one = TechnologyVocabulary
            .Read(
                new StringReader(
                    "# note\n\nFoo DB | database | graph-database | foo, ^Fu | es: base foo | vendor: acme | logo: foo | use: runtime | backstage: Resource graph"
                )
            )
            .All.Single();
        one.Name.ShouldBe("Foo DB");
        one.Kind.ShouldBe(ComponentKind.Database);
        one.Use.ShouldBe(TechnologyUse.Runtime);
        (one.Vendor, one.Logo, one.BackstageKind, one.BackstageType).ShouldBe(("acme", "foo", "Resource", "graph"));
        one.Aliases.ShouldBe(["foo", "Fu", "base foo"]);
    }
}

public class FoldingTests
{
    [Theory]
    [InlineData("Máquina Virtual", "maquina virtual")]
    [InlineData("ÁÉÍÓÚÜÑáéíóúüñÇç", "aeiouunaeiouuncc")]
    [InlineData("ŁódźŠkodaŽižkaŐ", "lodzskodazizkao")]
    [InlineData("e\u0301a\u0308", "ea")]
    [InlineData("×÷ß", "*/s")]
    public void Accents_go(string text, string folded) => Folding.Fold(text).ShouldBe(folded);

    [Fact]
    public void One_letter_stays_one_letter()
    {
        for (var c = '\u00c0'; c <= '\u017f'; c++)
        {
            Folding.Fold(c).ShouldBeInRange(' ', 'z');
        }
    }

    [Theory]
    [InlineData("queues", "queue")]
    [InlineData("funciones", "función")]
    [InlineData("máquinas", "máquina")]
    [InlineData("virtuales", "virtual")]
    [InlineData("nodes", "node")]
    [InlineData("databases", "database")]
    [InlineData("redes", "red")]
    public void Plural_and_singular_meet(string plural, string singular) =>
        Words.Stem(Folding.Fold(plural)).ShouldBe(Words.Stem(Folding.Fold(singular)));

    [Theory]
    [InlineData("redis")]
    [InlineData("prometheus")]
    [InlineData("aws")]
    [InlineData("express")]
    public void What_is_no_plural_stays(string word) => Words.Stem(word).ShouldBe(word);
}
