using CallActors.Contracts.Recordings;
using CallActors.Engine.Calls;
using CallActors.Engine.Speech;
using CallActors.Engine.Turns;
using CallActors.Gateway.Options;
using CallActors.Speech.VoiceActivity;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>What is configured, and where.</summary>
public sealed class OptionsTests : OptionsTest
{
    private static TimeSpan Milliseconds(int number) => TimeSpan.FromMilliseconds(number);

    [Fact]
    public void With_nothing_configured_the_defaults_stand()
    {
        var reading = GatewayOptionsReader.Read(new OptionSources([], new Dictionary<string, string>()));
        Assert.Empty(reading.Faults);
        Assert.Equal(new GatewayOptions(), reading.Options);
        Assert.Equal(("127.0.0.1", 3333, "./var"), (reading.Options!.Host, reading.Options.Port, reading.Options.DataFolder));
    }

    [Fact]
    public void Later_layers_win_file_then_environment_then_command_line()
    {
        File("gateway { port = 4001, callee = \"+15551234\", listen-time = 20s, host = \"::1\" }");
        var options = Read(["--port=4003"], ("PORT", "4002"), ("CALLME_TRANSCRIPT_TIMEOUT_MS", "30000")).Options!;
        Assert.Equal((4003, "+15551234", TimeSpan.FromSeconds(30), "::1"), (options.Port, options.DefaultCallee, options.ListenFor, options.Host));
        Assert.Equal(4002, Read(null, ("PORT", "4002")).Options!.Port);
        Assert.Equal(4001, Read().Options!.Port);
    }

    [Fact]
    public void Every_key_can_be_written_in_the_file()
    {
        var named = Path.Combine(Folder, "other.conf");
        System.IO.File.WriteAllText(named, """
            gateway {
              host = localhost
              port = 0
              data = "/tmp/elsewhere"
              public-url = "https://phone.example.org/"
              api-key = "0123456789abcdef"
              journal = "Host=db;Password=geheim;Database=calls"
              callee = softphone
              ring-time = 20s
              listen-time = 2m
              stop-time = 500ms
              reconnect-time = 0s
            }
            conversation { onset = 60ms, commit-words = 2, quiet-time = 0s, working-after = 1s, longest-reply = 0s }
            engine.something = 7
            """);
        var reading = GatewayOptionsReader.Read(new OptionSources(["--config", named], new Dictionary<string, string>()));
        Assert.Empty(reading.Faults);
        Assert.Equal(
            new GatewayOptions
            {
                Host = "localhost",
                Port = 0,
                DataFolder = "/tmp/elsewhere",
                PublicUrl = "https://phone.example.org",
                ApiKey = "0123456789abcdef",
                Journal = "Host=db;Password=geheim;Database=calls",
                RingFor = TimeSpan.FromSeconds(20),
                ListenFor = TimeSpan.FromMinutes(2),
                StopWithin = TimeSpan.FromMilliseconds(500),
                ReconnectWithin = TimeSpan.Zero,
                Turns = TurnRules.Default with { OnsetVoiced = TimeSpan.FromMilliseconds(60), CommitWords = 2 },
                Calls = CallRules.Default with { QuietFor = TimeSpan.Zero, WorkingAfter = TimeSpan.FromSeconds(1) },
                LongestReply = TimeSpan.Zero,
            },
            reading.Options);
    }

    [Fact]
    public void Every_key_of_rate_limits_and_recordings_sets_its_own_value()
    {
        File("""
            gateway { port = 4001, rate-limits { key-burst = 20, key-per-second = 4, person-burst = 3, person-every = 1h } }
            recording { calls = per-call, longest = 90m, megabytes = 500, days = 7 }
            """);
        var options = Read().Options!;
        Assert.Equal(new RateLimitOptions { KeyBurst = 20, KeyPerSecond = 4, PersonBurst = 3, PersonEvery = TimeSpan.FromHours(1) }, options.RateLimits);
        Assert.Equal(new RecordingOptions { Calls = RecordingPolicy.PerCall, Longest = TimeSpan.FromMinutes(90), Megabytes = 500, Days = 7 }, options.Recording);
        Assert.Equal(4001, options.Port);
    }

    [Theory]
    [InlineData("[openai, pocketsphinx]")]
    [InlineData("[ \"openai\"\n \"pocketsphinx\" ]")]
    [InlineData("\"openai, pocketsphinx\"")]
    public void Names_are_a_list_or_a_text_with_commas(string names)
    {
        File($"speech {{ recognizers = {names}, voices = [espeak-ng], openai.key = secret }}");
        var speech = Read().Options!.Speech;
        Assert.Equal(["openai", "pocketsphinx"], speech.Recognizers);
        Assert.Equal(["espeak-ng"], speech.Voices);
    }

    [Fact]
    public void Likely_words_of_a_person_are_a_list_too()
    {
        File("people.ada { address = \"+15551234567\", hints = [kunduz, TurnTracker] }");
        Assert.Equal(["kunduz", "TurnTracker"], Assert.Single(Read().Options!.People).Hints);
    }

    [Fact]
    public void Every_key_of_the_conversation_sets_its_own_constant()
    {
        File("""
            conversation {
              language = de-AT, onset = 100ms, onset-window = 160ms, onset-stops = false, commit = 500ms, commit-noises = 900ms, commit-gap = 220ms
              commit-words = 3, commit-words-from = 180ms, greeting = 2s, greeting-stops = false, commit-greeting = 800ms, ask-after = 240ms
              false-alarm = 600ms, answer-boundary = 2s, end-silence = 800ms, end-silence-least = 520ms, end-silence-most = 1500ms
              end-silence-choice = 540ms, end-silence-digits = 420ms, whole-digits = 6, unfinished-grace = 1500ms, ask-after-open = 380ms
              service-ends-within = 3s, longest-turn = 90s, text-within = 8s, not-understood-from = 700ms, yield-for = 4s, yield-gap = 260ms
              yield-at-most = 15s, voicemail = hang-up, voicemail-greeting = 20s, voicemail-message = 30s, voicemail-by-ear = false, text-unreached = true
            }
            voice-activity {
              minimum-level = -45.5, band-margin = 7, minimum-bands = 3, mean-margin = 2.75, minimum-roughness = 3.5, minimum-band-share = 0.2
              hysteresis = 1, tonal-share = 0.99, click-share = 0.75, foreground-margin = 11, minimum-periodicity = 0.65, longest-toneless = 200ms
              echo-return-loss = 8, echo-margin = 4
            }
            """);
        var options = Read().Options!;
        Assert.Equal(
            CallRules.Default with
            {
                Language = "de-AT",
                Voicemail = VoicemailPolicy.HangUp,
                GreetingWithin = Milliseconds(20_000),
                LeaveWithin = Milliseconds(30_000),
                ListensForMachines = false,
                TextsUnreached = true,
            },
            options.Calls);
        Assert.Equal(
            new TurnRules
            {
                OnsetVoiced = Milliseconds(100),
                OnsetWindow = Milliseconds(160),
                PausesAtOnset = false,
                CommitVoiced = Milliseconds(500),
                CommitVoicedOverNoises = Milliseconds(900),
                CommitGap = Milliseconds(220),
                CommitWords = 3,
                WordsCountFrom = Milliseconds(180),
                Greeting = Milliseconds(2000),
                PausesInGreeting = false,
                CommitVoicedInGreeting = Milliseconds(800),
                AskAfter = Milliseconds(240),
                FalseAlarmAfter = Milliseconds(600),
                AnswerBoundary = Milliseconds(2000),
                EndSilence = Milliseconds(800),
                LeastEndSilence = Milliseconds(520),
                MostEndSilence = Milliseconds(1500),
                EndSilenceForChoice = Milliseconds(540),
                EndSilenceForDigits = Milliseconds(420),
                WholeDigits = 6,
                UnfinishedGrace = Milliseconds(1500),
                AskAfterOpen = Milliseconds(380),
                ServiceEndsWithin = Milliseconds(3000),
                LongestTurn = Milliseconds(90_000),
                TextWithin = Milliseconds(8000),
                NotUnderstoodFrom = Milliseconds(700),
                YieldFor = Milliseconds(4000),
                YieldGap = Milliseconds(260),
                YieldAtMost = Milliseconds(15_000),
            },
            options.Turns);
        Assert.Equal(
            new VoiceDetectionOptions
            {
                MinimumLevelDb = -45.5f,
                BandMarginDb = 7,
                MinimumBands = 3,
                MeanMarginDb = 2.75f,
                MinimumRoughnessDb = 3.5f,
                MinimumBandShare = 0.2f,
                HysteresisDb = 1,
                TonalShare = 0.99f,
                ClickShare = 0.75f,
                ForegroundMarginDb = 11,
                MinimumPeriodicity = 0.65f,
                LongestToneless = Milliseconds(200),
                EchoReturnLossDb = 8,
                EchoMarginDb = 4,
            },
            options.VoiceActivity);
    }

    [Fact]
    public async Task What_is_configured_reaches_the_engine()
    {
        var options = new GatewayOptions
        {
            DataFolder = Folder,
            Turns = TurnRules.Default with { OnsetWindow = Milliseconds(200) },
            Calls = CallRules.Default with { Language = "de-AT", QuietFor = Milliseconds(7000) },
            // No detector can be made of these: they tell that they have come through.
            VoiceActivity = new VoiceDetectionOptions { MinimumBands = 9 },
        };
        await using var app = Composition.Build(options, "0123456789abcdef");
        var speech = app.Services.GetRequiredService<SpeechServices>();
        Assert.Equal((options.Turns, "de-AT"), (speech.Turns, speech.Rules.Language));
        Assert.Throws<ArgumentOutOfRangeException>(speech.VoiceActivity.Create);
    }

    [Fact]
    public void Telnyx_by_TeXML_needs_the_account_s_id_and_Twilio_has_no_TeXML()
    {
        (string, string)[] phone =
        [
            ("CALLME_PHONE_AUTH_TOKEN", "KEY-1"), ("CALLME_PHONE_NUMBER", "+15550001111"), ("CALLME_TELNYX_PUBLIC_KEY", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
            ("CALLME_PUBLIC_URL", "https://calls.example.org"), ("CALLACTORS_TELNYX_API", "texml"),
        ];
        Assert.Equal("CALLACTORS_TELNYX_ACCOUNT (phone.telnyx-account)", Assert.Single(Read(null, [("CALLME_PHONE_ACCOUNT_SID", "3000000000000000003"), .. phone]).Faults).Key);
        Assert.Equal("CALLACTORS_TELNYX_API (phone.telnyx-api)", Assert.Single(Read(null, [("CALLME_PHONE_ACCOUNT_SID", "AC0123"), .. phone]).Faults).Key);
        var options = Read(null, [("CALLME_PHONE_ACCOUNT_SID", "3000000000000000003"), ("CALLACTORS_TELNYX_ACCOUNT", "19a75cea-02c6"), .. phone]).Options!;
        Assert.Equal((TelnyxApi.Texml, "19a75cea-02c6"), (options.Phone.TelnyxApi, options.Phone.TelnyxAccount));
        Assert.Single(Read(null, ("CALLACTORS_TELNYX_API", "TeXML")).Faults);
        Assert.Single(Read(null, ("CALLACTORS_TELNYX_ACCOUNT", "a/b")).Faults);
    }

    [Fact]
    public void Who_may_call_in_is_read_and_a_pin_that_is_no_hash_is_refused_without_repeating_it()
    {
        var pin = Contracts.Switchboard.PinHash.Make("271828", Contracts.Switchboard.PinHash.FewestIterations).Text;
        File($"inbound {{ strangers = ask, message = \"Nobody is here.\", attestation = b }}\npeople {{ ada {{ address = \"+15550100001\", pin = \"{pin}\" }} }}");
        var options = Read().Options!;
        Assert.Equal(new InboundOptions { Strangers = StrangerPolicy.Ask, Message = "Nobody is here.", Attestation = Contracts.Carriers.CallerAttestation.B }, options.Inbound);
        Assert.Equal(pin, Assert.Single(options.People).Pin);
        Assert.Equal((StrangerPolicy.Silent, Contracts.Carriers.CallerAttestation.None), (new InboundOptions().Strangers, new InboundOptions().Attestation));

        File("inbound { strangers = maybe, message = \"\", attestation = c }\npeople { ada { address = \"+15550100001\", pin = 271828 }, \"?\" { address = softphone } }");
        var faults = Read().Faults;
        Assert.Equal(["inbound.attestation", "inbound.message", "inbound.strangers", "people", "people"], faults.Select(f => f.Key).Order(StringComparer.Ordinal));
        Assert.All(faults, f => Assert.DoesNotContain("271828", f.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_reference_configuration_holds_every_key_with_its_default()
    {
        var reference = Path.Combine(AppContext.BaseDirectory, "hocon", "reference.conf");
        var faults = new List<OptionFault>();
        var settings = GatewayConfigurationFile.Read(reference, faults);
        Assert.Equal(OptionKeys.All.Select(k => k.Path).Order(), settings.Select(s => s.Key).Order());
        var reading = GatewayOptionsReader.Read(new OptionSources(["--config", reference], new Dictionary<string, string>()));
        Assert.Empty(reading.Faults);
        Assert.Equal(new GatewayOptions(), reading.Options);
    }
}
