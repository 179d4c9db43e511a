namespace CallActors.EndToEnd.Tests;

/// <summary>Call-Me Cloud's own npm client, as it is published, in front of a gateway. The one module that its publisher left out of the
/// package is given to it from outside (<c>callme-missing-module.mjs</c>).</summary>
internal static class CallMeCloudClient
{
    /// <param name="key">The gateway's own by default.</param>
    /// <param name="slash">What stands behind the gateway's address.</param>
    public static async Task<McpScript> ConnectAsync(RunningGateway gateway, string? key = null, string slash = "") => await McpScript.ConnectAsync(
        "sdk", "stdio",
        $"NODE_OPTIONS=--import {Path.Combine(Oracle.Folder, "callme-missing-module.mjs")}",
        $"CALLME_CLOUD_URL={gateway.Process.Address.GetLeftPart(UriPartial.Authority)}{slash}",
        $"CALLME_API_KEY={key ?? (await File.ReadAllTextAsync(gateway.Process.KeyFile)).Trim()}",
        "node",
        "node_modules/call-me-cloud-mcp/bin/run.js");
}
