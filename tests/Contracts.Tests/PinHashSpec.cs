using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Tests;

/// <summary>What is kept of a PIN.</summary>
public sealed class PinHashSpec
{
    // Made by another implementation: Python's hashlib.pbkdf2_hmac('sha256', b'271828', bytes(range(16)), 1000, 32).
    private const string Known = "pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$zETi9jhdHv2XAc0JjJsE0Eqm9fI+eTdjH+Vu0fmGgvg=";

    [Fact]
    public void A_hash_knows_its_pin_and_no_other()
    {
        var hash = PinHash.Make("271828", PinHash.FewestIterations);
        Assert.True(hash.Verify("271828"));
        Assert.All(["271829", "27182", "2718281", "", "271828 ", "２７１８２８", new string('2', 100_000)], wrong => Assert.False(hash.Verify(wrong)));
    }

    [Fact]
    public void A_hash_that_was_made_elsewhere_is_understood()
    {
        Assert.True(PinHash.TryParse(Known, out var hash));
        Assert.True(hash.Verify("271828"));
        Assert.Equal(Known, hash.Text);
    }

    [Fact]
    public void A_hash_is_salted_and_its_text_is_read_back()
    {
        var (one, other) = (PinHash.Make("2718", PinHash.FewestIterations), PinHash.Make("2718", PinHash.FewestIterations));
        Assert.NotEqual(one.Text, other.Text);
        Assert.True(PinHash.TryParse(one.Text, out var read));
        Assert.True(read.Verify("2718"));
    }

    [Fact]
    public void The_usual_hash_takes_the_usual_iterations() => Assert.StartsWith("pbkdf2-sha256$600000$", PinHash.Make("2718").Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("271828")]
    [InlineData("pbkdf2-sha1$1000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=")]
    [InlineData("pbkdf2-sha256$999$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=")]
    [InlineData("pbkdf2-sha256$10000001$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=")]
    [InlineData("pbkdf2-sha256$+1000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=")]
    [InlineData("pbkdf2-sha256$1000$AAECAwQFBgc=$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=")]
    [InlineData("pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgc=")]
    [InlineData("pbkdf2-sha256$1000$not base64$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=")]
    [InlineData("pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=$")]
    public void What_is_no_hash_is_refused(string? text) => Assert.False(PinHash.TryParse(text, out _));

    [Theory]
    [InlineData("123")]
    [InlineData("1234567890123")]
    [InlineData("12a4")]
    [InlineData("")]
    public void What_is_no_pin_is_not_hashed_nor_repeated(string pin)
    {
        var e = Assert.Throws<ArgumentException>(() => PinHash.Make(pin));
        if (pin.Length > 0) Assert.DoesNotContain(pin, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Iterations_have_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PinHash.Make("2718", PinHash.FewestIterations - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PinHash.Make("2718", PinHash.MostIterations + 1));
    }

    [Fact]
    public void The_decoy_knows_no_pin_and_costs_what_a_usual_hash_does()
    {
        Assert.StartsWith("pbkdf2-sha256$600000$", PinHash.Decoy.Text, StringComparison.Ordinal);
        Assert.False(PinHash.Decoy.Verify("0000"));
    }

    [Fact]
    public void A_hash_and_an_attempt_print_nothing_of_themselves()
    {
        var hash = PinHash.Make("271828", PinHash.FewestIterations);
        Assert.DoesNotContain("$", hash.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("271828", new SwitchboardCommands.TryPin(PersonId.Unknown, Calls.CallId.New(), "271828").ToString(), StringComparison.Ordinal);
    }
}
