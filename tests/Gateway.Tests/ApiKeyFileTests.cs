using System.Runtime.Versioning;
using CallActors.Gateway.Doctor;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Tests;

// File modes are Unix'.
[UnsupportedOSPlatform("windows")]
public sealed class ApiKeyFileTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("gateway-tests-").FullName, "var");

    private string KeyPath => Path.Combine(_folder, "api-key");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void The_first_start_makes_a_random_key_that_its_owner_alone_can_read()
    {
        var key = ApiKeyFile.ReadOrCreate(KeyPath);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        Assert.False(ApiKeyFile.IsOpenToOthers(KeyPath));
        Assert.Equal(key, ApiKeyFile.ReadOrCreate(KeyPath));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Many_first_starts_at_once_agree_on_one_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => ApiKeyFile.ReadOrCreate(KeyPath))));
        Assert.Single(keys.Distinct());
        Assert.Equal([KeyPath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_without_a_usable_key_is_refused_without_showing_it()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(KeyPath, "tiny secret\n");
        var refused = Assert.Throws<IOException>(() => ApiKeyFile.ReadOrCreate(KeyPath));
        Assert.DoesNotContain("tiny", refused.Message, StringComparison.Ordinal);
        Assert.Contains(KeyPath, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_finds_a_key_that_others_can_read_and_names_the_mend()
    {
        var options = new GatewayOptions { DataFolder = _folder };
        Assert.True(DoctorVerb.KeyFile(options).Ok);
        ApiKeyFile.ReadOrCreate(KeyPath);
        Assert.True(DoctorVerb.KeyFile(options).Ok);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var finding = DoctorVerb.KeyFile(options);
        Assert.False(finding.Ok);
        Assert.Equal($"chmod 600 {KeyPath}", finding.Mend);
    }

    [Fact]
    public void The_doctor_finds_a_port_in_use_and_a_folder_that_is_none()
    {
        using var holder = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        holder.Start();
        var port = ((System.Net.IPEndPoint)holder.LocalEndpoint).Port;
        var finding = DoctorVerb.Port(new GatewayOptions { Port = port });
        Assert.False(finding.Ok);
        Assert.Contains("it is in use", finding.State, StringComparison.Ordinal);
        holder.Stop();
        Assert.True(DoctorVerb.Port(new GatewayOptions { Port = port }).Ok);

        Assert.True(DoctorVerb.DataFolder(_folder).Ok);
        Assert.Empty(Directory.GetFiles(_folder));
        File.WriteAllText(KeyPath, "");
        Assert.False(DoctorVerb.DataFolder(Path.Combine(KeyPath, "below-a-file")).Ok);
    }

    [Fact]
    public async Task The_doctor_knows_a_running_gateway_from_a_stranger_on_its_port()
    {
        await using var gateway = await Fakes.TestGateway.StartAsync();
        var finding = await Task.Run(() => DoctorVerb.Port(new GatewayOptions { Port = gateway.Address.Port }));
        Assert.True(finding.Ok, finding.State);
        Assert.Contains("a gateway is running", finding.State, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_belongs_to_one_gateway_at_a_time()
    {
        using (var first = DataFolderLock.TryTake(_folder))
        {
            Assert.NotNull(first);
            Assert.Null(DataFolderLock.TryTake(_folder));
        }
        using var next = DataFolderLock.TryTake(_folder);
        Assert.NotNull(next);
    }
}
