using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>Answering machines, at the beginning of an outbound call: their signs go to the call, which judges them.</summary>
public sealed partial class AudioStreamActor
{
    // A machine that has not begun to speak by then has not answered; what is long later is a person's.
    private static readonly TimeSpan AnswerIsNew = TimeSpan.FromSeconds(10);

    private IMachineDetector? _machine;
    private MachineWatch _watch;
    private int _watched;

    private void OnWatchMachine(MachineWatch watch)
    {
        _watch = watch;
        if (watch is MachineWatch.Off) _machine = null;
        else _machine ??= _services.Machines?.Create();
    }

    private void ListenForMachine(ReadOnlySpan<byte> frame, bool isVoiced)
    {
        var sign = _machine!.Process(frame, isVoiced);
        if (sign is MachineSign.Beep || sign == (_watch is MachineWatch.Answer ? MachineSign.Greeting : MachineSign.Silence))
            ToCall(new StreamEvents.MachineHeard(_call, _stream, sign));
        if (++_watched * AudioFormat.FrameDuration >= AnswerIsNew && _watch is MachineWatch.Answer) _machine = null;
    }
}
