using Kernel.Cluster.Sharding;
using Kernel.Util;

namespace Kernel.Tests.Sharding;

public sealed class MurmurHashSpec
{
}
