using Kernel.Actor;
using Kernel.Configuration;

namespace Kernel.Tests.Actor;

public sealed class SettingsFaultSpec
{
    [Theory]
    [InlineData("kernel.loglevel = LOUD", "kernel.loglevel")]
    [InlineData("kernel.scheduler.implementation = \"No.Such.Type\"", "kernel.scheduler.implementation")]
    [InlineData("kernel.log-dead-letters = many", "kernel.log-dead-letters")]
    public void A_wrong_setting_is_named(string config, string key) =>
        Assert.Contains(key, Assert.Throws<ConfigurationException>(() => ActorSystem.Create("wrong", ConfigurationFactory.ParseString(config))).Message, StringComparison.Ordinal);
}
