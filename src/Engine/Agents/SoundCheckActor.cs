using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Agents;

/// <summary>
/// Answers a person who dials in: says hello and repeats what it hears, so that microphone, speaker and recognition can be tried
/// without an agent. It talks to its call, its parent, by the same operations as any agent.
/// </summary>
public sealed class SoundCheckActor : ReceiveActor
{
    /// <summary>Its name below the call.</summary>
    public const string Name = "sound-check";

    private const string Greeting = "This is the sound check. Say something, and I will repeat what I hear. Say goodbye to end.";

    private readonly CallId _call;
    private int _silences;

    public SoundCheckActor(CallId call)
    {
        _call = call;
        Receive<CallReplies.TurnTaken>(OnTurn);
        Receive<CallReplies.Refused>(OnRefused);
        Receive<CallReplies.Ended>(_ => Context.Stop(Self));
    }

    public static Props PropsFor(CallId call) => Props.Create(() => new SoundCheckActor(call));

    protected override void PreStart() => Ask(Greeting);

    private void OnTurn(CallReplies.TurnTaken turn)
    {
        _silences = 0;
        if (turn.EndReason is not null) Context.Stop(Self);
        else if (turn.Response.Contains("goodbye", StringComparison.OrdinalIgnoreCase) || turn.Response.Contains("good bye", StringComparison.OrdinalIgnoreCase))
            Context.Parent.Tell(new CallCommands.EndCall(_call, OperationId.New(), "Goodbye."), Self);
        else
            Ask($"I heard: {turn.Response}.");
    }

    private void OnRefused(CallReplies.Refused refused)
    {
        if (refused.Reason is not (RefusalReason.NothingHeard or RefusalReason.NotUnderstood)) Context.Stop(Self);
        else if (_silences++ > 0) Context.Parent.Tell(new CallCommands.EndCall(_call, OperationId.New(), "Goodbye."), Self);
        else Ask(refused.Reason is RefusalReason.NothingHeard ? "I heard nothing. Is the microphone on?" : "I heard a voice, but no words. Try again, or type.");
    }

    private void Ask(string message) =>
        Context.Parent.Tell(new CallCommands.ContinueCall(_call, OperationId.New(), message, Expectation.Open.Instance, TimeSpan.FromSeconds(30)), Self);
}
