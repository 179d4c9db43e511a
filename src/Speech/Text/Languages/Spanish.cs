namespace CallActors.Speech.Text.Languages;

internal sealed class Spanish : SpokenWords
{
    private static readonly string[] Months =
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];

    public override SignNames Signs { get; } = new()
    {
        Dot = "punto",
        Point = "punto",
        Slash = "barra",
        Dash = "guion",
        Underscore = "guion bajo",
        Star = "asterisco",
        At = "arroba",
        Plus = "más",
        Minus = "menos",
        PlusMinus = "más o menos",
        Times = "por",
        By = "por",
        Equal = "igual a",
        Unequal = "distinto de",
        AtLeast = "al menos",
        AtMost = "como máximo",
        LessThan = "menor que",
        GreaterThan = "mayor que",
        About = "unos",
        And = "y",
        Or = "o",
        Not = "no",
        Of = "de",
        To = "a",
        From = "desde",
        Sharp = "sostenido",
        Hex = "hex",
        Caret = "circunflejo",
        Tilde = "tilde",
        Thousand = "mil",
        Million = "millones",
        Billion = "mil millones",
    };

    public override CountedThings Things { get; } = new()
    {
        Line = new("línea", "líneas"),
        Row = new("fila", "filas"),
        Error = new("error", "errores"),
        Warning = new("aviso", "avisos"),
        Paragraph = new("párrafo", "párrafos"),
    };

    public override OutputWords Output { get; } = new SpanishOutput();

    public override string AnImage => "una imagen";

    public override string SomeCode => "algo de código";

    public override string Done => "Hecho";

    public override string ToDo => "Pendiente";

    public override string Failed => "Fallido";

    public override string Warning => "Aviso";

    public override string Yes => "sí";

    public override string No => "no";

    public override string ThumbsUp => "Pulgar arriba";

    public override string ThumbsDown => "Pulgar abajo";

    protected override string UnitList => """
        ns,nanosegundo,nanosegundos
        µs,microsegundo,microsegundos
        ms,milisegundo,milisegundos
        s,segundo,segundos
        min,minuto,minutos
        h,hora,horas
        d,día,días
        w,semana,semanas
        month,mes,meses
        y,año,años
        B,byte,bytes
        KB,kilobyte,kilobytes
        MB,megabyte,megabytes
        GB,gigabyte,gigabytes
        TB,terabyte,terabytes
        PB,petabyte,petabytes
        KiB,kibibyte,kibibytes
        MiB,mebibyte,mebibytes
        GiB,gibibyte,gibibytes
        TiB,tebibyte,tebibytes
        bit,bit,bits
        kbit,kilobit,kilobits
        Mbit,megabit,megabits
        Gbit,gigabit,gigabits
        Hz,hercio,hercios
        kHz,kilohercio,kilohercios
        MHz,megahercio,megahercios
        GHz,gigahercio,gigahercios
        px,píxel,píxeles
        pt,punto,puntos
        rem,rem,rem
        °C,grado Celsius,grados Celsius
        °F,grado Fahrenheit,grados Fahrenheit
        °,grado,grados
        mm,milímetro,milímetros
        cm,centímetro,centímetros
        km,kilómetro,kilómetros
        kg,kilogramo,kilogramos
        W,vatio,vatios
        kW,kilovatio,kilovatios
        kWh,kilovatio hora,kilovatios hora
        V,voltio,voltios
        mA,miliamperio,miliamperios
        mAh,miliamperio hora,miliamperios hora
        dB,decibelio,decibelios
        dBFS,decibelio a escala completa,decibelios a escala completa
        fps,imagen por segundo,imágenes por segundo
        rpm,revolución por minuto,revoluciones por minuto
        rps,petición por segundo,peticiones por segundo
        req,petición,peticiones
        op,operación,operaciones
        LOC,línea de código,líneas de código
        %,por ciento,por ciento
        """;

    protected override string CurrencyList => """
        $,dólar,dólares,centavo,centavos
        USD,dólar,dólares,centavo,centavos
        €,euro,euros,céntimo,céntimos
        EUR,euro,euros,céntimo,céntimos
        £,libra,libras,penique,peniques
        GBP,libra,libras,penique,peniques
        CHF,franco,francos,céntimo,céntimos
        ¥,yen,yenes
        JPY,yen,yenes
        ₹,rupia,rupias
        ₿,bitcoin,bitcoins
        """;

    protected override string KeyList => """
        Ctrl,Control
        Control,Control
        Strg,Control
        ⌃,Control
        Cmd,Comando
        Command,Comando
        ⌘,Comando
        Alt,Alt
        Opt,Opción
        Option,Opción
        ⌥,Opción
        Shift,Mayúsculas
        ⇧,Mayúsculas
        Meta,Meta
        Super,Súper
        Win,Windows
        Fn,Función
        Enter,Intro
        Return,Intro
        ⏎,Intro
        ↵,Intro
        Esc,Escape
        Escape,Escape
        Tab,Tabulador
        ⇥,Tabulador
        Space,Espacio
        Backspace,Retroceso
        ⌫,Retroceso
        Del,Suprimir
        Delete,Suprimir
        Home,Inicio
        End,Fin
        Ins,Insertar
        Insert,Insertar
        PgUp,Retroceder página
        PageUp,Retroceder página
        PgDn,Avanzar página
        PageDown,Avanzar página
        Up,arriba
        Down,abajo
        Left,izquierda
        Right,derecha
        ;,punto y coma
        ),paréntesis de cierre
        },llave de cierre
        """;

    public override string Date(int year, int month, int day) => $"{day} de {Months[month - 1]} de {year}";

    public override string Moment(string date, string time, string zone) => $"{date} a las {time}{(zone.Length > 0 ? " " + zone : "")}";

    protected override string Mixed(string whole, string hundredths, Noun currency) =>
        $"{Amount(whole, currency)} con {Amount(hundredths, new Noun(currency.Hundredth, currency.Hundredths))}";

    public override string Per(string amount, string unit) => $"{amount} por {unit}";

    public override string Power(string exponent) => exponent switch { "2" => "al cuadrado", "3" => "al cubo", _ => $"elevado a {exponent}" };

    public override string Version(string spoken) => $"versión {spoken}";

    public override string PullRequest(string number, string repository) => $"pull request {number} de {repository}";

    public override string Issue(string number, string repository) => $"incidencia {number} de {repository}";

    public override string Commit(string spelled, string repository) => $"commit {spelled} de {repository}";

    public override string NumberSign(string number) => $"número {number}";

    public override string Variable(string name) => $"dólar {name}";

    public override string Line(string number) => $"línea {number}";

    public override string Lines(string from, string to) => $"líneas {from} a {to}";

    public override string Port(string host, string port) => $"{host} puerto {port}";

    public override string IdEndingIn(string spelled) => $"un identificador que acaba en {spelled}";

    public override string Ipv6EndingIn(string spelled) => $"una dirección IPv6 que acaba en {spelled}";

    public override string Image(string description) => $"imagen: {description}";

    public override string CodeBlock(string language, int lines) =>
        language.Length > 0 ? $"{Count(lines, Things.Line)} de código {language}" : $"Bloque de código de {Count(lines, Things.Line)}";

    public override string Table(int rows, string columns) => $"Tabla de {Count(rows, Things.Row)} con {columns}";

    public override string AndMore(int count) => $"Y {count} más";

    public override string ThereIsMore(int paragraphs) => $"Hay más: {Count(paragraphs, Things.Paragraph)} más";

    private sealed class SpanishOutput : OutputWords
    {
        public override string NoTests => "ninguna prueba ejecutada";

        public override string NoErrors => "sin errores";

        public override string NothingToCommit => "nada que confirmar";

        public override string TestsPassed(int count) => N(count, "prueba superada", "pruebas superadas");

        public override string AllTestsPassed(int count) => count == 1 ? "la única prueba superada" : $"las {count} pruebas superadas";

        public override string TestsFailed(int count, bool alone) => alone ? N(count, "prueba fallida", "pruebas fallidas") : N(count, "fallida", "fallidas");

        public override string TestsSkipped(int count) => N(count, "omitida", "omitidas");

        public override string Named(IReadOnlyList<string> names, int more) => string.Join("; ", names) + (more > 0 ? $"; y {more} más" : "");

        public override string First(string what) => $"el primero: {what}";

        public override string HappenedAt(string what, string place) => $"{what}, en {place}";

        public override string FilesChanged(int count) => N(count, "archivo cambiado", "archivos cambiados");

        public override string ChangesIn(string file) => $"un cambio en {file}";

        public override string Added(int lines) => N(lines, "línea añadida", "líneas añadidas");

        public override string Removed(int lines) => N(lines, "quitada", "quitadas");

        public override string OnBranch(string branch) => $"en la rama {branch}";

        public override string Ahead(int commits) => $"{N(commits, "commit", "commits")} por delante";

        public override string Behind(int commits) => $"{N(commits, "commit", "commits")} por detrás";

        public override string Staged(int count) => N(count, "archivo preparado", "archivos preparados");

        public override string Modified(int count) => N(count, "modificado", "modificados");

        public override string Created(int count) => N(count, "añadido", "añadidos");

        public override string Deleted(int count) => N(count, "borrado", "borrados");

        public override string Renamed(int count) => N(count, "renombrado", "renombrados");

        public override string Untracked(int count) => $"{count} sin seguimiento";

        public override string Conflicted(int count) => $"{count} en conflicto";

        public override string JsonObject(int keys, string names, int more) => keys == 0 ? "un objeto vacío"
            : $"un objeto con {N(keys, "clave", "claves")}: {names}{(more > 0 ? $" y {more} más" : "")}";

        public override string JsonList(int entries) => entries == 0 ? "una lista vacía" : $"una lista de {N(entries, "elemento", "elementos")}";

        public override string LogLines(int count) => N(count, "línea de registro", "líneas de registro");

        public override string FirstError(string message) => $"el primer error: {message}";

        private static string N(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
    }
}
