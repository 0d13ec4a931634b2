using System.Globalization;
using System.Text;

namespace InfraAi.Catalog.Yaml;

/// <summary>Binary data: a tag says that a scalar is the base64 of some bytes, which the catalog has as a map of their type and themselves.</summary>
internal static class Bytes
{
    public static YamlMap Node(int from, int to, string base64)
    {
        var bytes = Decode(base64);
        var data = new YamlList(from, to, flow: true);
        foreach (var value in bytes)
            data.Items.Add(new YamlScalar(from, to, value.ToString(CultureInfo.InvariantCulture), ScalarType.Number, ScalarStyle.Plain));
        var map = new YamlMap(from, to, flow: true) { IsBytes = true };
        map.Entries.Add(new YamlEntry(Text(from, from, "type"), Text(from, to, "Buffer")));
        map.Entries.Add(new YamlEntry(Text(from, from, "data"), data));
        return map;
    }

    /// <returns>What a map or list is called as a key: by its alias where one stands there, binary data by its bytes as text, anything else "{}".</returns>
    public static string NameOf(YamlNode key) =>
        key is YamlAlias alias ? "*" + alias.Name
        : key is YamlMap { IsBytes: true, Entries: [_, { Value: YamlList data }] }
            ? Encoding.UTF8.GetString([.. data.Items.Select(item => (byte)ScalarKeys.Read(((YamlScalar)item).Text))])
        : "{}";

    /// <summary>As Node.js reads base64: both alphabets, of each character the lower eight bits, up to the first equals sign; what is no digit is passed over.</summary>
    private static byte[] Decode(string base64)
    {
        var bytes = new List<byte>(base64.Length * 3 / 4);
        var (bits, count) = (0, 0);
        foreach (var character in base64)
        {
            if ((char)(character & 0xFF) == '=')
                break;
            if (Digit((char)(character & 0xFF)) is not (>= 0 and var digit))
                continue;
            (bits, count) = ((bits << 6) | digit, count + 6);
            if (count < 8)
                continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
            bits &= (1 << count) - 1;
        }
        return [.. bytes];
    }

    private static int Digit(char character) =>
        character switch
        {
            >= 'A' and <= 'Z' => character - 'A',
            >= 'a' and <= 'z' => character - 'a' + 26,
            >= '0' and <= '9' => character - '0' + 52,
            '+' or '-' => 62,
            '/' or '_' => 63,
            _ => -1,
        };

    private static YamlScalar Text(int from, int to, string text) => new(from, to, text, ScalarType.String, ScalarStyle.Plain);
}
