namespace VirtNest.Text;

/// <summary>The languages of virt-nest.</summary>
public enum Language
{
    /// <summary>English (en).</summary>
    English,
    /// <summary>Simplified Chinese (zh-CN).</summary>
    Chinese,
}
