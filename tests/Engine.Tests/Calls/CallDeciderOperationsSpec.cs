using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What agents ask: one at a time, in order, answered once.</summary>
public sealed class CallDeciderOperationsSpec : CallDeciderSpec
{
    [Fact]
    public void The_message_is_said_when_the_stream_attaches_and_the_answer_is_the_response()
    {
        Talking();
        Assert.Equal(new StreamCommands.Say(Id, 1, Question, 0, true, SpeechManner.Default), Told<StreamCommands.Say>());

        Spoken(Question.Length);
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(180), 1), Effects);

        Hear("yes please");
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal(("yes please", false, Question, null), (turn.Response, turn.Interrupted, turn.Heard, turn.EndReason));
    }

    [Fact]
    public void What_is_said_over_the_message_is_its_answer()
    {
        Talking();
        Begun();
        Pass(1);
        Hear("wait", voiceSeconds: 0.5);
        Assert.Empty(Effects.OfType<CallEffect.Answer>());
        Spoken("Shall I ".Length, interrupted: true);

        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal(("wait", true, "Shall I "), (turn.Response, turn.Interrupted, turn.Heard));
    }

    [Fact]
    public void What_was_said_while_nobody_waited_is_put_in_front_of_the_next_answer()
    {
        Talking();
        Finished("yes");
        Pass(10);
        Hear("and run the tests too");
        Assert.Empty(Effects.OfType<CallEffect.Answer>());

        Pass(10);
        Do(d => d.Operate(Continue("op-2", "Anything else?"), "softphone"));
        Begun(2);
        Spoken(100, utterance: 2);
        Assert.Empty(Effects.OfType<CallEffect.Answer>());
        Hear("no");
        Assert.Equal("and run the tests too no", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Operations_wait_in_order_and_are_never_interleaved()
    {
        Talking();
        Do(d => d.Operate(Speak("op-2", "One."), "softphone"));
        Do(d => d.Operate(Speak("op-3", "Two."), "softphone"));
        Assert.Empty(Effects.OfType<CallEffect.TellStream>());

        Finished("yes");
        Assert.Equal("One.", Told<StreamCommands.Say>().Text);
        Spoken(4, utterance: 2);
        Assert.Equal("op-2", Answered<CallReplies.Spoken>("op-2").OperationId.Value);
        Assert.Equal("Two.", Told<StreamCommands.Say>().Text);
    }

    [Fact]
    public void The_ninth_waiting_operation_is_refused_as_busy()
    {
        Talking();
        for (var i = 0; i < 8; i++) Do(d => d.Operate(Speak($"queued-{i}", "Hm."), "softphone"));
        Do(d => d.Operate(Speak("one-too-many", "Hm."), "softphone"));
        var refused = Refused();
        Assert.Equal(RefusalReason.CallBusy, refused.Reason);
        Assert.Equal("one-too-many", refused.Operation?.Value);
    }

    [Fact]
    public void A_repeated_operation_joins_the_running_one_and_later_gets_its_result()
    {
        Talking();
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Assert.Equal("op-1", Effect<CallEffect.AwaitOperation>().Operation.Value);
        Finished("yes");
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Assert.Equal("yes", Assert.IsType<CallReplies.TurnTaken>(Effect<CallEffect.Reply>().Message).Response);
    }

    [Fact]
    public void A_voice_that_fails_fails_its_operation_alone()
    {
        Talking();
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, 1, 1, 0, false, "The voice broke.", null)));
        var refused = Answered<CallReplies.Refused>("op-1");
        Assert.Equal((RefusalReason.SpeechFailed, "The voice broke."), (refused.Reason, refused.Detail));
        Assert.Equal(CallPhase.Talking, State.Phase);
    }

    [Fact]
    public void A_voice_that_never_starts_is_given_up_after_its_time()
    {
        Talking();
        Do(d => d.Elapsed(CallTimer.SpeechStart, 1));
        Assert.Equal(RefusalReason.SpeechFailed, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.Equal(1, Told<StreamCommands.StopSaying>().Utterance);
    }

    [Fact]
    public void While_the_person_speaks_a_voice_that_waits_for_that_is_not_given_up()
    {
        Listening();
        Hear("yes");
        Do(d => d.VoiceBegan(1));
        Do(d => d.Operate(Continue("op-2", "Done."), "softphone"));
        Pass(10);
        Do(d => d.Elapsed(CallTimer.SpeechStart, 2));
        Assert.Equal([new CallEffect.Arm(CallTimer.SpeechStart, TimeSpan.FromSeconds(10), 2)], Effects);
        Do(d => d.VoiceEnded(1));
        Do(d => d.Elapsed(CallTimer.SpeechStart, 2));
        Assert.Equal(RefusalReason.SpeechFailed, Answered<CallReplies.Refused>("op-2").Reason);
    }

    [Fact]
    public void A_listening_time_does_not_run_out_while_the_person_speaks_even_where_no_words_are_known_yet()
    {
        Listening();
        Pass(178);
        Do(d => d.VoiceBegan(1));
        Pass(2);
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Assert.Equal([new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(5), 1)], Effects);
        Pass(4);
        Do(d => d.VoiceEnded(1));
        Pass(1);
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Assert.NotNull(State.Current);
        Hear("deploy it");
        Assert.Equal("deploy it", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void Lost_recognition_fails_a_listening_operation_but_not_where_words_are_typed()
    {
        Talking();
        Spoken(Question.Length);
        Do(d => d.RecognitionLost(new StreamEvents.RecognitionLost(Id, 1, "The recogniser broke.")));
        Assert.Equal(RefusalReason.SpeechFailed, Answered<CallReplies.Refused>("op-1").Reason);

        Do(d => d.WordsReported(new CallCommands.ReportWords(Id, Leg, "I type", false, WordSource.Typed)));
        Do(d => d.Operate(Continue("op-2", "And now?"), "softphone"));
        AsideIsOver();
        Spoken(8, utterance: 2);
        Assert.Empty(Effects.OfType<CallEffect.Answer>());
        Hear("yes", source: WordSource.Typed);
        Assert.Equal("yes", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Recognition_that_is_back_serves_the_next_operation()
    {
        Talking();
        Spoken(Question.Length);
        Do(d => d.RecognitionLost(new StreamEvents.RecognitionLost(Id, 1, "The recogniser broke.")));
        AsideIsOver();
        Do(d => d.RecognitionReturned(stream: 0));
        Assert.NotEmpty(Live.Deafness);
        Do(d => d.RecognitionReturned(stream: 1));
        Do(d => d.Operate(Continue("op-2", "And now?"), "softphone"));
        Spoken(8, utterance: State.Current!.Utterance);
        Hear("yes");
        Assert.Equal("yes", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Silence_for_the_listening_time_ends_the_operation_but_not_the_call()
    {
        Talking();
        Spoken(Question.Length);
        Pass(180);
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Assert.Equal(RefusalReason.NothingHeard, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.Equal(CallPhase.Talking, State.Phase);
    }

    [Fact]
    public void The_listening_time_does_not_run_out_in_mid_sentence()
    {
        Talking();
        Spoken(Question.Length);
        Pass(179);
        Do(d => d.PersonHeard(new StreamEvents.PersonHeard(Id, 1, "well I think")));
        Pass(1);
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Assert.Equal(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(5), 1), Effect<CallEffect.Arm>());
    }

    [Fact]
    public void A_listen_timer_of_an_earlier_utterance_is_stale()
    {
        Talking();
        Finished("yes");
        Do(d => d.Operate(Continue("op-2", "And?"), "softphone"));
        Spoken(4, utterance: 2);
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Assert.Empty(Effects);
    }
}
