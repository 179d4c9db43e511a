namespace CallActors.Cmux.Tmux;

/// <summary>What the lines of tmux's control mode say. See the chapter CONTROL MODE of tmux(1).</summary>
internal interface IControlListener
{
    /// <summary>A command has ended.</summary>
    /// <param name="failed">Then the lines say why.</param>
    void BlockEnded(bool failed, IReadOnlyList<string> lines);

    /// <summary>A pane's program wrote.</summary>
    /// <param name="pane">Its id, <c>%3</c>.</param>
    /// <param name="bytes">What it wrote; valid until this returns.</param>
    void Wrote(string pane, ReadOnlySpan<byte> bytes);

    /// <summary>Something else happened, by its name without the percent sign.</summary>
    void Noticed(string name, string rest);
}
