using System.Runtime.InteropServices;
using System.Text;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.Espeak;

/// <summary>
/// The part of libespeak-ng's C API that is used (speak_lib.h of espeak-ng 1.51). The library keeps its state in globals: it may
/// be initialised once in a process, is never terminated (initialising it again hung), and is called from one thread at a time.
/// </summary>
internal sealed unsafe class EspeakLibrary
{
    /// <summary>File names by operating system.</summary>
    public static readonly string[] FileNames =
        OperatingSystem.IsMacOS() ? ["libespeak-ng.1.dylib", "/opt/homebrew/lib/libespeak-ng.1.dylib", "/usr/local/lib/libespeak-ng.1.dylib"]
        : OperatingSystem.IsWindows() ? ["libespeak-ng.dll", "espeak-ng.dll"]
        : ["libespeak-ng.so.1"];

    private const int OutputSynchronous = 2;
    private const int DoNotExit = 0x8000;
    private const int BufferMilliseconds = 60;
    private const int PositionByCharacter = 1;
    private const uint TextIsUtf8 = 1;
    private const uint PauseAtEnd = 0x1000;

    private readonly delegate* unmanaged[Cdecl]<byte*, int> _setVoiceByName;
    private readonly delegate* unmanaged[Cdecl]<EspeakVoice*, int> _setVoiceByProperties;
    private readonly delegate* unmanaged[Cdecl]<EspeakVoice*> _currentVoice;
    private readonly delegate* unmanaged[Cdecl]<EspeakVoice*, EspeakVoice**> _listVoices;
    private readonly delegate* unmanaged[Cdecl]<int, int, int, int> _setParameter;
    private readonly delegate* unmanaged[Cdecl]<void*, nuint, uint, int, uint, uint, uint*, void*, int> _synthesize;

    private EspeakLibrary(nint handle, nint callback)
    {
        var initialize = (delegate* unmanaged[Cdecl]<int, int, byte*, int, int>)NativeLibrary.GetExport(handle, "espeak_Initialize");
        var setCallback = (delegate* unmanaged[Cdecl]<nint, void>)
            NativeLibrary.GetExport(handle, "espeak_SetSynthCallback");
        _setVoiceByName = (delegate* unmanaged[Cdecl]<byte*, int>)NativeLibrary.GetExport(handle, "espeak_SetVoiceByName");
        _setVoiceByProperties = (delegate* unmanaged[Cdecl]<EspeakVoice*, int>)
            NativeLibrary.GetExport(handle, "espeak_SetVoiceByProperties");
        _currentVoice = (delegate* unmanaged[Cdecl]<EspeakVoice*>)NativeLibrary.GetExport(handle, "espeak_GetCurrentVoice");
        _listVoices = (delegate* unmanaged[Cdecl]<EspeakVoice*, EspeakVoice**>)NativeLibrary.GetExport(handle, "espeak_ListVoices");
        _setParameter = (delegate* unmanaged[Cdecl]<int, int, int, int>)NativeLibrary.GetExport(handle, "espeak_SetParameter");
        _synthesize = (delegate* unmanaged[Cdecl]<void*, nuint, uint, int, uint, uint, uint*, void*, int>)
            NativeLibrary.GetExport(handle, "espeak_Synth");

        SampleRate = initialize(OutputSynchronous, BufferMilliseconds, null, DoNotExit);
        if (SampleRate <= 0)
            throw new SpeechException(SpeechFailure.Unavailable,
                "espeak-ng has no voice data. Install it: apt-get install -y espeak-ng-data");
        setCallback(callback);
    }

    /// <summary>Settings of <see cref="SetParameter"/>.</summary>
    public enum Parameter
    {
        /// <summary>Words a minute.</summary>
        Rate = 1,

        /// <summary>0–100.</summary>
        Pitch = 3,
    }

    /// <summary>Samples a second of the audio that the callback is given.</summary>
    public int SampleRate { get; }

    /// <summary>Loads and initialises the library.</summary>
    /// <param name="fileNames">Names to try in order.</param>
    /// <param name="callback">A <c>t_espeak_callback</c>: int (short* samples, int count, espeak_EVENT* events). Called on the
    /// synthesizing thread with each piece of audio; answering 1 cancels.</param>
    /// <exception cref="SpeechException">It, or its data, is not installed.</exception>
    public static EspeakLibrary Load(string[] fileNames, nint callback)
    {
        foreach (var name in fileNames)
        {
            if (!NativeLibrary.TryLoad(name, out var handle)) continue;
            try
            {
                return new EspeakLibrary(handle, callback);
            }
            catch (EntryPointNotFoundException missing)
            {
                throw new SpeechException(SpeechFailure.Unavailable, $"{name} is not an espeak-ng 1.50 or later.", missing);
            }
        }

        throw new SpeechException(SpeechFailure.Unavailable, OperatingSystem.IsLinux()
            ? $"{fileNames[0]} cannot be loaded. Install it: apt-get install -y libespeak-ng1"
            : $"{fileNames[0]} cannot be loaded. Install espeak-ng (macOS: brew install espeak-ng).");
    }

    /// <summary>Chooses a voice; false if there is none of that name.</summary>
    /// <param name="name">A voice file's name or a language tag, with an optional <c>+variant</c>.</param>
    public bool SetVoice(string name)
    {
        if (SetVoiceByName(name)) return true;

        // Names of languages whose file is called otherwise, such as en-gb or de-DE, are found only by their properties, which
        // know no variants: the variant is added to the file that was found.
        var plus = name.IndexOf('+', StringComparison.Ordinal);
        if (!SetVoiceByLanguage(plus < 0 ? name : name[..plus])) return false;
        if (plus < 0) return true;
        var file = Marshal.PtrToStringUTF8((nint)_currentVoice()->Identifier);
        return file is not null && SetVoiceByName(file + name[plus..]);
    }

    /// <summary>The voices that are installed: languages and genders as they are declared in their files. Takes some milliseconds.</summary>
    public IReadOnlyList<(string Language, VoiceGender Gender)> ListVoices()
    {
        var voices = new List<(string Language, VoiceGender Gender)>();
        for (var next = _listVoices(null); *next is not null; next++)
        {
            // Each language stands behind a byte with its priority; the first is the voice's own.
            if (Marshal.PtrToStringUTF8((nint)((*next)->Languages + 1)) is not { Length: > 0 } language) continue;
            voices.Add((language, (*next)->Gender switch
            {
                EspeakVoice.Male => VoiceGender.Male,
                EspeakVoice.Female => VoiceGender.Female,
                _ => VoiceGender.Unknown,
            }));
        }

        return voices;
    }

    /// <summary>Sets speed or pitch for what is spoken next.</summary>
    public void SetParameter(Parameter parameter, int value) => _ = _setParameter((int)parameter, value, 0);

    /// <summary>Speaks, calling back until all is said or the callback cancels; false if the library refused.</summary>
    /// <param name="text">The text in UTF-8, ended by a zero.</param>
    /// <param name="pauseAtEnd">Whether the pause between two sentences follows.</param>
    public bool Synthesize(ReadOnlySpan<byte> text, bool pauseAtEnd)
    {
        fixed (byte* start = text)
            return _synthesize(start, (nuint)text.Length, 0, PositionByCharacter, 0, TextIsUtf8 | (pauseAtEnd ? PauseAtEnd : 0), null, null) == 0;
    }

    private bool SetVoiceByName(string name)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(name + '\0')) return _setVoiceByName(start) == 0;
    }

    private bool SetVoiceByLanguage(string language)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(language + '\0'))
        {
            var wanted = new EspeakVoice { Languages = start };
            return _setVoiceByProperties(&wanted) == 0;
        }
    }
}

/// <summary><c>espeak_EVENT</c>. A list of them ends with type 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EspeakEvent
{
    public const int ListEnd = 0;
    public const int Word = 1;

    public int Type;
    public uint UniqueIdentifier;

    /// <summary>Counts Unicode characters, not bytes, from 1.</summary>
    public int TextPosition;

    public int Length;
    public int AudioMilliseconds;

    /// <summary>Counts samples from the start of this synthesis. The header calls it internal; it is what the milliseconds are
    /// computed from.</summary>
    public int Sample;

    public nint UserData;
    public ulong Id;
}

/// <summary><c>espeak_VOICE</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EspeakVoice
{
    public const byte Male = 1;
    public const byte Female = 2;

    public byte* Name;
    public byte* Languages;

    /// <summary>The voice's file, for example <c>gmw/en-US</c>.</summary>
    public byte* Identifier;

    public byte Gender;
    public byte Age;
    public byte Variant;
    public byte Reserved;
    public int Score;
    public nint Spare;
}
