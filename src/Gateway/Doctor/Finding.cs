namespace CallActors.Gateway.Doctor;

/// <summary>What an examination of one part found.</summary>
/// <param name="Part">The part, for example <c>voice (espeak-ng)</c>.</param>
/// <param name="Mend">The exact thing to do; empty when all is well.</param>
public sealed record Finding(string Part, bool Ok, string State, string Mend)
{
    public static Finding Well(string part, string state) => new(part, true, state, "");

    public static Finding Amiss(string part, string state, string mend) => new(part, false, state, mend);

    /// <inheritdoc/>
    public override string ToString() => Ok ? $"  ok       {Part}: {State}" : $"  MISSING  {Part}: {State}{Environment.NewLine}           mend: {Mend}";
}
