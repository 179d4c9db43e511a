using System.Collections.Frozen;

namespace CallActors.Engine.Turns;

public sealed partial class TurnLanguage
{
    private static readonly TurnLanguage English = new(
        noises: """
            uh, um, uhm, hm, hmm, hmmm, mm, mmm, mhm, mm-hmm, mmhmm, mm hmm, uh-huh, uh huh, aha, ah, oh, huh, wow, yeah, yep, yup, right, ok, okay,
            alright, all right, sure, cool, nice, great, i see, got it, gotcha, makes sense, of course, exactly, true, interesting, really, good
            """,
        greetings: """
            hello, hi, hey, yes, speaking, this is, this, is, good morning, good afternoon, good evening, there, who's this, who's there, who is this
            """,
        unfinished: """
            a, an, the, to, of, for, and, or, but, nor, with, without, into, onto, at, from, as, than, if, because, while, which, whose, my, your, our,
            their, his, its, i, i'm, i'll, i'd, we, they, he, she, let's, let, be, very, every, uh, um, uhm, er, between, until, unless
            """,
        answers: """
            yes, yeah, yep, yup, sure, ok, okay, right, correct, exactly, absolutely, definitely, of course, go ahead, do it, please, please do, no,
            nope, nah, no thanks, no thank you, not now, don't, never, yes please, that's right, that's fine, fine, alright, all right
            """,
        digits: "zero, oh, o, one, two, three, four, five, six, seven, eight, nine");

    private static readonly TurnLanguage German = new(
        noises: """
            äh, ähm, hm, hmm, mhm, aha, ah, ach, ach so, oh, ja, jo, jep, genau, ok, okay, gut, klar, stimmt, richtig, verstehe, ich verstehe,
            alles klar, na gut, eben, super, toll, interessant
            """,
        greetings: "hallo, ja, bitte, guten morgen, guten tag, guten abend, grüß gott, servus, moin, hier, wer ist da",
        unfinished: """
            der, die, das, den, dem, des, ein, eine, einen, einem, einer, und, oder, aber, sondern, zu, zum, zur, in, im, ins, an, am, auf, für, mit,
            ohne, von, vom, bei, beim, nach, über, unter, wenn, weil, dass, ob, als, wie, mein, meine, dein, deine, unser, ich, wir, er,
            also, sehr, äh, ähm, jede, jeden
            """,
        answers: """
            ja, ja bitte, jo, jep, klar, genau, gerne, sicher, natürlich, ok, okay, gut, stimmt, richtig, mach das, nein, ne, nee, nein danke,
            nicht jetzt, bitte nicht
            """,
        digits: "null, eins, ein, zwei, zwo, drei, vier, fünf, sechs, sieben, acht, neun");

    private static readonly TurnLanguage French = new(
        noises: """
            euh, heu, hm, hmm, mhm, ah, ah bon, oh, oui, ouais, ok, okay, d'accord, bien, bon, très bien, voilà, c'est ça, exact, exactement, je vois,
            je comprends, entendu, super, bien sûr, hein
            """,
        greetings: "allô, allo, bonjour, bonsoir, salut, oui, qui est-ce, c'est qui",
        unfinished: """
            le, la, les, l', un, une, des, du, de, à, au, aux, et, ou, mais, donc, car, avec, sans, dans, sur, sous, pour, par, chez, si, que, qui,
            quand, parce que, comme, mon, ma, mes, ton, ta, tes, son, sa, ses, notre, votre, je, tu, il, on, ne, très, alors, euh
            """,
        answers: "oui, ouais, si, d'accord, ok, okay, bien sûr, exact, vas-y, allez-y, s'il te plaît, non, non merci, pas maintenant, jamais",
        digits: "zéro, un, deux, trois, quatre, cinq, six, sept, huit, neuf");

    private static readonly TurnLanguage Spanish = new(
        noises: """
            eh, em, hm, hmm, mhm, ah, ajá, oh, sí, vale, ok, okay, ya, claro, bueno, bien, muy bien, exacto, eso, de acuerdo, entiendo, ya veo,
            perfecto, genial, por supuesto
            """,
        greetings: "hola, diga, dígame, sí, aló, buenos días, buenas tardes, buenas noches, quién es",
        unfinished: """
            el, la, los, las, un, una, unos, unas, de, del, a, al, y, o, u, pero, con, sin, en, por, para, sobre, entre, desde, hasta, si, que, cuando,
            porque, como, mi, mis, tu, tus, su, sus, nuestro, muy, entonces, pues, eh, em
            """,
        answers: "sí, claro, vale, ok, okay, exacto, correcto, adelante, por supuesto, por favor, no, no gracias, ahora no, nunca",
        digits: "cero, uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve");

    private static readonly FrozenDictionary<string, TurnLanguage> ByTag = new Dictionary<string, TurnLanguage>(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = English,
        ["de"] = German,
        ["fr"] = French,
        ["es"] = Spanish,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
