namespace CallActors.Speech.Sockets;

/// <summary>Where a socket goes to, and who says what a refusal means.</summary>
/// <param name="Vendor">Its name, for messages.</param>
/// <param name="Address">Scheme <c>ws</c> or <c>wss</c>, with its query.</param>
/// <param name="Headers">Sent with the handshake: the key, above all.</param>
internal sealed record SocketTarget(string Vendor, Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>What a handshake that came to nothing is told as. Null, or its answer is null: <see cref="FailedHandshake.Of"/>.</summary>
    public Func<FailedHandshake, Exception?>? Failed { get; init; }
}
