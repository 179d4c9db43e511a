namespace CallActors.Contracts.Workspaces;

/// <summary>Why a workspace's host did not do what it was asked.</summary>
public enum WorkspaceFault
{
    /// <summary>The host is not there, or went away.</summary>
    HostGone,

    /// <summary>The host lets us in only in another access mode; the message names it.</summary>
    AccessDenied,

    /// <summary>The host asks for a password, or refused the one it was given.</summary>
    Password,

    /// <summary>The workspace is gone.</summary>
    NotFound,

    /// <summary>The host refused it; the message says why.</summary>
    Refused,

    /// <summary>The host cannot do this.</summary>
    Unsupported,

    /// <summary>No answer in time: it may have been done.</summary>
    TimedOut,
}

/// <summary>A workspace's host failed at something. The message is a sentence fit for the person, without what was typed.</summary>
public sealed class WorkspaceException(WorkspaceFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public WorkspaceFault Fault { get; } = fault;
}
