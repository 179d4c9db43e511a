namespace CallActors.Carriers.Softphone;

/// <summary>Bounds and times of the softphone exchange.</summary>
public sealed record SoftphoneOptions
{
    /// <summary>Where a phone opens its media socket: an absolute URL, or a path on the host of the line. Default <c>/media-stream</c>.</summary>
    public string MediaUrl { get; init; } = "/media-stream";

    /// <summary>Who calls, as the phone shows it. Default <c>Coding agent</c>.</summary>
    public string From { get; init; } = "Coding agent";

    /// <summary>Phones that may be registered at once; one more is turned away. Default 64.</summary>
    public int MaxLines { get; init; } = 64;

    /// <summary>How long a line may stay silent before its <c>hello</c>. Default 5 s.</summary>
    public TimeSpan HelloWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a line whose socket was lost keeps its call. Default 30 s; then the person counts as having hung up.</summary>
    public TimeSpan KeepCallFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the engine may take to answer a question (media ticket, inbound call). Default 5 s.</summary>
    public TimeSpan AskWithin { get; init; } = TimeSpan.FromSeconds(5);
}
