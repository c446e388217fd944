package dev.binnacle.server;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Value;
import dev.binnacle.protocol.EventWriter;
import dev.binnacle.web.view.Reconciled;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells what differs between a bot and its exchange as events about the bot, by which the rules that ship fire: at once, again when it is
 * something else, and every so often while it stands.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class DifferenceNotes {
  /** The rules end what has not happened again for 15 minutes. */
  private static final Duration AGAIN = Duration.ofMinutes(10);

  private static final int LONGEST = 900;

  private final BotId bot;
  private final EngineLoop loop;
  private final InstantSource clock;
  private final Map<Mismatch, Said> said = new EnumMap<>(Mismatch.class);

  /** What differs; its name in lower case is that of the event. */
  private enum Mismatch {
    ORDER_MISMATCH,
    POSITION_MISMATCH,
    BALANCE_MISMATCH,
    FILL_MISMATCH;

    static Mismatch of(String kind) {
      return kind.contains("fill")
          ? FILL_MISMATCH
          : kind.contains("order")
              ? ORDER_MISMATCH
              : kind.contains("position") ? POSITION_MISMATCH : BALANCE_MISMATCH;
    }
  }

  private record Said(String subjects, Instant at) {}

  DifferenceNotes(BotId bot, EngineLoop loop, InstantSource clock) {
    this.bot = bot;
    this.loop = loop;
    this.clock = clock;
  }

  void tell(Reconciled result) {
    Instant now = clock.instant();
    Map<Mismatch, List<Reconciled.Difference>> found =
        result.differences().stream().collect(Collectors.groupingBy(one -> Mismatch.of(one.kind())));
    said.keySet().retainAll(found.keySet());
    found.forEach((mismatch, differences) -> {
      String subjects = differences.stream().map(one -> one.kind() + one.subject()).sorted().collect(Collectors.joining(" "));
      Said last = said.get(mismatch);
      boolean isNews = last == null || !last.subjects.equals(subjects) || Duration.between(last.at, now).compareTo(AGAIN) >= 0;
      // What the engine has no room for is told at the next comparison.
      if (isNews && note(mismatch, message(differences), differences.size(), now)) {
        said.put(mismatch, new Said(subjects, now));
      }
    });
  }

  /** Both sides of each. */
  private static String message(List<Reconciled.Difference> differences) {
    List<String> words = new ArrayList<>();
    for (Reconciled.Difference one : differences) {
      words.add(one.kind().replace('_', ' ') + " " + one.subject() + ": the bot says " + one.bot() + ", the exchange "
          + one.exchange());
    }
    String text = String.join("; ", words);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private boolean note(Mismatch mismatch, String message, int count, Instant now) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("message", new Value.Text(message));
    fields.put("count", new Value.Decimal(BigDecimal.valueOf(count)));
    Event event = new Event.Custom(now, mismatch.name().toLowerCase(Locale.ROOT), fields);
    Envelope envelope = new Envelope(
        event, null, Envelope.UNSEQUENCED, "reconciled-" + mismatch.ordinal() + "-" + now.toEpochMilli());
    return loop.note(bot, List.of(new Arrival.Decoded(0, envelope, EventWriter.contentHash(event)))).isPresent();
  }
}
