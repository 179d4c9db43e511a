namespace Kernel.Actor;

/// <summary>What the actor does with its next message.</summary>
internal sealed partial class ActorCell
{
    private Receive? _behaviour;

    /// <summary>Takes the place of the behaviour on top. The first one of all stays below for good.</summary>
    public void Become(Receive receive) => _behaviour = receive;

    public void BecomeStacked(Receive receive)
    {
        if (_behaviour is not null)
            (Needed.BehaviourStack ??= new Stack<Receive>()).Push(_behaviour);
        _behaviour = receive;
    }

    public void UnbecomeStacked()
    {
        if (_extras?.BehaviourStack is { Count: > 0 } stack)
            _behaviour = stack.Pop();
        else
            _behaviour = ActorBase.FirstBehaviour;
    }

    public void Become(UntypedReceive receive) => Become(Wrap(receive));

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(Wrap(receive));

    private static Receive Wrap(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void ForgetBehaviour()
    {
        _behaviour = null;
        _extras?.BehaviourStack = null;
    }

    private sealed partial class Extras
    {
        public Stack<Receive>? BehaviourStack { get; set; }
    }
}
