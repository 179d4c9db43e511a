using System.Text;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Recordings;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Assistants;
using CallActors.Engine.Calls;
using CallActors.Engine.Messages;
using CallActors.Engine.Schedules;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Tests.Assistants;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Calls;

/// <summary>
/// The stored form of every event, byte for byte. A line of the golden file is a manifest and its JSON. Lines may be added; a line that is
/// there never changes, since journals hold it: what it says must stay readable for ever.
/// </summary>
public sealed class CallEventCodecSpec
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly CallId Call = CallId.Parse("call-0123456789abcdefghjkmnpqrs");
    private static readonly OperationId Operation = new("op-1");
    private static readonly LegId Leg = new("leg-1");
    private static readonly SubmissionId Text = new("s-1");
    private static readonly TextAddress Ada = TextAddress.Parse("+15551234567");

    private static readonly WorkspaceId Kunduz = WorkspaceId.Of("tmux", "1");

    private static readonly CallEvents.CallPlaced Hinted = new(At, new Callee("softphone"), "softphone", Hints: ["kunduz", "TurnTracker"]);

    private static readonly object[] Facts =
    [
        new CallEvents.CallPlaced(At, new Callee("+15551234567", "Ada"), "softphone"),
        new CallEvents.CallAdmitted(At, Leg, "softphone", "line-1", "1"),
        new CallEvents.LegDialled(At, Leg),
        new CallEvents.LegRinging(At),
        new CallEvents.LegAnswered(At),
        new CallEvents.MediaAttached(At, 1),
        new CallEvents.MediaDetached(At, 1),
        new CallEvents.OperationStarted(At, Operation, OperationKind.Continue, 2, "Shall I — “deploy”?"),
        new CallEvents.UtteranceBegun(At, 2),
        new CallEvents.UtteranceProgressed(At, 2, 17),
        new CallEvents.UtteranceFinished(At, 2, 19, true),
        new CallEvents.UtteranceFinished(At, 2, 0, false, "The voice broke."),
        new CallEvents.FalseAlarmHeard(At, 2, 640),
        new CallEvents.TurnHeard(At, At.AddSeconds(-2), At.AddSeconds(-1), "yes", WordSource.Recognizer),
        new CallEvents.OperationFinished(At, Operation, "yes", true, Timings: new TurnTimings(TimeSpan.FromMilliseconds(1.5), null, TimeSpan.FromMilliseconds(0.25))),
        new CallEvents.OperationFinished(At, Operation, "", false, RefusalReason.NothingHeard, "Nothing was said."),
        new CallEvents.OperationFinished(At, Operation, "so far", false, EndReason: CallEndReason.HungUp),
        new CallEvents.CallEnded(At, CallEndReason.AgentEnded, "The agent said goodbye."),
        new CallEvents.MessageGrown(At, Operation, " and tests?", true),
        new CallEvents.AsideSaid(At, "Are you still there?"),
        new CallEvents.WishHeard(At, "slower please", "Slower"),
        new CallIndexed(new CallSummary(Call, CallPhase.Ended, false, "softphone", At, At, At, CallEndReason.HungUp)),
        new IndexSnapshot([new CallSummary(Call, CallPhase.Ringing, true, "line-1", At, null, null, null)]),
        new CallEvents.CallPlaced(At, new Callee("softphone"), "softphone", TimeSpan.FromSeconds(20)),
        new CallEvents.OperationStarted(At, Operation, OperationKind.Continue, 2, "I have ", true),
        new CallEvents.DigitPressed(At, '7'),
        new CallEvents.OperationFinished(At, Operation, "", false, RefusalReason.NotUnderstood, "Nothing was understood."),
        new CallEvents.MachineAnswered(At),
        new CallEvents.MachineAnswered(At, ByEar: true),
        new CallEvents.MachineReady(At, MachineSign.Beep, 1),
        new CallEvents.PersonAnswered(At),
        new CallEvents.CallEnded(At, CallEndReason.Voicemail, "The message was left."),
        new ThreadEvents.TextAsked(At, Ada, Operation, "Ready?", true, TimeSpan.FromSeconds(90)),
        new ThreadEvents.TextAsked(At, Ada, Operation, "", true),
        new ThreadEvents.TextSent(At, Operation, "twilio", "SM1"),
        new ThreadEvents.TextTracked(At, Operation, TextDelivery.Failed, "It did not arrive."),
        new ThreadEvents.TextArrived(At, Ada, "twilio", "SM2", "Yes, call me."),
        new ThreadEvents.AskFinished(At, Operation, "Yes, call me."),
        new ThreadEvents.AskFinished(At, Operation, "", TextRefusal.NoReply, "Nothing came."),
        new TextFiled("twilio", "SM1", Ada),
        new ThreadStood(Ada, true),
        new TextDeskSnapshot([new TextFiled("twilio", "SM1", Ada)], [Ada]),
        new CallEvents.CallPlaced(At, new Callee("softphone"), "softphone", Voice: "Sarah", Language: "de-DE"),
        Hinted,
        new CallEvents.CallPlaced(At, new Callee("+15551234567"), "twilio", Attendant: CallAttendant.StandsIn),
        new ThreadEvents.TextArrived(At, Ada, "twilio", "SM2", "Call me.", "+15550100009", Call),
        new ThreadEvents.AskFinished(At, Operation, "Call me.", CallBack: Call),
        new ThreadSnapshot(
            Ada,
            [
                new(Operation, "Ready?", true, At)
                {
                    WaitFor = TimeSpan.FromSeconds(90), Route = new("twilio", "+15550100009"), SentAt = At, Carrier = "twilio", MessageId = "SM1", Delivery = TextDelivery.Delivered, Finished = true, Reply = "Call me.", CallBack = Call,
                },
                new(Operation, "", true, At) { Finished = true, Failure = TextRefusal.NoReply, Detail = "Nothing came." },
            ],
            [new(At, "twilio", "SM2", "Call me.", "+15550100009", Call), new(At, "twilio", "SM3", "Hello?")],
            1),
        new CallEvents.CallPlaced(At, new Callee("softphone"), "softphone", Record: true),
        new CallEvents.CallAdmitted(At, Leg, "softphone", "line-1", "1", Record: true),
        new CallEvents.RecordingBegan(At),
        new CallEvents.RecordingStopped(At, RecordingStop.DiskSlow),
        new CallEvents.CallAdmitted(At, Leg, "softphone", "+15551234567", "1", Person: PersonId.Of("Ada")),
        new CallEvents.CallAdmitted(At, Leg, "twilio", "+15551234567", "1", Person: PersonId.Of("Ada"), Voice: "amy", Language: "en-GB"),
        new CallEvents.CallPlaced(At, new Callee("+15551234567", "Ada"), "twilio", Attendant: CallAttendant.Switchboard, Person: PersonId.Of("Ada")),
        new CallEvents.OperationStarted(At, Operation, OperationKind.Continue, 2, "Your PIN?", Confidential: true),
        new CallEvents.TurnHeard(At, At.AddSeconds(-2), At.AddSeconds(-1), CallEvents.NotKept, WordSource.Keypad, Confidential: true),
        new SwitchboardEvents.CallTaken(At, Call, true, "", "from twilio …67"),
        new SwitchboardEvents.PinTried(At, Call, true),
        new SwitchboardEvents.PinPassed(At, Call),
        new SwitchboardEvents.PinFailed(At, Call, true),
        new SwitchboardEvents.PinFailed(At, Call, false, At.AddMinutes(5)),
        new SwitchboardEvents.WorkspaceEntered(At, Call, Kunduz, "kunduz"),
        new SwitchboardEvents.DeedNoted(At, Call, CallDeed.Submitted, Kunduz, "12 characters"),
        new SwitchboardEvents.CallWanted(At, Call, Kunduz, "kunduz", Call),
        new SwitchboardEvents.CalledBack(At, Kunduz, Call, WorkEnd.NeedsPerson),
        new SwitchboardEvents.CallGivenUp(At, Kunduz, Call, "too long"),
        new SwitchboardEvents.CallOver(At, Call),
        new SwitchboardSnapshot(
            [new(Call, true, "a5f", At, Kunduz) { IsUp = true, Tries = 2, IsUnlocked = true }],
            new Dictionary<string, SwitchboardState.Book> { ["a5f"] = new(1, 2, At.AddHours(1), At) },
            new(Call, true, "a5f"),
            Kunduz,
            [new(At, Kunduz, "kunduz", Call)],
            [new(At, Call, CallDeed.Entered, Kunduz, "kunduz")]),
        new WorkspaceEvents.SubmissionQueued(At, Text, "Run the tests — “all” of them.", "call-1"),
        new WorkspaceEvents.TypingBegun(At, Text),
        new WorkspaceEvents.SubmissionEntered(At, Text),
        new WorkspaceEvents.SubmissionFinished(At, Text, SubmissionStage.Taken),
        new WorkspaceEvents.SubmissionFinished(At, Text, SubmissionStage.GivenUp, "The workspace is gone."),
        new WorkspaceEvents.QuestionAsked(At, 3, AgentQuestion.Permission, "Bash"),
        new WorkspaceEvents.QuestionAnswered(At, 3, 1, true, "call-1"),
        new WorkspaceEvents.AgentInterrupted(At, "call-1"),
        new WorkspaceEvents.AgentReplied(At, "All green.", AgentSource.Hook),
        new WorkspaceSnapshot(
            [
                new(Text, "", "call-1", At) { TypingBegun = true, Entered = true, Stage = SubmissionStage.GivenUp, Detail = "The workspace is gone." },
                new(new SubmissionId("s-2"), "And?", "call-1", At),
            ],
            3,
            new(At, "All green.", AgentSource.Hook)),
        .. StoredConversation.Facts(At, Call),
        new SwitchboardEvents.CalledAsScheduled(At, Call, "The release — “3.0”."),
        new SwitchboardEvents.DeedNoted(At, Call, CallDeed.Scheduled, null, "for 2026-01-02 04:00:00 UTC"),
        new SwitchboardEvents.DeedNoted(At, Call, CallDeed.CalledAsScheduled, null, ""),
        new SwitchboardEvents.DeedNoted(At, Call, CallDeed.ScheduleMissed, null, "too late"),
        new SwitchboardEvents.DeedNoted(At, Call, CallDeed.Unscheduled, null, ""),
        new ScheduleEvents.CallScheduled(At, Call, "key-1", At.AddHours(12), "The release — “3.0”."),
        new ScheduleEvents.ScheduledCallRung(At, Call),
        new ScheduleEvents.ScheduledCallMissed(At, Call, "too late"),
        new ScheduleEvents.ScheduledCallCancelled(At, Call),
        new ScheduleSnapshot([new(Call, "key-1", At.AddHours(12), "The release.")], [new(Call, "key-0", At, "The build.", ScheduledCallState.Missed)]),
    ];

    private static string GoldenFile => Path.Combine(AppContext.BaseDirectory, "Calls", "Golden", "events.txt");

    [Fact]
    public void Every_event_is_written_as_it_always_was()
    {
        var written = Facts.Select(f => $"{CallEventCodec.Manifest(f)} {Encoding.UTF8.GetString(CallEventCodec.ToBytes(f))}").ToList();
        Assert.Equal(string.Join('\n', File.ReadAllLines(GoldenFile)), string.Join('\n', written));
    }

    [Fact]
    public void What_was_ever_written_is_read_back()
    {
        var read = File.ReadAllLines(GoldenFile).Select(line => line.Split(' ', 2))
            .Select(parts => CallEventCodec.FromBytes(Encoding.UTF8.GetBytes(parts[1]), parts[0])).ToList();
        // Lists are not compared by what is in them.
        var hinted = Assert.Single(read.OfType<CallEvents.CallPlaced>(), p => p.Hints is not null);
        Assert.Equal(Hinted.Hints, hinted.Hints);
        read[read.IndexOf(hinted)] = hinted with { Hints = Hinted.Hints };
        Assert.Equal(Facts.Where(f => !HasLists(f)), read.Where(f => !HasLists(f)));
        var (thread, readThread) = (Facts.OfType<ThreadSnapshot>().Single(), read.OfType<ThreadSnapshot>().Single());
        Assert.Equal(thread, readThread with { Asks = thread.Asks, Arrivals = thread.Arrivals });
        Assert.Equal(thread.Asks, readThread.Asks);
        Assert.Equal(thread.Arrivals, readThread.Arrivals);
        var (workspace, readWorkspace) = (Facts.OfType<WorkspaceSnapshot>().Single(), read.OfType<WorkspaceSnapshot>().Single());
        Assert.Equal(workspace, readWorkspace with { Submissions = workspace.Submissions });
        Assert.Equal(workspace.Submissions, readWorkspace.Submissions);
        var (turns, readTurns) = (Facts.OfType<AssistantSnapshot>().Single().Turns, read.OfType<AssistantSnapshot>().Single().Turns);
        Assert.Equal(turns.SelectMany(t => t.Steps), readTurns.SelectMany(t => t.Steps));
        Assert.Equal(turns, readTurns.Zip(turns, (r, t) => r with { Steps = t.Steps }));
        Assert.Equal(Facts.OfType<TextDeskSnapshot>().SelectMany(s => s.Filed), read.OfType<TextDeskSnapshot>().SelectMany(s => s.Filed));
        Assert.Equal(Facts.OfType<TextDeskSnapshot>().SelectMany(s => s.Open), read.OfType<TextDeskSnapshot>().SelectMany(s => s.Open));
        var (board, readBoard) = (Facts.OfType<SwitchboardSnapshot>().Single(), read.OfType<SwitchboardSnapshot>().Single());
        Assert.Equal(board.Calls, readBoard.Calls);
        Assert.Equal(board.Books, readBoard.Books);
        Assert.Equal((board.Judging, board.Workspace), (readBoard.Judging, readBoard.Workspace));
        Assert.Equal(board.Wishes, readBoard.Wishes);
        Assert.Equal(board.Audit, readBoard.Audit);
        var (schedule, readSchedule) = (Facts.OfType<ScheduleSnapshot>().Single(), read.OfType<ScheduleSnapshot>().Single());
        Assert.Equal(schedule.Pending, readSchedule.Pending);
        Assert.Equal(schedule.Past, readSchedule.Past);
        Assert.Equal(Facts.OfType<IndexSnapshot>().Select(s => s.Calls), read.OfType<IndexSnapshot>().Select(s => s.Calls));
    }

    private static bool HasLists(object fact) => fact is IndexSnapshot or TextDeskSnapshot or ThreadSnapshot or SwitchboardSnapshot or WorkspaceSnapshot or AssistantSnapshot or ScheduleSnapshot;

    [Fact]
    public void Every_event_has_a_stored_form_and_a_golden_line()
    {
        Type[] families = [typeof(CallEvents), typeof(ThreadEvents), typeof(SwitchboardEvents), typeof(WorkspaceEvents), typeof(AssistantEvents), typeof(ScheduleEvents)];
        var events = families.SelectMany(f => f.GetNestedTypes()).ToList();
        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.Contains(e, CallEventCodec.Types));
        Assert.All(CallEventCodec.Types, t => Assert.Contains(Facts, f => f.GetType() == t));
    }

    [Fact]
    public void Every_event_leads_to_a_state()
    {
        var state = new CallState(Call);
        foreach (var fact in Facts.OfType<ICallEvent>().OrderBy(f => f is CallEvents.CallEnded)) state = state.Apply(fact);
        Assert.Equal(CallPhase.Ended, state.Phase);
    }

    [Fact]
    public void What_is_null_is_not_written_and_is_not_missed()
    {
        var call = new SwitchboardState.Call(Call, true, "", At, null);
        var board = Again(new SwitchboardSnapshot([call], new Dictionary<string, SwitchboardState.Book> { [""] = new(1, 0, null, At) }, null, null, [], [new(At, Call, CallDeed.CameIn, null, "")]));
        Assert.Equal((call, null, null), (Assert.Single(board.Calls), board.Judging, board.Workspace));
        Assert.Null(board.Books[""].LockedUntil);
        Assert.Null(Assert.Single(board.Audit).WorkspaceId);
        var deed = new SwitchboardEvents.DeedNoted(At, Call, CallDeed.TurnedAway, null, "");
        Assert.Equal(deed, Again(deed));
        Assert.Null(Again(new WorkspaceSnapshot([], 0, null)).LastReply);

        static T Again<T>(T fact) where T : notnull => (T)CallEventCodec.FromBytes(CallEventCodec.ToBytes(fact), CallEventCodec.Manifest(fact));
    }

    [Fact]
    public void An_unknown_manifest_is_refused_by_name()
    {
        var e = Assert.Throws<NotSupportedException>(() => CallEventCodec.FromBytes("{}"u8, "call-teleported/1"));
        Assert.Contains("call-teleported/1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_without_its_required_fields_is_refused() =>
        Assert.Throws<System.Text.Json.JsonException>(() => CallEventCodec.FromBytes("{}"u8, "media-attached/1"));
}
