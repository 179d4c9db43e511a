using System.Security.Cryptography;
using System.Text;
using CallActors.Contracts.Assistants;

namespace CallActors.Engine.Assistants;

/// <summary>What comes of the model and of its tools.</summary>
internal sealed partial class AssistantDecider
{
    /// <summary>Longest note of a model's that is kept, in characters.</summary>
    private const int LongestNote = 256 * 1024;

    /// <summary>The next event of the response. Each but the last is followed by a pull.</summary>
    public void Told(int run, ModelEvent told)
    {
        if (run != Live.Run || State.Running is null) return;
        switch (told)
        {
            case ModelEvent.Ended e:
                Ended(e.Stop);
                return;
            case ModelEvent.Failed e:
                Failed(e);
                return;
            case ModelEvent.Text e:
                Live = Live with { Pending = Live.Pending + e.Words, HasStreamed = true };
                for (var cut = SpokenPieces.Cut(Live.Pending); cut > 0; cut = SpokenPieces.Cut(Live.Pending)) Speak(cut);
                break;
            case ModelEvent.Noted e:
                Speak();
                Live = Live with { HasStreamed = true };
                if (e.Data.Length <= LongestNote) Happened(new AssistantEvents.Noted(now, Live.Round, e.Data));
                break;
            case ModelEvent.UsedTool e:
                Speak();
                Live = Live with { HasStreamed = true };
                Happened(new AssistantEvents.ToolUsed(now, Live.Round, e.UseId, e.Name, e.Input));
                break;
        }

        Do(new AssistantEffect.Arm(AssistantTimer.Silence, Live.Run, rules.SilenceWithin));
        Do(new AssistantEffect.Pull(Live.Run));
    }

    /// <summary>The model says nothing any more.</summary>
    public void IsSilent(int run)
    {
        if (run != Live.Run || State.Running is null) return;
        Speak();
        End(AssistantEnding.TimedOut);
    }

    public void RetryIsDue(int run)
    {
        if (run != Live.Run || State.Running is null) return;
        Live = Live with { Run = Live.Run + 1, Attempts = Live.Attempts + 1 };
        Request();
    }

    public void ToolAnswered(int run, string useId, string content, bool isError)
    {
        if (run != Live.Run || State.Running is null || Live.Tool != useId) return;
        Happened(new AssistantEvents.ToolAnswered(now, useId, content, isError));
        Live = Live with { Tool = null };
        GoOn();
    }

    private void Ended(ModelStop stop)
    {
        Speak();
        Do(new AssistantEffect.StopModel());
        Do(new AssistantEffect.Disarm(AssistantTimer.Silence));
        var uses = State.Running!.Open.Any();
        if (uses && stop is ModelStop.ToolUse)
        {
            // The round in which it may not use tools was its last.
            if (Live.Round < rules.ToolRounds) GoOn();
            else End(AssistantEnding.TooManySteps);
            return;
        }

        End(stop switch
        {
            ModelStop.MaxTokens => AssistantEnding.CutShort,
            ModelStop.Refusal => AssistantEnding.Declined,
            ModelStop.ContextFull => AssistantEnding.TooLong,
            _ => AssistantEnding.Answered,
        });
    }

    /// <summary>The next tool that was used and has no answer; or else the next response.</summary>
    private void GoOn()
    {
        if (State.Running!.Open.FirstOrDefault() is not { } step)
        {
            Live = Live with { Round = Live.Round + 1 };
            AskFor();
            return;
        }

        Live = Live with { Run = Live.Run + 1, Tool = step.UseId };
        Do(new AssistantEffect.Tell(new AssistantActivity.UsesTool(person, State.Running.Id, doing(step.Name!))));
        Do(new AssistantEffect.RunTool(Live.Run, new ToolCall(person, State.Running.CallId, step.UseId!, step.Name!, step.Text, KeyOf(State.Running, step))));
    }

    private void Failed(ModelEvent.Failed failure)
    {
        if (!Live.HasStreamed && Wait(failure) is { } wait)
        {
            Do(new AssistantEffect.StopModel());
            Do(new AssistantEffect.Disarm(AssistantTimer.Silence));
            Do(new AssistantEffect.Arm(AssistantTimer.Retry, Live.Run, wait));
            return;
        }

        Speak();
        End(failure.Fault switch
        {
            ModelFault.RateLimited => AssistantEnding.RateLimited,
            ModelFault.Overloaded or ModelFault.VendorFailed => AssistantEnding.Unavailable,
            ModelFault.KeyRefused => AssistantEnding.KeyRefused,
            ModelFault.TooLong => AssistantEnding.TooLong,
            ModelFault.RequestRefused => AssistantEnding.Misconfigured,
            _ => AssistantEnding.NotReached,
        });
    }

    /// <summary>How long to wait before the model is asked again; null when it is not.</summary>
    private TimeSpan? Wait(ModelEvent.Failed failure)
    {
        if (Live.Attempts > rules.Retries) return null;
        if (failure.Fault is not (ModelFault.RateLimited or ModelFault.Overloaded or ModelFault.VendorFailed or ModelFault.Network)) return null;
        var wait = failure.RetryAfter ?? rules.RetryAfter * Math.Pow(2, Live.Attempts - 1);
        return wait <= rules.LongestRetryAfter ? wait : null;
    }

    /// <summary>Tells words that have come: so many, or all.</summary>
    private void Speak(int? count = null)
    {
        var words = Live.Pending[..(count ?? Live.Pending.Length)];
        Live = Live with { Pending = Live.Pending[words.Length..] };
        if (words.Length == 0) return;
        Happened(new AssistantEvents.Spoken(now, Live.Round, words));
        Do(new AssistantEffect.Tell(new AssistantActivity.Text(person, State.Running!.Id, words)));
    }

    private static string KeyOf(AssistantState.Turn turn, AssistantState.Step step) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{turn.CallId.Value}|{turn.Id.Value}|{step.UseId}")).AsSpan(0, 16));
}
