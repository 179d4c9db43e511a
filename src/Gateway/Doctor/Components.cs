using System.Runtime.InteropServices;
using CallActors.Carriers.Telnyx;
using CallActors.Contracts.Speech;
using CallActors.Speech.Local.Espeak;
using CallActors.Speech.Local.PocketSphinx;

namespace CallActors.Gateway.Doctor;

/// <summary>What the gateway needs of the machine, examined the same way by the doctor, at start and by the readiness check.</summary>
public static class Components
{
    /// <summary>The voice: espeak-ng and its data.</summary>
    public static Finding Voice()
    {
        const string part = "voice (espeak-ng)";
        try
        {
            EspeakSynthesizer.EnsureAvailable();
            return Finding.Well(part, "speaks");
        }
        catch (SpeechException e)
        {
            return Finding.Amiss(part, e.Message, "apt-get install -y espeak-ng");
        }
    }

    /// <summary>The recogniser: PocketSphinx and its English model.</summary>
    public static Finding Recognizer()
    {
        const string part = "recogniser (PocketSphinx)";
        foreach (var library in new[] { "libsphinxbase.so.3", "libpocketsphinx.so.3" })
        {
            if (!CanLoad(library)) return Finding.Amiss(part, $"{library} cannot be loaded", "apt-get install -y pocketsphinx");
        }
        var model = new PocketSphinxOptions().ModelDirectory;
        return Directory.Exists(model)
            ? Finding.Well(part, "library and model are there")
            : Finding.Amiss(part, $"its English model is not in {model}", "apt-get install -y pocketsphinx-en-us");
    }

    /// <summary>The journal's library.</summary>
    public static Finding Sqlite()
    {
        const string part = "journal (SQLite)";
        var library = OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : OperatingSystem.IsWindows() ? "winsqlite3" : "libsqlite3.so.0";
        return CanLoad(library) ? Finding.Well(part, "library is there") : Finding.Amiss(part, $"{library} cannot be loaded", "apt-get install -y libsqlite3-0");
    }

    /// <summary>What checks the signatures of Telnyx' webhooks: without it no call can be told of.</summary>
    public static Finding Signatures()
    {
        const string part = "webhook signatures (OpenSSL's libcrypto)";
        try
        {
            TelnyxPublicKey.EnsureCanVerify();
            return Finding.Well(part, "library is there");
        }
        catch (DllNotFoundException e)
        {
            return Finding.Amiss(part, e.Message, "apt-get install -y libssl3");
        }
    }

    private static bool CanLoad(string library)
    {
        // Not freed: the speech libraries keep threads and state, and the process will need them anyway.
        return NativeLibrary.TryLoad(library, out _);
    }
}
