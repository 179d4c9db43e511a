using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>Something else that the person is told of, in the middle of a conversation: a short sound, then a line.</summary>
internal sealed partial class CallDecider
{
    private const int MostNotices = 4;

    /// <summary>The sound is over within this; a line that began before would cut it.</summary>
    private static readonly TimeSpan SoundFor = TimeSpan.FromMilliseconds(500);

    public void Announce(CallCommands.Announce announcement)
    {
        if (IsRefused()) return;
        Reply(new CallReplies.ProgressTaken(Id));
        if (announcement is { Line: "", Sound: null }) return;
        var notices = Live.Notices.Add(new Notice(announcement.Line, announcement.Sound));
        Live = Live with { Notices = notices.Count > MostNotices ? notices.RemoveAt(0) : notices };
        SayNotice();
    }

    /// <summary>Nobody speaks or presses keys, nothing of a message is left to say, and the call goes on.</summary>
    private bool MaySayNotice => MaySayAside && State.Current is not { SpokenAt: null } && !Live.PersonSpeaks && Entry.Length == 0
        && !Live.Ending && Live.HangsUp is null;

    /// <summary>True when an announcement's line is being said from now on. Right behind the person's words whoever answers them comes
    /// first.</summary>
    private bool SayNotice()
    {
        if (Live.Notices is not [var next, ..] || !MaySayNotice) return false;
        var wait = Longer(Live.LastWordsAt + Breath - now, Live.SoundsUntil - now);
        if (wait > TimeSpan.Zero)
        {
            Do(new CallEffect.Arm(CallTimer.Notice, wait));
            return false;
        }

        return next.Sound is { } sound ? Sound(next, sound) : SayLine(next);
    }

    private bool Sound(Notice notice, Earcon sound)
    {
        Do(new CallEffect.TellStream(new StreamCommands.PlayEarcon(Id, sound)));
        Do(new CallEffect.Arm(CallTimer.Notice, SoundFor));
        Live = Live with
        {
            SoundsUntil = now + SoundFor,
            Notices = notice.Line.Length > 0 ? Live.Notices.SetItem(0, notice with { Sound = null }) : Live.Notices.RemoveAt(0),
        };
        return false;
    }

    private bool SayLine(Notice notice)
    {
        if (!SayAside(notice.Line, AsideKind.Notice)) return false;
        Live = Live with { Notices = Live.Notices.RemoveAt(0) };
        Do(new CallEffect.Disarm(CallTimer.Listen));
        return true;
    }
}
