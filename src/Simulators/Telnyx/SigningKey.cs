using System.Runtime.InteropServices;

namespace CallActors.Simulators.Telnyx;

/// <summary>An Ed25519 key that signs webhooks (RFC 8032), by OpenSSL's libcrypto. For tests and rehearsals alone: it is made from a seed
/// that everybody knows.</summary>
public sealed unsafe class SigningKey : IDisposable
{
    private const int KeyTypeEd25519 = 1087;
    private const int SignatureLength = 64;
    private const int KeyLength = 32;

    private static readonly Lazy<nint> Library = new(Load);

    private nint _key;

    /// <param name="seed">32 bytes.</param>
    public SigningKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != KeyLength) throw new ArgumentException($"A seed has {KeyLength} bytes.", nameof(seed));
        var newKey = (delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint>)NativeLibrary.GetExport(Library.Value, "EVP_PKEY_new_raw_private_key");
        fixed (byte* bytes = seed) _key = newKey(KeyTypeEd25519, 0, bytes, KeyLength);
        if (_key == 0) throw new InvalidOperationException("libcrypto took no Ed25519 key.");
        var readPublic = (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, int>)NativeLibrary.GetExport(Library.Value, "EVP_PKEY_get_raw_public_key");
        var publicKey = new byte[KeyLength];
        nuint length = KeyLength;
        fixed (byte* bytes = publicKey) Require(readPublic(_key, bytes, &length));
        PublicKey = Convert.ToBase64String(publicKey);
    }

    /// <summary>Its public half, as the portal shows it: base64 of 32 bytes.</summary>
    public string PublicKey { get; }

    /// <summary>The signature: 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_key == 0, this);
        var newContext = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(Library.Value, "EVP_MD_CTX_new");
        var freeContext = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(Library.Value, "EVP_MD_CTX_free");
        var init = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int>)NativeLibrary.GetExport(Library.Value, "EVP_DigestSignInit");
        var sign = (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, nuint, int>)NativeLibrary.GetExport(Library.Value, "EVP_DigestSign");
        var signature = new byte[SignatureLength];
        nuint length = SignatureLength;
        var context = newContext();
        try
        {
            Require(init(context, 0, 0, 0, _key));
            fixed (byte* to = signature, from = message) Require(sign(context, to, &length, from, (nuint)message.Length));
            return signature;
        }
        finally
        {
            freeContext(context);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var key = Interlocked.Exchange(ref _key, 0);
        if (key != 0) ((delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(Library.Value, "EVP_PKEY_free"))(key);
    }

    private static void Require(int result)
    {
        if (result != 1) throw new InvalidOperationException("libcrypto did not sign.");
    }

    private static nint Load()
    {
        string[] names = OperatingSystem.IsMacOS() ? ["libcrypto.3.dylib", "/opt/homebrew/lib/libcrypto.3.dylib", "/usr/local/lib/libcrypto.3.dylib"]
            : OperatingSystem.IsWindows() ? ["libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto-3.dll"]
            : ["libcrypto.so.3", "libcrypto.so.1.1"];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        }
        throw new DllNotFoundException("Signing needs OpenSSL's libcrypto, 1.1.1 or newer.");
    }
}
