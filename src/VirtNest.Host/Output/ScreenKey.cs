namespace VirtNest.Host.Output;

/// <summary>What can be typed on a terminal.</summary>
public enum ScreenKeyKind
{
    /// <summary>A character: <see cref="ScreenKey.Character"/>, with Ctrl-A to Ctrl-Z as 1 to 26.</summary>
    Character,
    /// <summary>Enter.</summary>
    Enter,
    /// <summary>Escape by itself.</summary>
    Escape,
    /// <summary>Backspace.</summary>
    Backspace,
    /// <summary>Arrow up.</summary>
    Up,
    /// <summary>Arrow down.</summary>
    Down,
    /// <summary>Page up.</summary>
    PageUp,
    /// <summary>Page down.</summary>
    PageDown,
    /// <summary>Home.</summary>
    Home,
    /// <summary>End.</summary>
    End,
    /// <summary>A sequence that means nothing here.</summary>
    Other,
}

/// <summary>One key.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Character">For <see cref="ScreenKeyKind.Character"/>.</param>
public readonly record struct ScreenKey(ScreenKeyKind Kind, Rune Character = default)
{
    /// <summary>Ctrl-C.</summary>
    public static readonly ScreenKey Interrupt = new(ScreenKeyKind.Character, new Rune(3));

    /// <summary>Ctrl-Z.</summary>
    public static readonly ScreenKey Suspend = new(ScreenKeyKind.Character, new Rune(26));
}
