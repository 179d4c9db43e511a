using System.Diagnostics;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Recordings;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallActors.Gateway.Tests;

/// <summary>The WAV files of recordings, judged by sox.</summary>
public sealed class WavRecordingTests : IDisposable
{
    private static readonly CallId Call = CallId.ForIdempotencyKey("wav");
    private readonly string _folder = Directory.CreateTempSubdirectory("recordings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(CallId call) => Path.Combine(_folder, $"{call}.wav");

    [Fact]
    public void A_file_is_read_back_as_two_channels_of_mu_law_sample_for_sample()
    {
        var (left, right) = (Samples(1, 4000), Samples(2, 4000));
        using (var file = WavRecording.Open(PathOf(Call)))
        {
            file.Append(Both(left[..1000], right[..1000]));
            file.Append(Both(left[1000..], right[1000..]));
            file.AppendSilence(20_000);
            Assert.Equal(24_000, file.Length);
            file.Publish();
        }

        Assert.Equal("8-bit u-law, 2 channels, 8000, 24000", Describe(PathOf(Call)));
        Assert.Equal([.. left, .. Enumerable.Repeat((byte)0xFF, 20_000)], Channel(PathOf(Call), 1));
        Assert.Equal([.. right, .. Enumerable.Repeat((byte)0xFF, 20_000)], Channel(PathOf(Call), 2));
    }

    [Fact]
    public void A_file_that_was_left_open_can_be_read_up_to_what_was_published_and_is_continued_behind_all_that_was_written()
    {
        var left = Samples(3, 3000);
        var killed = WavRecording.Open(PathOf(Call));
        killed.Append(Both(left[..1000], left[..1000]));
        killed.Publish();
        killed.Append(Both(left[1000..2000], left[1000..2000]));
        Assert.Equal("8-bit u-law, 2 channels, 8000, 1000", Describe(PathOf(Call)));
        // A sample that was cut in half by the end of the process.
        using (var torn = new FileStream(PathOf(Call), FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) torn.WriteByte(1);

        using (var again = WavRecording.Open(PathOf(Call)))
        {
            Assert.Equal(2000, again.Length);
            again.Append(Both(left[2000..], left[2000..]));
            again.Publish();
        }

        killed.Dispose();
        Assert.Equal(left, Channel(PathOf(Call), 1));
    }

    [Fact]
    public void What_is_no_recording_is_neither_overwritten_nor_mended()
    {
        File.WriteAllBytes(PathOf(Call), [.. Enumerable.Repeat((byte)7, 200)]);
        Assert.Throws<IOException>(() => WavRecording.Open(PathOf(Call)));
        Assert.Throws<IOException>(() => WavRecording.Mend(PathOf(Call)));
        Assert.Equal(200, new FileInfo(PathOf(Call)).Length);
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        var folder = new RecordingFolder(Path.Combine(_folder, "recordings"), 1_000_000, TimeSpan.FromDays(1), NullLogger<RecordingFolder>.Instance);
        folder.Open(Call).Dispose();
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Find(Call)!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_folder, "recordings")));
    }

    [Fact]
    public void Tidying_deletes_what_is_old_then_the_oldest_until_the_rest_fits_and_never_what_is_open()
    {
        var now = DateTimeOffset.UtcNow;
        var folder = new RecordingFolder(_folder, 40_000, TimeSpan.FromDays(30), NullLogger<RecordingFolder>.Instance);
        var calls = Enumerable.Range(0, 6).Select(i => CallId.ForIdempotencyKey($"tidy-{i}")).ToArray();
        for (var i = 0; i < calls.Length; i++)
        {
            using (var file = folder.Open(calls[i])) file.AppendSilence(5000);
            File.SetLastWriteTimeUtc(PathOf(calls[i]), (now - TimeSpan.FromDays(i == 5 ? 31 : 10 - i)).UtcDateTime);
        }

        var foreign = Path.Combine(_folder, "notes.wav");
        File.WriteAllBytes(foreign, new byte[100_000]);
        Assert.True(folder.Tidy(now, new HashSet<CallId> { calls[0] }));
        // Three of 10,058 bytes fit beside one another, and the open one is one of them.
        Assert.Equal([true, false, false, true, true, false], calls.Select(c => folder.Find(c) is not null));
        Assert.True(File.Exists(foreign));

        Assert.False(new RecordingFolder(_folder, 15_000, TimeSpan.FromDays(30), NullLogger<RecordingFolder>.Instance).Tidy(now, calls.ToHashSet()));
    }

    [Fact]
    public void The_first_tidying_mends_what_a_killed_process_left_and_leaves_it_as_old_as_it_was()
    {
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1).UtcDateTime;
        var killed = WavRecording.Open(PathOf(Call));
        killed.AppendSilence(1234);
        killed.Dispose();
        File.SetLastWriteTimeUtc(PathOf(Call), yesterday);
        Assert.Equal("8-bit u-law, 2 channels, 8000, 0", Describe(PathOf(Call)));
        new RecordingFolder(_folder, 1_000_000, TimeSpan.FromDays(30), NullLogger<RecordingFolder>.Instance).Tidy(DateTimeOffset.UtcNow, new HashSet<CallId>());
        Assert.Equal("8-bit u-law, 2 channels, 8000, 1234", Describe(PathOf(Call)));
        Assert.Equal(yesterday, File.GetLastWriteTimeUtc(PathOf(Call)));
    }

    private static byte[] Samples(int seed, int count)
    {
        var random = new Random(seed);
        // sox decodes and encodes again, and knows one zero where µ-law has two.
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256)).Select(s => s == 0x7F ? (byte)0xFF : s)];
    }

    private static byte[] Both(byte[] left, byte[] right) => [.. left.Zip(right).SelectMany(s => new[] { s.First, s.Second })];

    /// <summary>One channel as µ-law again.</summary>
    private static byte[] Channel(string path, int channel) => Sox(path, "-t", "raw", "-", "remix", $"{channel}");

    private static string Describe(string path)
    {
        string Ask(string what)
        {
            using var soxi = Process.Start(new ProcessStartInfo("soxi", [what, path]) { RedirectStandardOutput = true })!;
            return soxi.StandardOutput.ReadToEnd().Trim();
        }

        return $"{Ask("-b")}-bit {Ask("-e").ToLowerInvariant()}, {Ask("-c")} channels, {Ask("-r")}, {Ask("-s")}";
    }

    private static byte[] Sox(params string[] arguments)
    {
        using var sox = Process.Start(new ProcessStartInfo("sox", arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        sox.StandardOutput.BaseStream.CopyTo(output);
        sox.WaitForExit();
        Assert.Equal(0, sox.ExitCode);
        return output.ToArray();
    }
}
