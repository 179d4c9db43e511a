namespace CallActors.ScriptedAgent;

/// <summary>Something that the agent does for a prompt.</summary>
internal abstract record Step
{
    /// <summary>It thinks.</summary>
    public sealed record Think(double Seconds) : Step;

    /// <summary>It writes a message, one paragraph after the other.</summary>
    /// <param name="SecondsEach">Before each.</param>
    public sealed record Say(double SecondsEach, params string[] Paragraphs) : Step;

    /// <summary>It runs a command, or shows how that would be: nothing is run.</summary>
    /// <param name="Asks">Whether it needs the person's permission.</param>
    /// <param name="Progress">What the command prints, spread over its time; the last line stays.</param>
    public sealed record Run(string Command, string Description, bool Asks, double Seconds, params string[] Progress) : Step;
}

/// <summary>What the agent does for which prompt.</summary>
internal static class Script
{
    /// <summary>The first that the prompt has in it counts.</summary>
    /// <param name="hasPushed">Whether it has pushed before.</param>
    public static IReadOnlyList<Step> For(string prompt, bool hasPushed)
    {
        if (Has("did you push"))
            return [new Step.Think(0.3), new Step.Say(0, hasPushed ? "Yes: main is force-pushed to origin." : "No: I was not allowed to, and nothing was pushed.")];
        if (Has("explain"))
        {
            return
            [
                new Step.Think(0.5),
                new Step.Say(
                    1.7,
                    "The server takes an order, checks it and puts it into a queue. That is all it does while the customer waits.",
                    "A worker takes the order from the queue. It asks the payment service for the money, and keeps the answer beside the order before anything else happens.",
                    "If the payment service does not answer, the order goes back into the queue with a time before which nobody takes it. The time grows with each attempt, up to an hour.",
                    "Orders are numbered by the customer's own request. A request that comes twice finds the order there, and is answered with it.",
                    "The stock is counted down only when the payment is kept. Two orders for the last piece are therefore both taken, and the later one is paid back.",
                    "What I would change first is that last part: a reservation for ten minutes costs little, and saves the customer a disappointment."),
            ];
        }
        if (Has("tag the release"))
        {
            return
            [
                new Step.Run("git tag v2", "Marks the release", Asks: true, 0.2, "v2"),
                new Step.Run("git push origin v2", "Pushes the mark", Asks: true, 0.2, "v2 -> v2"),
                new Step.Say(0.3, "Tagged: v2 is at origin."),
            ];
        }
        if (Has("push"))
        {
            return
            [
                new Step.Think(0.5), new Step.Say(0, "I will push the branch."),
                new Step.Run("git push --force origin main", "Pushes the branch over what is there", Asks: true, 0.5, "main -> main (forced update)"),
                new Step.Say(0.3, "Pushed: main is now at origin as it is here. It was a forced update."),
            ];
        }
        if (Has("test"))
        {
            return
            [
                new Step.Think(0.5), new Step.Say(0, "I will run the tests."),
                new Step.Run("npm test", "Runs the tests", Asks: false, 2, "12 of 42 passed", "30 of 42 passed", "42 of 42 passed"),
                new Step.Say(0.3, "All 42 tests passed. The slowest took 180 milliseconds, and nothing was skipped."),
            ];
        }
        return [new Step.Think(0.3), new Step.Say(0, $"Done: {prompt}")];

        bool Has(string word) => prompt.Contains(word, StringComparison.OrdinalIgnoreCase);
    }
}
