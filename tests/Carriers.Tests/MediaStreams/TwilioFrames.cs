namespace CallActors.Carriers.Tests.MediaStreams;

/// <summary>What Twilio sends on a media socket.</summary>
internal static class TwilioFrames
{
    public const string Connected = """{"event":"connected","protocol":"Call","version":"1.0.0"}""";

    public const string Start = """
        {"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"MZ1","callSid":"CA1","tracks":["inbound"],
        "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{"callId":"call-x","token":"t\"1"}},"streamSid":"MZ1"}
        """;

    public static string Media(ReadOnlySpan<byte> samples, int? timestamp, string? track = "inbound")
    {
        var trackField = track is null ? "" : $"\"track\":\"{track}\",";
        var timestampField = timestamp is null ? "" : $"\"timestamp\":\"{timestamp}\",";
        var body = $"{trackField}\"chunk\":\"1\",{timestampField}\"payload\":\"{Convert.ToBase64String(samples)}\"";
        return $$"""{"event":"media","sequenceNumber":"3","media":{ {{body}} },"streamSid":"MZ1"}""";
    }

    public static byte[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
