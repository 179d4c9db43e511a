using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The rules of a call, message by message, without actors.</summary>
public abstract class CallDeciderSpec
{
    protected const string Question = "Shall I deploy? It is late.";
    protected static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    protected static readonly LegId Leg = new("leg-1");

    protected CallDeciderSpec() => State = new CallState(Id);

    protected CallId Id { get; } = CallId.New();

    protected CallState State { get; set; }

    protected DateTimeOffset Now { get; private set; } = Start;

    private protected CallRules Rules { get; set; } = CallRules.Default;

    private protected CallLive Live { get; set; } = CallLive.Fresh;

    private protected IReadOnlyList<CallEffect> Effects { get; private set; } = [];

    /// <summary>Everything that was stored.</summary>
    protected List<ICallEvent> Stored { get; } = [];

    /// <summary>Everything that observers were told.</summary>
    protected List<CallActivity> Shown { get; } = [];

    protected void Ringing()
    {
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Ringing));
        Assert.Equal(CallPhase.Ringing, State.Phase);
    }

    protected void Answered()
    {
        Ringing();
        Do(d => d.LegReported(Leg, LegNews.Answered));
    }

    protected void Talking()
    {
        Answered();
        Attach("ticket");
        Assert.Equal(CallPhase.Talking, State.Phase);
    }

    protected void Attach(string token)
    {
        Do(d => d.Invite(Leg, token));
        Do(d => d.Attach(token));
    }

    protected void Begun(int utterance = 1) =>
        Do(d => d.SpeechBegun(new StreamEvents.SpeechBegun(Id, State.Streams, utterance, TimeSpan.FromMilliseconds(2))));

    protected void Spoken(int heard, bool interrupted = false, int utterance = 1) =>
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, State.Streams, utterance, heard, interrupted, "", null)));

    protected void Finished(string answer)
    {
        Begun();
        Spoken(Question.Length);
        Hear(answer);
    }

    protected void Hear(string text, double voiceSeconds = 0.2, int? stream = null, WordSource source = WordSource.Recognizer) =>
        Do(d => d.TurnFinished(new StreamEvents.TurnFinished(
            Id, stream ?? State.Streams, text, source, TimeSpan.FromSeconds(voiceSeconds), TimeSpan.FromSeconds(0.1))));

    /// <summary>The question was heard, and the answer is waited for.</summary>
    protected void Listening()
    {
        Talking();
        Begun();
        Spoken(Question.Length);
    }

    protected void Press(char key) => Do(d => d.KeyPressed(new StreamEvents.KeyPressed(Id, State.Streams, key)));

    protected void Pass(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    private protected void Do(Action<CallDecider> judge)
    {
        var decider = new CallDecider(State, Live, Rules, Now);
        judge(decider);
        // What is stored must lead to the same state: the events alone tell everything.
        Assert.Equal(decider.State.ToString(), decider.Events.Aggregate(State, (s, e) => s.Apply(e)).ToString());
        (State, Live, Effects) = (decider.State, decider.Live, decider.Effects);
        Stored.AddRange(decider.Events);
        Shown.AddRange(Effects.OfType<CallEffect.Announce>().Select(e => e.Activity));
    }

    private protected T Effect<T>() where T : CallEffect => Effects.OfType<T>().First();

    protected T Told<T>() => Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<T>().Single();

    protected T Answered<T>(string operation) =>
        Assert.IsType<T>(Effects.OfType<CallEffect.Answer>().Single(a => a.Operation.Value == operation).Message);

    protected CallReplies.Refused Refused() => Assert.IsType<CallReplies.Refused>(Effect<CallEffect.Reply>().Message);

    protected CallCommands.PlaceCall Place(string operation) =>
        new(Id, new OperationId(operation), new Callee("softphone"), Question, Expectation.Open.Instance);

    protected CallCommands.ContinueCall Continue(string operation, string message) =>
        new(Id, new OperationId(operation), message, Expectation.Open.Instance);

    protected CallCommands.Speak Speak(string operation, string message) => new(Id, new OperationId(operation), message);

    /// <summary>What the call itself says now.</summary>
    protected StreamCommands.Say Said() => Assert.Single(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Say>(), s => s.Utterance < 0);

    /// <summary>The call has said its line.</summary>
    /// <param name="heard">Characters of it that were heard; of a repetition, characters of its message.</param>
    protected void AsideIsOver(bool interrupted = false, int heard = 1) =>
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, State.Streams, Live.Aside!.Utterance, heard, interrupted, "", null)));

    private protected void Report(AnsweredBy answeredBy) => Do(d => d.AnsweredByReported(Leg, answeredBy));
}
