namespace CallActors.VoiceActivity.Tests;

/// <summary>What <c>./test</c> prints behind these tests: <c>var/VoiceActivity.Tests.txt</c> of the checkout.</summary>
internal static class Report
{
    private static readonly Lock Gate = new();
    private static bool _isBegun;

    public static void Append(IEnumerable<string> lines)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "CallActors.sln"))) continue;
            var file = Path.Combine(folder.CreateSubdirectory("var").FullName, "VoiceActivity.Tests.txt");
            lock (Gate)
            {
                if (!_isBegun) File.Delete(file);
                _isBegun = true;
                File.AppendAllLines(file, lines);
            }

            return;
        }
    }
}
