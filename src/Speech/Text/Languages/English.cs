namespace CallActors.Speech.Text.Languages;

internal sealed partial class English : SpokenWords
{
    private static readonly string[] Small =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public override SignNames Signs { get; } = new()
    {
        Dot = "dot",
        Point = "point",
        Slash = "slash",
        Dash = "dash",
        Underscore = "underscore",
        Star = "star",
        At = "at",
        Plus = "plus",
        Minus = "minus",
        PlusMinus = "plus or minus",
        Times = "times",
        By = "by",
        Equal = "equals",
        Unequal = "is not",
        AtLeast = "at least",
        AtMost = "at most",
        LessThan = "less than",
        GreaterThan = "greater than",
        About = "about",
        And = "and",
        Or = "or",
        Not = "not",
        Of = "of",
        To = "to",
        From = "from",
        Sharp = "sharp",
        Hex = "hex",
        Caret = "caret",
        Tilde = "tilde",
        Thousand = "thousand",
        Million = "million",
        Billion = "billion",
    };

    public override CountedThings Things { get; } = new()
    {
        Line = new("line", "lines"),
        Row = new("row", "rows"),
        Error = new("error", "errors"),
        Warning = new("warning", "warnings"),
        Paragraph = new("paragraph", "paragraphs"),
    };

    public override OutputWords Output { get; } = new EnglishOutput();

    public override string AnImage => "an image";

    public override string SomeCode => "some code";

    public override string Done => "Done";

    public override string ToDo => "To do";

    public override string Failed => "Failed";

    public override string Warning => "Warning";

    public override string Yes => "yes";

    public override string No => "no";

    public override string ThumbsUp => "Thumbs up";

    public override string ThumbsDown => "Thumbs down";

    protected override string UnitList => """
        ns,nanosecond,nanoseconds
        µs,microsecond,microseconds
        ms,millisecond,milliseconds
        s,second,seconds
        min,minute,minutes
        h,hour,hours
        d,day,days
        w,week,weeks
        month,month,months
        y,year,years
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
        Hz,hertz,hertz
        kHz,kilohertz,kilohertz
        MHz,megahertz,megahertz
        GHz,gigahertz,gigahertz
        px,pixel,pixels
        pt,point,points
        rem,rem,rem
        °C,degree Celsius,degrees Celsius
        °F,degree Fahrenheit,degrees Fahrenheit
        °,degree,degrees
        mm,millimeter,millimeters
        cm,centimeter,centimeters
        km,kilometer,kilometers
        kg,kilogram,kilograms
        W,watt,watts
        kW,kilowatt,kilowatts
        kWh,kilowatt hour,kilowatt hours
        V,volt,volts
        mA,milliampere,milliamperes
        mAh,milliampere hour,milliampere hours
        dB,decibel,decibels
        dBFS,decibel full scale,decibels full scale
        fps,frame per second,frames per second
        rpm,revolution per minute,revolutions per minute
        rps,request per second,requests per second
        req,request,requests
        op,operation,operations
        LOC,line of code,lines of code
        %,percent,percent
        """;

    protected override string CurrencyList => """
        $,dollar,dollars,cent,cents
        USD,dollar,dollars,cent,cents
        €,euro,euros,cent,cents
        EUR,euro,euros,cent,cents
        £,pound,pounds,penny,pence
        GBP,pound,pounds,penny,pence
        CHF,franc,francs,centime,centimes
        ¥,yen,yen
        JPY,yen,yen
        ₹,rupee,rupees
        ₿,bitcoin,bitcoins
        """;

    protected override string KeyList => """
        Ctrl,Control
        Control,Control
        Strg,Control
        ⌃,Control
        Cmd,Command
        Command,Command
        ⌘,Command
        Alt,Alt
        Opt,Option
        Option,Option
        ⌥,Option
        Shift,Shift
        ⇧,Shift
        Meta,Meta
        Super,Super
        Win,Windows
        Fn,Function
        Enter,Enter
        Return,Return
        ⏎,Enter
        ↵,Enter
        Esc,Escape
        Escape,Escape
        Tab,Tab
        ⇥,Tab
        Space,Space
        Backspace,Backspace
        ⌫,Backspace
        Del,Delete
        Delete,Delete
        Home,Home
        End,End
        Ins,Insert
        Insert,Insert
        PgUp,Page up
        PageUp,Page up
        PgDn,Page down
        PageDown,Page down
        Up,up
        Down,down
        Left,left
        Right,right
        `,backtick
        \,backslash
        /,slash
        .,dot
        ;,semicolon
        [,left bracket
        ],right bracket
        ),right parenthesis
        },right brace
        =,equals
        -,minus
        """;

    public override string Number(int count) => count >= 0 && count < Small.Length ? Small[count] : base.Number(count);

    public override string Date(int year, int month, int day) => $"{Months[month - 1]} {day}, {year}";

    public override string Moment(string date, string time, string zone) => $"{date} at {time}{(zone.Length > 0 ? " " + zone : "")}";

    protected override string Mixed(string whole, string hundredths, Noun currency) =>
        $"{Amount(whole, currency)} and {Amount(hundredths, new Noun(currency.Hundredth, currency.Hundredths))}";

    public override string Per(string amount, string unit) => $"{amount} per {unit}";

    public override string Power(string exponent) => exponent switch { "2" => "squared", "3" => "cubed", _ => $"to the power of {exponent}" };

    public override string Version(string spoken) => $"version {spoken}";

    public override string PullRequest(string number, string repository) => $"pull request {number} in {repository}";

    public override string Issue(string number, string repository) => $"issue {number} in {repository}";

    public override string Commit(string spelled, string repository) => $"commit {spelled} in {repository}";

    public override string NumberSign(string number) => $"number {number}";

    public override string Variable(string name) => $"dollar {name}";

    public override string Line(string number) => $"line {number}";

    public override string Lines(string from, string to) => $"lines {from} to {to}";

    public override string Port(string host, string port) => $"{host} port {port}";

    public override string IdEndingIn(string spelled) => $"an ID ending in {spelled}";

    public override string Ipv6EndingIn(string spelled) => $"an IPv6 address ending in {spelled}";

    public override string Image(string description) => $"image: {description}";

    public override string CodeBlock(string language, int lines) =>
        language.Length > 0 ? $"{language} code of {Count(lines, Things.Line)}" : $"Code block of {Count(lines, Things.Line)}";

    public override string Table(int rows, string columns) => $"Table of {Count(rows, Things.Row)} with {columns}";

    public override string AndMore(int count) => $"And {Number(count)} more";

    public override string ThereIsMore(int paragraphs) => $"There is more: {Number(paragraphs)} more {(paragraphs == 1 ? Things.Paragraph.One : Things.Paragraph.Many)}";
}
