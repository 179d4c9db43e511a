namespace CallActors.Compliance.Tests.Support;

/// <summary>An event that <c>FaultyJournal</c> cannot store: the journal is down.</summary>
public sealed record Unstorable(string Text);

/// <summary>An event that <c>FaultyJournal</c> refuses, and goes on.</summary>
public sealed record Unacceptable(string Text);
