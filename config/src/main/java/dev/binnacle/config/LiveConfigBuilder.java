package dev.binnacle.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a configuration is watched and checked. Every setting has a default that suits a bot in production. */
public final class LiveConfigBuilder<C> {
  private final Path file;
  private Schema schema;
  private final Binding<C> binding;
  private final List<Check<C>> checks = new ArrayList<>();
  private final List<Veto<C>> vetoes = new ArrayList<>();
  private final List<Consumer<Refusal>> failing = new ArrayList<>();
  private @Nullable Path stateDirectory;
  private @Nullable ApplyGate gate;
  private @Nullable Path root;
  private @Nullable EventBus bus;
  private boolean watching = true;
  private boolean monitoringLog;
  private Setup.Limits limits = Setup.Limits.USUAL;
  private Setup.Seams seams = Setup.Seams.SYSTEM;

  LiveConfigBuilder(Path file, Schema schema, Binding<C> binding) {
    this.file = file;
    this.schema = schema;
    this.binding = binding;
  }

  /** Another schema than the one of the class. */
  public LiveConfigBuilder<C> schema(Schema other) {
    schema = other;
    return this;
  }

  /** May be called for several. */
  public LiveConfigBuilder<C> check(Check<C> check) {
    checks.add(check);
    return this;
  }

  /** May be called for several; {@link #vetoDeadline} holds for all of them together. */
  public LiveConfigBuilder<C> vetoWith(Veto<C> veto) {
    vetoes.add(veto);
    return this;
  }

  /** Who says when a value that must wait may change. Without one it waits for ever. */
  public LiveConfigBuilder<C> gate(ApplyGate asked) {
    gate = asked;
    return this;
  }

  /** Where versions and the history are kept; without one, a folder {@code .NAME.history} beside the file. */
  public LiveConfigBuilder<C> stateDirectory(Path folder) {
    stateDirectory = folder;
    return this;
  }

  /** The file's real place must lie in this folder, whatever links lead there; without one, anywhere. */
  public LiveConfigBuilder<C> within(Path folder) {
    root = folder;
    return this;
  }

  /** Emits {@link EventBus#CONFIG_RELOADED} there. */
  public LiveConfigBuilder<C> eventBus(EventBus events) {
    bus = events;
    return this;
  }

  /** Whether to watch from the start; true without this. */
  public LiveConfigBuilder<C> watching(boolean fromTheStart) {
    watching = fromTheStart;
    return this;
  }

  /** Writes {@code config_monitoring.log} into the state directory. */
  public LiveConfigBuilder<C> monitoringLog(boolean written) {
    monitoringLog = written;
    return this;
  }

  /** How long a file must rest before it is taken: 1 s without this; 0.5 s suits development, 2 s an editor that saves by itself. */
  public LiveConfigBuilder<C> quietTime(Duration quiet) {
    return limits(
        new Setup.Limits(positive(quiet), limits.poll(), limits.vetoDeadline(), limits.slowListener(), limits.pendingFor(),
            limits.gatePoll(), limits.maxBytes(), limits.retention(), limits.failingAfter(), limits.stopWhenFailing()));
  }

  /** How often the file is looked at when nothing hints at a save: 2 s without this. */
  public LiveConfigBuilder<C> pollEvery(Duration poll) {
    return limits(
        new Setup.Limits(limits.quiet(), positive(poll), limits.vetoDeadline(), limits.slowListener(), limits.pendingFor(),
            limits.gatePoll(), limits.maxBytes(), limits.retention(), limits.failingAfter(), limits.stopWhenFailing()));
  }

  /** How long a veto may take: 2 s without this. */
  public LiveConfigBuilder<C> vetoDeadline(Duration deadline) {
    return limits(new Setup.Limits(limits.quiet(), limits.poll(), positive(deadline), limits.slowListener(), limits.pendingFor(),
        limits.gatePoll(), limits.maxBytes(), limits.retention(), limits.failingAfter(), limits.stopWhenFailing()));
  }

  /** After which time a listener that has not come back is reported: 10 s without this. */
  public LiveConfigBuilder<C> slowListener(Duration after) {
    return limits(new Setup.Limits(limits.quiet(), limits.poll(), limits.vetoDeadline(), positive(after), limits.pendingFor(),
        limits.gatePoll(), limits.maxBytes(), limits.retention(), limits.failingAfter(), limits.stopWhenFailing()));
  }

  /** How long a version may wait for its moment: a day without this. One that waits for a restart waits for ever. */
  public LiveConfigBuilder<C> pendingFor(Duration most) {
    return limits(new Setup.Limits(limits.quiet(), limits.poll(), limits.vetoDeadline(), limits.slowListener(), positive(most),
        limits.gatePoll(), limits.maxBytes(), limits.retention(), limits.failingAfter(), limits.stopWhenFailing()));
  }

  /** How often the gate is asked again: every second without this. */
  public LiveConfigBuilder<C> askGateEvery(Duration interval) {
    return limits(
        new Setup.Limits(limits.quiet(), limits.poll(), limits.vetoDeadline(), limits.slowListener(), limits.pendingFor(),
            positive(interval), limits.maxBytes(), limits.retention(), limits.failingAfter(), limits.stopWhenFailing()));
  }

  /** How large the file may be: 1 MiB without this. */
  public LiveConfigBuilder<C> maxBytes(int bytes) {
    return limits(
        new Setup.Limits(limits.quiet(), limits.poll(), limits.vetoDeadline(), limits.slowListener(), limits.pendingFor(),
            limits.gatePoll(), positive(bytes), limits.retention(), limits.failingAfter(), limits.stopWhenFailing()));
  }

  /** How many records of history are kept: 10,000 without this. What is in force or waits is always kept. */
  public LiveConfigBuilder<C> retention(int records) {
    return limits(
        new Setup.Limits(limits.quiet(), limits.poll(), limits.vetoDeadline(), limits.slowListener(), limits.pendingFor(),
            limits.gatePoll(), limits.maxBytes(), positive(records), limits.failingAfter(), limits.stopWhenFailing()));
  }

  /** Calls when this many saves running were refused: three without {@link #failingAfter}. May be called for several. */
  public LiveConfigBuilder<C> onFailing(Consumer<Refusal> alarm) {
    failing.add(alarm);
    return this;
  }

  /**
   * When refused saves are an alarm.
   *
   * @param stopWatching whether to stop watching then
   */
  public LiveConfigBuilder<C> failingAfter(int refusedSaves, boolean stopWatching) {
    return limits(
        new Setup.Limits(limits.quiet(), limits.poll(), limits.vetoDeadline(), limits.slowListener(), limits.pendingFor(),
            limits.gatePoll(), limits.maxBytes(), limits.retention(), positive(refusedSaves), stopWatching));
  }

  LiveConfigBuilder<C> seams(Setup.Seams other) {
    seams = other;
    return this;
  }

  /**
   * Loads the configuration and, unless told otherwise, watches the file.
   *
   * @throws RefusedConfigException if the file is not valid and no version before it is
   * @throws ConfigException if there is nothing to start with, or the state directory cannot be used
   */
  public LiveConfig<C> open() {
    return LiveConfig
        .start(new Setup<>(file.toAbsolutePath(), stateDirectory, schema, binding, List.copyOf(checks), List.copyOf(vetoes),
            gate, limits, root, watching, monitoringLog, bus, List.copyOf(failing), seams));
  }

  private LiveConfigBuilder<C> limits(Setup.Limits other) {
    limits = other;
    return this;
  }

  private static Duration positive(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("must be longer than nothing, was " + time);
    }
    return time;
  }

  private static int positive(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("must be at least 1, was " + number);
    }
    return number;
  }
}
