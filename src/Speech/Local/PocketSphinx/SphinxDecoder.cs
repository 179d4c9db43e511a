using System.Runtime.InteropServices;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>One native decoder. Used by one thread at a time; every call that fails throws <see cref="SpeechException"/>
/// (Broken), after which the decoder is only good for disposal.</summary>
internal sealed class SphinxDecoder : IDisposable
{
    private readonly nint _logMath;
    private nint _decoder;

    public SphinxDecoder(IReadOnlyDictionary<string, string> parameters)
    {
        SphinxLibrary.Load();
        var arguments = parameters.SelectMany(p => new[] { "-" + p.Key, p.Value }).Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            var commandLine = SphinxLibrary.ParseCommandLine(0, SphinxLibrary.ArgumentDefinitions(), arguments.Length, arguments, strict: 1);
            if (commandLine == 0)
            {
                throw new SpeechException(SpeechFailure.Unavailable, "PocketSphinx does not know one of the parameters it was given: " + string.Join(", ", parameters.Keys));
            }

            _decoder = SphinxLibrary.Create(commandLine);
            _ = SphinxLibrary.FreeCommandLine(commandLine);
        }
        finally
        {
            Array.ForEach(arguments, Marshal.FreeCoTaskMem);
        }

        if (_decoder == 0)
        {
            throw new SpeechException(SpeechFailure.Unavailable, "PocketSphinx could not load its models. Install them again: apt-get install --reinstall pocketsphinx-en-us");
        }

        _logMath = SphinxLibrary.LogMath(_decoder);
    }

    public void SetLanguageModel(string search, string path) => Check(SphinxLibrary.SetLanguageModel(_decoder, search, path), "language model");

    public void SetGrammar(string search, string jsgf) => Check(SphinxLibrary.SetGrammar(_decoder, search, jsgf), "grammar");

    public void RemoveSearch(string search) => Check(SphinxLibrary.RemoveSearch(_decoder, search), "search removal");

    /// <summary>Chooses what the next utterance is decoded with.</summary>
    public void Select(string search) => Check(SphinxLibrary.SelectSearch(_decoder, search), "search");

    /// <summary>Adds a pronunciation. The searches must be set again to know it.</summary>
    public void AddWord(string word, string phones) => Check(SphinxLibrary.AddWord(_decoder, word, phones, 0), "dictionary", least: 0);

    /// <summary>Forgets the last caller's voice: noise statistics and cepstral mean go back to their initial values.</summary>
    public void ForgetCaller(float[] cepstralMean)
    {
        Check(SphinxLibrary.StartStream(_decoder), "stream");
        var features = Marshal.PtrToStructure<FeatureHeader>(SphinxLibrary.Features(_decoder));
        SphinxLibrary.SetCepstralMean(features.CepstralMeanNormalisation, cepstralMean);
    }

    public void StartUtterance() => Check(SphinxLibrary.StartUtterance(_decoder), "utterance start");

    /// <summary>Takes 16 kHz samples.</summary>
    public void Process(ReadOnlySpan<short> samples)
    {
        if (!samples.IsEmpty)
        {
            Check(SphinxLibrary.Process(_decoder, ref MemoryMarshal.GetReference(samples), (nuint)samples.Length, 0, 0), "audio", least: 0);
        }
    }

    public void EndUtterance() => Check(SphinxLibrary.EndUtterance(_decoder), "utterance end");

    /// <summary>The best words so far; empty when there are none.</summary>
    public string Hypothesis() => Marshal.PtrToStringUTF8(SphinxLibrary.Hypothesis(_decoder, out _)) ?? "";

    /// <summary>Posterior probability of the finished utterance's words among what the decoder considered (0–1).</summary>
    public double Probability() => Math.Clamp(SphinxLibrary.Exp(_logMath, SphinxLibrary.Probability(_decoder)), 0, 1);

    public void Dispose()
    {
        var decoder = Interlocked.Exchange(ref _decoder, 0);
        if (decoder != 0)
        {
            _ = SphinxLibrary.Free(decoder);
        }
    }

    private static void Check(int result, string what, int least = 0)
    {
        if (result < least)
        {
            throw new SpeechException(SpeechFailure.Broken, $"PocketSphinx failed on its {what}.");
        }
    }

    /// <summary>The head of sphinxbase's public <c>feat_t</c> (feat.h), as far as the normalisation that must be reset.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct FeatureHeader
    {
        private readonly int _references;
        private readonly nint _name;
        private readonly int _cepstrumSize;
        private readonly int _streams;
        private readonly nint _streamLengths;
        private readonly int _windowSize;
        private readonly int _subvectorCount;
        private readonly nint _subvectorLengths;
        private readonly nint _subvectors;
        private readonly nint _subvectorBuffer;
        private readonly int _subvectorDimension;
        private readonly int _normalisationType;
        private readonly int _varianceNormalisation;
        private readonly int _gainControlType;
        private readonly nint _computeFeature;
        public readonly nint CepstralMeanNormalisation;
    }
}
