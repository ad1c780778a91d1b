using VirtNest.Evidence;
using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class NestedValueTests
{
    [Theory]
    [InlineData(null, NestedOutcome.On)]
    [InlineData("1", NestedOutcome.On)]
    [InlineData("Y", NestedOutcome.On)]
    [InlineData("yes", NestedOutcome.On)]
    [InlineData("on", NestedOutcome.On)]
    [InlineData("ON", NestedOutcome.On)]
    [InlineData("10", NestedOutcome.On)]
    [InlineData("0", NestedOutcome.Off)]
    [InlineData("0x1", NestedOutcome.Off)]
    [InlineData("n", NestedOutcome.Off)]
    [InlineData("No", NestedOutcome.Off)]
    [InlineData("off", NestedOutcome.Off)]
    [InlineData("oF", NestedOutcome.Off)]
    [InlineData("", NestedOutcome.Refused)]
    [InlineData("2", NestedOutcome.Refused)]
    [InlineData("-1", NestedOutcome.Refused)]
    [InlineData("o", NestedOutcome.Refused)]
    [InlineData("\"1", NestedOutcome.Refused)]
    [InlineData("true", NestedOutcome.DependsOnKernel)]
    [InlineData("enabled", NestedOutcome.DependsOnKernel)]
    public void A_bool_goes_by_its_first_letter(string? value, NestedOutcome outcome) =>
        Assert.Equal(outcome, NestedValue.OfText(NestedParameterType.Bool, value));

    [Theory]
    [InlineData("true", "6.1", NestedOutcome.On)]
    [InlineData("False", "6.12", NestedOutcome.Off)]
    [InlineData("true", "5.15", NestedOutcome.Refused)]
    [InlineData("enabled", "6.12", NestedOutcome.Refused)]
    [InlineData("disabled", "6.16", NestedOutcome.Off)]
    [InlineData("Y", "4.4", NestedOutcome.On)]
    public void Newer_words_depend_on_the_kernel(string value, string kernel, NestedOutcome outcome) =>
        Assert.Equal(outcome, NestedValue.OfText(NestedParameterType.Bool, value, Version.Parse(kernel)));

    [Theory]
    [InlineData("1", NestedOutcome.On)]
    [InlineData("2", NestedOutcome.On)]
    [InlineData("-1", NestedOutcome.On)]
    [InlineData("+1", NestedOutcome.On)]
    [InlineData("0x1", NestedOutcome.On)]
    [InlineData("0X0", NestedOutcome.Off)]
    [InlineData("0", NestedOutcome.Off)]
    [InlineData("-0", NestedOutcome.Off)]
    [InlineData("00", NestedOutcome.Off)]
    [InlineData("010", NestedOutcome.On)]
    [InlineData("1\n", NestedOutcome.On)]
    [InlineData("2147483647", NestedOutcome.On)]
    [InlineData("-2147483648", NestedOutcome.On)]
    [InlineData("2147483648", NestedOutcome.Refused)]
    [InlineData("99999999999999999999999", NestedOutcome.Refused)]
    [InlineData("08", NestedOutcome.Refused)]
    [InlineData("0x", NestedOutcome.Refused)]
    [InlineData("1 ", NestedOutcome.Refused)]
    [InlineData(" 1", NestedOutcome.Refused)]
    [InlineData("--1", NestedOutcome.Refused)]
    [InlineData("-+1", NestedOutcome.Refused)]
    [InlineData("1\n\n", NestedOutcome.Refused)]
    [InlineData("Y", NestedOutcome.Refused)]
    [InlineData("on", NestedOutcome.Refused)]
    [InlineData("1,", NestedOutcome.Refused)]
    [InlineData("", NestedOutcome.Refused)]
    [InlineData("\n", NestedOutcome.Refused)]
    [InlineData(null, NestedOutcome.Refused)]
    public void A_number_is_all_or_nothing(string? value, NestedOutcome outcome) =>
        Assert.Equal(outcome, NestedValue.OfText(NestedParameterType.Number, value));

    [Theory]
    [InlineData("kvm_intel", NestedParameterType.Bool)]
    [InlineData("kvm_hv", NestedParameterType.Bool)]
    [InlineData("kvm_amd", NestedParameterType.Number)]
    [InlineData("kvm", NestedParameterType.Number)]
    [InlineData("kvm_pvm", null)]
    public void Each_module_has_its_type(string module, NestedParameterType? type) => Assert.Equal(type, NestedValue.TypeOf(module));

    [Theory]
    [InlineData("kvm_amd", "kvm_amd.nested=1 kvm_amd.nested=Y", NestedOutcome.On)]
    [InlineData("kvm_amd", "kvm_amd.nested=Y", null)]
    [InlineData("kvm_intel", "kvm_intel.nested kvm_intel.nested=0", NestedOutcome.Off)]
    [InlineData("kvm_intel", "quiet", null)]
    public void Built_in_a_refused_value_is_skipped(string module, string commandLine, NestedOutcome? outcome) =>
        Assert.Equal(outcome,
            NestedValue.AtBoot(NestedValue.TypeOf(module)!.Value,
                KernelCommandLine.Parse(Encoding.UTF8.GetBytes(commandLine)).OfModule(module, "nested")));

    [Theory]
    [InlineData("kvm_intel", "Y\n", true)]
    [InlineData("kvm_intel", "N\n", false)]
    [InlineData("kvm_intel", "y", true)]
    [InlineData("kvm_intel", "n", false)]
    [InlineData("kvm_intel", "1", true)]
    [InlineData("kvm_intel", "2\n", null)]
    [InlineData("kvm_intel", "", null)]
    [InlineData("kvm_amd", "1\n", true)]
    [InlineData("kvm_amd", "0\n", false)]
    [InlineData("kvm_amd", "2\n", true)]
    [InlineData("kvm_amd", "-1\n", true)]
    [InlineData("kvm_amd", "Y\n", true)]
    [InlineData("kvm_amd", "maybe\n", null)]
    [InlineData("kvm_pvm", "N\n", false)]
    [InlineData("kvm_pvm", "3\n", true)]
    public void A_reading_says_on_off_or_neither_and_keeps_the_text(string module, string text, bool? isEnabled)
    {
        NestedReading reading = NestedReading.Parse(module, Reading.Known(text).Value);
        Assert.Equal(isEnabled, reading.IsEnabled);
        Assert.Equal(text.Trim(), reading.Text);
    }

    [Fact]
    public void A_parameter_that_was_not_read_says_nothing()
    {
        Assert.Equal(new NestedReading(null, null), NestedReading.Parse("kvm_intel", null));
    }

    [Fact]
    public void Every_first_byte_has_an_outcome()
    {
        Assert.All(Enumerable.Range(1, 255),
            c => Assert.True(Enum.IsDefined(NestedValue.OfText(NestedParameterType.Bool, ((char)c).ToString()))));
        Assert.All(Enumerable.Range(1, 255),
            c => Assert.True(Enum.IsDefined(NestedValue.OfText(NestedParameterType.Number, ((char)c).ToString()))));
    }
}
