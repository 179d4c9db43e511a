using CallActors.Edges;

namespace CallActors.McpEdge.Lending;

/// <summary>How <c>callactors edge</c> was told to work. Made by <see cref="LendingOptionsReader"/>.</summary>
/// <param name="Gateway">http or https, ending in a slash.</param>
/// <param name="Key">A secret: never printed.</param>
/// <param name="TmuxSocket">Empty for tmux's own choice.</param>
internal sealed record LendingOptions(Uri Gateway, EdgeName Name, string Key, bool IsInsecure, bool HasTmux, string TmuxSocket, bool HasCmux)
{
    /// <summary>Prints without the key.</summary>
    public override string ToString() => $"LendingOptions {{ {Name} at {Gateway} }}";
}
