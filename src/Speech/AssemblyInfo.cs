using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CallActors.Speech.Tests")]
