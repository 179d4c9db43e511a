using Kernel.Sql.Store;
using Npgsql;

namespace Kernel.Sql.Postgres;

/// <summary>A change other than an append.</summary>
internal sealed class PostgresChange(IEnumerable<NpgsqlBatchCommand> commands) : TaskWrite
{
    public IEnumerable<NpgsqlBatchCommand> Commands { get; } = commands;
}
