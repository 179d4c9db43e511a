using System.Text;
using System.Threading.Channels;
using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.Tests.ClaudeCode;

public sealed class TranscriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("callactors-transcript-");

    private string File => Path.Combine(_folder.FullName, "s-1.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Of_a_real_transcript_the_prompts_the_words_and_the_ends_are_read() =>
        Assert.Equal(
            [
                "Prompt: hello there", "Wrote: Hello from the fake.", "TurnOver", "TurnOver",
                "Prompt: RUN touch made.txt && sleep 6", "Wrote: I will run it.", "Worked", "Worked", "Wrote: Done with the tool.|Two paragraphs.", "TurnOver", "TurnOver",
                "Prompt: SLOW please", "Wrote:", "Interrupted",
                "Prompt: RUN touch denied.txt", "Wrote: I will run it.", "Worked", "Worked", "Interrupted",
                "Prompt: RUN touch x && sleep 30", "Wrote: Done with the tool.|Two paragraphs.", "TurnOver", "TurnOver",
                "Prompt: 1RUN touch y && false", "Wrote: I will run it.", "Worked", "Worked", "Wrote: Hello from the fake.", "TurnOver", "TurnOver",
                "Prompt: ASK me", "Worked", "Worked", "Wrote: Done with the tool.|Two paragraphs.", "TurnOver", "TurnOver",
                "Compacted", "Prompt: <command-name>/compact</command-name>",
            ],
            Entries(Recording.Transcript).Select(Show).Select(entry => entry.Replace("||", "|", StringComparison.Ordinal).Split("|            <")[0].Split("slow slow")[0].TrimEnd()));

    [Theory]
    [InlineData("""{"type":"assistant","isSidechain":true,"message":{"id":"m","content":[{"type":"text","text":"of an agent within"}]}}""")]
    [InlineData("""{"type":"a-type-to-come","message":{"content":"x"}}""")]
    [InlineData("""{"type":"user","isMeta":true,"message":{"content":"caveat"}}""")]
    [InlineData("""{"type":"user","isCompactSummary":true,"message":{"content":"This session is being continued"}}""")]
    [InlineData("""{"type":"user","message":{"content":"<local-command-stdout>x"}}""")]
    [InlineData("""{"type":5,"message":[]}""")]
    [InlineData("""{"type":"assistant","message":"x"}""")]
    [InlineData("""["assistant"]""")]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"text","text":"cut""")]
    [InlineData("")]
    public void What_is_no_part_of_the_conversation_says_nothing(string line) => Assert.Empty(TranscriptParser.Read(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void However_the_file_grows_each_line_is_read_once_and_whole()
    {
        var whole = Encoding.UTF8.GetBytes(string.Join('\n', Recording.Transcript) + "\n");
        var expected = Entries(Recording.Transcript);
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            System.IO.File.Delete(File);
            var tail = new TranscriptTail(File);
            var read = new List<TranscriptEntry>();
            for (var written = 0; written < whole.Length;)
            {
                var length = Math.Min(whole.Length - written, random.Next(4) == 0 ? random.Next(1, 10) : random.Next(1, 9000));
                Append(whole.AsSpan(written, length));
                written += length;
                if (random.Next(3) > 0) tail.Read(read.Add);
            }
            tail.Read(read.Add);
            Assert.Equal(expected, read);
        }
    }

    [Fact]
    public void A_file_that_is_exchanged_cut_or_written_anew_is_read_on_and_nothing_is_doubled()
    {
        var tail = new TranscriptTail(File);
        var read = new List<TranscriptEntry>();
        Append(Line("a", 1), Line("b", 2));
        tail.Read(read.Add);
        // Written anew with the old lines, and one more: longer than before.
        System.IO.File.WriteAllText(File, Line("a, but longer", 1) + Line("b", 2) + Line("c", 3));
        tail.Read(read.Add);
        // Cut.
        System.IO.File.WriteAllText(File, Line("d", 4));
        tail.Read(read.Add);
        // Another file in its place, of the same length.
        System.IO.File.WriteAllText(File + ".new", Line("e", 5));
        System.IO.File.Move(File + ".new", File, overwrite: true);
        tail.Read(read.Add);
        System.IO.File.Delete(File);
        tail.Read(read.Add);
        Append(Line("f", 6));
        tail.Read(read.Add);
        Assert.Equal(["a", "b", "c", "d", "e", "f"], read.OfType<TranscriptEntry.Wrote>().Select(wrote => wrote.Text));
    }

    [Fact]
    public void A_line_that_is_too_long_is_passed_over_and_the_next_one_read()
    {
        var tail = new TranscriptTail(File, longestLine: 2000);
        var read = new List<TranscriptEntry>();
        Append(Line("a", 1), Line(new string('x', 500_000), 2)[..300_000]);
        tail.Read(read.Add);
        Append(new string('x', 100) + "\n", Line("b", 3));
        tail.Read(read.Add);
        Assert.Equal(["a", "b"], read.OfType<TranscriptEntry.Wrote>().Select(wrote => wrote.Text));
    }

    [Fact]
    public void A_conversation_that_was_begun_before_is_read_from_where_it_is()
    {
        var line = Line("being written", 2);
        Append(Line("old", 1), line[..40]);
        var tail = new TranscriptTail(File);
        tail.SkipTo(new FileInfo(File).Length);
        var read = new List<TranscriptEntry>();
        Append(line[40..]);
        tail.Read(read.Add);
        Assert.Equal(["being written"], read.OfType<TranscriptEntry.Wrote>().Select(wrote => wrote.Text));
    }

    [Fact]
    public void Damaged_lines_do_no_harm()
    {
        for (var seed = 1; seed <= 4000; seed++)
        {
            var random = new Random(seed);
            var line = Encoding.UTF8.GetBytes(Recording.Transcript[random.Next(Recording.Transcript.Length)]);
            for (var i = random.Next(4); i > 0; i--) line[random.Next(line.Length)] = (byte)random.Next(256);
            TranscriptParser.Read(line.AsMemory(0, random.Next(line.Length + 1)));
        }
    }

    [Fact]
    public async Task A_file_is_followed_by_what_the_system_tells_before_it_is_there_and_over_a_change_of_conversations()
    {
        var log = new Log();
        // Nothing is looked at by itself: the clock stands.
        var time = new CallActors.Carriers.Tests.ManualTime();
        await using var follower = new TranscriptFollower(log, TimeSpan.FromSeconds(1), time);
        Assert.True(AgentSessionId.TryParse("s-1", out var one));
        Assert.True(AgentSessionId.TryParse("s-2", out var two));
        follower.Follow(new AgentSession(one, File), TranscriptStart.Beginning);
        Append(Line("a", 1));
        Assert.Equal("s-1: Wrote: a", await log.NextAsync());
        var other = Path.Combine(_folder.FullName, "later", "s-2.jsonl");
        Append(Line("b", 2));
        follower.Follow(new AgentSession(two, other), TranscriptStart.Beginning);
        Assert.Equal("s-1: Wrote: b", await log.NextAsync());
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        await System.IO.File.WriteAllTextAsync(other, Line("c", 3));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("s-2: Wrote: c", await log.NextAsync());
    }

    [Fact]
    public async Task A_folder_that_came_later_is_watched_from_the_next_hook_on()
    {
        var log = new Log();
        await using var follower = new TranscriptFollower(log, TimeSpan.FromSeconds(1), new CallActors.Carriers.Tests.ManualTime());
        Assert.True(AgentSessionId.TryParse("s-1", out var one));
        var later = Path.Combine(_folder.FullName, "later", "s-1.jsonl");
        follower.Follow(new AgentSession(one, later), TranscriptStart.Beginning);
        Directory.CreateDirectory(Path.GetDirectoryName(later)!);
        follower.Look();
        await System.IO.File.WriteAllTextAsync(later, Line("a", 1));
        Assert.Equal("s-1: Wrote: a", await log.NextAsync());
    }

    internal static string Line(string text, int number) =>
        $$$"""{"type":"assistant","isSidechain":false,"uuid":"u-{{{number}}}","timestamp":"2026-11-21T14:47:{{{number % 60:00}}}.000Z","message":{"id":"m-{{{number}}}","role":"assistant","content":[{"type":"text","text":"{{{text}}}"}]}}""" + "\n";

    private static List<TranscriptEntry> Entries(IEnumerable<string> lines) => lines.SelectMany(line => TranscriptParser.Read(Encoding.UTF8.GetBytes(line))).ToList();

    private static string Show(TranscriptEntry entry) => entry switch
    {
        TranscriptEntry.Prompt prompt => $"Prompt: {prompt.Text.Replace('\n', '|')}",
        TranscriptEntry.Wrote wrote => $"Wrote: {wrote.Text.Replace('\n', '|')}",
        _ => entry.GetType().Name,
    };

    private void Append(params string[] texts)
    {
        foreach (var text in texts) Append(Encoding.UTF8.GetBytes(text));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(File, FileMode.Append);
        stream.Write(bytes);
    }

    private sealed class Log : ITranscriptObserver
    {
        private readonly Channel<string> _entries = Channel.CreateUnbounded<string>();

        public void On(AgentSession session, TranscriptEntry entry) => _entries.Writer.TryWrite($"{session.Id}: {Show(entry)}");

        public async Task<string> NextAsync() => await _entries.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
