using Kernel.Sql.Store;
using Npgsql;

namespace Kernel.Sql.Postgres;

/// <summary>Connections to one database whose tables are there. A broken connection is dropped; the next request opens another.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresSettings _settings;
    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _initializing = new(1, 1);
    private volatile bool _isInitialized;

    public PostgresDatabase(PostgresSettings settings)
    {
        _settings = settings;
        _source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableArrays().EnableTransportSecurity().Build();
        _isInitialized = !settings.AutoInitialize;
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
        if (_isInitialized) return connection;
        try
        {
            await _initializing.WaitAsync().ConfigureAwait(false);
            try
            {
                if (!_isInitialized) PostgresSchema.Instance.Ensure(connection, _settings.Name);
                _isInitialized = true;
            }
            finally
            {
                _initializing.Release();
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="SqlStoreException">The server did not answer, or refused.</exception>
    public async Task<T> Read<T>(Func<NpgsqlConnection, Task<T>> read)
    {
        try
        {
            await using var connection = await OpenAsync().ConfigureAwait(false);
            return await read(connection).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is NpgsqlException or IOException or TimeoutException)
        {
            throw PostgresFaults.From(cause, _settings.Name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        _initializing.Dispose();
    }
}
