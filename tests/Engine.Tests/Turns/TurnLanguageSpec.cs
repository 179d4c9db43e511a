using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Turns;

public sealed class TurnLanguageSpec
{
    [Theory]
    [InlineData("en-US", "mhm")]
    [InlineData("en-US", "Right, okay.")]
    [InlineData("en-GB", "uh huh, got it")]
    [InlineData("en", "I see. Makes sense.")]
    [InlineData("de-DE", "ach so, ja")]
    [InlineData("fr-FR", "ouais, d’accord")]
    [InlineData("es-ES", "ya veo, vale")]
    [InlineData("xx-XX", "okay")]
    public void Listening_noises_are_known_by_language(string language, string text) =>
        Assert.True(TurnLanguage.For(language).IsListeningNoise(text));

    [Theory]
    [InlineData("en-US", "okay stop")]
    [InlineData("en-US", "stop")]
    [InlineData("en-US", "")]
    [InlineData("en-US", "it")]
    [InlineData("en-US", "right right right right right right")]
    [InlineData("de-DE", "halt")]
    public void Everything_else_is_speech(string language, string text) =>
        Assert.False(TurnLanguage.For(language).IsListeningNoise(text));

    [Fact]
    public void Hello_is_a_listening_noise_in_a_greeting_only()
    {
        Assert.True(TurnLanguage.For("en-US").IsListeningNoise("hello? who is this", inGreeting: true));
        Assert.False(TurnLanguage.For("en-US").IsListeningNoise("hello"));
    }

    [Theory]
    [InlineData("nine oh two", 3)]
    [InlineData("4 5 6", 3)]
    [InlineData("call 902 now", 3)]
    [InlineData("please", 0)]
    public void Digits_are_counted_as_words_and_as_figures(string text, int count) =>
        Assert.Equal(count, TurnLanguage.For("en-US").CountDigits(text));

    [Theory]
    [InlineData("the word alpha beta", "Please say the word alpha, beta and gamma.", true)]
    [InlineData("please wait a moment", "Please say the word alpha, beta and gamma.", false)]
    [InlineData("", "Please.", false)]
    public void Our_own_words_are_told_from_the_persons(string heard, string said, bool isOurs) =>
        Assert.Equal(isOurs, OwnWords.Resembles(heard, said));
}
