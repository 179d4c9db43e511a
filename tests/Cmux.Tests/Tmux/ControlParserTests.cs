using System.Text;
using CallActors.Cmux.Tmux;

namespace CallActors.Cmux.Tests.Tmux;

public sealed class ControlParserTests
{
    [Fact]
    public void An_answer_ends_at_its_own_numbers_and_not_at_what_looks_like_an_end() =>
        Assert.Equal(
            ["answer: hello | %end 1 2 1 | %output %0 no | "],
            Read("%begin 1795270244 270 1", "hello", "%end 1 2 1", "%output %0 no", "", "%end 1795270244 270 1"));

    [Fact]
    public void A_failure_is_an_answer_with_its_reason() =>
        Assert.Equal(["failure: can't find pane: %99"], Read("%begin 1 287 1", "can't find pane: %99", "%error 1 287 1"));

    [Fact]
    public void Output_of_either_form_is_unescaped() =>
        Assert.Equal(["%0 wrote a\r\nb\\\"\u001b[1m café : é", "%12 wrote x : y\\08"], Read("%output %0 a\\015\\012b\\134\"\\033[1m café : \\303\\251", "%extended-output %12 5 : x : y\\08"));

    [Fact]
    public void Everything_else_is_a_notice() =>
        Assert.Equal(["session-changed: $0 a", "exit: ", "pause: %3"], Read("%session-changed $0 a", "%exit", "%pause %3"));

    [Fact]
    public void Damaged_lines_do_no_harm()
    {
        var random = new Random(11);
        string[] lines = ["%begin 1 2 1", "%end 1 2 1", "%error 1 2 1", "%output %0 a\\015", "%extended-output %0 1 : b\\0", "%", "", "x"];
        for (var round = 0; round < 20_000; round++)
        {
            var parser = new ControlParser(new Log([]));
            for (var i = 0; i < 6; i++)
            {
                var line = Encoding.UTF8.GetBytes(lines[random.Next(lines.Length)]);
                if (line.Length > 0) line[random.Next(line.Length)] = (byte)random.Next(256);
                parser.Read(line.AsSpan(0, random.Next(line.Length + 1)));
            }
        }
    }

    private static List<string> Read(params string[] lines)
    {
        List<string> log = [];
        var parser = new ControlParser(new Log(log));
        foreach (var line in lines) parser.Read(Encoding.UTF8.GetBytes(line));
        return log;
    }

    private sealed class Log(List<string> entries) : IControlListener
    {
        public void BlockEnded(bool failed, IReadOnlyList<string> lines) => entries.Add($"{(failed ? "failure" : "answer")}: {string.Join(" | ", lines)}");

        public void Wrote(string pane, ReadOnlySpan<byte> bytes) => entries.Add($"{pane} wrote {Encoding.UTF8.GetString(bytes)}");

        public void Noticed(string name, string rest) => entries.Add($"{name}: {rest}");
    }
}
