using CallActors.Speech.Local.Espeak;
using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Local;

[Collection(EspeakSpecs.Name)]
public sealed class EspeakSentenceWriterSpec
{
    private const int Rate = 22050;
    private const int CallbackSamples = 1324;

    [Fact]
    public void Pieces_cost_no_memory_once_their_chunks_are_pooled()
    {
        var writer = new EspeakSentenceWriter(Rate);
        var sentence = new Sentence("one two three four", 0);
        var utterance = new EspeakUtterance("en-us", 165, 50, [sentence], TimeSpan.FromSeconds(4));
        var samples = new short[CallbackSamples];
        writer.Begin(utterance, sentence);
        Speak(50);
        Assert.Equal(0, Allocated.Least(() => Speak(100)));

        void Speak(int pieces)
        {
            for (var i = 0; i < pieces; i++)
            {
                writer.Take(samples, []);
                while (utterance.TryRead(out var chunk)) utterance.Return(chunk);
            }
        }
    }

    [Fact]
    public void A_second_sentence_counts_its_words_from_the_end_of_the_first()
    {
        var writer = new EspeakSentenceWriter(Rate);
        var sentences = SentenceSplitter.Split("One two. Three.");
        var utterance = new EspeakUtterance("en-us", 165, 50, sentences, TimeSpan.FromSeconds(4));
        var samples = new short[Rate];
        var words = new List<(int, int, long)>();
        foreach (var sentence in sentences)
        {
            writer.Begin(utterance, utterance.TakeSentence());
            writer.Take(samples, [new EspeakEvent { Type = EspeakEvent.Word, TextPosition = 1, Sample = 441 }]);
            writer.End();
        }

        while (utterance.TryRead(out var chunk))
            foreach (var word in chunk.Content.Words.Span) words.Add((word.TextStart, word.TextLength, word.SampleStart));
        Assert.Equal([(0, 3, 160), (9, 5, 8160)], words);
        Assert.Equal(16000, utterance.SpokenSamples);
    }
}
