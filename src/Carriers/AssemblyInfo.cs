using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CallActors.Carriers.Tests")]
