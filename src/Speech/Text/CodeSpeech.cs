using CallActors.Speech.Text.Blocks;
using CallActors.Speech.Text.Languages;
using CallActors.Speech.Text.Outputs;

namespace CallActors.Speech.Text;

/// <summary>Says a block of code: what a tool printed is summed up, code is named by its language and length.</summary>
internal static class CodeSpeech
{
    /// <returns>Empty when there is nothing in it.</returns>
    public static string Say(TextBlock block, SpokenWords words)
    {
        var lines = block.Lines.Where(line => !string.IsNullOrWhiteSpace(line.Text)).ToList();
        if (lines.Count == 0) return "";
        var info = block.Info.Split([' ', ',', '{'], 2)[0].Trim().ToLowerInvariant();
        var language = Languages.GetValueOrDefault(info);
        // What is code in a language is not taken for a tool's output.
        if (language is null or "JSON" or "diff" && ToolOutputs.Summarize([.. block.Lines.Select(l => l.Text)], words) is { } summary) return summary;
        return words.CodeBlock(language ?? "", lines.Count);
    }

    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["cs"] = "C sharp",
        ["csharp"] = "C sharp",
        ["fs"] = "F sharp",
        ["fsharp"] = "F sharp",
        ["c"] = "C",
        ["cpp"] = "C plus plus",
        ["c++"] = "C plus plus",
        ["js"] = "JavaScript",
        ["javascript"] = "JavaScript",
        ["jsx"] = "JavaScript",
        ["ts"] = "TypeScript",
        ["typescript"] = "TypeScript",
        ["tsx"] = "TypeScript",
        ["py"] = "Python",
        ["python"] = "Python",
        ["rs"] = "Rust",
        ["rust"] = "Rust",
        ["go"] = "Go",
        ["java"] = "Java",
        ["kt"] = "Kotlin",
        ["kotlin"] = "Kotlin",
        ["rb"] = "Ruby",
        ["ruby"] = "Ruby",
        ["php"] = "PHP",
        ["swift"] = "Swift",
        ["sql"] = "SQL",
        ["html"] = "HTML",
        ["xml"] = "XML",
        ["css"] = "CSS",
        ["yaml"] = "YAML",
        ["yml"] = "YAML",
        ["toml"] = "TOML",
        ["md"] = "Markdown",
        ["markdown"] = "Markdown",
        ["dockerfile"] = "Docker",
        ["json"] = "JSON",
        ["jsonc"] = "JSON",
        ["diff"] = "diff",
        ["patch"] = "diff",
    };
}
