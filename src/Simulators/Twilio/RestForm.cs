using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Twilio;

/// <summary>The fields of a request.</summary>
internal sealed class RestForm
{
    private readonly IFormCollection _form;

    private RestForm(IFormCollection form) => _form = form;

    /// <summary>A field's value; null when it is missing or empty.</summary>
    public string? this[string field] => _form[field].Count > 0 && _form[field][0] is { Length: > 0 } value ? value : null;

    public IEnumerable<string> Keys => _form.Keys;

    /// <summary>A request that has no form has no fields: Twilio says what is missing.</summary>
    public static async Task<RestForm> ReadAsync(HttpContext http) =>
        new(http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false) : FormCollection.Empty);

    public IReadOnlyList<string> All(string field) => [.. _form[field].OfType<string>().Where(value => value.Length > 0)];
}
