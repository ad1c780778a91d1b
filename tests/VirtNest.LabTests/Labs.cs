using Xunit;

namespace VirtNest.LabTests;

// One boot of each lab serves all test classes of its collection; two collections run side by side.

public sealed class Amd61() : LabRun("amd", "6.1");

public sealed class Amd612() : LabRun("amd", "6.12");

public sealed class Intel61() : LabRun("intel", "6.1");

public sealed class Intel612() : LabRun("intel", "6.12");

public sealed class AmdLibvirt61() : LabRun("amd", "6.1", folder: "libvirt");

public sealed class AmdLibvirt612() : LabRun("amd", "6.12", folder: "libvirt");

public sealed class AmdGuard61() : LabRun("amd", "6.1", folder: "libvirt-guard");

public sealed class AmdGuard612() : LabRun("amd", "6.12", folder: "libvirt-guard");

[CollectionDefinition]
public sealed class OnAmd61 : ICollectionFixture<Amd61>;

[CollectionDefinition]
public sealed class OnAmd612 : ICollectionFixture<Amd612>;

[CollectionDefinition]
public sealed class OnIntel61 : ICollectionFixture<Intel61>;

[CollectionDefinition]
public sealed class OnIntel612 : ICollectionFixture<Intel612>;

[CollectionDefinition]
public sealed class OnAmdLibvirt61 : ICollectionFixture<AmdLibvirt61>;

[CollectionDefinition]
public sealed class OnAmdLibvirt612 : ICollectionFixture<AmdLibvirt612>;

[CollectionDefinition]
public sealed class OnAmdGuard61 : ICollectionFixture<AmdGuard61>;

[CollectionDefinition]
public sealed class OnAmdGuard612 : ICollectionFixture<AmdGuard612>;
