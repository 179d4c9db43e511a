using System.Text;

namespace Kernel.Configuration.Hocon;

/// <summary>
/// Resolves substitutions lazily: a key is the stack of everything assigned to it (its layers), and a reference to a key
/// from inside one of its own layers sees only the layers below, as the HOCON specification describes self-references.
/// </summary>
internal sealed class HoconResolver(ObjectSyntax root, Func<string, string?> environment)
{
    private const char Separator = '\u0001';

    private readonly Dictionary<string, int> _expanding = new(StringComparer.Ordinal);
    private readonly HashSet<ObjectSyntax> _open = new(ReferenceEqualityComparer.Instance);

    /// <param name="Value">What was assigned.</param>
    /// <param name="Owner">The key that it was assigned to.</param>
    /// <param name="Index">Which assignment to that key it is.</param>
    /// <param name="Below">The earlier assignments to the same key.</param>
    private sealed record Layer(Syntax Value, string Owner, int Index, IReadOnlyList<Layer> Below);

    public HoconObject Resolve() => (HoconObject)ResolveLayers([new Layer(root, "", 0, [])])!;

    private HoconValue? ResolveLayers(List<Layer> layers)
    {
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            if (layers[i].Value is ObjectSyntax) return ResolveObject(layers[..(i + 1)]);
            if (ResolveLeaf(layers[i]) is { } value) return value;
        }

        return null;
    }

    private HoconObject ResolveObject(List<Layer> layers)
    {
        var objects = layers[(layers.FindLastIndex(layer => layer.Value is not ObjectSyntax) + 1)..];
        var literals = objects.ConvertAll(layer => (ObjectSyntax)layer.Value).Distinct().ToList();
        foreach (var literal in literals)
        {
            if (_open.Contains(literal)) throw new HoconParserException(literal.Origin, "this object contains itself through a substitution");
        }

        _open.UnionWith(literals);
        try
        {
            var items = new Dictionary<string, HoconValue>(StringComparer.Ordinal);
            foreach (var key in literals.SelectMany(literal => literal.Fields.Keys))
            {
                if (!items.ContainsKey(key) && ResolveLayers(Expand(Children(layers, key))) is { } value) items[key] = value;
            }

            return new HoconObject(literals[^1].Origin, items);
        }
        finally
        {
            _open.ExceptWith(literals);
        }
    }

    private HoconValue? ResolveLeaf(Layer layer) => layer.Value switch
    {
        TextSyntax text => new HoconText(text.Origin, text.Text),
        NullSyntax nothing => new HoconNull(nothing.Origin),
        ListSyntax list => Within(layer, () => ResolveList(layer, list)),
        ConcatenationSyntax concatenation => Within(layer, () => Concatenate(layer, concatenation)),
        _ => throw new InvalidOperationException($"{layer.Value.GetType().Name} is not a leaf."),
    };

    private HoconList ResolveList(Layer layer, ListSyntax list)
    {
        var items = new List<HoconValue>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            // An object inside a list has keys of its own, which no path from the root can mean.
            var owner = item is ObjectSyntax ? $"{layer.Owner}{Separator}[{layer.Index}.{i}]" : layer.Owner;
            if (ResolveLayers(Expand([layer with { Value = item, Owner = owner }])) is { } value) items.Add(value);
        }

        return new HoconList(list.Origin, items);
    }

    private HoconValue? Concatenate(Layer layer, ConcatenationSyntax concatenation)
    {
        var text = new StringBuilder();
        HoconValue? joined = null;
        foreach (var piece in concatenation.Pieces)
        {
            if (piece is TextSyntax { IsGap: true } gap)
            {
                text.Append(gap.Text);
                continue;
            }

            var value = ResolveLayers(Expand([layer with { Value = piece }]));
            if (value is HoconText or HoconNull) text.Append(value is HoconText some ? some.Text : "null");
            joined = (joined, value) switch
            {
                (_, null) => joined,
                (null, _) => value,
                (HoconList a, HoconList b) => new HoconList(a.Origin, [.. a.Items, .. b.Items]),
                (HoconObject a, HoconObject b) => b.MergedOver(a),
                (HoconText or HoconNull, HoconText or HoconNull) => joined,
                _ => throw new HoconParserException(piece.Origin, $"cannot join {joined.Kind} and {value.Kind}"),
            };
        }

        return joined is HoconText or HoconNull ? new HoconText(concatenation.Origin, text.ToString()) : joined;
    }

    /// <summary>Replaces substitutions by the layers that they stand for, so that objects can be merged key by key.</summary>
    private List<Layer> Expand(IEnumerable<Layer> layers)
    {
        var expanded = new List<Layer>();
        foreach (var layer in layers)
        {
            switch (layer.Value)
            {
                case SubstitutionSyntax substitution: expanded.AddRange(Within(layer, () => Target(substitution))); break;
                case PreviousSyntax: expanded.AddRange(Expand(layer.Below)); break;
                case ConcatenationSyntax concatenation when Within(layer, () => IsObject(layer, concatenation)): expanded.AddRange(Within(layer, () => Merge(layer, concatenation))); break;
                default: expanded.Add(layer); break;
            }
        }

        return expanded;
    }

    private bool IsObject(Layer layer, ConcatenationSyntax concatenation) =>
        concatenation.Pieces.Any(piece => piece is ObjectSyntax)
        || (concatenation.Pieces.All(piece => piece is SubstitutionSyntax or TextSyntax { IsGap: true })
            && Expand([layer with { Value = concatenation.Pieces[0] }]) is [.., { Value: ObjectSyntax }]);

    private List<Layer> Merge(Layer layer, ConcatenationSyntax concatenation)
    {
        var merged = new List<Layer>();
        foreach (var piece in concatenation.Pieces.Where(piece => piece is not TextSyntax { IsGap: true }))
        {
            var part = Expand([layer with { Value = piece }]);
            if (part is [.., { Value: not ObjectSyntax }]) throw new HoconParserException(piece.Origin, "only an object can be joined to an object");
            merged.AddRange(part);
        }

        return merged;
    }

    private List<Layer> Target(SubstitutionSyntax substitution)
    {
        if (substitution.Prefix.Count > 0 && Lookup([.. substitution.Prefix, .. substitution.Path]) is { Count: > 0 } relative) return relative;
        if (Lookup(substitution.Path) is { Count: > 0 } absolute) return absolute;

        var name = string.Join('.', substitution.Path);
        if (environment(name) is { } variable) return [new Layer(new TextSyntax(new HoconOrigin($"environment variable {name}", 0, 0), variable), "", 0, [])];
        if (substitution.Optional) return [];
        throw new HoconParserException(
            substitution.Origin,
            $"${{{name}}} is neither a key of this configuration (or refers to itself) nor an environment variable; write ${{?{name}}} if it may be absent");
    }

    private List<Layer> Lookup(IReadOnlyList<string> path)
    {
        var layers = new List<Layer> { new(root, "", 0, []) };
        foreach (var key in path)
        {
            var children = Children(layers, key);
            if (children.Count == 0) return children;
            layers = Expand(children.Where(layer => !(_expanding.TryGetValue(layer.Owner, out var limit) && layer.Index >= limit)));
        }

        return layers;
    }

    private static List<Layer> Children(List<Layer> parents, string key)
    {
        var hidden = parents.FindLastIndex(layer => layer.Value is not ObjectSyntax);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var children = new List<Layer>();
        for (var i = 0; i < parents.Count; i++)
        {
            if (parents[i].Value is not ObjectSyntax literal || !literal.Fields.TryGetValue(key, out var assignments)) continue;
            var owner = parents[i].Owner.Length == 0 ? key : $"{parents[i].Owner}{Separator}{key}";
            foreach (var assignment in assignments)
            {
                // Hidden assignments are counted, so that an index means the same from wherever the key is reached.
                var index = counts[owner] = counts.GetValueOrDefault(owner, -1) + 1;
                if (i > hidden) children.Add(new Layer(assignment, owner, index, [.. children]));
            }
        }

        return children;
    }

    private T Within<T>(Layer layer, Func<T> action)
    {
        var nested = _expanding.TryGetValue(layer.Owner, out var outer);
        _expanding[layer.Owner] = nested ? Math.Min(outer, layer.Index) : layer.Index;
        try
        {
            return action();
        }
        finally
        {
            if (nested) _expanding[layer.Owner] = outer;
            else _expanding.Remove(layer.Owner);
        }
    }
}
