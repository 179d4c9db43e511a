using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace CallActors.Speech.Local.LanguageModel;

/// <summary>The unigrams and bigrams of the installed general model, read from sphinxbase's binary trie (en-us.lm.bin; layout as
/// written by <c>ngram_model_trie_write_bin</c>: header, counts, 16-bit quantisation tables, unigrams, bit-packed n-grams, words).</summary>
internal sealed class GeneralModel
{
    private const string Header = "Trie Language Model";
    private const int QuantisationLevels = 1 << 16;
    private const int UnigramBytes = 12;
    private const int WeightBits = 32;

    /// <summary>sphinxbase keeps logarithms to this base.</summary>
    private const double LogBase = 1.0001;

    private readonly byte[] _file;
    private readonly int _unigrams;
    private readonly int _bigrams;
    private readonly int _quantisation;

    private GeneralModel(byte[] file)
    {
        _file = file;
        if (file.Length < 64 || Encoding.ASCII.GetString(file, 0, Header.Length) != Header || file[Header.Length] != 3)
        {
            throw new InvalidDataException("The installed general language model is no trigram trie of sphinxbase.");
        }

        var counts = Enumerable.Range(0, 3).Select(i => (int)UInt32At(Header.Length + 1 + (4 * i))).ToArray();
        _quantisation = Header.Length + 1 + 12 + 4;
        _unigrams = _quantisation + (3 * QuantisationLevels * 4);
        _bigrams = _unigrams + ((counts[0] + 1) * UnigramBytes);
        WordBits = BitsFor(counts[0]);
        BigramBits = WordBits + WeightBits + BitsFor(counts[2]);
        var trigramBits = WordBits + (WeightBits / 2);
        var words = _bigrams + PackedSize(counts[1], BigramBits) + PackedSize(counts[2], trigramBits);
        Words = ReadWords(words, counts[0]);
    }

    /// <summary>Its words; a word's place is its number.</summary>
    public IReadOnlyList<string> Words { get; }

    private int WordBits { get; }

    private int BigramBits { get; }

    public static GeneralModel Read(string path) => new(File.ReadAllBytes(path));

    public double UnigramProbability(int word) => Probability(SingleAt(_unigrams + (word * UnigramBytes)));

    /// <summary>The words seen before a word, with the probability of the word after each. The trie is kept by last words first.</summary>
    public IEnumerable<(int Previous, double Probability)> Before(int word)
    {
        var first = (int)UInt32At(_unigrams + (word * UnigramBytes) + 8);
        var end = (int)UInt32At(_unigrams + ((word + 1) * UnigramBytes) + 8);
        for (var i = first; i < end; i++)
        {
            var bit = (long)i * BigramBits;
            var previous = (int)Bits(bit, WordBits);
            var weights = Bits(bit + WordBits, WeightBits);
            var probability = SingleAt(_quantisation + ((int)(weights >> 16) * 4));
            yield return (previous, Probability(probability));
        }
    }

    private static double Probability(float logarithm) => Math.Pow(LogBase, logarithm);

    private static int BitsFor(int value) => 32 - BitOperations.LeadingZeroCount((uint)value);

    private static int PackedSize(int count, int bits) => (int)((((1L + count) * bits) + 7) / 8) + 8;

    private ulong Bits(long offset, int count) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(_bigrams + (int)(offset >> 3))) >> (int)(offset & 7)) & ((1UL << count) - 1);

    private uint UInt32At(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(offset));

    private float SingleAt(int offset) => BinaryPrimitives.ReadSingleLittleEndian(_file.AsSpan(offset));

    private string[] ReadWords(int offset, int count)
    {
        var length = (int)UInt32At(offset);
        var words = Encoding.UTF8.GetString(_file, offset + 4, length).TrimEnd('\0').Split('\0');
        return words.Length == count ? words : throw new InvalidDataException("The installed general language model has another layout than expected.");
    }
}
