namespace CallActors.Speech.Text.Languages;

internal sealed class French : SpokenWords
{
    private static readonly string[] Months =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    public override SignNames Signs { get; } = new()
    {
        Dot = "point",
        Point = "point",
        Slash = "barre oblique",
        Dash = "tiret",
        Underscore = "tiret bas",
        Star = "étoile",
        At = "arobase",
        Plus = "plus",
        Minus = "moins",
        PlusMinus = "plus ou moins",
        Times = "fois",
        By = "par",
        Equal = "égale",
        Unequal = "différent de",
        AtLeast = "au moins",
        AtMost = "au plus",
        LessThan = "inférieur à",
        GreaterThan = "supérieur à",
        About = "environ",
        And = "et",
        Or = "ou",
        Not = "non",
        Of = "de",
        To = "à",
        From = "de",
        Sharp = "dièse",
        Hex = "hexa",
        Caret = "chapeau",
        Tilde = "tilde",
        Thousand = "mille",
        Million = "millions",
        Billion = "milliards",
    };

    public override CountedThings Things { get; } = new()
    {
        Line = new("ligne", "lignes"),
        Row = new("ligne", "lignes"),
        Error = new("erreur", "erreurs"),
        Warning = new("avertissement", "avertissements"),
        Paragraph = new("paragraphe", "paragraphes"),
    };

    public override OutputWords Output { get; } = new FrenchOutput();

    public override string AnImage => "une image";

    public override string SomeCode => "du code";

    public override string Done => "Fait";

    public override string ToDo => "À faire";

    public override string Failed => "Échec";

    public override string Warning => "Attention";

    public override string Yes => "oui";

    public override string No => "non";

    public override string ThumbsUp => "Pouce levé";

    public override string ThumbsDown => "Pouce baissé";

    protected override string UnitList => """
        ns,nanoseconde,nanosecondes
        µs,microseconde,microsecondes
        ms,milliseconde,millisecondes
        s,seconde,secondes
        min,minute,minutes
        h,heure,heures
        d,jour,jours
        w,semaine,semaines
        month,mois,mois
        y,an,ans
        B,octet,octets
        KB,kilooctet,kilooctets
        MB,mégaoctet,mégaoctets
        GB,gigaoctet,gigaoctets
        TB,téraoctet,téraoctets
        PB,pétaoctet,pétaoctets
        KiB,kibioctet,kibioctets
        MiB,mébioctet,mébioctets
        GiB,gibioctet,gibioctets
        TiB,tébioctet,tébioctets
        bit,bit,bits
        kbit,kilobit,kilobits
        Mbit,mégabit,mégabits
        Gbit,gigabit,gigabits
        Hz,hertz,hertz
        kHz,kilohertz,kilohertz
        MHz,mégahertz,mégahertz
        GHz,gigahertz,gigahertz
        px,pixel,pixels
        pt,point,points
        rem,rem,rem
        °C,degré Celsius,degrés Celsius
        °F,degré Fahrenheit,degrés Fahrenheit
        °,degré,degrés
        mm,millimètre,millimètres
        cm,centimètre,centimètres
        km,kilomètre,kilomètres
        kg,kilogramme,kilogrammes
        W,watt,watts
        kW,kilowatt,kilowatts
        kWh,kilowattheure,kilowattheures
        V,volt,volts
        mA,milliampère,milliampères
        mAh,milliampère-heure,milliampères-heures
        dB,décibel,décibels
        dBFS,décibel pleine échelle,décibels pleine échelle
        fps,image par seconde,images par seconde
        rpm,tour par minute,tours par minute
        rps,requête par seconde,requêtes par seconde
        req,requête,requêtes
        op,opération,opérations
        LOC,ligne de code,lignes de code
        %,pour cent,pour cent
        """;

    protected override string CurrencyList => """
        $,dollar,dollars,cent,cents
        USD,dollar,dollars,cent,cents
        €,euro,euros,centime,centimes
        EUR,euro,euros,centime,centimes
        £,livre,livres,penny,pence
        GBP,livre,livres,penny,pence
        CHF,franc,francs,centime,centimes
        ¥,yen,yens
        JPY,yen,yens
        ₹,roupie,roupies
        ₿,bitcoin,bitcoins
        """;

    protected override string KeyList => """
        Ctrl,Contrôle
        Control,Contrôle
        Strg,Contrôle
        ⌃,Contrôle
        Cmd,Commande
        Command,Commande
        ⌘,Commande
        Alt,Alt
        Opt,Option
        Option,Option
        ⌥,Option
        Shift,Majuscule
        ⇧,Majuscule
        Meta,Méta
        Super,Super
        Win,Windows
        Fn,Fonction
        Enter,Entrée
        Return,Entrée
        ⏎,Entrée
        ↵,Entrée
        Esc,Échap
        Escape,Échap
        Tab,Tabulation
        ⇥,Tabulation
        Space,Espace
        Backspace,Retour arrière
        ⌫,Retour arrière
        Del,Suppression
        Delete,Suppression
        Home,Début
        End,Fin
        Ins,Insertion
        Insert,Insertion
        PgUp,Page précédente
        PageUp,Page précédente
        PgDn,Page suivante
        PageDown,Page suivante
        Up,haut
        Down,bas
        Left,gauche
        Right,droite
        ;,point-virgule
        ),parenthèse fermante
        },accolade fermante
        """;

    // Nothing is one in French: "0 ligne".
    public override bool IsOne(string amount) => amount is "0" or "1" || amount.StartsWith("0.", StringComparison.Ordinal) || amount.StartsWith("1.", StringComparison.Ordinal);

    public override string Date(int year, int month, int day) => $"{(day == 1 ? "1er" : day)} {Months[month - 1]} {year}";

    public override string Moment(string date, string time, string zone) => $"{date} à {time}{(zone.Length > 0 ? " " + zone : "")}";

    protected override string Mixed(string whole, string hundredths, Noun currency) => $"{Amount(whole, currency)} {hundredths}";

    public override string Per(string amount, string unit) => $"{amount} par {unit}";

    public override string Power(string exponent) => exponent switch { "2" => "au carré", "3" => "au cube", _ => $"puissance {exponent}" };

    public override string Version(string spoken) => $"version {spoken}";

    public override string PullRequest(string number, string repository) => $"pull request {number} de {repository}";

    public override string Issue(string number, string repository) => $"ticket {number} de {repository}";

    public override string Commit(string spelled, string repository) => $"commit {spelled} de {repository}";

    public override string NumberSign(string number) => $"numéro {number}";

    public override string Variable(string name) => $"dollar {name}";

    public override string Line(string number) => $"ligne {number}";

    public override string Lines(string from, string to) => $"lignes {from} à {to}";

    public override string Port(string host, string port) => $"{host} port {port}";

    public override string IdEndingIn(string spelled) => $"un identifiant finissant par {spelled}";

    public override string Ipv6EndingIn(string spelled) => $"une adresse IPv6 finissant par {spelled}";

    public override string Image(string description) => $"image : {description}";

    public override string CodeBlock(string language, int lines) =>
        language.Length > 0 ? $"{Count(lines, Things.Line)} de code {language}" : $"Bloc de code de {Count(lines, Things.Line)}";

    public override string Table(int rows, string columns) => $"Tableau de {Count(rows, Things.Row)} avec {columns}";

    public override string AndMore(int count) => count == 1 ? "Et un de plus" : $"Et {count} de plus";

    public override string ThereIsMore(int paragraphs) => $"Il y a une suite : {Count(paragraphs, Things.Paragraph)} de plus";

    private sealed class FrenchOutput : OutputWords
    {
        public override string NoTests => "aucun test exécuté";

        public override string NoErrors => "aucune erreur";

        public override string NothingToCommit => "rien à valider";

        public override string TestsPassed(int count) => N(count, "test réussi", "tests réussis");

        public override string AllTestsPassed(int count) => count == 1 ? "le seul test a réussi" : $"les {count} tests ont réussi";

        public override string TestsFailed(int count, bool alone) => alone ? N(count, "test échoué", "tests échoués") : N(count, "échec", "échecs");

        public override string TestsSkipped(int count) => N(count, "ignoré", "ignorés");

        public override string Named(IReadOnlyList<string> names, int more) => string.Join("; ", names) + (more > 0 ? $"; et {N(more, "autre", "autres")}" : "");

        public override string First(string what) => $"la première : {what}";

        public override string HappenedAt(string what, string place) => $"{what}, dans {place}";

        public override string FilesChanged(int count) => N(count, "fichier modifié", "fichiers modifiés");

        public override string ChangesIn(string file) => $"une modification dans {file}";

        public override string Added(int lines) => N(lines, "ligne ajoutée", "lignes ajoutées");

        public override string Removed(int lines) => N(lines, "supprimée", "supprimées");

        public override string OnBranch(string branch) => $"sur la branche {branch}";

        public override string Ahead(int commits) => $"{N(commits, "commit", "commits")} d'avance";

        public override string Behind(int commits) => $"{N(commits, "commit", "commits")} de retard";

        public override string Staged(int count) => N(count, "fichier indexé", "fichiers indexés");

        public override string Modified(int count) => N(count, "modifié", "modifiés");

        public override string Created(int count) => N(count, "ajouté", "ajoutés");

        public override string Deleted(int count) => N(count, "supprimé", "supprimés");

        public override string Renamed(int count) => N(count, "renommé", "renommés");

        public override string Untracked(int count) => N(count, "non suivi", "non suivis");

        public override string Conflicted(int count) => $"{count} en conflit";

        public override string JsonObject(int keys, string names, int more) => keys == 0 ? "un objet vide"
            : $"un objet de {N(keys, "clé", "clés")} : {names}{(more > 0 ? $" et {N(more, "autre", "autres")}" : "")}";

        public override string JsonList(int entries) => entries == 0 ? "une liste vide" : $"une liste de {N(entries, "élément", "éléments")}";

        public override string LogLines(int count) => N(count, "ligne de journal", "lignes de journal");

        public override string FirstError(string message) => $"la première erreur : {message}";

        private static string N(int count, string one, string many) => $"{count} {(count is 0 or 1 ? one : many)}";
    }
}
