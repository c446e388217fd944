package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.telegram.Audit;
import dev.binnacle.notify.telegram.Fleet;
import dev.binnacle.notify.telegram.Person;
import dev.binnacle.notify.telegram.RemoteControl;
import dev.binnacle.storage.Registry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to commands in each channel of Telegram that takes them and names who may give any.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class RemoteControls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteControls.class);
  private static final MetricName BROKEN = new MetricName("channel_broken");
  private static final long LOOK_SECONDS = 5;

  private final Http http = Http.create();
  private final Registry registry;
  private final EngineLoop loop;
  private final Fleet fleet;
  private final Audit audit;
  private final InstantSource clock;
  private final Map<ChannelName, Running> running = new TreeMap<>();
  private final Set<ChannelName> broken = new HashSet<>();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("remote-controls").daemon().factory());
  private boolean closed;

  private record Running(ChannelSettings.Telegram settings, RemoteControl control) {}

  RemoteControls(Registry registry, EngineLoop loop, Fleet fleet, Audit audit, InstantSource clock) {
    this.registry = registry;
    this.loop = loop;
    this.fleet = fleet;
    this.audit = audit;
    this.clock = clock;
  }

  void start(List<ChannelSettings> channels) {
    reload(channels);
    looking.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** From now on by these. What is the same goes on undisturbed; one that changed is stopped before its successor asks for updates. */
  synchronized void reload(List<ChannelSettings> channels) {
    if (closed) {
      return;
    }
    Map<ChannelName, ChannelSettings.Telegram> wanted = new HashMap<>();
    for (ChannelSettings channel : channels) {
      if (channel instanceof ChannelSettings.Telegram telegram && telegram.commands() && !telegram.users().isEmpty()) {
        wanted.put(telegram.name(), telegram);
      }
    }
    running.values().removeIf(one -> {
      boolean same = one.settings().equals(wanted.get(one.settings().name()));
      if (!same) {
        one.control().close();
      }
      return !same;
    });
    wanted.forEach((name, settings) -> running.computeIfAbsent(name, _ -> new Running(settings, open(settings))));
    broken.retainAll(wanted.keySet());
  }

  private RemoteControl open(ChannelSettings.Telegram settings) {
    List<Person> people = settings.users().stream().map(Person::of).toList();
    return RemoteControl.start(settings, people, http, ChannelOpener.notes(registry, settings.name()), fleet, audit, clock);
  }

  /** How each fares, by its channel. */
  synchronized Map<ChannelName, RemoteControl.Status> status() {
    Map<ChannelName, RemoteControl.Status> statuses = new TreeMap<>();
    running.forEach((name, one) -> statuses.put(name, one.control().status()));
    return statuses;
  }

  private void look() {
    try {
      status().forEach(this::judge);
    } catch (RuntimeException e) {
      LOG.warn("remote controls could not be looked at", e);
    }
  }

  /** Each time, and not only when it changes: a rule believes nothing that it has heard once. */
  private void judge(ChannelName channel, RemoteControl.Status status) {
    boolean isBroken = status.state() == RemoteControl.State.BROKEN;
    if (!isBroken && status.state() != RemoteControl.State.LISTENING) {
      return;
    }
    boolean changed;
    synchronized (this) {
      changed = isBroken ? broken.add(channel) : broken.remove(channel);
    }
    if (isBroken && changed) {
      LOG.error("commands of channel {} are not heard until somebody mends it: {}", channel, status.why());
    }
    Sample.Reading reading = new Sample.Reading.Number(isBroken ? 1 : 0);
    if (!loop.mailbox().offer(new Input.Observed(part(channel), BROKEN, reading))) {
      LOG.warn("the engine had no room to hear how the commands of channel {} fare", channel);
    }
  }

  /**
   * By which an alert names the commands of a channel. Not the channel itself: its messages may arrive while nobody hears its commands, and then
   * they are a good way to say so.
   */
  static String part(ChannelName channel) {
    return "commands/" + channel;
  }

  @Override
  public synchronized void close() {
    closed = true;
    looking.shutdownNow();
    running.values().forEach(one -> one.control().close());
    running.clear();
  }
}
