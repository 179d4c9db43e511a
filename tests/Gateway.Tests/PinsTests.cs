using CallActors.Contracts.Switchboard;
using CallActors.Gateway.Doctor;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Tests;

/// <summary>Where PINs are kept, who has one, and which are refused.</summary>
public sealed class PinsTests : IDisposable
{
    private const string Good = "271828";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PinFolder => Path.Combine(_folder, "pins");

    [Fact]
    public void A_pin_is_kept_as_a_hash_that_its_owner_alone_can_read_and_counts_at_once()
    {
        var (ada, pins) = (PersonId.Of("ada"), new Pins([new Person("Ada", "+15550100001")], "softphone", PinFolder));
        Assert.Equal((PinPlace.None, null), (pins.PlaceOf(ada), pins.Of(ada)));
        pins.Keep(ada, PinHash.Make(Good, PinHash.FewestIterations));
        Assert.True(pins.Of(ada)!.Verify(Good));
        pins.Keep(ada, PinHash.Make("314159", PinHash.FewestIterations));
        Assert.True(pins.Of(ada)!.Verify("314159"));
        Assert.Equal(Path.Combine(PinFolder, "ada"), Assert.Single(Directory.GetFiles(PinFolder)));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(pins.FileOf(ada)));
        Assert.DoesNotContain("314159", File.ReadAllText(pins.FileOf(ada)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_configuration_counts_before_the_file()
    {
        var pins = new Pins([new Person("Ada", "+15550100001", Pin: PinHash.Make(Good, PinHash.FewestIterations).Text)], "softphone", PinFolder);
        pins.Keep(PersonId.Of("ada"), PinHash.Make("314159", PinHash.FewestIterations));
        Assert.Equal(PinPlace.Configuration, pins.PlaceOf(PersonId.Of("ada")));
        Assert.True(pins.Of(PersonId.Of("ada"))!.Verify(Good));
    }

    [Fact]
    public void A_file_of_somebody_who_is_not_on_the_list_any_more_counts_for_nothing_and_strangers_have_no_pin()
    {
        new Pins([new Person("Bob", "+15550100002")], "softphone", PinFolder).Keep(PersonId.Of("bob"), PinHash.Make(Good, PinHash.FewestIterations));
        var pins = new Pins([new Person("Ada", "+15550100001")], "softphone", PinFolder);
        pins.Keep(PersonId.Unknown, PinHash.Make(Good, PinHash.FewestIterations));
        Assert.Null(pins.Of(PersonId.Of("bob")));
        Assert.Null(pins.Of(PersonId.Unknown));
    }

    [Theory]
    [InlineData("../../ada")]
    [InlineData("..")]
    [InlineData(".ada")]
    [InlineData("a/b")]
    [InlineData("漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢")]
    public void No_name_leaves_the_folder(string name)
    {
        var pins = new Pins([new Person(name, "+15550100001")], "softphone", PinFolder);
        pins.Keep(PersonId.Of(name), PinHash.Make(Good, PinHash.FewestIterations));
        Assert.Equal(pins.FileOf(PersonId.Of(name)), Assert.Single(Directory.GetFiles(PinFolder)));
        Assert.NotNull(pins.Of(PersonId.Of(name)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("271828")]
    [InlineData("pbkdf2-sha256$1000$AAAA$AAAA")]
    public void A_file_without_a_hash_lets_nobody_in_and_is_told(string text)
    {
        var options = new GatewayOptions { DataFolder = _folder, People = [new Person("Ada", "+15550100001")] };
        Directory.CreateDirectory(PinFolder);
        File.WriteAllText(Path.Combine(PinFolder, "ada"), text + new string(' ', 2000));
        var pins = new Pins(options.People, "softphone", PinFolder);
        Assert.Equal((PinPlace.Unusable, null), (pins.PlaceOf(PersonId.Of("ada")), pins.Of(PersonId.Of("ada"))));
        Assert.Contains(InboundFindings.Examine(options), f => !f.Ok && f.Mend == "./run pin ada");
    }

    [Fact]
    public void The_doctor_says_who_has_a_pin_and_who_has_none()
    {
        var options = new GatewayOptions { DataFolder = _folder, People = [new Person("Ada", "+15550100001"), new Person("Bob", "+15550100002")] };
        var pins = new Pins(options.People, "softphone", PinFolder);
        pins.Keep(PersonId.Of("ada"), PinHash.Make(Good, PinHash.FewestIterations));
        var told = InboundFindings.Examine(options).ToList();
        Assert.Equal(["ada has a PIN", "bob has no PIN, and is a stranger when calling (to change that: ./run pin bob)", "you has no PIN, and is a stranger when calling (to change that: ./run pin you)"], told.Select(f => f.State));
        Assert.All(told, f => Assert.True(f.Ok));
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(pins.FileOf(PersonId.Of("ada")), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.False(InboundFindings.Examine(options).First().Ok);
    }

    [Fact]
    public void Who_is_not_named_is_you_at_the_softphone_and_at_the_configured_number()
    {
        Assert.Equal([("you", "softphone"), ("you", "+15550100003")], Everybody("+15550100003"));
        Assert.Equal([("you", "softphone")], Everybody("softphone"));
        Assert.Equal([("Ada", "softphone")], Everybody("softphone", new Person("Ada", "softphone")));
        Assert.Equal([("Ada", "softphone"), ("you", "+15550100003")], Everybody("+15550100003", new Person("Ada", "softphone")));
        // The name is somebody's.
        Assert.Equal([("You", "+15550100004")], Everybody("+15550100003", new Person("You", "+15550100004")));
    }

    [Theory]
    [InlineData("1111")]
    [InlineData("1234")]
    [InlineData("9876")]
    [InlineData("7890")]
    [InlineData("3210987")]
    [InlineData("1984")]
    [InlineData("2026")]
    [InlineData("1212")]
    [InlineData("123123")]
    [InlineData("12121")]
    [InlineData("2580")]
    [InlineData("159753")]
    [InlineData("123")]
    [InlineData("1234567890123")]
    [InlineData("27a8")]
    [InlineData("")]
    public void A_pin_that_is_guessed_first_or_is_none_is_refused_without_repeating_it(string pin)
    {
        var weakness = PinStrength.Weakness(pin);
        Assert.NotNull(weakness);
        if (pin.Length > 2) Assert.DoesNotContain(pin, weakness, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2718")]
    [InlineData("8037")]
    [InlineData("198412")]
    [InlineData("271828182845")]
    public void Others_are_taken(string pin) => Assert.Null(PinStrength.Weakness(pin));

    [Fact]
    public void The_verb_asks_twice_keeps_the_hash_and_says_where()
    {
        var (code, output, errors) = Run("ada", false, true, Good, Good);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(Path.Combine(PinFolder, "ada"), output, StringComparison.Ordinal);
        Assert.DoesNotContain(Good, output, StringComparison.Ordinal);
        Assert.True(Pins().Of(PersonId.Of("ada"))!.Verify(Good));
        Assert.StartsWith("pbkdf2-sha256$600000$", File.ReadAllText(Path.Combine(PinFolder, "ada")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_verb_takes_one_line_where_nobody_types()
    {
        Assert.Equal(0, Run(null, false, false, Good + "\r").Code);
        Assert.True(Pins().Of(PersonId.Of("you"))!.Verify(Good));
    }

    [Fact]
    public void The_verb_prints_the_hash_for_the_configuration_and_keeps_nothing()
    {
        var (code, output, _) = Run("ADA", true, true, Good, Good);
        Assert.Equal(0, code);
        Assert.True(PinHash.TryParse(output.Trim(), out var hash));
        Assert.True(hash.Verify(Good));
        Assert.False(Directory.Exists(PinFolder));
    }

    [Fact]
    public void The_verb_keeps_nothing_that_is_weak_mistyped_or_for_nobody()
    {
        foreach (var (code, output, errors) in new[] { Run("ada", false, true, "1234", "1234"), Run("ada", false, true, Good, "271829"), Run("carol", false, true, Good, Good), Run("ada", false, true) })
        {
            Assert.Equal((1, ""), (code, output));
            Assert.NotEmpty(errors);
            Assert.DoesNotContain(Good, errors, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(PinFolder));
    }

    [Fact]
    public void The_verb_reads_its_own_words_and_leaves_the_switches()
    {
        var (name, hash, others) = PinVerb.Read(["ada", "--data", "x", "--hash"]);
        Assert.Equal(("ada", true), (name, hash));
        Assert.Equal(["--data", "x"], others);
        (name, hash, others) = PinVerb.Read(["--data", "x"]);
        Assert.Equal((null, false), (name, hash));
        Assert.Equal(["--data", "x"], others);
    }

    private static IEnumerable<(string, string)> Everybody(string usual, params Person[] people) => new Pins(people, usual, "x").Everybody.Select(p => (p.Name, p.Address));

    private Pins Pins() => new([new Person("Ada", "+15550100001")], "softphone", PinFolder);

    private (int Code, string Output, string Errors) Run(string? name, bool hashOnly, bool asksTwice, params string[] typed)
    {
        var (lines, output, errors) = (new Queue<string>(typed), new StringWriter(), new StringWriter());
        var options = new GatewayOptions { DataFolder = _folder, People = [new Person("Ada", "+15550100001")] };
        return (PinVerb.Run(options, name, hashOnly, _ => lines.TryDequeue(out var line) ? line : null, asksTwice, output, errors), output.ToString(), errors.ToString());
    }
}
