using CallActors.Assistants.Claude;
using CallActors.Assistants.Files;
using CallActors.Contracts.Assistants;
using CallActors.Gateway.Options;

namespace CallActors.Gateway;

/// <summary>The language model that a caller talks to where no agent's session is wanted.</summary>
public static partial class Composition
{
    /// <summary>Without a key there is no assistant, and without folders it reads no files.</summary>
    private static IServiceCollection AddAssistant(this IServiceCollection services, AssistantOptions assistant)
    {
        if (assistant.Key.Length == 0) return services;
        var claude = new ClaudeOptions { ApiKey = assistant.Key, Model = assistant.Model, Version = assistant.Version, MaxTokens = assistant.MaxTokens };
        claude = Given(assistant.Url, claude, (o, url) => o with { BaseUrl = new Uri(url) });
        claude = Given(assistant.System, claude, (o, system) => o with { System = system });
        services.AddSingleton<IAssistantModel>(s => new ClaudeModel(claude, s.GetRequiredService<TimeProvider>()));
        if (assistant.Folders.Count > 0) services.AddSingleton<IAllowedFiles>(_ => new AllowedFolders(assistant.Folders));
        return services;
    }
}
