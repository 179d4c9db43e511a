using System.Text.Json.Serialization;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges.Wire;

/// <summary>What a frame is about. Workspaces are named as the edge itself names them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Order), "order")]
[JsonDerivedType(typeof(Tell), "tell")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(News), "news")]
[JsonDerivedType(typeof(ConnectionEnded), "ended")]
[JsonDerivedType(typeof(Agent), "agent")]
[JsonDerivedType(typeof(Nothing), "nothing")]
internal abstract record LinkBody
{
    /// <summary>Gateway → edge: something to be done. Answered by a <see cref="Result"/>.</summary>
    /// <param name="Request">The order's own number.</param>
    /// <param name="Connection">The connection to a host that it belongs to, as the gateway has numbered it.</param>
    public sealed record Order(long Request, long Connection, EdgeOrder What) : LinkBody;

    /// <summary>Gateway → edge: something that an agent's own sources should know of. No answer.</summary>
    public sealed record Tell(WorkspaceId Workspace, AgentObservation Seen) : LinkBody;

    /// <summary>Edge → gateway: how an order went.</summary>
    public sealed record Result(long Request, EdgeResult How) : LinkBody;

    /// <summary>Edge → gateway: news of a connection to a host.</summary>
    public sealed record News(long Connection, WorkspaceNews What) : LinkBody;

    /// <summary>Edge → gateway: the connection has ended.</summary>
    public sealed record ConnectionEnded(long Connection) : LinkBody;

    /// <summary>Edge → gateway: news of an agent.</summary>
    public sealed record Agent(WorkspaceId Workspace, AgentNews What) : LinkBody;

    /// <summary>In the place of something that was given up after it had got its number.</summary>
    public sealed record Nothing : LinkBody;
}

/// <summary>What a gateway orders: the port <see cref="IWorkspaceHost"/>, over a wire.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Connect), "connect")]
[JsonDerivedType(typeof(Disconnect), "disconnect")]
[JsonDerivedType(typeof(List), "list")]
[JsonDerivedType(typeof(Create), "create")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(Rename), "rename")]
[JsonDerivedType(typeof(Submit), "submit")]
[JsonDerivedType(typeof(Press), "press")]
[JsonDerivedType(typeof(ReadScreen), "read-screen")]
[JsonDerivedType(typeof(ReadFacts), "read-facts")]
[JsonDerivedType(typeof(Notify), "notify")]
internal abstract record EdgeOrder
{
    public sealed record Connect(string Host) : EdgeOrder;

    public sealed record Disconnect : EdgeOrder;

    public sealed record List : EdgeOrder;

    public sealed record Create(NewWorkspace Workspace) : EdgeOrder;

    public sealed record Close(WorkspaceId Workspace) : EdgeOrder;

    public sealed record Rename(WorkspaceId Workspace, string Name) : EdgeOrder;

    public sealed record Submit(WorkspaceId Workspace, SubmissionId Submission, string Text) : EdgeOrder;

    public sealed record Press(WorkspaceId Workspace, WorkspaceKey Key) : EdgeOrder;

    public sealed record ReadScreen(WorkspaceId Workspace, int History) : EdgeOrder;

    public sealed record ReadFacts(WorkspaceId Workspace) : EdgeOrder;

    public sealed record Notify(WorkspaceNotice Notice) : EdgeOrder;
}

/// <summary>How an order went.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Listed), "listed")]
[JsonDerivedType(typeof(Created), "created")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(Shown), "shown")]
[JsonDerivedType(typeof(Facts), "facts")]
[JsonDerivedType(typeof(Failed), "failed")]
internal abstract record EdgeResult
{
    public sealed record Done : EdgeResult;

    public sealed record Listed(IReadOnlyList<Workspace> Workspaces) : EdgeResult;

    public sealed record Created(Workspace Workspace) : EdgeResult;

    public sealed record Submitted(SubmissionState State) : EdgeResult;

    public sealed record Shown(IReadOnlyList<string> Lines) : EdgeResult
    {
        /// <summary>As <see cref="Screen.Faint"/>; left out where it is not known.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<FaintText>? Faint { get; init; }
    }

    public sealed record Facts(WorkspaceFacts What) : EdgeResult;

    /// <param name="Message">A sentence fit for the person.</param>
    public sealed record Failed(WorkspaceFault Fault, string Message) : EdgeResult;
}
