using Xunit.Abstractions;
using Xunit.Sdk;

namespace CallActors.Tests.Postgres;

/// <summary>
/// The specs of this class, inherited ones too, need PostgreSQL. Where it cannot be had they are skipped, and say so; with CI=true
/// they run and fail. Every one of them is a <see cref="StorageFactAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute;

/// <summary>A fact that runs on several storages, of which some are optional.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("CallActors.Tests.Postgres.StorageFactDiscoverer", TestAssembly.Name)]
public sealed class StorageFactAttribute : FactAttribute;

/// <summary>Makes the cases of <see cref="StorageFactAttribute"/>.</summary>
public sealed class StorageFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new StorageTestCase(diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>Asks the class that runs it, and not only the one that declares it, whether it can run here.</summary>
public sealed class StorageTestCase : XunitTestCase
{
    [Obsolete("For the deserializer.", error: true)]
    public StorageTestCase()
    {
    }

    public StorageTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        base.GetSkipReason(factAttribute) ?? (TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any() ? Reason : null);

    private static string? Reason =>
        Environment.GetEnvironmentVariable("CI") == "true" || PostgresServer.Fault is not { } fault ? null : $"NOT CHECKED on PostgreSQL: {fault}";
}
