using System.Runtime.InteropServices;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>The functions of libpocketsphinx.so.3 and libsphinxbase.so.3 (5prealpha) that the recogniser calls.</summary>
internal static partial class SphinxLibrary
{
    private const string Decoder = "libpocketsphinx.so.3";
    private const string Base = "libsphinxbase.so.3";

    /// <summary>Loads both libraries and silences their log, which would hold callers' words.</summary>
    /// <exception cref="SpeechException">Unavailable, with the packages to install.</exception>
    public static void Load()
    {
        foreach (var (library, package) in new[] { (Base, "libsphinxbase3"), (Decoder, "libpocketsphinx3") })
        {
            if (!NativeLibrary.TryLoad(library, out _))
            {
                throw new SpeechException(
                    SpeechFailure.Unavailable,
                    $"{library} cannot be loaded. Install it: apt-get install {package} pocketsphinx-en-us");
            }
        }

        ErrSetCallback(0, 0);
    }

    [LibraryImport(Base, EntryPoint = "err_set_callback")]
    private static partial void ErrSetCallback(nint callback, nint user);

    [LibraryImport(Base, EntryPoint = "cmd_ln_parse_r")]
    public static partial nint ParseCommandLine(nint previous, nint definitions, int count, nint[] arguments, int strict);

    [LibraryImport(Base, EntryPoint = "cmd_ln_free_r")]
    public static partial int FreeCommandLine(nint commandLine);

    [LibraryImport(Base, EntryPoint = "cmn_live_set")]
    public static partial void SetCepstralMean(nint normalisation, float[] mean);

    [LibraryImport(Base, EntryPoint = "logmath_exp")]
    public static partial double Exp(nint logMath, int value);

    [LibraryImport(Decoder, EntryPoint = "ps_args")]
    public static partial nint ArgumentDefinitions();

    [LibraryImport(Decoder, EntryPoint = "ps_init")]
    public static partial nint Create(nint commandLine);

    [LibraryImport(Decoder, EntryPoint = "ps_free")]
    public static partial int Free(nint decoder);

    [LibraryImport(Decoder, EntryPoint = "ps_get_logmath")]
    public static partial nint LogMath(nint decoder);

    [LibraryImport(Decoder, EntryPoint = "ps_get_feat")]
    public static partial nint Features(nint decoder);

    [LibraryImport(Decoder, EntryPoint = "ps_set_lm_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetLanguageModel(nint decoder, string search, string path);

    [LibraryImport(Decoder, EntryPoint = "ps_set_jsgf_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetGrammar(nint decoder, string search, string grammar);

    [LibraryImport(Decoder, EntryPoint = "ps_set_search", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SelectSearch(nint decoder, string search);

    [LibraryImport(Decoder, EntryPoint = "ps_unset_search", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RemoveSearch(nint decoder, string search);

    [LibraryImport(Decoder, EntryPoint = "ps_add_word", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddWord(nint decoder, string word, string phones, int update);

    [LibraryImport(Decoder, EntryPoint = "ps_start_stream")]
    public static partial int StartStream(nint decoder);

    [LibraryImport(Decoder, EntryPoint = "ps_start_utt")]
    public static partial int StartUtterance(nint decoder);

    [LibraryImport(Decoder, EntryPoint = "ps_process_raw")]
    public static partial int Process(nint decoder, ref short samples, nuint count, int withoutSearch, int wholeUtterance);

    [LibraryImport(Decoder, EntryPoint = "ps_end_utt")]
    public static partial int EndUtterance(nint decoder);

    [LibraryImport(Decoder, EntryPoint = "ps_get_hyp")]
    public static partial nint Hypothesis(nint decoder, out int score);

    [LibraryImport(Decoder, EntryPoint = "ps_get_prob")]
    public static partial int Probability(nint decoder);
}
