namespace CallActors.Contracts.Assistants;

/// <summary>A language model that a person on a call talks to.</summary>
public interface IAssistantModel
{
    /// <summary>The model's own name, for logs.</summary>
    string Name { get; }

    /// <summary>Asks for one response, which comes as it is made. Fails by <see cref="ModelEvent.Failed"/> alone, which is the last event, as is
    /// <see cref="ModelEvent.Ended"/>; it does not try again by itself.</summary>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    IAsyncEnumerable<ModelEvent> AnswerAsync(ModelRequest request, CancellationToken cancelled);
}

/// <summary>What a model is asked.</summary>
/// <param name="Messages">Begins with the person, ends with the person, and alternates; what <see cref="ModelPart.ToolUse"/> asks is answered by a
/// <see cref="ModelPart.ToolResult"/> in the next message.</param>
/// <param name="Tools">What it may use, always in the same order.</param>
/// <param name="MayUseTools">False when it has to answer by what it knows; the tools are listed nevertheless.</param>
/// <param name="Moment">What the model has to know of the moment: date and time. The same in every request of a turn; empty for nothing.</param>
public sealed record ModelRequest(IReadOnlyList<ModelMessage> Messages, IReadOnlyList<ModelTool> Tools, bool MayUseTools = true, string Moment = "");

/// <summary>Whose a message is.</summary>
public enum ModelRole
{
    /// <summary>The person's, and what tools answered.</summary>
    Person,

    Assistant,
}

/// <param name="Parts">At least one.</param>
public sealed record ModelMessage(ModelRole Role, IReadOnlyList<ModelPart> Parts);

/// <summary>A part of a message.</summary>
public abstract record ModelPart
{
    private ModelPart()
    {
    }

    /// <param name="Words">Not blank.</param>
    public sealed record Text(string Words) : ModelPart;

    /// <summary>Something of the model's own, which it gets back as it was.</summary>
    /// <param name="Data">The model's adapter alone reads it.</param>
    public sealed record Note(string Data) : ModelPart;

    /// <param name="Input">A JSON object.</param>
    public sealed record ToolUse(string UseId, string Name, string Input) : ModelPart;

    public sealed record ToolResult(string UseId, string Content, bool IsError) : ModelPart;
}

/// <summary>A tool as it is offered to a model.</summary>
/// <param name="Description">What it does, for the model.</param>
/// <param name="Schema">The JSON schema of its input: an object.</param>
public sealed record ModelTool(string Name, string Description, string Schema);

/// <summary>Something of a response.</summary>
public abstract record ModelEvent
{
    private ModelEvent()
    {
    }

    /// <summary>The model is at work; nothing of what it says has come.</summary>
    public sealed record Alive : ModelEvent;

    /// <summary>The next of its words.</summary>
    public sealed record Text(string Words) : ModelEvent;

    /// <summary>Something of its own that it wants back with the rest of the response, in this place.</summary>
    public sealed record Noted(string Data) : ModelEvent;

    /// <summary>It uses a tool.</summary>
    /// <param name="Input">A JSON object, whole.</param>
    public sealed record UsedTool(string UseId, string Name, string Input) : ModelEvent;

    /// <summary>The response is whole, or goes no further.</summary>
    /// <param name="InputTokens">Of the request, those read from a cache included.</param>
    /// <param name="CachedTokens">Those read from a cache.</param>
    public sealed record Ended(ModelStop Stop, long InputTokens, long OutputTokens, long CachedTokens) : ModelEvent;

    /// <summary>There will be no response, or no more of it.</summary>
    /// <param name="RetryAfter">When to ask again, where it was told.</param>
    /// <param name="Detail">For the log: no key, no words.</param>
    public sealed record Failed(ModelFault Fault, string Detail, TimeSpan? RetryAfter = null) : ModelEvent;
}

/// <summary>Why a response ended.</summary>
public enum ModelStop
{
    /// <summary>The model has said what it had to say.</summary>
    EndOfTurn,

    /// <summary>It waits for its tools.</summary>
    ToolUse,

    /// <summary>The longest response was reached.</summary>
    MaxTokens,

    /// <summary>It was stopped for safety.</summary>
    Refusal,

    /// <summary>Conversation and response are together more than the model can hold.</summary>
    ContextFull,
}

/// <summary>Why a model failed: a closed set.</summary>
public enum ModelFault
{
    /// <summary>Too many requests, or tokens, of this account.</summary>
    RateLimited,

    /// <summary>The vendor has too much to do.</summary>
    Overloaded,

    /// <summary>The vendor failed.</summary>
    VendorFailed,

    /// <summary>It could not be reached, or the connection broke.</summary>
    Network,

    /// <summary>The key is missing, wrong, or may not do this; or the account has no credit. Asking again does not help.</summary>
    KeyRefused,

    /// <summary>The request is more than the model takes.</summary>
    TooLong,

    /// <summary>The request was refused for its content or its settings: the model's name, for one. Asking again does not help.</summary>
    RequestRefused,
}
