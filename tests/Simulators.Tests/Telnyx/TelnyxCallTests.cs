using CallActors.Carriers.Telnyx;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Simulators.Server;
using CallActors.Simulators.Telnyx;

namespace CallActors.Simulators.Tests.Telnyx;

/// <summary>Whole calls: the real carrier, webhook and media wire against the simulated Telnyx, over real sockets.</summary>
public sealed class TelnyxCallTests
{
    private const string Person = "+15552223333";

    /// <summary>Everything that Telnyx may do to us at once.</summary>
    private static SimulatedTelnyxOptions Unruly(int seed) => new() { Seed = seed, DuplicateWebhooks = 0.5, LateWebhooks = 0.4, MediaReach = 4 };

    [Fact]
    public async Task A_call_is_placed_talked_through_both_ways_and_ended_by_us()
    {
        await using var gateway = await TelnyxGateway.StartAsync();
        var call = CallId.New();
        var leg = await gateway.DialAsync(call);
        var phone = await gateway.Telnyx.NextCallAsync();
        Assert.Equal(phone.Id, leg.Value);
        Assert.Equal("Ringing", TelnyxGateway.Next(gateway.News));
        phone.PickUp();
        Assert.Equal("Answered", TelnyxGateway.Next(gateway.News));
        var media = TelnyxGateway.Next(gateway.Sockets);
        Assert.Equal(call.Value, media.Start.CustomParameters["callId"]);
        Assert.Equal(leg.Value, media.Start.CallSid);

        // Ours to the person, played at real time, with a mark behind it.
        var spoken = Speech(25);
        foreach (var frame in spoken.Chunk(AudioFormat.FrameBytes)) Assert.True(media.Writer.SendAudio(frame));
        Assert.True(media.Writer.SendMark(new MediaMark(1, 0)));
        Assert.Equal("e1:0", TelnyxGateway.Next(media.Events));
        Assert.Equal(spoken, phone.Played.Since(DateTimeOffset.MinValue));

        // A clear returns the mark unplayed.
        for (var i = 0; i < 50; i++) media.Writer.SendAudio(spoken.AsSpan(0, AudioFormat.FrameBytes));
        media.Writer.SendMark(new MediaMark(1, 1));
        media.Writer.SendClear();
        media.Writer.SendMark(new MediaMark(2, 0));
        var returned = TelnyxGateway.Next(media.Events);
        Assert.Contains(returned, new[] { "e1:1", "e2:0" });

        // The person to us.
        await phone.SayAsync(spoken);
        AssertHeard(media, spoken);
        phone.Press('5');
        while (TelnyxGateway.Next(media.Events) != "key 5")
        {
        }

        await gateway.Carrier.HangUpAsync(leg, CancellationToken.None);
        Assert.Equal("HungUp", TelnyxGateway.Next(gateway.News));
        Assert.Equal(SimulatedCallState.Ended, phone.State);
        // What has ended may be ended again.
        await gateway.Carrier.HangUpAsync(leg, CancellationToken.None);
        Assert.Empty(phone.Faults);
        Assert.Empty(gateway.Refusals);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Webhooks_twice_and_in_disorder_and_audio_out_of_order_change_nothing(int seed)
    {
        await using var gateway = await TelnyxGateway.StartAsync(Unruly(seed));
        await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        phone.PickUp();
        var media = TelnyxGateway.Next(gateway.Sockets);
        var said = Speech(40);
        await phone.SayAsync(said);
        AssertHeard(media, said);
        phone.HangUp();
        var news = gateway.NewsUntil("Ringing", "Answered", "HungUp");
        Assert.Equal(3, news.Count);
        Assert.Equal(1, phone.StreamsOpened);
        Assert.False(gateway.Sockets.TryTake(out _));
    }

    [Fact]
    public async Task Audio_that_telnyx_loses_is_silence_and_nothing_else_is_moved()
    {
        await using var gateway = await TelnyxGateway.StartAsync(new SimulatedTelnyxOptions { LostMedia = 0.2, MediaReach = 3, Seed = 9 });
        await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        phone.PickUp();
        var media = TelnyxGateway.Next(gateway.Sockets);
        var said = Speech(60);
        await phone.SayAsync(said);
        phone.HangUp();
        while (TelnyxGateway.Next(media.Events) != "gone")
        {
        }
        var heard = media.Frames.ToArray();
        var first = Array.FindIndex(heard, frame => NumberOf(frame) > 0);
        var start = first - (NumberOf(heard[first]) - 1);
        var lost = 0;
        // What was lost at the very end has nothing behind it that would show the gap.
        var end = Array.FindLastIndex(heard, frame => NumberOf(frame) > 0) - start + 1;
        Assert.InRange(end, 45, 60);
        for (var i = 0; i < end; i++)
        {
            var frame = heard[start + i];
            if (IsSilence(frame)) lost++;
            else Assert.Equal(i + 1, NumberOf(frame));
        }
        Assert.InRange(lost, 1, 30);
    }

    [Fact]
    public async Task A_broken_socket_is_replaced_with_a_new_token_and_the_call_goes_on()
    {
        await using var gateway = await TelnyxGateway.StartAsync(Unruly(7));
        await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        phone.PickUp();
        var first = TelnyxGateway.Next(gateway.Sockets);
        phone.DropStreams();
        var second = TelnyxGateway.Next(gateway.Sockets);
        Assert.NotEqual(first.Start.CustomParameters["token"], second.Start.CustomParameters["token"]);
        // Ours is closed too: a node that stops closes its sockets, and another takes the call.
        second.Writer.Close("stopping");
        var third = TelnyxGateway.Next(gateway.Sockets);
        var said = Speech(20);
        await phone.SayAsync(said);
        AssertHeard(third, said);
        Assert.Equal(3, phone.StreamsOpened);
        phone.HangUp();
        gateway.NewsUntil("HungUp");
    }

    [Fact]
    public async Task A_repeated_dial_order_rings_once_even_when_the_answer_was_lost()
    {
        await using var gateway = await TelnyxGateway.StartAsync();
        var call = CallId.New();
        gateway.Telnyx.Faults.Next("/v2/calls", new SimulatedFault.Status(503));
        var leg = await gateway.DialAsync(call);
        Assert.Equal(leg, await gateway.DialAsync(call));
        gateway.Telnyx.Faults.Next("/v2/calls", new SimulatedFault.Reset());
        Assert.Equal(leg, await gateway.DialAsync(call));
        Assert.Single(gateway.Telnyx.Calls);
    }

    [Fact]
    public async Task Too_many_calls_in_a_second_are_placed_a_little_later()
    {
        await using var gateway = await TelnyxGateway.StartAsync(new SimulatedTelnyxOptions { DialsPerSecond = 1 });
        await Task.WhenAll(gateway.DialAsync(CallId.New()), gateway.DialAsync(CallId.New()));
        Assert.Equal(2, gateway.Telnyx.Calls.Count);
    }

    [Theory]
    [InlineData("decline", "Declined")]
    [InlineData("busy", "Busy")]
    [InlineData("unknown", "Failed")]
    public async Task A_call_that_is_not_answered_ends_with_its_reason(string does, string news)
    {
        await using var gateway = await TelnyxGateway.StartAsync(Unruly(3));
        await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        if (does == "decline") phone.Decline();
        else if (does == "busy") phone.BeBusy();
        else phone.BeUnknown();
        Assert.Equal(2, gateway.NewsUntil("Ringing", news).Count);
        Assert.Equal(0, phone.StreamsOpened);
    }

    [Fact]
    public async Task A_phone_that_nobody_answers_stops_ringing_by_itself()
    {
        await using var gateway = await TelnyxGateway.StartAsync();
        await gateway.Carrier.DialAsync(new DialOrder(CallId.New(), new Callee(Person), TimeSpan.FromSeconds(5)), CancellationToken.None);
        gateway.NewsUntil("Ringing", "NoAnswer");
    }

    [Fact]
    public async Task A_machine_and_the_end_of_its_greeting_are_told()
    {
        await using var gateway = await TelnyxGateway.StartAsync(detection: TelnyxDetection.Premium);
        await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        Assert.Equal("premium", phone.Detection);
        phone.PickUp();
        phone.Detect("machine");
        phone.EndGreeting("beep_detected");
        gateway.NewsUntil("Ringing", "Answered", "by Machine", "by MachineAfterBeep");
    }

    [Fact]
    public async Task A_caller_who_is_admitted_is_talked_to_and_one_who_is_not_is_turned_away()
    {
        await using var gateway = await TelnyxGateway.StartAsync(Unruly(5), decides: OnlyPerson);
        var stranger = gateway.Telnyx.Ring("+15559998888");
        await gateway.Telnyx.UntilAsync(() => stranger.State is SimulatedCallState.Ended, "the rejection");
        Assert.Equal("call_rejected", stranger.HangupCause);

        var caller = gateway.Telnyx.Ring(Person);
        var media = TelnyxGateway.Next(gateway.Sockets);
        var said = Speech(20);
        await caller.SayAsync(said);
        AssertHeard(media, said);
        caller.HangUp();
        gateway.NewsUntil($"admitted {Person}", "Answered", "HungUp");
        Assert.Equal(PersonId.Of("ada"), gateway.Person);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_hears_the_busy_tone_or_one_sentence_when_the_policy_says_so(bool texml)
    {
        await using var gateway = await TelnyxGateway.StartAsync(
            Unruly(7),
            decides: asked => asked.Contains("8888", StringComparison.Ordinal) ? new InboundDecision.Busy() : new InboundDecision.Say("Nobody is here & there.", "en-GB"));
        SimulatedTelnyxCall Ring(string from) => texml ? gateway.Telnyx.RingTexml(from) : gateway.Telnyx.Ring(from);
        var engaged = Ring("+15559998888");
        await gateway.Telnyx.UntilAsync(() => engaged.State is SimulatedCallState.Ended, "the busy tone");
        Assert.Equal(("user_busy", 0), (engaged.HangupCause, engaged.Spoken.Count));

        var told = Ring("+15559997777");
        await gateway.Telnyx.UntilAsync(() => told.State is SimulatedCallState.Ended, "the end");
        Assert.Equal(new SpokenSentence("Nobody is here & there.", "en-GB"), Assert.Single(told.Spoken));
        Assert.Equal("normal_clearing", told.HangupCause);
        Assert.Equal(0, told.StreamsOpened);
        Assert.Empty(told.Faults);
        Assert.Empty(gateway.Telnyx.Complaints);
        Assert.Null(gateway.Admitted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_signed_of_the_callers_number_reaches_the_policy(bool texml)
    {
        var asked = new System.Collections.Concurrent.BlockingCollection<string>();
        await using var gateway = await TelnyxGateway.StartAsync(decides: question =>
        {
            asked.Add(question);
            return new InboundDecision.Reject();
        });
        foreach (var (letter, valid, told) in new[] { ("A", true, "A"), ("A", false, "None"), (null, true, "None") })
        {
            var phone = gateway.Telnyx.Phone(Person);
            (phone.CallerId, phone.Attestation, phone.IsAttestationValid) = ("anonymous", letter, valid);
            var call = texml ? gateway.Telnyx.RingTexml(Person) : gateway.Telnyx.Ring(Person);
            Assert.Equal($"anonymous {told}", TelnyxGateway.Next(asked));
            await gateway.Telnyx.UntilAsync(() => call.State is SimulatedCallState.Ended, "the rejection");
        }
    }

    [Fact]
    public async Task A_call_that_documents_answer_is_talked_through_survives_a_lost_stream_and_is_ended_by_us()
    {
        await using var gateway = await TelnyxGateway.StartAsync(Unruly(6), decides: OnlyPerson);
        var stranger = gateway.Telnyx.RingTexml("+15559998888");
        await gateway.Telnyx.UntilAsync(() => stranger.HangupCause == "call_rejected", "the rejection");

        var caller = gateway.Telnyx.RingTexml(Person);
        var first = TelnyxGateway.Next(gateway.Sockets);
        var said = Speech(20);
        await caller.SayAsync(said);
        AssertHeard(first, said);
        foreach (var frame in said.Chunk(AudioFormat.FrameBytes)) first.Writer.SendAudio(frame);
        first.Writer.SendMark(new MediaMark(1, 0));
        Assert.Equal("e1:0", TelnyxGateway.Next(first.Events));
        Assert.Equal(said, caller.Played.Since(DateTimeOffset.MinValue));
        caller.DropStreams();
        var second = TelnyxGateway.Next(gateway.Sockets);
        await caller.SayAsync(said);
        AssertHeard(second, said);

        await gateway.Carrier.HangUpAsync(gateway.Admitted!.Value, CancellationToken.None);
        await gateway.Telnyx.UntilAsync(() => caller.State is SimulatedCallState.Ended, "the end");
        gateway.NewsUntil($"admitted {Person}", "HungUp");
        await gateway.Carrier.HangUpAsync(gateway.Admitted.Value, CancellationToken.None);
        Assert.Empty(caller.Faults);
    }

    [Fact]
    public async Task Texts_go_out_and_come_in_and_their_delivery_is_told()
    {
        await using var gateway = await TelnyxGateway.StartAsync(Unruly(2) with { TextStatus = to => to == Person ? "delivered" : "delivery_failed" });
        var id = await gateway.Texts.SendAsync(new TextOrder("a", Person, "It is done."), CancellationToken.None);
        Assert.Equal(new SimulatedText(id, gateway.Options.From, Person, "It is done."), Assert.Single(gateway.Telnyx.Texts));
        await gateway.Texts.SendAsync(new TextOrder("b", "+15559998888", "And this?"), CancellationToken.None);
        gateway.Telnyx.Text(Person, "call me");
        gateway.NewsUntil("text Sent", "text Sent", "text Delivered", "text Failed The text could not be delivered (error 40008).", $"text {Person}: call me");
    }

    [Fact]
    public async Task A_webhook_that_somebody_else_has_signed_is_refused()
    {
        await using var gateway = await TelnyxGateway.StartAsync();
        var forger = new SimulatedTelnyxOptions { SigningSeed = new byte[32], WebhookUrl = new Uri(gateway.Options.PublicUrl, "/twiml") };
        await using var forged = await SimulatedTelnyx.StartAsync(forger);
        forged.Text(Person, "open the door");
        Assert.Contains("does not match", TelnyxGateway.Next(gateway.Refusals));
        Assert.False(gateway.News.TryTake(out _));
    }

    private static void AssertHeard(TelnyxGateway.Media media, byte[] said)
    {
        // What was said, in order and whole, between the silence before and after.
        var expected = said.Chunk(AudioFormat.FrameBytes).ToArray();
        byte[] frame;
        do frame = TelnyxGateway.Next(media.Frames);
        while (IsSilence(frame));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], frame);
            if (i < expected.Length - 1) frame = TelnyxGateway.Next(media.Frames);
        }
    }

    /// <summary>Frames that tell their number.</summary>
    private static byte[] Speech(int frames)
    {
        var speech = new byte[frames * AudioFormat.FrameBytes];
        for (var i = 0; i < frames; i++) speech.AsSpan(i * AudioFormat.FrameBytes, AudioFormat.FrameBytes).Fill((byte)(i + 1));
        return speech;
    }

    private static int NumberOf(byte[] frame) => IsSilence(frame) ? 0 : frame[0];

    private static bool IsSilence(byte[] frame) => frame.All(sample => sample == AudioFormat.Silence);

    private static InboundDecision OnlyPerson(string asked) =>
        asked.StartsWith(Person, StringComparison.Ordinal) ? new InboundDecision.Admit(PersonId.Of("ada")) : new InboundDecision.Reject();
}
