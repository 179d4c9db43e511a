using System.Security.Cryptography;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Calls;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>
/// Holds a call with a person who may use workspaces: asks for the PIN, connects, passes on what is said and speaks what is answered. A child
/// of its call. The rules are <see cref="ReceptionDecider"/>'s; what must be remembered is the switchboard's. Protocol:
/// docs/protocols/reception.md.
/// </summary>
public sealed class ReceptionActor : ReceiveActor, IWithTimers
{
    private readonly ReceptionServices _services;
    private readonly ReceptionMeans _means;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ReceptionState _state;

    public ReceptionActor(ReceptionOrder order, ReceptionServices services)
    {
        _services = services;
        _means = new ReceptionMeans(new DangerousActions(order.Language, services.Rules.Dangerous), services.Chance, services.NewWorkspace, !services.Assistants.IsNobody());
        _state = new ReceptionState(order, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));

        Receive<CallReplies.CallView>(m => Take(d => d.Shown(m)));
        Receive<CallReplies.TurnTaken>(m => Take(d => d.Turned(m)));
        Receive<CallReplies.Spoken>(m => Take(d => d.Spoken(m)));
        Receive<CallReplies.Ended>(_ => Take(d => d.Over()));
        Receive<CallReplies.TextTaken>(m => Take(d => d.TextTaken(m)));
        Receive<CallReplies.ProgressTaken>(_ => { });
        Receive<CallReplies.Refused>(m => Take(d => d.Refused(m)));

        Receive<SwitchboardReplies.Admitted>(m => Take(d => d.Admitted(m)));
        Receive<SwitchboardReplies.PinJudged>(m => Take(d => d.Judged(m)));
        Receive<SwitchboardReplies.NotStored>(_ => Take(d => d.NotStored()));
        Receive<SwitchboardReplies.WillCall>(m => Take(d => d.WillCall(m)));
        Receive<SwitchboardReplies.CannotCall>(m => Take(d => d.CannotCall(m)));

        Receive<WorkspaceDirectory.Listing>(m => Take(d => d.Listed(m)));
        Receive<WorkspaceDirectory.Changed>(m => Take(d => d.Changed(m.Workspace)));
        Receive<WorkspaceDirectory.Removed>(m => Take(d => d.Removed(m.WorkspaceId)));
        Receive<WorkspaceDirectory.Created>(m => Take(d => d.Made(m)));
        Receive<WorkspaceDirectory.Done>(m => Take(d => d.Closed(m)));
        Receive<WorkspaceDirectory.Failed>(m => Take(d => d.Failed(m)));
        Receive<IWorkspaceReply>(m => Take(d => d.Replied(m)));
        Receive<WorkspaceActivity>(m => Take(d => d.Told(m)));

        Receive<AssistantActivity>(m => Take(d => d.Told(m)));
        Receive<AssistantReplies.Refused>(m => Take(d => d.Refused(m)));
        Receive<AssistantReplies.Forgotten>(_ => Take(d => d.Forgotten()));
        Receive<IAssistantReply>(_ => { });

        Receive<TimeIsUp>(m => Take(d => d.Elapsed(m.Timer)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(ReceptionOrder order, ReceptionServices services) => Props.Create(() => new ReceptionActor(order, services));

    protected override void PreStart() => Take(d => d.Begin());

    private void Take(Action<ReceptionDecider> judge)
    {
        var decider = new ReceptionDecider(_state, _services.Rules, _means, Context.System.Scheduler.Now);
        judge(decider);
        _state = decider.State;
        foreach (var effect in decider.Effects) Perform(effect);
    }

    private void Perform(ReceptionEffect effect)
    {
        switch (effect)
        {
            case ReceptionEffect.TellCall e: Context.Parent.Tell(e.Command, Self); break;
            case ReceptionEffect.TellSwitchboard e: _services.Switchboards.Tell(e.Command, Self); break;
            case ReceptionEffect.TellWorkspace e: _services.Workspaces.Tell(e.Command, Self); break;
            case ReceptionEffect.TellDirectory e: _services.Directory.Tell(e.Message, Self); break;
            case ReceptionEffect.TellAssistant e: _services.Assistants.Tell(e.Command, Self); break;
            case ReceptionEffect.Arm e: Timers.StartSingleTimer(e.Timer, new TimeIsUp(e.Timer), e.Due); break;
            case ReceptionEffect.Disarm e: Timers.Cancel(e.Timer); break;
            case ReceptionEffect.Log { IsWarning: true } e: _log.Warning("Call {0}: {1}", _state.Order.CallId, e.What); break;
            case ReceptionEffect.Log e: _log.Info("Call {0}: {1}", _state.Order.CallId, e.What); break;
            case ReceptionEffect.Stop: Context.Stop(Self); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "An effect that nobody performs.");
        }
    }

    private sealed record TimeIsUp(ReceptionTimer Timer);
}
