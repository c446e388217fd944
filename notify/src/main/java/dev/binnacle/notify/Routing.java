package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.notify.EventFilter.Mode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which channels are told what. A notice that names channels goes there whatever their filters say; if none of them exists any more, it goes
 * where the filters send it, since a name in a rule that nobody noticed must not make an alert unheard. An alert about a channel never
 * goes through that channel.
 *
 * <p><b>Threads:</b> thread-safe; {@link #route} sees one set of settings for the whole of an entry.
 */
public final class Routing {
  private volatile Plan plan;
  private final HaltMessages halts;
  private final RecentMessages recent;
  private final LongAdder tooOld = new LongAdder();
  /** Of each channel that was ever told something; also the lock for what is in it. */
  private final Map<ChannelName, EventBound> bounds = new TreeMap<>();

  private record Plan(List<ChannelSettings> channels, Map<ChannelName, ChannelSettings> byName, @Nullable URI dashboard) {}

  /**
   * @param dashboard where messages link to; null for no link
   * @param halts of which the facts speak
   * @param recent hears of each message that is written
   */
  public Routing(
      List<ChannelSettings> channels, @Nullable URI dashboard, HaltLookup halts, RecentMessages recent) {
    plan = plan(channels, dashboard);
    this.halts = new HaltMessages(halts);
    this.recent = recent;
  }

  /** From now on by these settings. Entries that are being routed keep the ones before. */
  public void reload(List<ChannelSettings> channels, @Nullable URI dashboard) {
    Plan next = plan(channels, dashboard);
    plan = next;
    synchronized (bounds) {
      bounds.keySet().retainAll(next.byName.keySet());
    }
  }

  private static Plan plan(List<ChannelSettings> channels, @Nullable URI dashboard) {
    return new Plan(
        List.copyOf(channels), channels.stream().collect(Collectors.toMap(ChannelSettings::name, Function.identity())),
        dashboard);
  }

  /** How many events were so old when they came that a channel was not told of them. */
  public long tooOld() {
    return tooOld.sum();
  }

  /**
   * What an entry means for people. Each entry is to be asked for once, in order: how many events are told one by one depends on those before.
   * If it fails, nothing is counted, and it can be asked again.
   */
  public List<Parcel> route(JournalEntry entry) {
    Turn turn = new Turn(plan, entry);
    for (Fact fact : entry.facts()) {
      if (fact instanceof Fact.NoticeIssued issued) {
        turn.notice(issued.notice());
      } else if (fact instanceof Fact.SilenceEnded ended && ended.told() != null) {
        turn.all(Messages.of(ended, ended.told()));
      }
    }
    halts.of(entry).forEach(turn::all);
    synchronized (bounds) {
      turn.events();
    }
    return turn.parcels;
  }

  /**
   * What is due to be said of events that were not told one by one, where no entry came to bring it.
   *
   * @param routed parcels of entries up to this index are in for good: of others it says nothing, since a crash would have them counted anew
   */
  public List<Parcel> due(Instant now, long routed) {
    return untold(now, routed, false);
  }

  /** As {@link #due}, whether its minute is over or not: nothing more is routed. */
  public List<Parcel> rest(Instant now, long routed) {
    return untold(now, routed, true);
  }

  private List<Parcel> untold(Instant now, long routed, boolean all) {
    List<Parcel> parcels = new ArrayList<>();
    Plan present = plan;
    synchronized (bounds) {
      for (EventBound bound : bounds.values()) {
        Untold untold = all ? bound.untold() : bound.due(now);
        if (untold != null && untold.index() <= routed) {
          tell(present, bound, untold, now, parcels);
        }
      }
    }
    return parcels;
  }

  private void tell(Plan plan, EventBound bound, Untold untold, Instant now, List<Parcel> parcels) {
    ChannelSettings channel = plan.byName.get(bound.channel());
    Message message = untold.message(now);
    Mode mode = channel == null ? Mode.OFF : channel.policy().events().mode(EventKind.NOT_TOLD);
    if (channel != null && mode != Mode.OFF) {
      parcels.add(parcel(channel, mode == Mode.SILENT ? message.silently() : message));
    }
    bound.forget();
  }

  /** How many events a channel was not told one by one, since the start. */
  public long notTold(ChannelName channel) {
    synchronized (bounds) {
      EventBound bound = bounds.get(channel);
      return bound == null ? 0 : bound.total();
    }
  }

  /** A message that no fact makes, such as a daily summary, for each channel that wants it. {@code message.id()} must name it for good. */
  public List<Parcel> address(Message message) {
    return addressed(plan, message);
  }

  private List<Parcel> addressed(Plan plan, Message message) {
    List<Parcel> parcels = new ArrayList<>();
    for (ChannelSettings channel : plan.channels) {
      Mode mode = mode(channel, message.heading());
      if (mode != Mode.OFF) {
        parcels.add(parcel(channel, mode == Mode.SILENT ? message.silently() : message));
      }
    }
    return parcels;
  }

  /** One entry on its way to all channels. */
  private final class Turn {
    private final Plan plan;
    private final JournalEntry entry;
    private final List<Parcel> parcels = new ArrayList<>();
    private final Set<Told> told = new HashSet<>();

    Turn(Plan plan, JournalEntry entry) {
      this.plan = plan;
      this.entry = entry;
    }

    void notice(Notice notice) {
      Message whole = Messages.of(notice, plan.dashboard);
      boolean named = notice.channels().stream().anyMatch(plan.byName::containsKey);
      for (ChannelSettings channel : plan.channels) {
        if (!named || notice.channels().contains(channel.name())) {
          notice(notice, whole, channel, named);
        }
      }
    }

    /** @param whole of all its alerts */
    private void notice(Notice notice, Message whole, ChannelSettings channel, boolean named) {
      ChannelPolicy policy = channel.policy();
      Mode mode = named ? Mode.ON : policy.events().mode(EventKind.ALERT);
      List<Alert> alerts = notice.alerts().stream()
          .filter(alert -> !isAbout(alert, channel.name()))
          .filter(alert -> named || (alert.level().compareTo(policy.leastLevel()) >= 0 && policy.concerns(alert.subject().bot())))
          .toList();
      if (mode == Mode.OFF || alerts.isEmpty()) {
        return;
      }
      boolean all = alerts.size() == notice.alerts().size();
      Message message = all ? whole : Messages.of(withAlerts(notice, alerts), plan.dashboard);
      parcels.add(parcel(channel, mode == Mode.SILENT ? message.silently() : message));
      for (Alert alert : alerts) {
        alert.evidence().forEach(seen -> told.add(new Told(channel.name(), alert.subject().bot(), seen.at())));
      }
    }

    /** Whatever the bounds say. */
    void all(Message message) {
      parcels.addAll(addressed(plan, message));
    }

    /** Takes from the bounds what is told: the last thing that is done of an entry, since what fails before must not count twice. */
    void events() {
      List<Parcel> told = new ArrayList<>();
      Map<ChannelName, EventBound.Turn> turns = new TreeMap<>();
      int old = 0;
      for (int i = 0; i < entry.facts().size(); i++) {
        if (entry.facts().get(i) instanceof Fact.Accepted(BotId bot, Envelope envelope, long _)) {
          old += event("e" + entry.index() + "-" + i, bot, envelope.event(), turns, told);
        }
      }
      for (ChannelSettings channel : plan.channels) {
        EventBound bound = bounds.get(channel.name());
        Untold untold = bound == null ? null : bound.due(entry.time());
        if (bound != null && untold != null) {
          tell(plan, bound, untold, entry.time(), parcels);
        }
      }
      parcels.addAll(told);
      turns.values().forEach(EventBound.Turn::keep);
      tooOld.add(old);
    }

    /** For how many channels it is too old. */
    private int event(String id, BotId bot, Event event, Map<ChannelName, EventBound.Turn> turns, List<Parcel> parcels) {
      Heading heading = EventMessages.heading(id, bot, event);
      if (heading == null) {
        return 0;
      }
      int old = 0;
      Duration age = Duration.between(event.at(), entry.time());
      Message message = null;
      for (ChannelSettings channel : plan.channels) {
        if (age.compareTo(channel.policy().maxAge()) > 0) {
          old++;
          continue;
        }
        Mode mode = mode(channel, heading);
        if (mode != Mode.OFF && !isTold(channel, bot, event) && turn(channel, turns).takes(heading)) {
          message = message == null ? Messages.of(id, bot, event).orElseThrow() : message;
          parcels.add(parcel(channel, mode == Mode.SILENT ? message.silently() : message));
        }
      }
      return old;
    }

    private boolean isTold(ChannelSettings channel, BotId bot, Event event) {
      return event instanceof Event.ErrorRaised && told.contains(new Told(channel.name(), bot, event.at()));
    }

    private EventBound.Turn turn(ChannelSettings channel, Map<ChannelName, EventBound.Turn> turns) {
      return turns.computeIfAbsent(
          channel.name(),
          name -> bounds.computeIfAbsent(name, EventBound::new)
              .turn(channel.policy().mostPerMinute(), entry.time(), entry.index()));
    }
  }

  /** The channel is told of an alert that this bot's event at this time made fire: it need not hear of the event as well. */
  private record Told(ChannelName channel, @Nullable BotId bot, Instant at) {}

  private static boolean isAbout(Alert alert, ChannelName channel) {
    return ChannelWatch.part(channel).equals(alert.subject().part()) || channel.value().equals(alert.labels().get("channel"));
  }

  private static Notice withAlerts(Notice notice, List<Alert> alerts) {
    Level highest = alerts.stream().map(Alert::level).max(Level::compareTo).orElse(notice.level());
    return new Notice(
        notice.id(), notice.at(), notice.kind(), highest, notice.group(), alerts, notice.channels(), notice.heldBack());
  }

  /** Whether and how the channel is to be told of it. */
  private static Mode mode(ChannelSettings channel, Heading heading) {
    ChannelPolicy policy = channel.policy();
    Mode mode = policy.events().mode(heading.kind());
    boolean wanted = mode != Mode.OFF
        && takes(channel, heading.kind())
        && policy.concerns(heading.bot())
        && (!isByLevel(heading.kind()) || heading.level().compareTo(policy.leastLevel()) >= 0);
    return wanted ? mode : Mode.OFF;
  }

  private static boolean isByLevel(EventKind kind) {
    return kind == EventKind.ERROR || kind == EventKind.RISK_VIOLATION || kind == EventKind.SILENCE_ENDED;
  }

  /** What reads Alertmanager's format knows alerts only. */
  private static boolean takes(ChannelSettings channel, EventKind kind) {
    return !(channel instanceof ChannelSettings.Webhook webhook
        && webhook.format() == ChannelSettings.Webhook.Format.ALERTMANAGER)
        || kind == EventKind.HALT;
  }

  private Parcel parcel(ChannelSettings channel, Message message) {
    return Parcel.of(message.id() + ":" + channel.name(), channel.name(), message, recent.write(message));
  }
}
