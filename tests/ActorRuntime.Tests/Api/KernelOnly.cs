using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Dispatch.SysMsg;

namespace CallActors.ActorRuntime.Tests.Api;

/// <summary>Uses what Akka.NET does not have, so that <see cref="ApiSpec"/> shows that it would be found.</summary>
internal sealed class KernelOnly(IInternalActorRef other) : MinimalActorRef
{
    public override ActorPath Path => other.Path;

    public override IActorRefProvider Provider => other.Provider;

    public static Config Read() => ConfigurationFactory.ParseFile("nowhere.conf");

    public override void SendSystemMessage(ISystemMessage message) => throw new NotSupportedException();
}
