namespace CallActors.Simulators.Twilio;

/// <summary>Who Twilio's machine detection says has answered.</summary>
/// <param name="AnsweredBy">human, machine_start, machine_end_beep, machine_end_silence, machine_end_other, fax or unknown.</param>
/// <param name="After">How long after the answer it knows.</param>
public sealed record MachineVerdict(string AnsweredBy, TimeSpan After);
