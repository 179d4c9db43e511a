namespace CallActors.Gateway.People;

/// <summary>Somebody who may be called.</summary>
/// <param name="Name">As agents name them, 1–64 characters; upper and lower case are the same.</param>
/// <param name="Address">A phone number in E.164, or <c>softphone</c>.</param>
/// <param name="Voice">The voice that speaks to them; empty for the usual one.</param>
/// <param name="Language">Their language as a BCP 47 tag; empty for the usual one.</param>
/// <param name="Hints">Words that they are likely to say: names of projects, identifiers.</param>
/// <param name="Pin">What is kept of the PIN with which they call in, in the form of <see cref="Contracts.Switchboard.PinHash"/>; empty for none here.</param>
public sealed record Person(string Name, string Address, string Voice = "", string Language = "", IReadOnlyList<string>? Hints = null, string Pin = "")
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Prints without the number.</summary>
    public override string ToString() => $"Person {{ {Name} }}";
}
