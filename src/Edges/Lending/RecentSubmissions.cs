using CallActors.Contracts.Workspaces;

namespace CallActors.Edges.Lending;

/// <summary>
/// What was submitted last, for as long as this process runs: a gateway that has lost the answer, or its memory, orders it again, and gets the
/// answer without its being done again. Thread-safe.
/// </summary>
/// <param name="most">How many are remembered; the oldest that is over is forgotten first.</param>
internal sealed class RecentSubmissions(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(WorkspaceId, SubmissionId), Task<SubmissionState>> _known = [];
    private readonly LinkedList<(WorkspaceId, SubmissionId)> _order = [];

    /// <summary>Does it, or joins whoever does it, or tells how it went.</summary>
    public Task<SubmissionState> SubmitAsync(WorkspaceId workspace, SubmissionId submission, Func<Task<SubmissionState>> submit)
    {
        var key = (workspace, submission);
        lock (_lock)
        {
            // What was not done may be done now.
            if (_known.TryGetValue(key, out var known) && (!known.IsCompleted || IsDone(known))) return known;
            if (!_known.ContainsKey(key)) _order.AddLast(key);
            var task = Task.Run(submit);
            _known[key] = task;
            for (var node = _order.First; _order.Count > most && node is not null;)
            {
                var next = node.Next;
                if (_known[node.Value].IsCompleted)
                {
                    _known.Remove(node.Value);
                    _order.Remove(node);
                }
                node = next;
            }
            return task;
        }
    }

    private static bool IsDone(Task<SubmissionState> task) => task.IsCompletedSuccessfully && task.Result is SubmissionState.Entered or SubmissionState.Accepted;
}
