using Kernel.Configuration;

namespace Kernel.Actor;

/// <summary>How references are made: this runtime knows the local way.</summary>
public abstract class ProviderSelection
{
    private ProviderSelection()
    {
    }

    public sealed class Local : ProviderSelection
    {
        public static readonly Local Instance = new();

        private Local()
        {
        }
    }
}

/// <summary>The configuration that a system starts with.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private readonly Config? _config;
    private readonly Config? _fallback;

    private BootstrapSetup(Config? config, Config? fallback)
    {
        _config = config;
        _fallback = fallback;
    }

    internal Config EffectiveConfig
    {
        get
        {
            var config = _config ?? ConfigurationFactory.Load();
            return _fallback is null ? config : config.WithFallback(_fallback);
        }
    }

    public static BootstrapSetup Create() => new(null, null);

    public BootstrapSetup WithConfig(Config config) => new(config, _fallback);

    public BootstrapSetup WithConfigFallback(Config config) => new(_config, _fallback is null ? config : _fallback.WithFallback(config));

    public BootstrapSetup WithActorRefProvider(ProviderSelection name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return this;
    }
}
