using CallActors.Contracts.Audio;

namespace CallActors.Engine.Tests.Audio;

/// <summary>What a stream tells its call of machines, and when it does not listen for them.</summary>
public sealed class AudioStreamMachinesSpec : AudioStreamSpec
{
    private readonly TellTale _ears = new();

    public AudioStreamMachinesSpec() => Stream = Open(Services with { Machines = _ears });

    [Fact]
    public async Task Nothing_is_listened_for_until_the_call_asks()
    {
        await AttachAsync();
        Silence(3);
        Assert.Equal(0, _ears.Made);
    }

    [Theory]
    [InlineData(MachineWatch.Answer, MachineSign.Greeting, MachineSign.Silence)]
    [InlineData(MachineWatch.GreetingEnd, MachineSign.Silence, MachineSign.Greeting)]
    public async Task Of_what_is_heard_the_call_is_told_what_it_asked_for_and_beeps(MachineWatch watch, MachineSign told, MachineSign kept)
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.WatchMachine(Call, watch));
        _ears.Sign = kept;
        Hear(1);
        ExpectNoMsgOf<StreamEvents.MachineHeard>();
        _ears.Sign = told;
        Hear(1);
        FishForMessage<StreamEvents.MachineHeard>(m => m == new StreamEvents.MachineHeard(Call, 1, told));
        _ears.Sign = MachineSign.Beep;
        Hear(1);
        FishForMessage<StreamEvents.MachineHeard>(m => m.Sign is MachineSign.Beep);
        Assert.True(_ears.WasVoiced);
        Assert.Equal(1, _ears.Made);
    }

    [Fact]
    public async Task An_answer_is_listened_to_for_ten_seconds()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.WatchMachine(Call, MachineWatch.Answer));
        Silence(499);
        Assert.Equal(499, _ears.Heard);
        Silence(20);
        Assert.Equal(500, _ears.Heard);

        // The carrier's news is late: from here on the greeting's end is listened for.
        Stream.Tell(new StreamCommands.WatchMachine(Call, MachineWatch.GreetingEnd));
        Silence(600);
        Assert.Equal(1100, _ears.Heard);
    }

    [Fact]
    public async Task A_person_who_is_known_is_not_listened_to_for_machines()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.WatchMachine(Call, MachineWatch.Answer));
        Stream.Tell(new StreamCommands.WatchMachine(Call, MachineWatch.Off));
        Silence(5);
        Assert.Equal(0, _ears.Heard);
    }

    /// <summary>Ears that hear what the test wants.</summary>
    private sealed class TellTale : IMachineDetectorFactory, IMachineDetector
    {
        public MachineSign Sign { get; set; }

        public int Made { get; private set; }

        public int Heard { get; private set; }

        public bool WasVoiced { get; private set; }

        public IMachineDetector Create()
        {
            Made++;
            return this;
        }

        public MachineSign Process(ReadOnlySpan<byte> frame, bool isVoiced)
        {
            Heard++;
            WasVoiced |= isVoiced;
            var sign = Sign;
            Sign = MachineSign.None;
            return sign;
        }
    }
}
