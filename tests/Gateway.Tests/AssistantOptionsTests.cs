using CallActors.Contracts.Assistants;
using CallActors.Gateway.Options;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>The assistant's options, and what is made of them.</summary>
public sealed class AssistantOptionsTests : OptionsTest
{
    [Fact]
    public void Key_and_address_come_from_the_vendors_own_variables()
    {
        var assistant = Read(("ANTHROPIC_API_KEY", "sk-ant-1"), ("ANTHROPIC_BASE_URL", "http://127.0.0.1:4000/")).Options!.Assistant;
        Assert.Equal(("sk-ant-1", "http://127.0.0.1:4000"), (assistant.Key, assistant.Url));
        Assert.Equal(("claude-sonnet-5-5", "2023-06-01", 1024), (assistant.Model, assistant.Version, assistant.MaxTokens));
        Assert.Equal(TimeZoneInfo.Local, assistant.Zone);
        Assert.DoesNotContain("sk-ant", assistant.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_sets_all_of_it()
    {
        File($$"""assistant { model = claude-haiku-4-5, version = "2024-01-01", max-tokens = 300, system = "Be a pirate.", time-zone = "Asia/Tokyo", folders = ["{{Folder}}"] }""");
        var assistant = Read().Options!.Assistant;
        Assert.Equal(("claude-haiku-4-5", "2024-01-01", 300, "Be a pirate."), (assistant.Model, assistant.Version, assistant.MaxTokens, assistant.System));
        Assert.Equal([Folder], assistant.Folders);
        Assert.Equal(TimeSpan.FromHours(9), assistant.Zone.BaseUtcOffset);
    }

    [Theory]
    [InlineData("key = \"with a space\"")]
    [InlineData("model = \"\"")]
    [InlineData("url = \"ftp://example.com\"")]
    [InlineData("version = newest")]
    [InlineData("max-tokens = 0")]
    [InlineData("max-tokens = 128001")]
    [InlineData("time-zone = \"Middle-earth/Bree\"")]
    [InlineData("folders = [relative]")]
    [InlineData("folders = [\"/no/such/folder/at/all\"]")]
    public void What_does_not_fit_is_told_with_its_key_and_without_a_value(string setting)
    {
        File($"assistant {{ {setting} }}");
        var fault = Assert.Single(Read().Faults);
        Assert.StartsWith("assistant." + setting.Split(' ')[0], fault.Key, StringComparison.Ordinal);
        Assert.DoesNotContain("with a space", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_a_model_only_with_a_key_and_files_only_with_folders()
    {
        await using (var without = Composition.Build(Options(new AssistantOptions()), "key-of-sixteen-chars"))
        {
            Assert.Null(without.Services.GetService<IAssistantModel>());
            Assert.Null(without.Services.GetService<IAllowedFiles>());
        }

        await using var with = Composition.Build(Options(new AssistantOptions { Key = "sk-ant-1", Model = "claude-haiku-4-5", Folders = [Folder] }), "key-of-sixteen-chars");
        Assert.Equal("claude-haiku-4-5", with.Services.GetRequiredService<IAssistantModel>().Name);
        Assert.Equal([Folder], with.Services.GetRequiredService<IAllowedFiles>().Folders);
    }

    private GatewayOptions Options(AssistantOptions assistant) => new() { Port = 0, DataFolder = Folder, Assistant = assistant };
}
