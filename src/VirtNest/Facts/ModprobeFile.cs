namespace VirtNest.Facts;

/// <summary>One file of a modprobe.d folder.</summary>
/// <param name="Path">Its path.</param>
/// <param name="IsRead">Its text is in the evidence, whole. False: what it says is unknown (denied, failed, cut off).</param>
/// <param name="MaskedBy">The file of the same name in a folder that goes before, for which modprobe passes over this one; null where this one counts.</param>
public sealed record ModprobeFile(string Path, bool IsRead, string? MaskedBy);
