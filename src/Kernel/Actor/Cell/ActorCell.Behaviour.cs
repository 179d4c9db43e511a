namespace Kernel.Actor;

/// <summary>What the actor does with its next message.</summary>
internal sealed partial class ActorCell
{
    private Receive? _behaviour;
    private Stack<Receive>? _behaviourStack;

    public void Become(Receive receive)
    {
        _behaviour = receive;
        _behaviourStack = null;
    }

    public void BecomeStacked(Receive receive)
    {
        if (_behaviour is not null)
            (_behaviourStack ??= new Stack<Receive>()).Push(_behaviour);
        _behaviour = receive;
    }

    public void UnbecomeStacked()
    {
        if (_behaviourStack is { Count: > 0 } stack)
            _behaviour = stack.Pop();
    }

    public void Become(UntypedReceive receive) => Become(Wrap(receive));

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(Wrap(receive));

    private static Receive Wrap(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };
}
