namespace CallActors.Engine.Tests.Fakes;

/// <summary>Whether what could cancel a work, and keeps a timer or a place at another's, has been given back.</summary>
internal static class Released
{
    /// <summary>Fails while the source of the token has not been disposed.</summary>
    public static void Check(CancellationToken token) => Assert.Throws<ObjectDisposedException>(() => token.WaitHandle);
}
