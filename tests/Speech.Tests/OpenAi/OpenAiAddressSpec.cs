using CallActors.Speech.OpenAi;

namespace CallActors.Speech.Tests.OpenAi;

public sealed class OpenAiAddressSpec
{
    [Theory]
    [InlineData("https://api.openai.com")]
    [InlineData("https://api.openai.com/")]
    [InlineData("https://api.openai.com/v1")]
    [InlineData("https://api.openai.com/v1/")]
    [InlineData("wss://api.openai.com")]
    [InlineData("wss://api.openai.com/")]
    [InlineData("wss://api.openai.com/v1")]
    [InlineData("wss://api.openai.com/v1/realtime")]
    [InlineData("  WSS://API.OPENAI.COM/V1/Realtime/ ")]
    public void Every_form_of_the_vendors_address_means_the_same(string given)
    {
        var address = OpenAiAddress.Parse(given);

        Assert.Equal("https://api.openai.com/v1/", address.Api.AbsoluteUri, ignoreCase: true);
        Assert.Equal("wss://api.openai.com/v1/realtime", address.Realtime.AbsoluteUri, ignoreCase: true);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8880", "http://127.0.0.1:8880/v1/", "ws://127.0.0.1:8880/v1/realtime")]
    [InlineData("ws://127.0.0.1:8000/v1/", "http://127.0.0.1:8000/v1/", "ws://127.0.0.1:8000/v1/realtime")]
    [InlineData("https://proxy.example:8443/openai", "https://proxy.example:8443/openai/v1/", "wss://proxy.example:8443/openai/v1/realtime")]
    [InlineData("https://proxy.example/openai/v1", "https://proxy.example/openai/v1/", "wss://proxy.example/openai/v1/realtime")]
    [InlineData("http://[::1]:80/", "http://[::1]/v1/", "ws://[::1]/v1/realtime")]
    public void Servers_in_the_house_and_behind_a_proxy_keep_their_port_and_path(string given, string api, string realtime)
    {
        var address = OpenAiAddress.Parse(given);

        Assert.Equal(api, address.Api.AbsoluteUri);
        Assert.Equal(realtime, address.Realtime.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api.openai.com")]
    [InlineData("/v1")]
    [InlineData("ftp://api.openai.com")]
    [InlineData("https://user:secret@api.openai.com")]
    [InlineData("https://api.openai.com/v1?key=secret")]
    [InlineData("https://api.openai.com/v1#secret")]
    public void Anything_else_is_refused_without_being_repeated(string given)
    {
        var refusal = Assert.Throws<FormatException>(() => OpenAiAddress.Parse(given));

        Assert.DoesNotContain("secret", refusal.Message);
    }
}
