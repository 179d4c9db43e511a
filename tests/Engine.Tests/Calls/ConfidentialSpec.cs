using System.Text;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A call that asks a person for what nobody else may know.</summary>
public abstract class ConfidentialSpec : CallDeciderSpec
{
    protected const string Prompt = "Please enter your PIN.";

    protected CallCommands.ContinueCall Pin(string operation) =>
        new(Id, new OperationId(operation), Prompt, Expectation.Open.Instance, Confidential: true);

    /// <summary>A call of a known person's, whose welcome was said.</summary>
    protected void Unlocking()
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(Id, Leg, "softphone", "+15551234567", "1", PersonId.Of("ada"))));
        Do(d => d.Invite(Leg, "ticket"));
        Do(d => d.Attach("ticket"));
        Do(d => d.Operate(Speak("op-1", "Welcome."), null));
        Begun();
        Spoken(8);
    }

    protected void Begin()
    {
        Do(d => d.Operate(Pin("op-2"), null));
        Do(d => d.SpeechBegun(new StreamEvents.SpeechBegun(Id, State.Streams, 2, TimeSpan.Zero)));
    }

    protected void Prompted()
    {
        Unlocking();
        Begin();
    }

    protected void Asked()
    {
        Prompted();
        Spoke(Prompt.Length);
    }

    protected void Spoke(int heard, bool interrupted = false) =>
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, State.Streams, 2, heard, interrupted, "", null)));

    protected void Enter(string keys)
    {
        foreach (var key in keys) Key(key);
    }

    protected void Key(char key) => Do(d => d.KeyPressed(new StreamEvents.KeyPressed(Id, State.Streams, key)));

    protected void Say(string text, double voiceSeconds = 0.2, WordSource source = WordSource.Recognizer) => Do(d => d.TurnFinished(
        new StreamEvents.TurnFinished(Id, State.Streams, text, source, TimeSpan.FromSeconds(voiceSeconds), TimeSpan.Zero)));

    /// <summary>Neither events as they are stored, nor activities, nor what the call shows of itself have these words, or keys one by one.</summary>
    protected void AssertUnknown(params string[] secrets)
    {
        var known = new StringBuilder();
        foreach (var e in Stored) known.Append(Encoding.UTF8.GetString(CallEventCodec.ToBytes(Undated(e)))).Append('\n');
        foreach (var activity in Shown) known.Append(activity with { CallId = CallId.Parse("call-aaaaaaaaaaaaaaaaaaaaaaaaaa") }).Append('\n');
        foreach (var line in State.View().Transcript) known.Append(line.Text).Append(line.Heard).Append('\n');
        foreach (var operation in State.View().Operations) known.Append(operation.Response).Append('\n');
        Assert.All(secrets, s => Assert.DoesNotContain(s, known.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Times are full of digits.</summary>
    protected static ICallEvent Undated(ICallEvent fact) => fact switch
    {
        CallEvents.TurnHeard e => e with { At = default, StartedAt = default, EndedAt = default },
        CallEvents.DigitPressed e => e with { At = default },
        CallEvents.WishHeard e => e with { At = default },
        CallEvents.AsideSaid e => e with { At = default },
        CallEvents.OperationFinished e => e with { At = default, Timings = null },
        CallEvents.OperationStarted e => e with { At = default },
        _ => new CallEvents.LegRinging(default),
    };
}
