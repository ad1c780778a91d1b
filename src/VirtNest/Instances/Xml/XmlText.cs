namespace VirtNest.Instances.Xml;

/// <summary>Character data and attribute values of a document that was scanned, made text.</summary>
internal static class XmlText
{
    /// <summary>The text that markup bytes stand for: references replaced, line ends made line feeds, in attribute values white space made
    /// spaces (XML 1.0, "End-of-Line Handling" and "Attribute-Value Normalization").</summary>
    internal static string Decode(ReadOnlySpan<byte> raw, bool isAttribute)
    {
        if (raw.IndexOfAny("&\r\n\t"u8) < 0)
        {
            return Encoding.UTF8.GetString(raw);
        }

        string text = Encoding.UTF8.GetString(raw).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (isAttribute)
        {
            text = text.Replace('\n', ' ').Replace('\t', ' ');
        }

        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int end = text[i] == '&' ? text.IndexOf(';', i) : -1;
            if (end < 0)
            {
                result.Append(text[i]);
                continue;
            }

            result.Append(Resolve(text.AsSpan(i + 1, end - i - 1)));
            i = end;
        }

        return result.ToString();
    }

    /// <summary>What a reference stands for, its name between "&amp;" and ";"; null where XML predefines no such entity or the number is
    /// no character of XML.</summary>
    internal static string? Resolve(ReadOnlySpan<char> name)
    {
        if (name.Length > 1 && name[0] == '#')
        {
            bool isHex = name[1] == 'x';
            bool isNumber = int.TryParse(name[(isHex ? 2 : 1)..], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                CultureInfo.InvariantCulture, out int number);
            bool isAllowed = isNumber
                && (number is 9 or 10 or 13 or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF));
            return isAllowed ? char.ConvertFromUtf32(number) : null;
        }

        return name switch
        {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => null,
        };
    }
}
