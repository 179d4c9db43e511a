using CallActors.Compliance.Tests.Support;
using FsCheck.Fluent;
using Kernel.Actor;
using Kernel.Persistence;
using static Kernel.Tests.Persistence.Notebook;

namespace Kernel.Tests.Persistence;

/// <summary>
/// Random lives of a persistent actor that dies before a write, after it, in a handler, while a snapshot is made and while
/// it recovers: whenever it comes back it has what was stored, in order, none twice, and nothing that was acknowledged is missing.
/// </summary>
public abstract class CrashModelSpec(StorageKind storage, int runs) : IDisposable
{
    public enum Act
    {
        Note,
        NoteThree,
        NoteBeforeWrite,
        NoteAfterWrite,
        NoteInHandler,
        Save,
        SaveAndDie,
        Restart,
        RestartInRecovery,
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system = storage.NewSystem(
        $$"""
        kernel.persistence.journal.crashing {
          class = "Kernel.Tests.Persistence.CrashingJournal, CallActors.Kernel.Tests"
          inner = "{{(storage is MemoryStorage ? "kernel.persistence.journal.inmem" : "kernel.persistence.journal.sql")}}"
        }

        """,
        "kernel.persistence.journal.plugin = kernel.persistence.journal.crashing");

    private int _lives;

    public void Dispose()
    {
        Assert.True(_system.Terminate().Wait(Patience));
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Whatever_an_entity_dies_of_it_comes_back_with_what_was_stored() => Law.Holds(
        Gen.NonEmptyListOf(Gen.Elements(Enum.GetValues<Act>())).Select(acts => acts.ToArray()),
        acts => Enumerable.Range(0, acts.Length).Where(_ => acts.Length > 1).Select(left => acts.Where((_, at) => at != left).ToArray()),
        acts => new Life(_system, $"life-{Interlocked.Increment(ref _lives)}").Live(acts).WaitAsync(Patience).GetAwaiter().GetResult(),
        runs);

    /// <summary>One entity through all its deaths, and what it must know.</summary>
    private sealed class Life(ActorSystem system, string id)
    {
        private readonly List<string> _stored = [];
        private readonly CrashingJournal _journal = (CrashingJournal)Kernel.Persistence.Persistence.Instance.Apply(system).JournalFor(null);
        private Recorder _observer = null!;
        private Recorder _asker = null!;
        private IActorRef _notebook = null!;
        private int _texts;

        public async Task Live(Act[] acts)
        {
            await Begin();
            foreach (var act in acts) await Do(act);
            await End(PoisonPill.Instance);
            await Begin();
            await End(PoisonPill.Instance);
        }

        private async Task Do(Act act)
        {
            switch (act)
            {
                case Act.Note:
                    await Acknowledged(new Note(Next()), 1);
                    break;
                case Act.NoteThree:
                    await Acknowledged(new NoteAll(Next(), Next(), Next()), 3);
                    break;
                case Act.NoteBeforeWrite:
                    await Lost(Crash.BeforeWrite);
                    await Begin();
                    break;
                case Act.NoteAfterWrite:
                    _stored.Add(await Lost(Crash.AfterWrite));
                    await Begin();
                    break;
                case Act.NoteInHandler:
                    _stored.Add(Next());
                    _asker.Send(_notebook, new ThrowAfter(_stored[^1]));
                    await Recovered();
                    break;
                case Act.Save:
                    _asker.Send(_notebook, new Save());
                    await _observer.Next<SaveSnapshotSuccess>();
                    break;
                case Act.SaveAndDie:
                    _asker.Send(_notebook, new Save());
                    await End(PoisonPill.Instance);
                    await Begin();
                    break;
                case Act.Restart:
                    await End(Kill.Instance);
                    await Begin();
                    break;
                case Act.RestartInRecovery:
                    await End(PoisonPill.Instance);
                    _journal.Arm(Crash.Recovery);
                    Make();
                    Assert.StartsWith("recovery failure", await _observer.Next<string>(), StringComparison.Ordinal);
                    await _asker.Next<Terminated>();
                    await Begin();
                    break;
            }
        }

        private async Task Acknowledged(object command, int count)
        {
            _asker.Send(_notebook, command);
            _stored.AddRange(await _asker.Texts(count));
        }

        private async Task<string> Lost(Crash crash)
        {
            var text = Next();
            _journal.Arm(crash);
            _asker.Send(_notebook, new Note(text));
            Assert.StartsWith("failure", await _observer.Next<string>(), StringComparison.Ordinal);
            await _asker.Next<Terminated>();
            return text;
        }

        private string Next() => $"{++_texts}";

        private async Task Begin()
        {
            Make();
            await Recovered();
        }

        private void Make()
        {
            _observer = new Recorder(system);
            _asker = new Recorder(system);
            var observer = _observer.Ref;
            _notebook = system.ActorOf(Props.Create(() => new Notebook(id, observer, null)));
            _asker.Watch(_notebook);
        }

        private async Task Recovered()
        {
            var seen = (await _observer.Next<string>())["recovered ".Length..].Split(',', StringSplitOptions.RemoveEmptyEntries);
            // A snapshot that was offered leaves a mark of its own.
            Assert.Equal(_stored, seen.Where(text => !text.StartsWith("offer", StringComparison.Ordinal)));
        }

        private async Task End(object death)
        {
            _asker.Send(_notebook, death);
            await _asker.Next<Terminated>();
        }
    }
}

public sealed class MemoryCrashModelSpec() : CrashModelSpec(new MemoryStorage(), runs: 150);

public sealed class SqliteCrashModelSpec() : CrashModelSpec(new SqliteStorage(), runs: 60);
