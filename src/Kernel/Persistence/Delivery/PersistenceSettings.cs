using Kernel.Configuration;

namespace Kernel.Persistence;

/// <summary>What <c>kernel.persistence</c> says, for actors that want to say something else.</summary>
public sealed class PersistenceSettings
{
    internal PersistenceSettings(Config config) => AtLeastOnceDelivery = new AtLeastOnceDeliverySettings(config.GetConfig("at-least-once-delivery")!);

    public AtLeastOnceDeliverySettings AtLeastOnceDelivery { get; }

    /// <summary>How messages are sent again until they are confirmed; the defaults are those of <c>kernel.persistence.at-least-once-delivery</c>.</summary>
    public sealed class AtLeastOnceDeliverySettings
    {
        /// <param name="redeliverInterval">After so long without a confirmation a message is sent again; looked at twice in that time.</param>
        /// <param name="redeliveryBurstLimit">So many are sent again at one time at most.</param>
        /// <param name="warnAfterNumberOfUnconfirmedAttempts">After so many attempts the actor is told by <see cref="UnconfirmedWarning"/>.</param>
        /// <param name="maxUnconfirmedMessages">So many may wait for their confirmation.</param>
        public AtLeastOnceDeliverySettings(
            TimeSpan redeliverInterval, int redeliveryBurstLimit, int warnAfterNumberOfUnconfirmedAttempts, int maxUnconfirmedMessages)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(redeliverInterval, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfLessThan(redeliveryBurstLimit, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(warnAfterNumberOfUnconfirmedAttempts, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(maxUnconfirmedMessages, 1);
            (RedeliverInterval, RedeliveryBurstLimit) = (redeliverInterval, redeliveryBurstLimit);
            (WarnAfterNumberOfUnconfirmedAttempts, MaxUnconfirmedMessages) = (warnAfterNumberOfUnconfirmedAttempts, maxUnconfirmedMessages);
        }

        public AtLeastOnceDeliverySettings(Config config)
        {
            ArgumentNullException.ThrowIfNull(config);
            RedeliverInterval = config.GetTimeSpan("redeliver-interval", allowInfinite: false);
            RedeliveryBurstLimit = config.GetInt("redelivery-burst-limit");
            WarnAfterNumberOfUnconfirmedAttempts = config.GetInt("warn-after-number-of-unconfirmed-attempts");
            MaxUnconfirmedMessages = config.GetInt("max-unconfirmed-messages");
            const string Path = "kernel.persistence.at-least-once-delivery";
            var faults = new List<string>();
            if (RedeliverInterval <= TimeSpan.Zero) faults.Add($"{Path}.redeliver-interval must be more than 0");
            if (RedeliveryBurstLimit < 1) faults.Add($"{Path}.redelivery-burst-limit must be 1 or more");
            if (WarnAfterNumberOfUnconfirmedAttempts < 1) faults.Add($"{Path}.warn-after-number-of-unconfirmed-attempts must be 1 or more");
            if (MaxUnconfirmedMessages < 1) faults.Add($"{Path}.max-unconfirmed-messages must be 1 or more");
            if (faults.Count > 0) throw new ConfigurationException(string.Join("; ", faults));
        }

        public TimeSpan RedeliverInterval { get; }

        public int RedeliveryBurstLimit { get; }

        public int WarnAfterNumberOfUnconfirmedAttempts { get; }

        public int MaxUnconfirmedMessages { get; }

        public AtLeastOnceDeliverySettings WithRedeliverInterval(TimeSpan redeliverInterval) =>
            new(redeliverInterval, RedeliveryBurstLimit, WarnAfterNumberOfUnconfirmedAttempts, MaxUnconfirmedMessages);

        public AtLeastOnceDeliverySettings WithRedeliveryBurstLimit(int redeliveryBurstLimit) =>
            new(RedeliverInterval, redeliveryBurstLimit, WarnAfterNumberOfUnconfirmedAttempts, MaxUnconfirmedMessages);

        public AtLeastOnceDeliverySettings WithUnconfirmedAttemptsToWarn(int unconfirmedAttemptsToWarn) =>
            new(RedeliverInterval, RedeliveryBurstLimit, unconfirmedAttemptsToWarn, MaxUnconfirmedMessages);

        public AtLeastOnceDeliverySettings WithMaxUnconfirmedMessages(int maxUnconfirmedMessages) =>
            new(RedeliverInterval, RedeliveryBurstLimit, WarnAfterNumberOfUnconfirmedAttempts, maxUnconfirmedMessages);
    }
}
