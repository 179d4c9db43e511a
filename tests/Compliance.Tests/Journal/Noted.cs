using System.Collections.Immutable;

namespace CallActors.Compliance.Tests.Journal;

/// <summary>An event of the kit.</summary>
public sealed record Noted(string Text);

/// <summary>An event that its serializer refuses.</summary>
public sealed record Unwritable(string Text);

/// <summary>A snapshot of the kit.</summary>
public sealed record Notes(ImmutableList<string> Texts);
