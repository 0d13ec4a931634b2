namespace InfraAi.Catalog.Yaml;

/// <summary>The keys of one map: looked through one by one while they are few, hashed when they are many.</summary>
internal sealed class KeySet(YamlMap map)
{
    private const int Few = 8;

    private HashSet<(ScalarType Type, string Value)>? hashed;

    /// <returns>False when an equal scalar is a key of the map already. Call before the entry is added.</returns>
    public bool Add(YamlNode key)
    {
        if (key is not YamlScalar { Special: < ScalarSpecial.Object } scalar)
            return true;
        if (map.Entries.Count < Few)
        {
            foreach (var entry in map.Entries)
                if (ScalarKeys.AreEqual(entry.Key, scalar))
                    return false;
            return true;
        }
        if (hashed is null)
        {
            hashed = [];
            foreach (var entry in map.Entries)
                if (entry.Key is YamlScalar { Special: < ScalarSpecial.Object } earlier)
                    hashed.Add(Value(earlier));
        }
        return hashed.Add(Value(scalar)) || Value(scalar) == (ScalarType.Number, "NaN");
    }

    private static (ScalarType Type, string Value) Value(YamlScalar key) =>
        (key.Type, key.Type == ScalarType.String ? key.Text : ScalarKeys.Name(key));
}
