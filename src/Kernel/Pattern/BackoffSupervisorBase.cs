using Kernel.Actor;

namespace Kernel.Pattern;

/// <summary>What both kinds of back-off supervisor do: pass messages on, count starts, start again.</summary>
public abstract class BackoffSupervisorBase : UntypedActor
{
    private readonly BackoffSettings _settings;
    private bool _finalMessageReceived;

    private protected BackoffSupervisorBase(BackoffSettings settings) => _settings = settings;

    private protected BackoffSettings Settings => _settings;

    protected IActorRef? Child { get; private set; }

    protected int RestartCountN { get; private set; }

    private protected bool FinalMessageReceived => _finalMessageReceived;

    protected override void PreStart() => StartChild();

    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                if (_settings.AutoReset is { } after)
                    Context.System.Scheduler.ScheduleTellOnce(after, Self, new BackoffSupervisor.ResetRestartCount(RestartCountN), Self);
                break;
            case BackoffSupervisor.ResetRestartCount reset:
                if (reset.Current == RestartCountN)
                    RestartCountN = 0;
                break;
            case BackoffSupervisor.Reset:
                if (_settings.AutoReset is null)
                    RestartCountN = 0;
                else
                    Unhandled(message);
                break;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(RestartCountN), Self);
                break;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child ?? ActorRefs.Nobody), Self);
                break;
            case Terminated terminated when Child is not null && terminated.ActorRef.Equals(Child):
                Child = null;
                OnChildEnded();
                break;
            default:
                PassOn(message);
                break;
        }
    }

    private protected abstract void OnChildEnded();

    /// <summary>Starts the child again after the pause, or gives up.</summary>
    private protected void StartAgainLater()
    {
        var next = RestartCountN + 1;
        if (_settings.MaxNumberOfRetries >= 0 && next > _settings.MaxNumberOfRetries)
        {
            Context.System.EventStream.Publish(new Event.Debug(
                Self.Path.ToString(), GetType(), $"Terminating: the child was started again {_settings.MaxNumberOfRetries} times already"));
            Context.Stop(Self);
            return;
        }

        var delay = BackoffSupervisor.CalculateDelay(RestartCountN, _settings.MinBackoff, _settings.MaxBackoff, _settings.RandomFactor);
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, BackoffSupervisor.StartChild.Instance, Self);
        RestartCountN = next;
    }

    private void StartChild()
    {
        if (Child is null)
            Child = Context.Watch(Context.ActorOf(_settings.ChildProps, _settings.ChildName));
    }

    private void PassOn(object message)
    {
        if (Child is { } child && Sender.Equals(child))
        {
            Context.Parent.Forward(message);
            return;
        }

        if (_settings.IsFinalStopMessage?.Invoke(message) == true)
            _finalMessageReceived = true;
        if (Child is not null)
            Child.Forward(message);
        else if (_settings.ReplyWhileStopped is { } reply)
            Sender.Tell(reply, Self);
        else
            Context.System.DeadLetters.Forward(message);
        if (_finalMessageReceived && Child is null)
            Context.Stop(Self);
    }
}
