namespace VirtNest.Facts;

/// <summary>The parameter "nested" of a loaded or built-in module, as /sys/module/MODULE/parameters/nested shows it.</summary>
/// <param name="Text">What was read, without the newline; null where it was not read.</param>
/// <param name="IsEnabled">On or off; null where the text says neither.</param>
public readonly record struct NestedReading(string? Text, bool? IsEnabled)
{
    /// <summary>Understands a text. A bool shows "Y" or "N" (param_get_bool(), kernel/params.c), an int a decimal number
    /// (param_get_int()), of which any but 0 is on (svm.c and kvm-s390.c test it as a truth value). A number other than 0 and 1 where the
    /// parameter is a bool, and every other text, says neither: the text is kept.</summary>
    /// <param name="module">The module's name, with underscores.</param>
    /// <param name="text">The text, or null where there is none.</param>
    public static NestedReading Parse(string module, string? text) => new(text, text switch
    {
        null => null,
        "Y" or "y" or "1" => true,
        "N" or "n" or "0" => false,
        _ when NestedValue.TypeOf(module) == NestedParameterType.Bool => null,
        _ => KernelValue.Int(text) is { } number ? number != 0 : null,
    });
}
