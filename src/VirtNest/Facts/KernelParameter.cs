namespace VirtNest.Facts;

/// <summary>One parameter of the kernel command line.</summary>
/// <param name="Name">As written, a surrounding quote taken away.</param>
/// <param name="Value">The text behind the first "=" without surrounding quotes; null where there is no "=".</param>
/// <param name="Offset">Where the parameter begins in /proc/cmdline, in bytes.</param>
/// <param name="Length">Its length as written, quotes included, in bytes.</param>
public sealed record KernelParameter(string Name, string? Value, int Offset, int Length);
