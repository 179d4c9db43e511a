using Kernel.Actor;

namespace Kernel.Util;

/// <summary>The form in which a <see cref="ISurrogated"/> travels through a serializer.</summary>
public interface ISurrogate
{
    ISurrogated FromSurrogate(ActorSystem system);
}

/// <summary>Something bound to one actor system, such as an actor reference, that has a portable stand-in.</summary>
public interface ISurrogated
{
    ISurrogate ToSurrogate(ActorSystem system);
}
