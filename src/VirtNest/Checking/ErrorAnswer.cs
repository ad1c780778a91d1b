using VirtNest.Tables;

namespace VirtNest.Checking;

/// <summary>An error line with what this host says about it.</summary>
/// <param name="Entry">What it is.</param>
/// <param name="Logged">Where it was found; null where an entry is only listed.</param>
/// <param name="Here">The finding of this host that asks for the same thing and knows an answer; null where there is none, and where it
/// fails because of another.</param>
/// <param name="Breaks">The first broken link of the chain on this host, where that is another one; null where nothing breaks.</param>
public sealed record ErrorAnswer(ErrorEntry Entry, LoggedError? Logged, Finding? Here, Finding? Breaks)
{
    /// <summary>An entry that was not met, only listed.</summary>
    /// <param name="entry">The entry.</param>
    public static ErrorAnswer Listed(ErrorEntry entry) => new(entry, null, null, null);

    /// <summary>An error in the light of this host.</summary>
    /// <param name="logged">The error.</param>
    /// <param name="host">The verdict on this host, or null where no entry names a code.</param>
    public static ErrorAnswer Judge(LoggedError logged, Verdict? host)
    {
        if (host is null || logged.Entry.Code is not { } text || FindingPages.CodeOf(text) is not { } code)
        {
            return new(logged.Entry, logged, null, null);
        }

        Finding? here = host.Findings.FirstOrDefault(f => f.Code == code && f.Outcome == Outcome.Fail)
            ?? host.Findings.FirstOrDefault(f => f.Code == code && f.Outcome == Outcome.Pass);
        Finding? breaks = Broken(host, code) is { } first && first.Code != code ? first : null;

        // A link that fails behind a broken one fails because of it: the first one is the news.
        return new(logged.Entry, logged, breaks is not null && here?.Outcome == Outcome.Fail ? null : here, breaks);
    }

    /// <summary>The link that breaks what the code decides: whether this host runs instances comes first.</summary>
    private static Finding? Broken(Verdict host, FindingCode code)
    {
        Questions decides = code.Row().Decides;
        Questions question = (decides & Questions.RunsGuests) != 0 ? Questions.RunsGuests : decides & Questions.GuestsCanNest;
        Finding? decisive = question == Questions.None ? null : host.Decisive(question);
        return decisive?.Outcome == Outcome.Fail ? decisive : null;
    }
}
