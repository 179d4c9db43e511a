using System.Net.Sockets;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>What cmux' refusals mean. Its own sentences are not repeated: they are localised, and may hold what was typed.</summary>
internal static class CmuxFaults
{
    public const string MethodNotFound = "method_not_found";
    public const string AuthRequired = "auth_required";
    public const string NotFound = "not_found";
    public const string InvalidParams = "invalid_params";
    public const string TerminalNotReady = "terminal_not_ready";
    public const string InternalError = "internal_error";

    private const string ModeNeeded =
        "Choose the socket control mode 'automation' (any program of this user) or 'password' in cmux' settings, or start this program in a cmux terminal.";

    public static WorkspaceException Of(CmuxReply reply) => reply.Code switch
    {
        AuthRequired => new(WorkspaceFault.Password, "cmux asks for its socket password, and none is configured here."),
        "auth_failed" => new(WorkspaceFault.Password, "cmux refused the socket password."),
        "auth_unconfigured" => new(WorkspaceFault.Password, "cmux is in password mode, but no socket password is set in its settings."),
        NotFound or "surface_unavailable" => new(WorkspaceFault.NotFound, "The workspace is gone."),
        "process_exited" => new(WorkspaceFault.Refused, "The program in the workspace has ended."),
        MethodNotFound or "not_supported" => new(WorkspaceFault.Unsupported, "This build of cmux cannot do that."),
        "protected" => new(WorkspaceFault.Refused, "The workspace is pinned in cmux: unpin it first."),
        "input_queue_full" => new(WorkspaceFault.Refused, "The workspace takes no more input at present; nothing was typed."),
        TerminalNotReady => new(WorkspaceFault.Refused, "The workspace's terminal has not started yet; nothing was typed."),
        "invalid_state" => new(WorkspaceFault.Refused, "cmux cannot do that at present."),
        "timeout" => new(WorkspaceFault.TimedOut, "cmux gave up on it: it may have been done."),
        "unavailable" => new(WorkspaceFault.Refused, "cmux is not ready for that."),
        InvalidParams => new(WorkspaceFault.Refused, "cmux did not understand the request."),
        _ => new(WorkspaceFault.Refused, "cmux refused it."),
    };

    /// <summary>What a connection's end means that came before any answer.</summary>
    /// <param name="words">The line that came instead of an answer; empty for none: who writes at once sees only that the connection is reset.</param>
    public static WorkspaceException Refused(string words)
    {
        if (words.Contains("password", StringComparison.OrdinalIgnoreCase) || words.Contains("auth", StringComparison.OrdinalIgnoreCase))
            return new(WorkspaceFault.Password, "cmux asks for its socket password.");
        return new(WorkspaceFault.AccessDenied, words.Length == 0
            ? $"cmux closed the connection at once, as it does in its access mode 'cmuxOnly'. {ModeNeeded}"
            : $"cmux lets in only programs that were started in its own terminals (access mode 'cmuxOnly'). {ModeNeeded}");
    }

    /// <summary>Why a socket could not be connected to.</summary>
    public static WorkspaceException Connecting(SocketException e) => e.SocketErrorCode is SocketError.AccessDenied
        ? new(WorkspaceFault.AccessDenied, $"cmux' socket belongs to another user, who must choose the access mode 'allowAll'. For one's own cmux: {ModeNeeded}", e)
        : new(WorkspaceFault.HostGone, "Nobody is at cmux' socket.", e);

    public static WorkspaceException Nowhere() => new(
        WorkspaceFault.HostGone,
        "No cmux is running here, or its socket control is off (some builds open no socket in password mode either: then choose the mode 'automation').");

    public static WorkspaceException Gone(Exception? inner = null) => new(WorkspaceFault.HostGone, "cmux ended the connection; what was asked may have been done.", inner);

    public static WorkspaceException TimedOut(Exception? inner = null) => new(WorkspaceFault.TimedOut, "cmux did not answer in time: it may have been done.", inner);
}
