namespace CallActors.Speech.Text.Languages;

internal sealed partial class English
{
    private sealed class EnglishOutput : OutputWords
    {
        public override string NoTests => "no tests ran";

        public override string NoErrors => "no errors";

        public override string NothingToCommit => "nothing to commit";

        public override string TestsPassed(int count) => $"{N(count, "test", "tests")} passed";

        public override string AllTestsPassed(int count) => count == 1 ? "the one test passed" : $"all {Words(count)} tests passed";

        public override string TestsFailed(int count, bool alone) => alone ? $"{N(count, "test", "tests")} failed" : $"{Words(count)} failed";

        public override string TestsSkipped(int count) => $"{Words(count)} skipped";

        public override string Named(IReadOnlyList<string> names, int more) =>
            string.Join("; ", names) + (more > 0 ? $"; and {Words(more)} more" : "");

        public override string First(string what) => $"the first: {what}";

        public override string HappenedAt(string what, string place) => $"{what}, at {place}";

        public override string FilesChanged(int count) => $"{N(count, "file", "files")} changed";

        public override string ChangesIn(string file) => $"a change in {file}";

        public override string Added(int lines) => $"{N(lines, "line", "lines")} added";

        public override string Removed(int lines) => $"{Words(lines)} removed";

        public override string OnBranch(string branch) => $"on branch {branch}";

        public override string Ahead(int commits) => $"{N(commits, "commit", "commits")} ahead";

        public override string Behind(int commits) => $"{N(commits, "commit", "commits")} behind";

        public override string Staged(int count) => $"{N(count, "file", "files")} staged";

        public override string Modified(int count) => $"{Words(count)} modified";

        public override string Created(int count) => $"{Words(count)} added";

        public override string Deleted(int count) => $"{Words(count)} deleted";

        public override string Renamed(int count) => $"{Words(count)} renamed";

        public override string Untracked(int count) => $"{Words(count)} untracked";

        public override string Conflicted(int count) => $"{Words(count)} in conflict";

        public override string JsonObject(int keys, string names, int more) => keys == 0 ? "an empty object"
            : $"an object with {N(keys, "key", "keys")}: {names}{(more > 0 ? $" and {Words(more)} more" : "")}";

        public override string JsonList(int entries) => entries == 0 ? "an empty list" : $"a list of {N(entries, "entry", "entries")}";

        public override string LogLines(int count) => N(count, "log line", "log lines");

        public override string FirstError(string message) => $"the first error: {message}";

        private static string Words(int count) => count >= 0 && count < Small.Length ? Small[count] : $"{count}";

        private static string N(int count, string one, string many) => $"{Words(count)} {(count == 1 ? one : many)}";
    }
}
