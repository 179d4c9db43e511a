using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

/// <summary>Writes one stream's messages into buffers that are made once: of a media message only the base64 changes.</summary>
internal sealed class MediaMessageEncoder
{
    private const int LongestMark = 24;

    private readonly byte[] _media;
    private readonly int _payloadAt;
    private readonly byte[] _mark;
    private readonly int _nameAt;
    private readonly byte[] _clear;

    public MediaMessageEncoder(string streamSid, MediaDialect dialect)
    {
        var stream = dialect is MediaDialect.Telnyx ? "" : $",\"streamSid\":\"{JsonEncodedText.Encode(streamSid)}\"";
        var beforePayload = Encoding.UTF8.GetBytes($"{{\"event\":\"media\"{stream},\"media\":{{\"payload\":\"");
        var payload = Base64.GetMaxEncodedToUtf8Length(AudioFormat.FrameBytes);
        _media = [.. beforePayload, .. new byte[payload], .. "\"}}"u8];
        _payloadAt = beforePayload.Length;
        var beforeName = Encoding.UTF8.GetBytes($"{{\"event\":\"mark\"{stream},\"mark\":{{\"name\":\"");
        _mark = [.. beforeName, .. new byte[LongestMark + 3]];
        _nameAt = beforeName.Length;
        _clear = Encoding.UTF8.GetBytes($"{{\"event\":\"clear\"{stream}}}");
    }

    public ReadOnlyMemory<byte> Audio(ReadOnlySpan<byte> frame)
    {
        Base64.EncodeToUtf8(frame, _media.AsSpan(_payloadAt), out _, out _);
        return _media;
    }

    public ReadOnlyMemory<byte> Mark(MediaMark mark)
    {
        Utf8.TryWrite(_mark.AsSpan(_nameAt), $"e{mark.Epoch}:{mark.Number}", out var written);
        "\"}}"u8.CopyTo(_mark.AsSpan(_nameAt + written));
        return _mark.AsMemory(0, _nameAt + written + 3);
    }

    public ReadOnlyMemory<byte> Clear() => _clear;
}
