package dev.binnacle.config;

import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A configuration on a file system in memory with a clock by hand, run on the test's own thread: what the writer does at its wake-ups
 * is done here by {@link #pass} and {@link #event}. It remembers every whole content that anybody wrote, and after every swap asserts
 * that what came into force is one of them, and a higher version than before.
 */
final class EditWorld implements AutoCloseable {
  static final Duration QUIET = Duration.ofSeconds(1);
  private static final Schema SCHEMA = Schema.parse("pair.schema.json", """
      {"type": "object", "required": ["a", "b"], "properties": {
        "a": {"type": "integer", "minimum": 0}, "b": {"type": "integer", "minimum": 0}}}
      """.getBytes(StandardCharsets.UTF_8));
  private static final Set<String> NAMES = Set.of("pair");

  final SplittableRandom random;
  final Path file;
  final boolean yaml;
  final ManualTicker ticker = new ManualTicker();
  final Live<Node.Section> live = new Live<>();
  final Board board = new Board();
  final Keeper<Node.Section> keeper;
  final FileLook<Node.Section> look;
  final Submitting<Node.Section> submitting;
  long swaps;
  /** Runs at the next step of its name, once. */
  @Nullable Runnable atStep;
  Steps.@Nullable Step injectAt;
  private final FileSystem memory;
  private final Store store;
  private final FileSource disk;
  private final Set<String> wholes = new HashSet<>();
  /** What came into force, by version. */
  final Map<Long, String> texts = new HashMap<>();
  /** What the file says since a version could not be written to it. */
  @Nullable String behind;
  private long lastVersion;
  private boolean faults;
  private int recorded;

  EditWorld(long seed, boolean yaml) throws IOException {
    this.random = new SplittableRandom(seed);
    this.yaml = yaml;
    // Without the view of rights there are no folders to force: this is memory.
    this.memory = Jimfs.newFileSystem(Configuration.unix().toBuilder().setAttributeViews("basic", "owner").build());
    this.file = memory.getPath("/work", yaml ? "pair.yaml" : "pair.json");
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    this.disk = new DiskFile(file, 1 << 20, null);
    Files.writeString(file, whole(0));
    Setup.Limits usual = Setup.Limits.USUAL;
    Setup.Limits limits = new Setup.Limits(QUIET, usual.poll(), usual.vetoDeadline(), usual.slowListener(), usual.pendingFor(),
        usual.gatePoll(), usual.maxBytes(), 64, usual.failingAfter(), false);
    Setup<Node.Section> setup = new Setup<>(file, null, SCHEMA, Binding.tree(), List.of(), List.of(), null, limits, null, true,
        false, null, List.of(), new Setup.Seams(ticker, this::reached, this::read, null));
    this.store = Store.open(file, null);
    this.keeper = new Keeper<>(setup, store, live, board);
    this.look = new FileLook<>(keeper);
    this.submitting = new Submitting<>(keeper, look);
    new Opening<>(keeper).open();
    look.turn(true);
  }

  /** Content number n: no part of it that can be read, and no mixture of two, is another such content. */
  String whole(int n) {
    String gap = " ".repeat(1 + n % 4);
    String text =
        yaml ? "a:" + gap + n + "\nb:" + gap + (n + 123_456) + "\n" : "{\"a\":" + gap + n + ",\"b\":" + gap + (n + 123_456) + "}";
    wholes.add(text);
    return text;
  }

  /** What may not come into force, whole as it is. */
  String bad() {
    List<String> bad = List.of("", yaml ? "a: -1\nb: 2\n" : "{\"a\": -1, \"b\": 2}", yaml ? "a: [\n" : "{\"a\": 1,", "7\n");
    return bad.get(random.nextInt(bad.size()));
  }

  boolean isGood(String text) {
    return wholes.contains(text);
  }

  // What editors do.

  void truncate(String start) throws IOException {
    Files.writeString(file, start);
  }

  void append(String rest) throws IOException {
    Files.writeString(file, rest, StandardOpenOption.APPEND);
  }

  void rename(String content) throws IOException {
    Path fresh = file.resolveSibling("fresh");
    Files.writeString(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void touch() throws IOException {
    FileTime now = Files.getLastModifiedTime(file);
    FileTime other = FileTime.from(Instant.ofEpochSecond(random.nextInt(2_000_000_000)));
    Files.setLastModifiedTime(file, random.nextBoolean() ? other : now);
  }

  // What the writer's thread does.

  /** The system tells of a change: truly, as an overflow, about another file, or not at all. */
  void event() {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return;
    }
    WatchEvent<?> told = kind == 1 ? new Told(OVERFLOW, null) : new Told(ENTRY_MODIFY, kind == 2 ? "other" : "pair");
    if (FolderEvents.concerns(List.of(told), NAMES)) {
      look.hint();
    }
    if (random.nextInt(4) > 0) {
      tick();
    }
  }

  /** Time passes, and the writer wakes whenever it asked to. */
  void pass(long nanos) {
    long end = ticker.nanos() + nanos;
    for (long due = look.dueAt(); due <= end; due = look.dueAt()) {
      ticker.advance(Duration.ofNanos(Math.max(0, due - ticker.nanos())));
      tick();
    }
    ticker.advance(Duration.ofNanos(end - ticker.nanos()));
  }

  private void tick() {
    look.tick();
    if (store.log.count() != recorded) {
      keeper.retain();
      recorded = store.log.count();
    }
  }

  /** From now on one look in sixteen fails in some way that passes. */
  void faults(boolean on) {
    faults = on;
  }

  private Reading read() {
    if (faults && random.nextInt(16) == 0) {
      return random.nextBoolean() ? new Reading.Torn() : new Reading.Unreadable("input/output error");
    }
    return disk.read();
  }

  private void reached(Steps.Step step) {
    if (step == Steps.Step.SWAPPED) {
      Snapshot<Node.Section> now = live.committed();
      assertThat(now.version()).isGreaterThan(lastVersion);
      assertThat(wholes.contains(now.content())).as("somebody wrote all of this: %s", now.content()).isTrue();
      lastVersion = now.version();
      texts.put(lastVersion, now.content());
      swaps++;
    }
    Runnable due = atStep;
    if (due != null && step == injectAt) {
      atStep = null;
      due.run();
    }
  }

  void verifyHistory() throws IOException {
    assertThat(HistoryExport.verify(store.log).intact()).isTrue();
  }

  @Override
  public void close() throws IOException {
    store.close();
    memory.close();
  }

  private record Told(WatchEvent.Kind<?> what, @Nullable Object name) implements WatchEvent<Object> {
    @Override
    @SuppressWarnings("unchecked")
    public Kind<Object> kind() {
      return (Kind<Object>) what;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public @Nullable Object context() {
      return name;
    }
  }
}
