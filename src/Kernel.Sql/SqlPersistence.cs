using Kernel.Configuration;

namespace Kernel.Sql;

/// <summary>What this project adds to the configuration.</summary>
public static class SqlPersistence
{
    private static readonly Lazy<Config> Reference =
        new(() => ConfigurationFactory.FromResource("Kernel.Sql.reference.conf", typeof(SqlPersistence).Assembly));

    /// <summary>Defaults of the SQL plugins, below <c>kernel.sql</c>; applied without being asked for.</summary>
    public static Config DefaultConfiguration => Reference.Value;
}
