namespace VirtNest.Proving;

/// <summary>The extension that L1 uses to run L2.</summary>
public enum NestedExtension
{
    /// <summary>Neither.</summary>
    None,
    /// <summary>AMD SVM.</summary>
    Svm,
    /// <summary>Intel VMX.</summary>
    Vmx,
}
