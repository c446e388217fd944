package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a channel fares since it was opened.
 *
 * @param type such as {@code telegram}
 * @param why of a health that is not working; empty else
 * @param waiting parcels in the outbox, those held for quiet hours included
 * @param delivered parcels
 * @param sends what the service was sent: less than {@code delivered} where digests were made, more where messages were split
 * @param failures attempts that did not deliver
 * @param lost parcels that became dead letters
 * @param repeats parcels that were sent again since an outcome was unknown
 * @param lastDelivered null when nothing was
 * @param latency of what was delivered
 * @param next when it tries again; null when nothing waits for a time
 */
public record ChannelStatus(
    ChannelName name,
    String type,
    ChannelWatch.Health health,
    String why,
    long waiting,
    long delivered,
    long sends,
    long failures,
    long lost,
    long repeats,
    @Nullable Instant lastDelivered,
    Latency latency,
    @Nullable Instant next) {

  ChannelStatus withWaiting(long parcels) {
    return new ChannelStatus(
        name, type, health, why, parcels, delivered, sends, failures, lost, repeats, lastDelivered, latency, next);
  }

  ChannelStatus broken(String reason) {
    return new ChannelStatus(
        name, type, ChannelWatch.Health.BROKEN, reason, waiting, delivered, sends, failures, lost, repeats, lastDelivered,
        latency, next);
  }

  ChannelStatus withLatency(Latency present) {
    return new ChannelStatus(
        name, type, health, why, waiting, delivered, sends, failures, lost, repeats, lastDelivered, present, next);
  }
}
