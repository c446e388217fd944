package dev.binnacle.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A file, a clock and hints by hand, and a configuration that lives on them. */
final class Rig implements AutoCloseable {
  static final String GOOD = """
      {"trigger": 8, "stop": 2, "target": 5, "size": 1, "session": "day", "port": 9000, "token": "abc"}
      """;
  static final Schema SCHEMA = Schema.parse("bot.schema.json", """
      {"type": "object",
       "required": ["trigger", "stop", "target"],
       "properties": {
         "trigger": {"type": "integer", "minimum": 1, "maximum": 50},
         "stop": {"type": "number", "x-tighter": "lower", "x-apply": "when_flat"},
         "target": {"type": "number"},
         "size": {"type": "number", "x-apply": "next_trade", "x-max-change": "100%"},
         "session": {"type": "string", "x-apply": "market_closed"},
         "port": {"type": "integer", "x-apply": "restart"},
         "token": {"type": "string", "x-secret": true}}}
      """.getBytes(StandardCharsets.UTF_8));
  static final Author ANNA = new Author("anna", Source.DASHBOARD, true);
  static final Duration QUIET = Duration.ofSeconds(1);

  final Path folder;
  final Path file;
  final ManualTicker ticker = new ManualTicker();
  final HandEvents events = new HandEvents();
  LiveConfig<Node.Section> live;

  private Rig(Path folder, String name, String content, UnaryOperator<LiveConfigBuilder<Node.Section>> with) {
    this.folder = folder;
    this.file = folder.resolve(name);
    if (!content.isEmpty()) {
      save(content);
    }
    this.live = with.apply(builder()).open();
    pump();
  }

  static Rig json(Path folder) {
    return json(folder, builder -> builder);
  }

  static Rig json(Path folder, UnaryOperator<LiveConfigBuilder<Node.Section>> with) {
    return new Rig(folder, "bot.json", GOOD, with);
  }

  static Rig yaml(Path folder, String content) {
    return new Rig(folder, "bot.yaml", content, builder -> builder);
  }

  LiveConfigBuilder<Node.Section> builder() {
    return LiveConfig.tree(file, SCHEMA).quietTime(QUIET).seams(seams(Steps.UNOBSERVED));
  }

  Setup.Seams seams(Steps steps) {
    return new Setup.Seams(ticker, steps, null, events);
  }

  /** Ends the program and starts it again. */
  void restart(UnaryOperator<LiveConfigBuilder<Node.Section>> with) {
    live.close();
    live = with.apply(builder()).open();
    pump();
  }

  /** As an editor does that writes into the file. */
  void save(String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an editor does that writes beside the file and renames. */
  void saveByRename(String content) {
    try {
      Path fresh = folder.resolve("fresh~");
      Files.writeString(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An event comes in, a little later than whatever was before. */
  void hint() {
    ticker.advance(Duration.ofMillis(100));
    events.hint();
    pump();
  }

  void pass(Duration time) {
    ticker.advance(time);
    pump();
  }

  /** An event, and then the quiet time. */
  void rest() {
    hint();
    pass(QUIET);
  }

  /** Until the writer has seen the present time. */
  void pump() {
    try {
      live.pump();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int number(String key) {
    return number(live.get(), key);
  }

  static int number(Node.Section root, String key) {
    if (root.entries().get(key) instanceof Node.Numeral numeral) {
      return numeral.number().intValueExact();
    }
    throw new AssertionError(key + " is no number in " + root);
  }

  static String with(String key, String value) {
    return GOOD.replaceAll("\"" + key + "\": [^,}]+", "\"" + key + "\": " + value);
  }

  Proposal edit(String pointer, int value) {
    return Proposal.edits(live.version(), List.of(new Edit(pointer, new Node.Numeral(BigDecimal.valueOf(value)))), ANNA, "a reason");
  }

  List<HistoryRecord.Kind> kinds() {
    return live.history().list(100).stream().map(HistoryRecord::kind).toList();
  }

  @Override
  public void close() {
    live.close();
  }
}
