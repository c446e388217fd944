package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Sample;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.ChannelStatus;
import dev.binnacle.notify.ChannelWatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done by the clock, connected to the rooms: what is seen of the server goes to the engine's rules, what is due at a time goes to
 * people.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Upkeep implements Caretaker.Duties, AutoCloseable {
  private final Binnacle.Rooms rooms;
  private final Summaries summaries;
  private final OutgoingHeartbeat heartbeat;
  private final Caretaker caretaker;
  private final InstantSource clock;

  /**
   * @param watch follows the settings file; null when nothing does
   * @param historyLag for how long the history has not held all that is durable
   */
  Upkeep(
      Binnacle.Rooms rooms, Settings settings, @Nullable SettingsWatch watch, Supplier<Duration> historyLag,
      InstantSource clock) {
    this.rooms = rooms;
    this.clock = clock;
    this.heartbeat = new OutgoingHeartbeat(clock);
    Supplier<FleetSnapshot> fleet = rooms.loop()::snapshot;
    this.summaries = new Summaries(rooms.storage().history(), fleet, this::firing);
    List<HealthProbe> probes = new ArrayList<>(ServerProbes.of(rooms, settings.data(), historyLag, clock::instant));
    probes.add(new PipelineProbe(rooms.storage().outbox(), System::nanoTime));
    probes.add(new ServerProbes.Probe("channels", this::channels));
    probes.add(heartbeat.probe());
    probes.add(Drill.probe(settings.data(), !settings.exchanges().isEmpty(), clock::instant));
    if (watch != null) {
      probes.add(watch.probe());
    }
    this.caretaker = new Caretaker(new HealthChecks(fleet, probes, clock, System::nanoTime), this, settings, clock);
  }

  void start() {
    caretaker.start();
  }

  /** From now on by these settings. */
  void settle(Settings settings) {
    caretaker.settle(settings);
  }

  Caretaker caretaker() {
    return caretaker;
  }

  private int firing() {
    return (int) rooms.loop().alerts().alerts().stream().filter(alert -> alert.state() == AlertState.FIRING).count();
  }

  /** The engine hears of each channel by itself, so that an alert names it. What channels were not told is looked at as often. */
  private HealthProbe.Finding channels() {
    rooms.messaging().tellWhatWasNotTold();
    List<ChannelStatus> channels = rooms.messaging().status();
    for (ChannelStatus channel : channels) {
      String part = ChannelWatch.part(channel.name());
      observed(part, Sample.of("channel_broken", channel.health() == ChannelWatch.Health.BROKEN ? 1 : 0));
      observed(part, Sample.of("channel_failing", channel.health() == ChannelWatch.Health.FAILING ? 1 : 0));
    }
    Map<ChannelName, ChannelSettings> settings = new HashMap<>();
    rooms.messaging().channels().forEach(one -> settings.put(one.name(), one));
    return ChannelsProbe.judge(channels, settings, rooms.messaging()::oldestAlert, clock.instant());
  }

  /** What the engine has no room for is seen again in a few seconds. */
  @Override
  public void observed(String part, Sample reading) {
    boolean ignored = rooms.loop().mailbox().offer(new Input.Observed(part, reading.metric(), reading.reading()));
  }

  @Override
  public void due(Occasion occasion) {
    summaries.of(occasion).forEach(rooms.messaging()::tell);
  }

  @Override
  public void beat(Secret url) {
    heartbeat.beat(url);
  }

  @Override
  public void close() {
    caretaker.close();
    heartbeat.close();
  }
}
