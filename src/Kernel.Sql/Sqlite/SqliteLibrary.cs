using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Kernel.Sql.Sqlite;

/// <summary>Binds the provider to the operating system's own SQLite, so that no native copy ships and none grows stale.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Bound = new(Bind);

    public static void EnsureBound() => _ = Bound.Value;

    private static bool Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3") return 0;
        var library = OperatingSystem.IsWindows() ? "winsqlite3" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
        return NativeLibrary.TryLoad(library, out var handle)
            ? handle
            : throw new DllNotFoundException($"SQLite's library {library} is not installed (Debian: apt-get install libsqlite3-0).");
    }
}
