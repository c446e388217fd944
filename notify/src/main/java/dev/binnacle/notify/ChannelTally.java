package dev.binnacle.notify;

import dev.binnacle.notify.ChannelWatch.Health;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts what a worker does, and tells the watch when the channel's health changes. Confined to its worker; {@link #status} is for all. */
final class ChannelTally {
  private final ChannelSettings settings;
  private final ChannelWatch watch;
  private final LatencyHistogram latency = new LatencyHistogram();
  private volatile ChannelStatus status;

  ChannelTally(ChannelSettings settings, ChannelWatch watch) {
    this.settings = settings;
    this.watch = watch;
    status = new ChannelStatus(settings.name(), settings.type(), Health.WORKING, "", 0, 0, 0, 0, 0, 0, null,
        latency.latency(), null);
  }

  ChannelStatus status() {
    return status.withLatency(latency.latency());
  }

  void sent() {
    ChannelStatus s = status;
    change(s, s.delivered(), s.sends() + 1, s.failures(), s.lost(), s.repeats(), s.lastDelivered());
  }

  void repeated(int parcels) {
    ChannelStatus s = status;
    change(s, s.delivered(), s.sends(), s.failures(), s.lost(), s.repeats() + parcels, s.lastDelivered());
  }

  /** A parcel has arrived, so long after its time. */
  void took(Duration time) {
    latency.add(time);
  }

  void delivered(int parcels, Instant now) {
    ChannelStatus s = status;
    change(s, s.delivered() + parcels, s.sends(), s.failures(), s.lost(), s.repeats(), now);
    health(Health.WORKING, "");
  }

  void failed() {
    ChannelStatus s = status;
    change(s, s.delivered(), s.sends(), s.failures() + 1, s.lost(), s.repeats(), s.lastDelivered());
  }

  void lost(int parcels, String why) {
    ChannelStatus s = status;
    change(s, s.delivered(), s.sends(), s.failures(), s.lost() + parcels, s.repeats(), s.lastDelivered());
    watch.lost(settings.name(), parcels, why);
  }

  void next(@Nullable Instant when) {
    ChannelStatus s = status;
    status = new ChannelStatus(
        s.name(), s.type(), s.health(), s.why(), 0, s.delivered(), s.sends(), s.failures(), s.lost(), s.repeats(),
        s.lastDelivered(), s.latency(), when);
  }

  void health(Health health, String why) {
    ChannelStatus s = status;
    if (s.health() == health && s.why().equals(why)) {
      return;
    }
    status = new ChannelStatus(
        s.name(), s.type(), health, why, 0, s.delivered(), s.sends(), s.failures(), s.lost(), s.repeats(), s.lastDelivered(),
        s.latency(), s.next());
    if (s.health() != health) {
      watch.changed(settings.name(), health, why);
    }
  }

  private void change(
      ChannelStatus s, long delivered, long sends, long failures, long lost, long repeats, @Nullable Instant last) {
    status = new ChannelStatus(
        s.name(), s.type(), s.health(), s.why(), 0, delivered, sends, failures, lost, repeats, last, s.latency(), s.next());
  }
}
