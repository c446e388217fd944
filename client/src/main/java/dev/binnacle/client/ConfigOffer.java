package dev.binnacle.client;

import dev.binnacle.config.ConfigDesk;
import dev.binnacle.config.ConfigHealth;
import dev.binnacle.config.HistoryRecord;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Subscription;
import dev.binnacle.model.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link LiveConfig} as an offer. The only class, with {@link ConfigEvents} and {@link ToldMark}, that knows the module {@code config}. */
final class ConfigOffer implements Offer {
  private static final int MOST_AT_ONCE = 100;
  private static final int PAGE = 500;
  private static final Set<HistoryRecord.Kind> ALL = EnumSet.allOf(HistoryRecord.Kind.class);

  /** A part that has not read for so long has forgotten to. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(10);

  private final LiveConfig<?> config;
  private final ConfigDesk desk;
  private final ToldMark mark;
  private List<HistoryRecord> given = List.of();
  private volatile @Nullable Subscription subscription;

  ConfigOffer(String bot, LiveConfig<?> config) {
    this.config = config;
    this.desk = new ConfigDesk(config);
    this.mark = new ToldMark(config.stateDirectory().resolve("told-" + bot));
  }

  @Override
  public String state(boolean brief) {
    return desk.state(brief);
  }

  @Override
  public String answer(String call) {
    return desk.answer(call);
  }

  @Override
  public String figure() {
    ConfigHealth health = config.health();
    return health.status() + "|" + health.reason() + "|" + health.version() + "|" + health.watching() + "|" + seen(health) + "|"
        + config.pending() + "|" + config.trial();
  }

  private static String seen(ConfigHealth health) {
    return health.consumers().stream().map(each -> each.name() + "=" + each.seenVersion() + (isBehind(each) ? "!" : ""))
        .collect(Collectors.joining(",")) + health.listeners();
  }

  private static boolean isBehind(ConfigHealth.ConsumerState consumer) {
    return consumer.lag().compareTo(LONGEST_LAG) > 0;
  }

  @Override
  public @Nullable String trouble() {
    ConfigHealth health = config.health();
    List<String> troubles = new ArrayList<>();
    if (health.reason() != null) {
      troubles.add(health.reason());
    }
    health.consumers().stream().filter(ConfigOffer::isBehind).forEach(each -> troubles.add(
        each.name() + " still works with version " + each.seenVersion() + ", version " + health.version() + " is in force"));
    health.listeners().forEach(each -> troubles.add("listener " + each.name() + ": " + each.reason()));
    return troubles.isEmpty() ? null : String.join("; ", troubles);
  }

  @Override
  public List<Event> untold() {
    given = mark.after(this::page, MOST_AT_ONCE);
    return given.stream().<Event>map(ConfigEvents::of).toList();
  }

  private List<HistoryRecord> page(long before) {
    return config.history().list(PAGE, before, ALL);
  }

  @Override
  public void told(boolean isSafe) {
    if (!given.isEmpty()) {
      mark.set(given.get(given.size() - 1), isSafe);
      given = Collections.emptyList();
    } else if (isSafe) {
      mark.keep();
    }
  }

  @Override
  public void onChange(Runnable hint) {
    subscription = config.onRecord(record -> hint.run());
  }

  @Override
  public void close() {
    Subscription held = subscription;
    if (held != null) {
      held.close();
    }
  }
}
