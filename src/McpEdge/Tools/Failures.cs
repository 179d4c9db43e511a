using System.Globalization;
using CallActors.McpEdge.Configuration;
using CallActors.McpEdge.Gateway;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tools;

/// <summary>Says in words what went wrong with the gateway or on the line, and what an agent can do about it.</summary>
internal sealed class Failures(EdgeOptions options)
{
    private const int LongestQuotation = 500;
    private const string Sent = "Do not send the same again: what the person writes later comes with your next send_message.";
    private const string PerhapsSent = "The text may have been sent; sent again it may come twice. What the person writes meanwhile comes with your next send_message.";

    private string Address => options.Gateway.ToString().TrimEnd('/');

    /// <summary>An exchange that did not bring what was asked for.</summary>
    public CallToolResult Of(Exchange exchange, string? callId) => Of(
        exchange, callId, "What was said may have been heard. Start it with ./run, then look with call_status before saying anything again.", MendOf);

    /// <summary>The same of a text.</summary>
    public CallToolResult OfText(Exchange exchange) => Of(
        exchange, callId: null, $"{PerhapsSent} Start it with ./run.", TextMendOf);

    private CallToolResult Of(Exchange exchange, string? callId, string lostMend, Func<string, string> mendOf) => exchange switch
    {
        Exchange.Unkeyed unkeyed => ToolResults.Failed(unkeyed.Mend, "no-key", callId: callId),
        Exchange.Unusable unusable => ToolResults.Failed(
            $"The gateway at {Address} cannot be used: {unusable.Detail}. Check CALLME_CLOUD_URL.", "unusable-gateway", callId: callId),
        Exchange.Unreachable { MayHaveArrived: true } lost => ToolResults.Failed(
            $"The gateway at {Address} went away in the middle of this ({lost.Detail}) and was not back after {Seconds(options.Reconnect)} s. {lostMend}",
            "gateway-lost", callId: callId),
        Exchange.Unreachable away => ToolResults.Failed(
            $"No gateway is running at {Address} ({away.Detail}). Start it with ./run, or set CALLME_CLOUD_URL to where it runs.",
            "gateway-not-running", callId: callId),
        Exchange.Answered { Succeeded: true } => ToolResults.Failed(
            $"What answers at {Address} is not a CallActors gateway: its answer makes no sense. Check CALLME_CLOUD_URL.", "unusable-gateway", callId: callId),
        Exchange.Answered answer => OfAnswer(answer, callId, mendOf),
        _ => throw new InvalidOperationException("An exchange is one of its own kinds."),
    };

    /// <summary>The edge's own deadline is over.</summary>
    public static CallToolResult Overdue(TimeSpan waited, string? callId) => ToolResults.Failed(
        $"Nothing came of this within {Seconds(waited)} s and it was given up. Look with call_status how the call stands; CALLACTORS_MCP_DEADLINE sets a longer time.",
        "overdue", callId: callId);

    /// <summary>The same of a text.</summary>
    public static CallToolResult TextOverdue(TimeSpan waited) => ToolResults.Failed(
        $"No reply came within {Seconds(waited)} s and the waiting was given up; the text stays sent. {Sent} CALLACTORS_MCP_DEADLINE sets a longer time.", "overdue");

    private CallToolResult OfAnswer(Exchange.Answered answer, string? callId, Func<string, string> mendOf)
    {
        var problem = answer.As(GatewayJson.Default.ProblemAnswer);
        var reason = problem?.Reason is { Length: > 0 } given ? Kebab.Of(given) : ReasonOf(answer.Status);
        var id = callId ?? problem?.CallId;
        var what = Sentence(problem?.Detail ?? problem?.Error ?? problem?.Title ?? $"The gateway at {Address} answered with status {answer.Status}");
        return ToolResults.Failed($"{what} {mendOf(reason)}".TrimEnd(), reason, answer.Status, id, problem?.Outcome);
    }

    private static string ReasonOf(int status) => status switch
    {
        400 or 422 => "bad-request",
        401 or 403 => "unauthorized",
        404 => "unknown-call",
        409 => "conflict",
        413 => "too-large",
        >= 300 and < 400 => "unusable-gateway",
        503 => "unavailable",
        504 => "timed-out",
        _ => "gateway-failed",
    };

    private string MendOf(string reason) => reason switch
    {
        "unauthorized" => $"The gateway did not take the key from {options.KeyOrigin}. Give CALLME_API_KEY, or --key-file, the key of this gateway: it is in the file api-key of the gateway's data folder.",
        "unknown-call" => "Use call_status without call_id to list the calls, or initiate_call for a new one.",
        "call-ended" => "Use call_status to read what was said; initiate_call rings again.",
        "call-busy" => "Other messages still wait to be spoken on this call. Wait for their results first.",
        "no-answer" => "Go on with what can be done without an answer, and try again later; ring again at once only if it is urgent.",
        "line-busy" => "Try again in a few minutes.",
        "declined" => "The person does not want to talk now: do not ring again unasked. Go on with what can be done without an answer.",
        "nothing-heard" => "If the call is still up, ask again with continue_call, shorter and as a yes-or-no question, or say goodbye with end_call.",
        "not-understood" => "The call is still up. Ask again with continue_call for a yes or no, or for digits on the keypad (`expect`), or say goodbye with end_call.",
        "carrier-failed" => "Look at the gateway's log, or run ./run doctor; then try again.",
        "speech-failed" => "Try the same again; if it persists, ./run doctor says what is wrong with the voices.",
        "abandoned" => "It was given up before it was done. Look with call_status how the call stands.",
        "stopping" or "starting" or "unavailable" => "Wait until the gateway is up again (./run), then look with call_status.",
        "too-large" => "Say less.",
        "unusable-gateway" => "Check CALLME_CLOUD_URL.",
        "timed-out" => "Look with call_status how the call stands.",
        "gateway-failed" => "Look at the gateway's log, then look with call_status how the call stands.",
        _ => "",
    };

    /// <summary>Of a text nothing can be looked up: what was sent is sent.</summary>
    private string TextMendOf(string reason) => reason switch
    {
        "no-texts" => "Use initiate_call if it cannot wait.",
        "no-reply" => $"{Sent} Go on with what can be done without an answer; initiate_call rings if it is urgent.",
        "thread-busy" => "Wait for the results of your other messages to this person first.",
        "abandoned" => PerhapsSent,
        "not-fit" => "Send 1 to 1,600 characters.",
        "not-delivered" => "The person did not get it. Use initiate_call if it matters.",
        "not-stored" or "stopping" or "starting" or "unavailable" or "timed-out" or "gateway-failed" =>
            $"{PerhapsSent} Wait until the gateway is up again (./run), or look at its log.",
        "unknown-call" => "This gateway sends no texts. Use initiate_call if it cannot wait.",
        _ => MendOf(reason),
    };

    private static string Sentence(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length > LongestQuotation) trimmed = trimmed[..LongestQuotation] + "…";
        return trimmed.Length == 0 || trimmed[^1] is '.' or '!' or '?' or '…' ? trimmed : trimmed + ".";
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
}
