namespace CallActors.Speech.Text.Languages;

internal sealed class German : SpokenWords
{
    private static readonly string[] Months =
        ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

    public override SignNames Signs { get; } = new()
    {
        Dot = "Punkt",
        Point = "Punkt",
        Slash = "Schrägstrich",
        Dash = "Strich",
        Underscore = "Unterstrich",
        Star = "Stern",
        At = "ät",
        Plus = "plus",
        Minus = "minus",
        PlusMinus = "plus minus",
        Times = "mal",
        By = "mal",
        Equal = "gleich",
        Unequal = "ungleich",
        AtLeast = "mindestens",
        AtMost = "höchstens",
        LessThan = "kleiner als",
        GreaterThan = "größer als",
        About = "etwa",
        And = "und",
        Or = "oder",
        Not = "nicht",
        Of = "von",
        To = "bis",
        From = "von",
        Sharp = "sharp",
        Hex = "hex",
        Caret = "Dach",
        Tilde = "Tilde",
        Thousand = "Tausend",
        Million = "Millionen",
        Billion = "Milliarden",
    };

    public override CountedThings Things { get; } = new()
    {
        Line = new("Zeile", "Zeilen"),
        Row = new("Zeile", "Zeilen"),
        Error = new("Fehler", "Fehler"),
        Warning = new("Warnung", "Warnungen"),
        Paragraph = new("Absatz", "Absätze"),
    };

    public override OutputWords Output { get; } = new GermanOutput();

    public override string AnImage => "ein Bild";

    public override string SomeCode => "etwas Code";

    public override string Done => "Erledigt";

    public override string ToDo => "Offen";

    public override string Failed => "Fehlgeschlagen";

    public override string Warning => "Warnung";

    public override string Yes => "ja";

    public override string No => "nein";

    public override string ThumbsUp => "Daumen hoch";

    public override string ThumbsDown => "Daumen runter";

    protected override string UnitList => """
        ns,Nanosekunde,Nanosekunden
        µs,Mikrosekunde,Mikrosekunden
        ms,Millisekunde,Millisekunden
        s,Sekunde,Sekunden
        min,Minute,Minuten
        h,Stunde,Stunden
        d,Tag,Tage
        w,Woche,Wochen
        month,Monat,Monate
        y,Jahr,Jahre
        B,Byte,Byte
        KB,Kilobyte,Kilobyte
        MB,Megabyte,Megabyte
        GB,Gigabyte,Gigabyte
        TB,Terabyte,Terabyte
        PB,Petabyte,Petabyte
        KiB,Kibibyte,Kibibyte
        MiB,Mebibyte,Mebibyte
        GiB,Gibibyte,Gibibyte
        TiB,Tebibyte,Tebibyte
        bit,Bit,Bit
        kbit,Kilobit,Kilobit
        Mbit,Megabit,Megabit
        Gbit,Gigabit,Gigabit
        Hz,Hertz,Hertz
        kHz,Kilohertz,Kilohertz
        MHz,Megahertz,Megahertz
        GHz,Gigahertz,Gigahertz
        px,Pixel,Pixel
        pt,Punkt,Punkt
        rem,rem,rem
        °C,Grad Celsius,Grad Celsius
        °F,Grad Fahrenheit,Grad Fahrenheit
        °,Grad,Grad
        mm,Millimeter,Millimeter
        cm,Zentimeter,Zentimeter
        km,Kilometer,Kilometer
        kg,Kilogramm,Kilogramm
        W,Watt,Watt
        kW,Kilowatt,Kilowatt
        kWh,Kilowattstunde,Kilowattstunden
        V,Volt,Volt
        mA,Milliampere,Milliampere
        mAh,Milliamperestunde,Milliamperestunden
        dB,Dezibel,Dezibel
        dBFS,Dezibel Vollaussteuerung,Dezibel Vollaussteuerung
        fps,Bild pro Sekunde,Bilder pro Sekunde
        rpm,Umdrehung pro Minute,Umdrehungen pro Minute
        rps,Anfrage pro Sekunde,Anfragen pro Sekunde
        req,Anfrage,Anfragen
        op,Operation,Operationen
        LOC,Zeile Code,Zeilen Code
        %,Prozent,Prozent
        """;

    protected override string CurrencyList => """
        $,Dollar,Dollar,Cent,Cent
        USD,Dollar,Dollar,Cent,Cent
        €,Euro,Euro,Cent,Cent
        EUR,Euro,Euro,Cent,Cent
        £,Pfund,Pfund,Penny,Pence
        GBP,Pfund,Pfund,Penny,Pence
        CHF,Franken,Franken,Rappen,Rappen
        ¥,Yen,Yen
        JPY,Yen,Yen
        ₹,Rupie,Rupien
        ₿,Bitcoin,Bitcoin
        """;

    protected override string KeyList => """
        Ctrl,Steuerung
        Control,Steuerung
        Strg,Steuerung
        ⌃,Control
        Cmd,Command
        Command,Command
        ⌘,Command
        Alt,Alt
        Opt,Option
        Option,Option
        ⌥,Option
        Shift,Umschalt
        ⇧,Umschalt
        Meta,Meta
        Super,Super
        Win,Windows
        Fn,Funktion
        Enter,Eingabe
        Return,Eingabe
        ⏎,Eingabe
        ↵,Eingabe
        Esc,Escape
        Escape,Escape
        Tab,Tabulator
        ⇥,Tabulator
        Space,Leertaste
        Backspace,Rücktaste
        ⌫,Rücktaste
        Del,Entfernen
        Delete,Entfernen
        Home,Pos 1
        End,Ende
        Ins,Einfügen
        Insert,Einfügen
        PgUp,Bild auf
        PageUp,Bild auf
        PgDn,Bild ab
        PageDown,Bild ab
        Up,hoch
        Down,runter
        Left,links
        Right,rechts
        ;,Semikolon
        ),Klammer zu
        },geschweifte Klammer zu
        """;

    public override string Date(int year, int month, int day) => $"{day}. {Months[month - 1]} {year}";

    public override string Moment(string date, string time, string zone) => $"{date} um {time} Uhr{(zone.Length > 0 ? " " + zone : "")}";

    protected override string Mixed(string whole, string hundredths, Noun currency) => $"{Amount(whole, currency)} {hundredths}";

    public override string Per(string amount, string unit) => $"{amount} pro {unit}";

    public override string Power(string exponent) => exponent == "2" ? "zum Quadrat" : $"hoch {exponent}";

    public override string Version(string spoken) => $"Version {spoken}";

    public override string PullRequest(string number, string repository) => $"Pull Request {number} in {repository}";

    public override string Issue(string number, string repository) => $"Issue {number} in {repository}";

    public override string Commit(string spelled, string repository) => $"Commit {spelled} in {repository}";

    public override string NumberSign(string number) => $"Nummer {number}";

    public override string Variable(string name) => $"Dollar {name}";

    public override string Line(string number) => $"Zeile {number}";

    public override string Lines(string from, string to) => $"Zeilen {from} bis {to}";

    public override string Port(string host, string port) => $"{host} Port {port}";

    public override string IdEndingIn(string spelled) => $"eine Kennung mit dem Ende {spelled}";

    public override string Ipv6EndingIn(string spelled) => $"eine IPv6-Adresse mit dem Ende {spelled}";

    public override string Image(string description) => $"Bild: {description}";

    public override string CodeBlock(string language, int lines) =>
        language.Length > 0 ? $"{Count(lines, Things.Line)} {language}-Code" : $"Codeblock von {Dative(lines)}";

    public override string Table(int rows, string columns) => $"Tabelle von {Dative(rows)} mit {columns}";

    public override string AndMore(int count) => $"Und {count} weitere";

    public override string ThereIsMore(int paragraphs) => paragraphs == 1 ? "Es gibt noch mehr: einen weiteren Absatz" : $"Es gibt noch mehr: {paragraphs} weitere Absätze";

    private static string Dative(int lines) => lines == 1 ? "einer Zeile" : $"{lines} Zeilen";

    private sealed class GermanOutput : OutputWords
    {
        public override string NoTests => "keine Tests gelaufen";

        public override string NoErrors => "keine Fehler";

        public override string NothingToCommit => "nichts zu committen";

        public override string TestsPassed(int count) => $"{N(count, "Test", "Tests")} bestanden";

        public override string AllTestsPassed(int count) => count == 1 ? "der eine Test ist bestanden" : $"alle {count} Tests bestanden";

        public override string TestsFailed(int count, bool alone) => alone ? $"{N(count, "Test", "Tests")} fehlgeschlagen" : $"{count} fehlgeschlagen";

        public override string TestsSkipped(int count) => $"{count} übersprungen";

        public override string Named(IReadOnlyList<string> names, int more) => string.Join("; ", names) + (more > 0 ? $"; und {more} weitere" : "");

        public override string First(string what) => $"der erste: {what}";

        public override string HappenedAt(string what, string place) => $"{what}, in {place}";

        public override string FilesChanged(int count) => $"{N(count, "Datei", "Dateien")} geändert";

        public override string ChangesIn(string file) => $"eine Änderung in {file}";

        public override string Added(int lines) => $"{N(lines, "Zeile", "Zeilen")} dazu";

        public override string Removed(int lines) => $"{lines} weg";

        public override string OnBranch(string branch) => $"auf dem Branch {branch}";

        public override string Ahead(int commits) => $"{N(commits, "Commit", "Commits")} voraus";

        public override string Behind(int commits) => $"{N(commits, "Commit", "Commits")} zurück";

        public override string Staged(int count) => $"{N(count, "Datei", "Dateien")} vorgemerkt";

        public override string Modified(int count) => $"{count} geändert";

        public override string Created(int count) => $"{count} neu";

        public override string Deleted(int count) => $"{count} gelöscht";

        public override string Renamed(int count) => $"{count} umbenannt";

        public override string Untracked(int count) => $"{count} nicht versioniert";

        public override string Conflicted(int count) => $"{count} im Konflikt";

        public override string JsonObject(int keys, string names, int more) => keys == 0 ? "ein leeres Objekt"
            : $"ein Objekt mit {keys} {(keys == 1 ? "Schlüssel" : "Schlüsseln")}: {names}{(more > 0 ? $" und {more} weitere" : "")}";

        public override string JsonList(int entries) => entries == 0 ? "eine leere Liste" : $"eine Liste mit {entries} {(entries == 1 ? "Eintrag" : "Einträgen")}";

        public override string LogLines(int count) => $"{count} Protokollzeilen";

        public override string FirstError(string message) => $"der erste Fehler: {message}";

        private static string N(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
    }
}
