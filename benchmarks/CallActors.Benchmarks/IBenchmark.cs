namespace CallActors.Benchmarks;

/// <summary>One verb of <c>./bench</c>. It prints figures, one a line: name, value, unit.</summary>
internal interface IBenchmark
{
    /// <summary>What it measures and its options, in a line.</summary>
    string Summary { get; }

    /// <summary>Runs it; the exit code is not 0 when it could not measure.</summary>
    Task<int> RunAsync(string[] options);
}
