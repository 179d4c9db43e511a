using System.Security.Cryptography;
using System.Text;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Assistants;

/// <summary>Starts the assistants of an actor system.</summary>
public static class AssistantRegion
{
    /// <summary>Name of the shard region.</summary>
    public const string Name = "assistants";

    /// <summary>Takes every <see cref="IAssistantCommand"/>; the person's assistant is woken by the person's name. Answers
    /// <see cref="IAssistantReply"/>.</summary>
    public static IActorRef Start(ActorSystem system, AssistantServices services) => ClusterSharding.Get(system).Start(
        Name,
        id => Props.Create(() => new AssistantActor(id, services)),
        // An assistant in the middle of an answer is not idle: it leaves memory by its own rule.
        ClusterShardingSettings.Create(system).WithPassivateIdleAfter(TimeSpan.Zero),
        new PersonExtractor());

    /// <summary>Names a person's assistant, without telling the name.</summary>
    internal static string EntityOf(PersonId person) => "assistant-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(person.Value)).AsSpan(0, 16));

    private sealed class PersonExtractor() : HashCodeMessageExtractor(CallEngine.Shards)
    {
        public override string EntityId(object message) => message is IAssistantCommand command ? EntityOf(command.Person) : null!;
    }
}
