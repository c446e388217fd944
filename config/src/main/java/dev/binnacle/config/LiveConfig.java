package dev.binnacle.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration file as a value that is always valid and always whole. It is read with one volatile read; a save of the file, or a
 * {@link Proposal}, that passes every check becomes a new version; one that does not leaves the one before in force.
 *
 * <pre>{@code
 * LiveConfig<TrendSettings> settings = LiveConfig.open(Path.of("trend.yaml"), TrendSettings.class);
 * TrendSettings now = settings.get();   // hold it for one decision
 * }</pre>
 *
 * <p><b>Threads:</b> thread-safe. {@link #get}, {@link #snapshot} and {@link #version} never wait. What changes something waits for the
 * writer's thread, and throws {@link IllegalStateException} when a check or a gate calls it.
 */
public final class LiveConfig<C> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Setup<C> setup;
  private final Live<C> live;
  /** What is in force, once more: here it is one read away. Nobody has this object before the first one is loaded. */
  @SuppressWarnings("NullAway.Init")
  private volatile C config;

  private final Board board;
  private final Keeper<C> keeper;
  private final Writer<C> writer;
  private final EventSource events;
  private final History history;
  private boolean closed;

  private LiveConfig(Setup<C> setup, Store store) {
    this.setup = setup;
    this.live = new Live<>();
    this.board = new Board();
    this.keeper = new Keeper<>(setup, store, live, board);
    this.writer = new Writer<>(keeper);
    EventSource given = setup.seams().events();
    this.events = given == null ? new FolderEvents(setup.file()) : given;
    this.history = new History(keeper);
    live.tell(now -> config = now);
  }

  /**
   * Watches a file whose schema is that of a record class.
   *
   * @throws RefusedConfigException if the file is not valid and no version before it is
   * @throws ConfigException if there is nothing to start with, or the state directory cannot be used
   */
  public static <C extends Record> LiveConfig<C> open(Path file, Class<C> type) {
    return builder(file, type).open();
  }

  public static <C extends Record> LiveConfigBuilder<C> builder(Path file, Class<C> type) {
    return new LiveConfigBuilder<>(file, Schema.of(type), Binding.record(type));
  }

  /** For what is more than the record of its file, such as parameters with overrides worked out. */
  public static <C> LiveConfigBuilder<C> builder(Path file, Schema schema, Binding<C> binding) {
    return new LiveConfigBuilder<>(file, schema, binding);
  }

  /** For a configuration without a class: it is checked with the schema, and read as a tree. */
  public static LiveConfigBuilder<Node.Section> tree(Path file, Schema schema) {
    return new LiveConfigBuilder<>(file, schema, Binding.tree());
  }

  static <C> LiveConfig<C> start(Setup<C> setup) {
    Store store = Store.open(setup.file(), setup.stateDirectory());
    LiveConfig<C> config;
    try {
      config = new LiveConfig<>(setup, store);
    } catch (RuntimeException e) {
      closeQuietly(store);
      throw e;
    }
    if (setup.limits().stopWhenFailing()) {
      config.keeper.alarmWith(refusal -> config.stopWatching());
    }
    config.writer.start();
    try {
      config.writer.call(config::load);
    } catch (RuntimeException e) {
      config.close(CLOSING);
      throw e;
    }
    if (setup.watching()) {
      config.startWatching();
    }
    return config;
  }

  private boolean load() {
    try {
      new Opening<>(keeper).open();
      return true;
    } catch (IOException e) {
      throw new ConfigException(List.of(keeper.assessor.problem("state-directory", "it cannot be used: " + e, "")));
    }
  }

  /** The configuration in force, by one volatile read; never older than a {@link #snapshot} that was taken before. */
  public C get() {
    return config;
  }

  /** The configuration in force, with all that is known of it. */
  public Snapshot<C> snapshot() {
    return live.current();
  }

  /** The version that the file holds: what {@link #snapshot} is, except while a trial stands in for it. */
  public Snapshot<C> committed() {
    return live.committed();
  }

  /** The version in force; during a trial the one that it stands in for. */
  public long version() {
    return live.current().version();
  }

  /** For a trade that opens now: take one, and close it with the trade. */
  public TradeConfig<C> forTrade() {
    return keeper.trades.open(live::turn);
  }

  /** What the file is checked with. */
  public Schema schema() {
    return setup.schema();
  }

  public Path file() {
    return setup.file();
  }

  /** Where versions and the history are kept; this process alone writes there. */
  public Path stateDirectory() {
    return keeper.store.folder;
  }

  /** {@code json}, {@code yaml} or {@code python}. */
  public String format() {
    return keeper.assessor.format().name();
  }

  /**
   * Tells of the configuration in force, then of every change, on a thread of the listener's own: never on the writer's or the
   * watcher's, never two at a time, never an older one after a newer one. What a slow listener has no time for is left out. One that
   * throws is stale until it takes the next change, and harms nobody else.
   */
  public Subscription onChange(Consumer<Update<C>> listener) {
    return keeper.listeners.onChange(listener, live::turn);
  }

  /** Tells of every configuration that is not taken. */
  public Subscription onRefused(Consumer<Refusal> listener) {
    return keeper.listeners.onRefused(listener);
  }

  /** Tells of every record of the history from now on. */
  public Subscription onRecord(Consumer<HistoryRecord> listener) {
    return keeper.listeners.onRecord(listener);
  }

  /** Looks at the file now, and takes it without waiting for it to rest. */
  public Outcome reload() {
    int depth = LatestDelivery.depth();
    return answered(() -> writer.call(() -> writer.look.now(false, depth)));
  }

  /** As {@link #reload}, without telling the listeners of changes. */
  public Outcome reloadQuietly() {
    int depth = LatestDelivery.depth();
    return answered(() -> writer.call(() -> writer.look.now(true, depth)));
  }

  /** Asks for a change. What is accepted is in force, in the history and in the file when this returns. */
  public Outcome submit(Proposal proposal) {
    int depth = LatestDelivery.depth();
    return answered(() -> writer.call(() -> writer.submitting.submit(proposal, depth)));
  }

  /** Makes the content of a version that was in force a new version, and writes it to the file. It is checked with today's schema. */
  public Outcome rollback(long version, Author author, String reason) {
    int depth = LatestDelivery.depth();
    return answered(() -> writer.call(() -> writer.submitting.rollback(version, null, author, reason, false, depth)));
  }

  /**
   * As {@link #rollback(long, Author, String)}, if a certain version is in force.
   *
   * @param base the version that the person saw
   */
  public Outcome rollback(long version, long base, Author author, String reason, boolean dryRun) {
    int depth = LatestDelivery.depth();
    return answered(() -> writer.call(() -> writer.submitting.rollback(version, base, author, reason, dryRun, depth)));
  }

  /** The version that waits for its moment. */
  public Optional<Pending> pending() {
    return live.pending;
  }

  /** Gives the waiting version up; nothing happens when none waits. */
  public void dropPending(Author author, String reason) {
    writer.call(() -> {
      keeper.drop(HistoryRecord.Kind.SUPERSEDED, reason, author);
      return true;
    });
  }

  /** The gate may answer otherwise now: asks it at once. It is asked every second anyway. */
  public void askGate() {
    writer.call(() -> {
      writer.recheck();
      return true;
    });
  }

  /** Tries a proposal out in this process, for a time, without touching the file. */
  public Outcome tryOut(Proposal proposal, Duration length) {
    return answered(() -> writer.call(() -> writer.trials.tryOut(proposal, length)));
  }

  /** Makes the running trial a version. */
  public Outcome keep(Author author, String reason) {
    return answered(() -> writer.call(() -> writer.trials.keep(author, reason)));
  }

  /** Ends the running trial: back to the version in force, as soon as the changed values allow that. The trial as it now is. */
  public Optional<Trial> endTrial(Author author, String reason) {
    return writer.call(() -> writer.trials.end(author, reason));
  }

  /** The trial that runs, or the last one. */
  public Optional<Trial> trial() {
    return live.trial;
  }

  public History history() {
    return history;
  }

  /** A part of the program that caches values; the same name is the same part. */
  public ConfigConsumer consumer(String name) {
    return live.consumers.computeIfAbsent(name, ConfigConsumer::new);
  }

  public ConfigHealth health() {
    return HealthView.of(live, board, keeper.listeners, keeper.now());
  }

  /** Begins to watch; nothing happens when it does. */
  public synchronized void startWatching() {
    if (!closed && !board.watching) {
      board.watching = true;
      writer.call(() -> {
        writer.look.turn(true);
        return true;
      });
      events.start(writer::hint, board);
    }
  }

  /** Stops watching; nothing happens when it does not watch. {@link #reload} still looks. */
  public synchronized void stopWatching() {
    if (board.watching) {
      board.watching = false;
      events.stop();
      writer.call(() -> {
        writer.look.turn(false);
        return true;
      });
    }
  }

  public boolean isWatching() {
    return board.watching;
  }

  @Override
  public void close() {
    close(CLOSING);
  }

  /** Stops watching, lets the writer and the listeners finish what is under way until the deadline, and lets go of the state directory. */
  public synchronized void close(Duration deadline) {
    if (closed) {
      return;
    }
    closed = true;
    long end = System.nanoTime() + deadline.toNanos();
    if (board.watching) {
      board.watching = false;
      events.stop();
    }
    try {
      writer.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      keeper.listeners.close(Math.max(0, end - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(keeper.store);
  }

  private static void closeQuietly(Store store) {
    try {
      store.close();
    } catch (IOException e) {
      LOG.warn("the state directory could not be closed: {}", e.toString());
    }
  }

  /** A queue that is full and a writer that is closed are answers, too. */
  private static Outcome answered(Supplier<Outcome> call) {
    try {
      return call.get();
    } catch (ConfigException e) {
      return new Outcome.Refused(e.problems());
    }
  }

  /** For tests: ends as a killed process does, which writes nothing any more. */
  synchronized void abandon() {
    closed = true;
    board.watching = false;
    events.stop();
    writer.kill();
    closeQuietly(keeper.store);
  }

  /** For tests: returns when the writer has seen the present time. */
  void pump() throws InterruptedException {
    writer.pump();
  }
}
