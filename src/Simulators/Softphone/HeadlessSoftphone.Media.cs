namespace CallActors.Simulators.Softphone;

public sealed partial class HeadlessSoftphone
{
    /// <summary>Asks for a ticket, unless a media socket is there or on its way.</summary>
    private void AskForMedia(string leg)
    {
        var ask = false;
        _watch.Change(() =>
        {
            if (_call is not { Ended: null, Media: null, Opening: false, HangsUp: false } call || call.Leg != leg) return;
            call.Opening = ask = true;
        });
        if (ask) TryTell(new { @event = "media", leg });
    }

    private void OpenMedia(MediaTicket ticket)
    {
        var call = _watch.Read(() => _call is { Ended: null, Media: null } call && call.Leg == ticket.Leg ? call : null);
        if (call is null) return;
        _watch.Change(() => call.Opening = true);
        _mediaRun = RunMediaAsync(call, ticket);
    }

    private async Task RunMediaAsync(PhoneCall call, MediaTicket ticket)
    {
        var media = new PhoneMedia(ticket, _options, _voice, Played, AddFault);
        await using var closing = media.ConfigureAwait(false);
        using var off = _off.Token.Register(media.Drop);
        var openedAt = _options.Time.GetTimestamp();
        try
        {
            await media.OpenAsync(_off.Token).ConfigureAwait(false);
            _watch.Change(() =>
            {
                call.Media = media;
                call.Opening = false;
                MediaStarts++;
            });
            if (_watch.Read(() => call.Ended) is not null) _ = media.StopAsync();
            await media.RunAsync().ConfigureAwait(false);
        }
        catch (Exception) when (!_off.IsCancellationRequested)
        {
            // The socket could not be opened; a ticket is for one try, so the next one begins with a new ticket.
        }
        catch (Exception)
        {
            return;
        }
        _watch.Change(() =>
        {
            if (call.Media == media) call.Media = null;
            call.Opening = false;
            if (_options.Time.GetElapsedTime(openedAt) > _options.LongestRetry) call.Failures = 0;
        });
        RetryMedia(call);
    }

    /// <summary>A carrier whose socket was closed or lost asks again, as by the redirect behind its stream; while the line is away, the
    /// line's return does it.</summary>
    private void RetryMedia(PhoneCall call) => Later(() => AskForMedia(call.Leg), call.Failures++);

    private void Later(Action work, int failures = 0) => _ = LaterAsync(work, failures);

    private async Task LaterAsync(Action work, int failures)
    {
        try
        {
            await _clock.WaitAsync(RetryAfter(failures), _off.Token).ConfigureAwait(false);
            work();
        }
        catch (Exception) when (_off.IsCancellationRequested)
        {
            // Switched off meanwhile.
        }
    }
}
