using Kernel.Sql.Store;

namespace Kernel.Sql.Sqlite;

/// <summary>A change other than an append.</summary>
/// <param name="change">On the writer's thread, inside a transaction.</param>
internal sealed class SqliteChange(Action<SqliteSession> change) : TaskWrite
{
    public void Execute(SqliteSession session) => change(session);
}
