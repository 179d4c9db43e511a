using CallActors.Contracts.Speech;
using CallActors.Speech.Local;

namespace CallActors.Speech.Tests.Local;

public sealed class SentenceTurnsSpec
{
    private readonly SentenceTurns<Request> _turns = new();

    [Fact]
    public void Requests_take_turns_sentence_by_sentence()
    {
        Admit(new Request("a", 3), new Request("b", 1), new Request("c", 2));
        Assert.Equal("a b c a c a", Serve(6));
        Assert.Equal(0, _turns.Count);
    }

    [Fact]
    public void A_newcomer_waits_for_one_sentence_of_each_and_not_for_their_ends()
    {
        Admit(new Request("a", 100));
        Serve(3);
        Admit(new Request("b", 1));
        Assert.Equal("a b", Serve(2));
    }

    [Fact]
    public void A_request_whose_reader_is_behind_is_passed_over_until_it_is_recalled()
    {
        var slow = new Request("slow", 3) { IsAhead = true };
        Admit(slow, new Request("b", 3));
        Assert.Equal("slow b b", Serve(3));
        slow.IsAhead = false;
        _turns.Recall(slow);
        Assert.Equal("b slow slow", Serve(3));
    }

    [Fact]
    public void Recalling_a_request_that_is_not_aside_does_not_double_its_turns()
    {
        var request = new Request("a", 2);
        Admit(request, new Request("b", 2));
        _turns.Recall(request);
        Assert.Equal("a b a b", Serve(4));
    }

    [Fact]
    public void A_request_that_is_over_leaves_its_place_to_another()
    {
        var first = new Request("a", 1);
        _turns.Admit(first, 1);
        Assert.Equal(SpeechFailure.Busy, Assert.Throws<SpeechException>(() => _turns.Admit(new Request("b", 1), 1)).Reason);
        Serve(1);
        _turns.Admit(new Request("c", 1), 1);
        Assert.Equal("c", Serve(1));
    }

    private void Admit(params Request[] requests)
    {
        foreach (var request in requests) _turns.Admit(request, 10);
    }

    private string Serve(int turns)
    {
        var served = new List<string>();
        for (var i = 0; i < turns; i++)
        {
            var request = _turns.Next();
            request.Sentences--;
            served.Add(request.Name);
            Assert.Equal(request.Sentences == 0, _turns.EndTurn(request));
        }

        return string.Join(' ', served);
    }

    private sealed class Request(string name, int sentences) : ISentenceTurn
    {
        public string Name { get; } = name;

        public int Sentences { get; set; } = sentences;

        public bool IsOver => Sentences == 0;

        public bool IsAhead { get; set; }
    }
}
