using System.Runtime.InteropServices;

namespace CallActors.Carriers.Telnyx;

/// <summary>The part of OpenSSL's libcrypto that checks Ed25519 signatures (EVP_DigestVerify, OpenSSL 1.1.1 and newer). .NET has no
/// Ed25519 of its own; on Linux its cryptography loads the same library.</summary>
internal sealed unsafe class Libcrypto
{
    private const int KeyTypeEd25519 = 1087;

    private static readonly string[] FileNames =
        OperatingSystem.IsMacOS() ? ["libcrypto.3.dylib", "/opt/homebrew/lib/libcrypto.3.dylib", "/usr/local/lib/libcrypto.3.dylib"]
        : OperatingSystem.IsWindows() ? ["libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto-3.dll"]
        : ["libcrypto.so.3", "libcrypto.so.1.1"];

    private static readonly Lazy<Libcrypto?> Loaded = new(Load);

    private readonly delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint> _newRawPublicKey;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _freeKey;
    private readonly delegate* unmanaged[Cdecl]<nint> _newContext;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _freeContext;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int> _verifyInit;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, int> _verify;
    private readonly delegate* unmanaged[Cdecl]<void> _clearErrors;

    private Libcrypto(nint library)
    {
        _newRawPublicKey = (delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint>)NativeLibrary.GetExport(library, "EVP_PKEY_new_raw_public_key");
        _freeKey = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "EVP_PKEY_free");
        _newContext = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "EVP_MD_CTX_new");
        _freeContext = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "EVP_MD_CTX_free");
        _verifyInit = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int>)NativeLibrary.GetExport(library, "EVP_DigestVerifyInit");
        _verify = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, int>)NativeLibrary.GetExport(library, "EVP_DigestVerify");
        _clearErrors = (delegate* unmanaged[Cdecl]<void>)NativeLibrary.GetExport(library, "ERR_clear_error");
    }

    /// <summary>The library.</summary>
    /// <exception cref="DllNotFoundException">It is not installed, or too old.</exception>
    public static Libcrypto Instance =>
        Loaded.Value ?? throw new DllNotFoundException("Telnyx' signatures need OpenSSL's libcrypto, 1.1.1 or newer: install it (Debian: libssl3).");

    /// <summary>Checks a signature (RFC 8032, pure Ed25519).</summary>
    /// <param name="publicKey">32 bytes.</param>
    /// <param name="signature">64 bytes.</param>
    public bool VerifyEd25519(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message)
    {
        nint key = 0, context = 0;
        try
        {
            fixed (byte* keyBytes = publicKey) key = _newRawPublicKey(KeyTypeEd25519, 0, keyBytes, (nuint)publicKey.Length);
            context = _newContext();
            if (key == 0 || context == 0 || _verifyInit(context, 0, 0, 0, key) != 1) return false;
            // An empty span has no address; the library is given none to read from either.
            fixed (byte* signatureBytes = signature, messageBytes = message)
                return _verify(context, signatureBytes, (nuint)signature.Length, messageBytes, (nuint)message.Length) == 1;
        }
        finally
        {
            if (context != 0) _freeContext(context);
            if (key != 0) _freeKey(key);
            // A refused signature leaves an entry in this thread's error queue, where the next user of TLS would find it.
            _clearErrors();
        }
    }

    private static Libcrypto? Load()
    {
        foreach (var name in FileNames)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            try
            {
                return new Libcrypto(library);
            }
            catch (EntryPointNotFoundException)
            {
                NativeLibrary.Free(library);
            }
        }
        return null;
    }
}
