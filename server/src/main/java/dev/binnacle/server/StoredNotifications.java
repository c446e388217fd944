package dev.binnacle.server;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.ChannelStatus;
import dev.binnacle.notify.EventFilter;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Outcome;
import dev.binnacle.storage.AlertLog;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.InvalidCursorException;
import dev.binnacle.storage.Outbox;
import dev.binnacle.storage.OutboxQuery;
import dev.binnacle.storage.Page;
import dev.binnacle.web.api.Commands;
import dev.binnacle.web.api.Notifications;
import dev.binnacle.web.view.Listed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the web asks of messages and channels, answered by the outbox and by who sends. */
final class StoredNotifications implements Notifications {
  private static final Logger LOGGER = LoggerFactory.getLogger(StoredNotifications.class);
  private static final int PAGES = 20;

  private final Outbox outbox;
  private final AlertLog log;
  private final Messaging messaging;
  private final Executor blocking;
  private final IntFunction<List<Preview>> previews;

  /**
   * @param blocking runs what waits for a disk or the network
   * @param previews so many of what was told lately, and samples
   */
  StoredNotifications(Outbox outbox, AlertLog log, Messaging messaging, Executor blocking, IntFunction<List<Preview>> previews) {
    this.outbox = outbox;
    this.log = log;
    this.messaging = messaging;
    this.blocking = blocking;
    this.previews = previews;
  }

  @Override
  public Listed<Parcel> list(Query query) {
    Page<Outbox.Entry> page = page(query, query.limit(), query.cursor());
    return new Listed<>(page.rows().stream().map(StoredNotifications::parcel).toList(), page.next());
  }

  /** The outbox does not search by alerts, so its pages are looked through, back to the time at which the alert began. */
  @Override
  public List<Parcel> about(AlertId alert, int most) {
    Instant begun = log.alert(alert).map(row -> row.alert().begun()).orElse(Instant.MAX);
    List<Parcel> about = new ArrayList<>();
    String cursor = null;
    for (int page = 0; page < PAGES && about.size() < most; page++) {
      Page<Outbox.Entry> entries = outbox.list(OutboxQuery.newest(HistoryQuery.LARGEST).after(cursor));
      entries.rows().stream()
          .filter(entry -> entry.parcel().alerts().contains(alert))
          .limit(most - about.size())
          .forEach(entry -> about.add(parcel(entry)));
      cursor = entries.next();
      if (cursor == null || entries.rows().getLast().parcel().at().isBefore(begun)) {
        break;
      }
    }
    return about;
  }

  private Page<Outbox.Entry> page(Query query, int limit, @Nullable String cursor) {
    try {
      return outbox.list(asked(query, limit).after(cursor));
    } catch (InvalidCursorException e) {
      throw new InvalidValueException("cursor", "cursor", String.valueOf(e.getMessage()));
    }
  }

  private static OutboxQuery asked(Query query, int limit) {
    OutboxQuery asked = OutboxQuery.newest(limit);
    asked = query.channel() == null ? asked : asked.to(query.channel());
    asked = query.bot() == null ? asked : asked.of(query.bot());
    return query.state() == null ? asked : asked.in(state(query.state()));
  }

  private static Outbox.State state(ParcelState state) {
    return switch (state) {
      case WAITING -> Outbox.State.WAITING;
      case ATTEMPTING -> Outbox.State.ATTEMPTING;
      case DELIVERED -> Outbox.State.DELIVERED;
      case DEAD -> Outbox.State.DEAD;
    };
  }

  @Override
  public Optional<Parcel> find(String id) {
    return number(id).flatMap(outbox::entry).map(StoredNotifications::parcel);
  }

  private static Optional<Long> number(String id) {
    return id.length() <= 18 && !id.isEmpty() && id.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.valueOf(id))
        : Optional.empty();
  }

  private static Parcel parcel(Outbox.Entry entry) {
    dev.binnacle.storage.Parcel parcel = entry.parcel();
    Message message = Message.fromJson(new String(parcel.body(), StandardCharsets.UTF_8));
    return new Parcel(
        String.valueOf(entry.id()),
        message.id(),
        parcel.channel(),
        parcel.kind(),
        parcel.level(),
        parcel.bot(),
        parcel.alerts(),
        parcel.at(),
        message.summary(),
        switch (entry.state()) {
          case WAITING -> ParcelState.WAITING;
          case ATTEMPTING -> ParcelState.ATTEMPTING;
          case DELIVERED -> ParcelState.DELIVERED;
          case DEAD -> ParcelState.DEAD;
        },
        entry.attempts(),
        entry.state() == Outbox.State.WAITING ? entry.notBefore() : null,
        entry.ended(),
        entry.why(),
        entry.reference(),
        entry.possiblyRepeated());
  }

  @Override
  public CompletionStage<Commands.Outcome> retry(String id, String operator) {
    return CompletableFuture.supplyAsync(
        () -> {
          boolean again = number(id).map(messaging::retry).orElse(false);
          if (again) {
            LOGGER.info("{} has message {} sent again", operator, id);
          }
          return again
              ? new Commands.Outcome.Done()
              : new Commands.Outcome.Refused("there is no message " + id + " that was given up");
        },
        blocking);
  }

  @Override
  public List<Channel> channels() {
    Map<ChannelName, ChannelSettings> settings = new HashMap<>();
    messaging.channels().forEach(channel -> settings.put(channel.name(), channel));
    Map<ChannelName, Map<Outbox.State, Long>> counts = outbox.counts();
    List<Channel> channels = new ArrayList<>();
    for (ChannelStatus status : messaging.status()) {
      ChannelSettings its = settings.get(status.name());
      if (its != null) {
        channels.add(channel(status, its, counts.getOrDefault(status.name(), Map.of())));
      }
    }
    return channels;
  }

  private Channel channel(ChannelStatus status, ChannelSettings settings, Map<Outbox.State, Long> counts) {
    List<Outbox.Entry> oldest = status.waiting() == 0 ? List.of() : outbox.waiting(status.name(), 1);
    return new Channel(
        status.name(),
        status.type(),
        switch (status.health()) {
          case WORKING -> ChannelState.WORKING;
          case FAILING -> ChannelState.WAITING;
          case BROKEN -> ChannelState.BROKEN;
        },
        status.why().isEmpty() ? null : status.why(),
        target(settings),
        hears(settings.policy()),
        status.waiting(),
        oldest.isEmpty() ? null : oldest.getFirst().parcel().at(),
        counts.getOrDefault(Outbox.State.DELIVERED, 0L),
        counts.getOrDefault(Outbox.State.DEAD, 0L),
        status.failures(),
        messaging.notTold(status.name()),
        status.lastDelivered(),
        latency(status.latency()));
  }

  private static Latency latency(dev.binnacle.notify.Latency latency) {
    return new Latency(
        dev.binnacle.notify.Latency.BOUNDS, latency.counts(), latency.total(), latency.quantile(0.5).orElse(null),
        latency.quantile(0.99).orElse(null), latency.count() == 0 ? null : latency.longest());
  }

  private static @Nullable String target(ChannelSettings settings) {
    return switch (settings) {
      case ChannelSettings.Console c -> "the server's terminal";
      case ChannelSettings.Log l -> "the server's log";
      case ChannelSettings.Dashboard d -> "everybody who has the dashboard open";
      case ChannelSettings.Email e -> String.join(", ", e.to());
      case ChannelSettings.Telegram t -> "chat " + t.chat();
      case ChannelSettings.Sms s -> String.join(", ", s.to());
      case ChannelSettings.Webhook w -> null;
      case ChannelSettings.Discord d -> null;
      case ChannelSettings.Slack s -> null;
      case ChannelSettings.WebPush w -> "installed pages";
    };
  }

  private static String hears(ChannelPolicy policy) {
    List<String> kinds =
        Arrays.stream(EventKind.values())
            .filter(kind -> kind != EventKind.TEST && policy.events().mode(kind) != EventFilter.Mode.OFF)
            .map(kind -> word(kind, policy))
            .toList();
    return (kinds.isEmpty() ? "nothing" : String.join(", ", kinds))
        + (policy.bots().isEmpty() ? "" : "; of " + String.join(", ", policy.bots()));
  }

  private static String word(EventKind kind, ChannelPolicy policy) {
    String word = kind.word().replace('_', ' ');
    boolean isByLevel = kind == EventKind.ALERT || kind == EventKind.SILENCE_ENDED;
    return isByLevel ? word + " from " + policy.leastLevel().name().toLowerCase(Locale.ROOT) : word;
  }

  @Override
  public CompletionStage<Tested> test(ChannelName channel, String operator) {
    return CompletableFuture.supplyAsync(() -> tested(channel, operator), blocking);
  }

  private Tested tested(ChannelName channel, String operator) {
    long from = System.nanoTime();
    try {
      return switch (messaging.test(channel, operator)) {
        case Outcome.Delivered(String reference) -> new Tested.Delivered((System.nanoTime() - from) / 1_000_000, reference);
        case Outcome.Later later -> new Tested.Failed(later.why());
        case Outcome.Refused refused -> new Tested.Refused(refused.why());
        case Outcome.Broken broken -> new Tested.Failed(broken.why());
        case Outcome.Unknown unknown -> new Tested.Failed("it may have arrived: " + unknown.why());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Tested.Failed("the server is stopping");
    }
  }

  @Override
  public List<Preview> previews(int recent) {
    return previews.apply(recent);
  }
}
