using Xunit;

namespace VirtNest.LabTests;

// One boot of each lab serves all test classes of its collection; as many collections run side by side as there are cores. `./test` has
// those that are the first: one of each vendor, one of each kernel.

public sealed class Amd61() : LabRun("amd", "6.1");

public sealed class Amd612() : LabRun("amd", "6.12");

public sealed class Intel61() : LabRun("intel", "6.1");

public sealed class Intel612() : LabRun("intel", "6.12");

public sealed class AmdFaults() : LabRun("amd", "6.12", folder: "faults");

public sealed class IntelFaults() : LabRun("intel", "6.1", folder: "faults");

public sealed class AmdLibvirt61() : LabRun("amd", "6.1", folder: "libvirt");

public sealed class AmdLibvirt612() : LabRun("amd", "6.12", folder: "libvirt");

public sealed class AmdGuard61() : LabRun("amd", "6.1", folder: "libvirt-guard");

public sealed class AmdGuard612() : LabRun("amd", "6.12", folder: "libvirt-guard");

[CollectionDefinition]
public sealed class OnAmd61 : ICollectionFixture<Amd61>;

[CollectionDefinition]
[Trait("Lab", "first")]
public sealed class OnAmd612 : ICollectionFixture<Amd612>;

[CollectionDefinition]
[Trait("Lab", "first")]
public sealed class OnIntel61 : ICollectionFixture<Intel61>;

[CollectionDefinition]
public sealed class OnIntel612 : ICollectionFixture<Intel612>;

[CollectionDefinition]
public sealed class OnAmdFaults : ICollectionFixture<AmdFaults>;

[CollectionDefinition]
public sealed class OnIntelFaults : ICollectionFixture<IntelFaults>;

[CollectionDefinition]
[Trait("Lab", "libvirt")]
public sealed class OnAmdLibvirt61 : ICollectionFixture<AmdLibvirt61>;

[CollectionDefinition]
[Trait("Lab", "libvirt")]
public sealed class OnAmdLibvirt612 : ICollectionFixture<AmdLibvirt612>;

[CollectionDefinition]
[Trait("Lab", "libvirt")]
public sealed class OnAmdGuard61 : ICollectionFixture<AmdGuard61>;

[CollectionDefinition]
[Trait("Lab", "libvirt")]
public sealed class OnAmdGuard612 : ICollectionFixture<AmdGuard612>;
