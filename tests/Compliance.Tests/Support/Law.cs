using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Config = FsCheck.Config;

namespace CallActors.Compliance.Tests.Support;

/// <summary>
/// Checks that a law holds for random cases. The cases are the same in every run. A failure shows the smallest case that was
/// found and what repeats it: <c>LAW_SEED=123,457,20</c>. <c>LAW_SEED=random</c> tries other cases, and <c>LAW_RUNS=20</c> twenty
/// times as many.
/// </summary>
internal static class Law
{
    private static readonly (ulong Seed, ulong Gamma) Usual = (2_718_281_828, 31_415_927);

    /// <param name="cases">Makes the cases.</param>
    /// <param name="smaller">From a case that breaks the law, simpler ones that may break it too, the simplest first.</param>
    /// <param name="check">Throws when the law is broken.</param>
    /// <param name="runs">How many cases are tried.</param>
    public static void Holds<T>(Gen<T> cases, Func<T, IEnumerable<T>> smaller, Action<T> check, int runs) =>
        Check.One(Settings(runs), Prop.ForAll(Arb.From(cases, smaller), check));

    private static Config Settings(int runs)
    {
        var factor = int.TryParse(Environment.GetEnvironmentVariable("LAW_RUNS"), out var times) ? times : 1;
        var settings = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(runs * factor);
        return Environment.GetEnvironmentVariable("LAW_SEED") switch
        {
            "random" => settings,
            { Length: > 0 } given when given.Split(',') is [var seed, var gamma, var size] =>
                Replaying(settings, ulong.Parse(seed), ulong.Parse(gamma), FSharpOption<int>.Some(int.Parse(size))),
            _ => Replaying(settings, Usual.Seed, Usual.Gamma, FSharpOption<int>.None),
        };
    }

    private static Config Replaying(Config settings, ulong seed, ulong gamma, FSharpOption<int> size) =>
        settings.WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, gamma), size)));
}
