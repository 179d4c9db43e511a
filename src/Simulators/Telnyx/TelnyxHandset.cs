using CallActors.Simulators.Media;

namespace CallActors.Simulators.Telnyx;

/// <summary>A phone in the simulated Telnyx' network.</summary>
public sealed class TelnyxHandset : Handset
{
    private readonly SimulatedTelnyx _telnyx;

    internal TelnyxHandset(SimulatedTelnyx telnyx, string number, HandsetPlan plan)
        : base(telnyx.Watch, number, plan, telnyx.Options.KeepPlayed) => _telnyx = telnyx;

    /// <inheritdoc/>
    public override SimulatedTelnyxCall Dial(string to) => to == _telnyx.Options.Number ? _telnyx.Ring(Number) : throw new PhoneException("The account has no such number.");

    /// <inheritdoc/>
    public override Task<string> SendTextAsync(string to, string body, CancellationToken cancellationToken = default) =>
        to == _telnyx.Options.Number ? Task.FromResult(_telnyx.Text(Number, body)) : throw new PhoneException("The account has no such number.");
}
