using System.Diagnostics;
using CallActors.Browser.Tests.Peer;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace CallActors.Browser.Tests;

/// <summary>Real sound both ways: what the line plays, and what the microphone sends.</summary>
[Collection(Alone.Name)]
public sealed class SoundTests(Chromium chromium, ITestOutputHelper output) : PhoneTest(chromium), IClassFixture<Chromium>
{
    private static readonly byte[] Sentence = Speech.MakeMuLaw("Hello, this is your coding agent. All of the tests have passed, and the branch is ready.");

    [BrowserFact]
    public async Task What_the_line_plays_is_heard_and_its_mark_comes_back_when_it_was_played()
    {
        var (_, media) = await TalkAsync();
        var clock = Stopwatch.StartNew();
        var playing = media.PlayAsync(Sentence);
        await Phone.RisesAsync("heard");
        await playing;
        await media.SendMarkAsync("end");
        await media.MarkAsync("end");

        // Not sooner than the sound lasts. How much later is the machine's load; the exact moment is tested in virtual time.
        var after = clock.Elapsed - TimeSpan.FromSeconds(Sentence.Length / 8000.0);
        output.WriteLine($"mark after the end of the sound: {after.TotalMilliseconds:0} ms");
        Assert.True(after > TimeSpan.Zero, $"{-after.TotalMilliseconds:0} ms too soon");
        await Phone.FallsAsync("heard");
    }

    [BrowserFact]
    public async Task Clear_is_silent_at_once_and_gives_every_mark_back()
    {
        var (_, media) = await TalkAsync();
        // All of it at once, as Twilio allows: the page holds seconds of sound when the clear comes.
        await media.SendAudioAsync(Sentence);
        await media.SendMarkAsync("first");
        await media.SendAudioAsync(Sentence);
        await media.SendMarkAsync("second");
        await Phone.RisesAsync("heard");

        var clock = Stopwatch.StartNew();
        await media.ClearAsync();
        await media.MarkAsync("first");
        await media.MarkAsync("second");
        output.WriteLine($"clear to marks: {clock.Elapsed.TotalMilliseconds:0.0} ms");
        await Phone.FallsAsync("heard");
        var left = TimeSpan.FromSeconds(2 * Sentence.Length / 8000.0);
        Assert.True(clock.Elapsed < left / 2, "The sound went on after clear.");
    }

    [BrowserFact]
    public async Task The_microphone_sends_fifty_loud_frames_a_second()
    {
        var (_, media) = await TalkAsync();
        await media.NextFramesAsync(25);
        var frames = await media.NextFramesAsync(200);

        var took = Stopwatch.GetElapsedTime(frames[0].At, frames[^1].At);
        var gaps = frames.Zip(frames.Skip(1), static (a, b) => Stopwatch.GetElapsedTime(a.At, b.At).TotalMilliseconds).Order().ToArray();
        output.WriteLine($"199 frames in {took.TotalMilliseconds:0} ms, gap p50 {gaps[100]:0.0}, p99 {gaps[196]:0.0}, most {gaps[^1]:0.0} ms");
        Assert.InRange(199 / took.TotalSeconds, 45, 55);
        Assert.All(frames, static frame => Assert.Equal(160, frame.Payload.Length));
        Assert.All(frames, static frame => Assert.Equal("inbound", frame.Track));
        Assert.All(frames, frame => Assert.Equal(frame.Chunk - frames[0].Chunk, (frame.Timestamp - frames[0].Timestamp) / 20));
        Assert.Equal(frames.Select(static frame => frame.SequenceNumber).Order(), frames.Select(static frame => frame.SequenceNumber));
        Assert.True(frames.Max(static frame => frame.Level) > 1000, $"loudest {frames.Max(static frame => frame.Level):0}");
        await Phone.RisesAsync("spoken");
    }

    [BrowserFact]
    public async Task A_muted_microphone_sends_silence_and_stays_muted_after_a_reload()
    {
        var (call, media) = await TalkAsync();
        await Phone.PressAsync("m");
        await Phone.IsInStateAsync("In call, you are muted");
        await media.NextFramesAsync(10);
        Assert.All(await media.NextFramesAsync(50), static frame => Assert.All(frame.Payload, static code => Assert.Equal(0xff, code)));

        await Phone.Page.ReloadAsync();
        Line = await Gateway.LineAsync();
        await Line.WelcomeAsync();
        await Line.ResumeAsync(call);
        await Line.GiveTicketAsync(call);
        var again = await Gateway.MediaAsync();
        await again.StartAsync();
        await Phone.IsInStateAsync("In call, you are muted");
        Assert.All(await again.NextFramesAsync(50), static frame => Assert.All(frame.Payload, static code => Assert.Equal(0xff, code)));

        await Phone.Button("Muted").ClickAsync();
        await Phone.IsInStateAsync("In call");
        await Eventually.IsTrueAsync(() => Task.FromResult(again.Frames.Last().Level > 500), "a voice after unmuting");
    }

    [BrowserFact]
    public async Task Ringing_can_be_heard()
    {
        await OpenAsync(before: """
            const start = AudioBufferSourceNode.prototype.start;
            window.loops = [];
            AudioBufferSourceNode.prototype.start = function (...args) { window.loops.push(this); return start.apply(this, args); };
            const stop = AudioBufferSourceNode.prototype.stop;
            AudioBufferSourceNode.prototype.stop = function (...args) { window.loops.splice(window.loops.indexOf(this), 1); return stop.apply(this, args); };
            """);
        var call = PeerCall.New();
        await Line.RingAsync(call);
        await Phone.IsInStateAsync("Incoming call");
        await Eventually.IsTrueAsync(() => Phone.Page.EvaluateAsync<bool>("loops.length === 1"), "the ring tone");
        Assert.Equal(6, await Phone.Page.EvaluateAsync<double>("loops[0].buffer.duration"), precision: 3);
        await Phone.Button("Decline").ClickAsync();
        await Eventually.IsTrueAsync(() => Phone.Page.EvaluateAsync<bool>("loops.length === 0"), "silence after declining");
    }

    [BrowserFact]
    public async Task Without_a_microphone_the_page_says_so_and_goes_on_with_typed_words()
    {
        var (call, media) = await TalkAsync(before: """
            navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
            """);
        await Assertions.Expect(Phone.Page.Locator("#microphone-notice")).ToContainTextAsync("may not use the microphone");
        Assert.All(await media.NextFramesAsync(20), static frame => Assert.All(frame.Payload, static code => Assert.Equal(0xff, code)));
        await Phone.Page.GetByLabel("Say in typed words").FillAsync("run the tests");
        await Phone.PressAsync("Enter");
        var words = await Line.NextAsync("words");
        Assert.Equal((call.Leg, "run the tests", true, "typed"),
            ((string?)words["leg"], (string?)words["text"], (bool?)words["final"], (string?)words["source"]));
    }

    [BrowserFact]
    public async Task Speech_is_recognised_in_the_browser_only_when_it_is_switched_on()
    {
        var (call, _) = await TalkAsync(before: """
            window.sessions = [];
            class Recognition {
              constructor() { window.sessions.push(this); }
              start() { this.started = true; }
              abort() { this.aborted = true; }
            }
            window.webkitSpeechRecognition = Recognition;
            window.SpeechRecognition = undefined;
            """);
        Assert.Equal(0, await Phone.Page.EvaluateAsync<int>("sessions.length"));
        await Phone.Page.GetByLabel("Settings", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(Phone.Page.GetByText("speech service of the maker of this browser")).ToBeVisibleAsync();
        await Phone.Page.GetByRole(AriaRole.Switch, new() { Name = "Recognise speech" }).CheckAsync();
        await Phone.Page.EvaluateAsync("""
            () => {
              const result = (text, isFinal) => Object.assign([{ transcript: text }], { isFinal });
              sessions[0].onresult({ resultIndex: 0, results: [result('run the', false)] });
              sessions[0].onresult({ resultIndex: 0, results: [result('run the tests', true)] });
            }
            """);
        foreach (var (text, final) in new[] { ("run the", false), ("run the tests", true) })
        {
            var words = await Line.NextAsync("words");
            Assert.Equal((call.Leg, text, final, "browser"),
                ((string?)words["leg"], (string?)words["text"], (bool?)words["final"], (string?)words["source"]));
        }

        await Phone.Button("Hang up").ClickAsync();
        await Eventually.IsTrueAsync(() => Phone.Page.EvaluateAsync<bool>("sessions[0].aborted"), "recognition off after the call");
    }
}
