using CallActors.Carriers.Softphone;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Gateway.Media;
using CallActors.Simulators.Media;

namespace CallActors.Rehearsal;

/// <summary>
/// A phone of the simulated network whose bell, keys, microphone and loudspeaker are the phone page's: what rings the handset rings the page,
/// and what the page does the handset does. One call at a time.
/// </summary>
public sealed class PageHandset : ICallDesk, IMediaStreams, IAsyncDisposable
{
    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly Handset _handset;
    private readonly string _dials;
    private readonly CancellationTokenSource _off = new();
    private readonly Task _ringing;

    /// <param name="dials">The number that the page calls, whatever it dials.</param>
    public PageHandset(Handset handset, string dials)
    {
        _handset = handset;
        _dials = dials;
        Exchange = new SoftphoneExchange(() => this);
        _ringing = RingAsync();
    }

    /// <summary>Rings the page.</summary>
    public SoftphoneExchange Exchange { get; }

    /// <inheritdoc/>
    public void Report(CallCommands.ReportLeg news)
    {
        try
        {
            switch (news.News)
            {
                case LegNews.Answered:
                    _handset.Answer();
                    break;
                case LegNews.Declined:
                    _handset.Decline();
                    break;
                case LegNews.HungUp:
                    _handset.HangUp();
                    break;
            }
        }
        catch (PhoneException)
        {
            // The network ended the call in the same moment.
        }
    }

    /// <inheritdoc/>
    public void Report(CallCommands.ReportWords words)
    {
        // A phone has no keyboard for words.
    }

    /// <inheritdoc/>
    public void Report(CallCommands.ReportAnsweredBy answeredBy)
    {
        // The page does not tell machines from people.
    }

    /// <inheritdoc/>
    public Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken) =>
        Task.FromResult<ICallReply>(new CallReplies.MediaInvited(request.CallId, Guid.NewGuid().ToString("N"), ValidFor));

    /// <inheritdoc/>
    public Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken)
    {
        try
        {
            var call = _handset.Dial(_dials);
            _ = FollowAsync(call, request.Leg);
            return Task.FromResult<ICallReply>(new CallReplies.Admitted(request.CallId));
        }
        catch (PhoneException busy)
        {
            return Task.FromResult<ICallReply>(new CallReplies.Refused(request.CallId, RefusalReason.Stopping, busy.Message));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IStreamInlet> OpenAsync(IMediaOutlet outlet, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IStreamInlet>(new PageAudio(_handset, outlet));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _off.CancelAsync().ConfigureAwait(false);
        await _ringing.ConfigureAwait(false);
        await Exchange.DisposeAsync().ConfigureAwait(false);
        _off.Dispose();
    }

    private async Task RingAsync()
    {
        try
        {
            while (true)
            {
                IPhoneCall call;
                try
                {
                    call = await _handset.WaitForRingAsync(Patience, _off.Token).ConfigureAwait(false);
                }
                catch (TimeoutException)
                {
                    continue;
                }
                var leg = await Exchange.DialAsync(new DialOrder(CallId.New(), new Callee("softphone"), Patience), _off.Token).ConfigureAwait(false);
                await FollowAsync(call, leg).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The rehearsal is over.
        }
    }

    /// <summary>When the call is over the page's is, too.</summary>
    private async Task FollowAsync(IPhoneCall call, LegId leg)
    {
        await _handset.WaitForEndAsync(call, Patience * 24, _off.Token).ConfigureAwait(false);
        await Exchange.HangUpAsync(leg, CancellationToken.None).ConfigureAwait(false);
    }
}
