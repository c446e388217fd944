package dev.binnacle.web.view;

import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Event;
import dev.binnacle.model.Value;
import dev.binnacle.web.view.HistoryView.Row;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of configurations, as the events tell it. */
public final class ConfigShapes {
  private static final int SHOWN_CHANGES = 3;
  private static final int LONGEST_VALUE = 60;

  private static final Shape<Value> VALUE =
      new Shape<>(
          (json, value) -> {
            switch (value) {
              case Value.Decimal decimal -> json.writeNumber(decimal.number());
              case Value.Text text -> json.writeString(text.text());
              case Value.Flag flag -> json.writeBoolean(flag.flag());
            }
          },
          definitions -> {
            var schema = Shape.typed("string");
            schema.putArray("type").add("number").add("string").add("boolean");
            return schema;
          });

  private static final Shape<ConfigChange> CHANGE =
      Shape.<ConfigChange>object("ConfigChange", "One value that differs from the version before")
          .text("pointer", ConfigChange::pointer)
          .text("name", ConfigShapes::name)
          .childOrNull("before", VALUE, ConfigChange::before)
          .note("null when it was not there; a list or a section is its JSON as a text")
          .childOrNull("after", VALUE, ConfigChange::after)
          .shape();

  /** What is said of it over the socket. */
  public static final Shape<Event.ConfigUpdate> UPDATE =
      Shape.<Event.ConfigUpdate>object("ConfigEvent", "What became of a configuration that somebody wanted")
          .word("event", ConfigOutcome.class, Event.ConfigUpdate::outcome)
          .countOrNull("version", Event.ConfigUpdate::version)
          .textOrNull("who", Event.ConfigUpdate::who)
          .textOrNull("reason", Event.ConfigUpdate::reason)
          .list("changes", CHANGE, Event.ConfigUpdate::changes)
          .list("problems", Shape.<String>text(problem -> problem), Event.ConfigUpdate::problems)
          .text("line", ConfigShapes::line)
          .note("all of it in a few words")
          .shape();

  /** As a record of the history. */
  public static final Shape<Row<Event.ConfigUpdate>> RECORD_OF_BOT =
      Shape.<Row<Event.ConfigUpdate>>object("ConfigRecord", "A record of the history of a bot's configuration")
          .text("bot", row -> row.bot().value())
          .count("id", row -> row.what().record())
          .countOrNull("version", row -> row.what().version())
          .word("outcome", ConfigOutcome.class, row -> row.what().outcome())
          .time("at", row -> row.what().at())
          .textOrNull("who", row -> row.what().who())
          .flag("proved", row -> row.what().proved())
          .note("whether who was authenticated, rather than claimed")
          .textOrNull("reason", row -> row.what().reason())
          .word("source", ConfigSource.class, row -> row.what().source())
          .textOrNull("hash", row -> row.what().hash())
          .textOrNull("parent", row -> row.what().parent())
          .list("changes", CHANGE, row -> row.what().changes())
          .list("problems", Shape.<String>text(problem -> problem), row -> row.what().problems())
          .text("line", row -> line(row.what()))
          .shape();

  private ConfigShapes() {}

  /** {@code /risk/stop} as {@code risk.stop}. */
  static String name(ConfigChange change) {
    String pointer = change.pointer();
    return pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
  }

  /** Such as {@code risk.stop: 8 → 10, and 2 more}; of a refused one the first problem. */
  public static String line(Event.ConfigUpdate update) {
    if (!update.problems().isEmpty()) {
      String more = update.problems().size() == 1 ? "" : ", and " + (update.problems().size() - 1) + " more";
      return update.problems().getFirst() + more;
    }
    List<ConfigChange> changes = update.changes();
    if (changes.isEmpty()) {
      return "no value changed";
    }
    String first = changes.stream().limit(SHOWN_CHANGES).map(ConfigShapes::line).collect(Collectors.joining(", "));
    return changes.size() <= SHOWN_CHANGES ? first : first + ", and " + (changes.size() - SHOWN_CHANGES) + " more";
  }

  private static String line(ConfigChange change) {
    if (change.before() == null) {
      return name(change) + ": " + text(change.after()) + " (new)";
    }
    return name(change) + ": " + text(change.before()) + " → " + (change.after() == null ? "(gone)" : text(change.after()));
  }

  private static String text(@Nullable Value value) {
    String text =
        switch (value) {
          case null -> "";
          case Value.Decimal decimal -> decimal.number().toPlainString();
          case Value.Text words -> words.text();
          case Value.Flag flag -> String.valueOf(flag.flag());
        };
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
