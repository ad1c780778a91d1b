namespace VirtNest.Checking;

/// <summary>What is usual for a code; a finding that differs says so.</summary>
/// <param name="Link">Its place in the chain, or null for one that stands beside it.</param>
/// <param name="Severity">Its weight.</param>
/// <param name="Decides">The answers that it makes no where it fails, and unknown where it cannot tell.</param>
public readonly record struct FindingRow(ChainLink? Link, Severity Severity, Questions Decides);

/// <summary>The finding table: one row for each code.</summary>
public static class FindingTable
{
    /// <summary>The row of a code.</summary>
    /// <param name="code">A code.</param>
    public static FindingRow Row(this FindingCode code) => code switch
    {
        FindingCode.NestedParameter => Breaks(ChainLink.Nested, Questions.GuestsCanNest),
        FindingCode.NestedPending => Warns(ChainLink.Nested),
        FindingCode.NestedConflict => Warns(ChainLink.Nested),
        FindingCode.NestedOnWrongModule => Warns(ChainLink.Nested),
        FindingCode.NestedOddValue => Breaks(ChainLink.Nested, Questions.GuestsCanNest),
        FindingCode.NestedValueRefused => Warns(ChainLink.Nested),
        FindingCode.InitramfsStale => Warns(ChainLink.Nested),
        FindingCode.NestedPagingOff => Warns(ChainLink.Nested),
        FindingCode.LineIgnored => Warns(ChainLink.Nested),
        FindingCode.CpuExtension => Breaks(ChainLink.Cpu, Questions.Both),
        FindingCode.CpuMixed => Warns(ChainLink.Cpu),
        FindingCode.FirmwareLock => Breaks(ChainLink.Firmware, Questions.Both),
        FindingCode.HypervisorBelow => Breaks(ChainLink.Hypervisor, Questions.Both),
        FindingCode.ConfidentialGuest => Breaks(ChainLink.Hypervisor, Questions.Both),
        FindingCode.XenBelow => Breaks(ChainLink.Hypervisor, Questions.Both),
        FindingCode.InContainer => Notes(),
        FindingCode.KernelView => Breaks(ChainLink.Kernel, Questions.Both),
        FindingCode.VendorModule => Breaks(ChainLink.Module, Questions.Both),
        FindingCode.ModuleBlacklisted => Warns(ChainLink.Module),
        FindingCode.ModuleInstallOverride => Warns(ChainLink.Module),
        FindingCode.OtherHypervisor => Warns(ChainLink.Module),
        FindingCode.OtherVendorModule => Notes(ChainLink.Module),
        FindingCode.ModuleNotStarted => Breaks(ChainLink.Module, Questions.Both),
        FindingCode.DeviceNode => Breaks(ChainLink.Device, Questions.Both),
        FindingCode.DevicePermission => Warns(ChainLink.Device),
        FindingCode.DeviceAnswer => Breaks(ChainLink.Device, Questions.Both),
        FindingCode.OfferedToGuests => Breaks(ChainLink.Offer, Questions.GuestsCanNest),
        FindingCode.WitnessesDisagree => Warns(ChainLink.Offer),
        FindingCode.Proof => Breaks(ChainLink.Proof, Questions.Both),
        FindingCode.SaveAndMigrate => Notes(),
        FindingCode.NestedFeaturesMissing => Notes(),
        FindingCode.NotSupportedHere => Notes(),
        FindingCode.Lockdown => Notes(),
        FindingCode.SourcesDenied => Notes(),
        FindingCode.ArchitectureStatus => Notes(),
        FindingCode.Advisories => Warns(),
        FindingCode.ChangeCutOff => Warns(),
        FindingCode.DumpIncomplete => Notes(),
        FindingCode.InstanceHost => Breaks(ChainLink.Host, Questions.RunsGuests),
        FindingCode.InstanceDefinition => Breaks(ChainLink.Definition, Questions.RunsGuests),
        FindingCode.InstanceHostModel => Breaks(ChainLink.Definition, Questions.RunsGuests),
        FindingCode.InstanceManaged => Warns(),
        FindingCode.InstanceCpuOverride => Warns(),
        FindingCode.InstanceProcess => Breaks(ChainLink.Process, Questions.RunsGuests),
        FindingCode.InstanceRestartPending => Breaks(ChainLink.Process, Questions.RunsGuests),
        FindingCode.InstanceManagedSave => Warns(),
        FindingCode.InstanceInside => Breaks(ChainLink.Inside, Questions.RunsGuests),
        FindingCode.InstanceInsideDisagrees => Breaks(ChainLink.Inside, Questions.RunsGuests),
        FindingCode.InstanceModule => Breaks(ChainLink.InsideModule, Questions.RunsGuests),
        FindingCode.InstanceNestedUse => Notes(),
        FindingCode.InstanceNotJudged => Breaks(ChainLink.Definition, Questions.RunsGuests),
        FindingCode.InstanceNotRead => Breaks(ChainLink.Definition, Questions.RunsGuests),
        FindingCode.InstanceEmulated => Notes(),
    };

    /// <summary>"VN1001".</summary>
    /// <param name="code">A code.</param>
    public static string Text(this FindingCode code) => "VN" + ((int)code).ToString(CultureInfo.InvariantCulture);

    private static FindingRow Breaks(ChainLink link, Questions decides) => new(link, Severity.Fail, decides);
    private static FindingRow Warns(ChainLink? link = null) => new(link, Severity.Warn, Questions.None);
    private static FindingRow Notes(ChainLink? link = null) => new(link, Severity.Note, Questions.None);
}
