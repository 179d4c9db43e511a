namespace CallActors.Speech.Local.LanguageModel;

/// <summary>Makes sentences from hand-written templates. A template is words, alternatives <c>(a|b|)</c> with an empty one for what
/// may be left out, and slots <c>{name}</c>, which stand for any line of the slot of that name.</summary>
internal sealed class SentenceTemplates
{
    private readonly Dictionary<string, Node> _slots = [];
    private readonly List<Node> _templates = [];

    /// <param name="lines">Templates; a line <c>name = a | b | c</c> defines a slot.</param>
    /// <exception cref="FormatException">A bracket is not closed.</exception>
    public SentenceTemplates(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                _templates.Add(new Parser(line).Read());
            }
            else
            {
                _slots.Add(line[..equals].Trim(), new Parser(line[(equals + 1)..]).Read());
            }
        }
    }

    public int Count => _templates.Count;

    /// <summary>Different sentences of each template, at most <paramref name="mostPerTemplate"/>, with the weight that makes templates with
    /// many forms count more, but not in proportion. The same seed gives the same sentences.</summary>
    /// <exception cref="FormatException">A slot is not defined.</exception>
    public IEnumerable<(string Sentence, double Weight)> Sentences(int mostPerTemplate, int seed)
    {
        var random = new Random(seed);
        foreach (var template in _templates)
        {
            var forms = new HashSet<string>();
            for (var attempt = 0; attempt < mostPerTemplate; attempt++)
            {
                var words = new List<string>();
                Expand(template, words, random);
                forms.Add(string.Join(' ', words));
            }

            foreach (var form in forms.Where(form => form.Length > 0))
            {
                yield return (form, Math.Pow(forms.Count, -0.5));
            }
        }
    }

    private void Expand(Node node, List<string> words, Random random)
    {
        switch (node)
        {
            case Node.Word word:
                words.Add(word.Text);
                break;
            case Node.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Expand(part, words, random);
                }

                break;
            case Node.Choice choice:
                Expand(choice.Alternatives[random.Next(choice.Alternatives.Count)], words, random);
                break;
            case Node.Slot slot:
                Expand(_slots.TryGetValue(slot.Name, out var body) ? body : throw new FormatException($"The slot {{{slot.Name}}} is not defined."), words, random);
                break;
        }
    }

    private abstract record Node
    {
        public sealed record Word(string Text) : Node;

        public sealed record Slot(string Name) : Node;

        public sealed record Sequence(IReadOnlyList<Node> Parts) : Node;

        public sealed record Choice(IReadOnlyList<Node> Alternatives) : Node;
    }

    private sealed class Parser(string text)
    {
        private int _at;

        public Node Read()
        {
            var node = Alternatives();
            return _at == text.Length ? node : throw new FormatException($"A bracket is closed that was not opened: {text}");
        }

        private Node Alternatives()
        {
            var alternatives = new List<Node> { Sequence() };
            while (_at < text.Length && text[_at] == '|')
            {
                _at++;
                alternatives.Add(Sequence());
            }

            return alternatives.Count == 1 ? alternatives[0] : new Node.Choice(alternatives);
        }

        private Node.Sequence Sequence()
        {
            var parts = new List<Node>();
            while (_at < text.Length && text[_at] is not ('|' or ')'))
            {
                switch (text[_at])
                {
                    case ' ':
                        _at++;
                        break;
                    case '(':
                        _at++;
                        parts.Add(Alternatives());
                        Close(')');
                        break;
                    case '{':
                        _at++;
                        parts.Add(new Node.Slot(Until("}")));
                        Close('}');
                        break;
                    default:
                        parts.Add(new Node.Word(Until(" |(){}")));
                        break;
                }
            }

            return new(parts);
        }

        private string Until(string ends)
        {
            var length = text.AsSpan(_at).IndexOfAny(ends);
            var word = length < 0 ? text[_at..] : text.Substring(_at, length);
            _at += word.Length;
            return word;
        }

        private void Close(char bracket)
        {
            if (_at >= text.Length || text[_at] != bracket)
            {
                throw new FormatException($"A bracket is not closed: {text}");
            }

            _at++;
        }
    }
}
