using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CallActors.Gateway.Options;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_gateway_speaks_https_with_the_certificate_that_it_is_given(bool keyInTheSameFile)
    {
        var (certificate, key, thumbprint) = Files(keyInTheSameFile);
        await using var gateway = await TestGateway.StartAsync(o => o with { TlsCertificate = certificate, TlsKey = key });
        Assert.Equal("https", gateway.Address.Scheme);
        string? shown = null;
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, remote, _, _) => (shown = remote!.GetCertHashString(HashAlgorithmName.SHA256)) is not null,
            },
        });
        using var answer = await client.GetAsync(new Uri(gateway.Address, "/health"));
        Assert.Equal((HttpStatusCode.OK, thumbprint), (answer.StatusCode, shown));
    }

    [Fact]
    public async Task The_phone_tools_at_mcp_reach_their_own_gateway_by_https()
    {
        var (certificate, key, thumbprint) = Files(keyInTheSameFile: false);
        await using var gateway = await TestGateway.StartAsync(o => o with { TlsCertificate = certificate, TlsKey = key });
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, remote, _, _) => remote!.GetCertHashString(HashAlgorithmName.SHA256) == thumbprint,
            },
        });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestGateway.Key);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Address, "/mcp"))
        {
            Content = new StringContent(
                """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"call_status","arguments":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}""",
                Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        foreach (var (name, value) in new[] { ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "call_status") }) request.Headers.Add(name, value);
        Assert.Contains("There are no calls yet.", await (await client.SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_is_not_there_is_told_before_anything_starts()
    {
        var reading = GatewayOptionsReader.Read(new OptionSources(
            ["--data", _folder], new Dictionary<string, string> { ["CALLACTORS_TLS_KEY"] = Path.Combine(_folder, "absent.pem") }));
        Assert.Equal(["gateway.tls-certificate", "gateway.tls-key"], reading.Faults.Select(f => f.Key));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_told_in_a_sentence()
    {
        var file = Path.Combine(_folder, "broken.pem");
        await File.WriteAllTextAsync(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var conf = Path.Combine(_folder, "gateway.conf");
        await File.WriteAllTextAsync(conf, $"gateway {{ port = 0, tls-certificate = \"{file}\" }}");
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.Equal(1, await GatewayCommand.RunAsync(["--data", _folder], output, errors));
        Assert.Contains("gateway.tls-certificate cannot be used", errors.ToString(), StringComparison.Ordinal);
    }

    private (string Certificate, string Key, string Thumbprint) Files(bool keyInTheSameFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (pem, secret) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        var (certificatePath, keyPath) = (Path.Combine(_folder, "certificate.pem"), Path.Combine(_folder, "key.pem"));
        File.WriteAllText(certificatePath, keyInTheSameFile ? pem + "\n" + secret : pem);
        if (!keyInTheSameFile) File.WriteAllText(keyPath, secret);
        return (certificatePath, keyInTheSameFile ? "" : keyPath, certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }
}
