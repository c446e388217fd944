package dev.binnacle.server;

import dev.binnacle.ingest.Commands;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.OrderId;
import dev.binnacle.notify.SignedPost;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.web.view.CommandShapes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Posts halts and releases to bots that have an address for them, at once, and again until they are taken. An answer that holds a
 * confirmation is the word of the bot's guard; one without says only that the command has arrived.
 *
 * <p>Of each halt the newest word counts: a post of an older one is given up for it.
 *
 * <p><b>Threads:</b> thread-safe. Told on a thread that must not wait; each post has a thread of its own.
 */
final class CommandHooks implements BiConsumer<BotId, Commands.Command>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandHooks.class);

  /** More words than that are not followed at a time. The bots' other ways and the exchange are told all the same. */
  private static final int MOST = 1_000;

  private final Function<BotId, Settings.@Nullable CommandHook> hooks;
  private final Commands commands;
  private final Function<BotId, List<InstanceId>> runs;
  private final SignedPost posts;
  private final Pauses pauses;
  private final Map<Key, Posting> postings = new LinkedHashMap<>();
  private final AtomicLong dropped = new AtomicLong();
  private boolean closed;

  /**
   * How long it waits.
   *
   * @param first after the first failure; twice as long after each further one
   * @param longest the most that it waits
   * @param again so long a word that was taken is not posted again though it is told again
   * @param giveUp a release is let go of when nobody takes it for so long; a halt is not
   */
  record Pauses(Duration first, Duration longest, Duration again, Duration giveUp) {
    static final Pauses STANDARD =
        new Pauses(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofHours(1));
  }

  private record Key(BotId bot, HaltId halt) {}

  /** One word on its way, or taken. Guarded by the map that it is in. */
  private static final class Posting {
    final Commands.Command command;
    final Thread thread;
    long takenNanos;
    boolean taken;

    Posting(Commands.Command command, Thread thread) {
      this.command = command;
      this.thread = thread;
    }
  }

  /**
   * @param hooks the address of a bot, as the settings say it now; null for none
   * @param runs of a bot that are there
   */
  CommandHooks(
      Function<BotId, Settings.@Nullable CommandHook> hooks, Commands commands, Function<BotId, List<InstanceId>> runs,
      SignedPost posts, Pauses pauses) {
    this.hooks = hooks;
    this.commands = commands;
    this.runs = runs;
    this.posts = posts;
    this.pauses = pauses;
  }

  @Override
  public void accept(BotId bot, Commands.Command command) {
    if (hooks.apply(bot) == null) {
      return;
    }
    Key key = new Key(bot, halt(command));
    synchronized (postings) {
      Posting before = postings.get(key);
      if (closed || (before != null && isUnderWay(before, command))) {
        return;
      }
      if (before != null) {
        before.thread.interrupt();
        postings.remove(key);
      }
      if (!hasRoom()) {
        if (dropped.getAndIncrement() == 0) {
          LOG.error("more than {} words about halts wait for the webhooks of bots; further ones are not posted", MOST);
        }
        return;
      }
      boolean repeat = before != null && before.command.id().equals(command.id());
      Thread thread =
          Thread.ofVirtual().name("command-" + bot + "-" + command.id()).unstarted(() -> run(key, command, repeat));
      postings.put(key, new Posting(command, thread));
      thread.start();
    }
  }

  /** Words that were not posted since too many waited. */
  long dropped() {
    return dropped.get();
  }

  private static HaltId halt(Commands.Command command) {
    return switch (command.what()) {
      case LinkMessage.HaltTold halt -> halt.latch().id();
      case LinkMessage.ReleaseTold release -> release.halt();
      default -> throw new IllegalArgumentException("no command: " + command.id());
    };
  }

  /** What is told again while it is posted, or just after, is one word. */
  private boolean isUnderWay(Posting before, Commands.Command command) {
    return before.command.id().equals(command.id())
        && (!before.taken || System.nanoTime() - before.takenNanos < pauses.again().toNanos());
  }

  private boolean hasRoom() {
    for (Iterator<Posting> each = postings.values().iterator(); postings.size() >= MOST && each.hasNext();) {
      if (each.next().taken) {
        each.remove();
      }
    }
    return postings.size() < MOST;
  }

  private void run(Key key, Commands.Command command, boolean repeated) {
    long began = System.nanoTime();
    boolean repeat = repeated;
    Duration pause = pauses.first();
    String said = "";
    try {
      while (true) {
        Settings.CommandHook hook = hooks.apply(key.bot());
        if (hook == null || isOver(command, began)) {
          break;
        }
        SignedPost.Result result = posts.send(letter(key.bot(), hook, command, repeat));
        if (Thread.interrupted()) {
          return;
        }
        switch (result) {
          case SignedPost.Result.Taken(String body) -> {
            taken(key, command, body);
            return;
          }
          case SignedPost.Result.Failed(var after, String why) -> {
            if (!why.equals(said)) {
              LOG.warn("the command {} for {} is not taken by its webhook: {}", command.id(), key.bot(), why);
              said = why;
            }
            Thread.sleep(after == null || after.compareTo(pause) < 0 ? pause : min(after, pauses.longest()));
          }
        }
        repeat = true;
        pause = min(pause.multipliedBy(2), pauses.longest());
      }
    } catch (InterruptedException _) {
      return; // A newer word goes out instead, or the server ends.
    }
    forget(key, command);
  }

  private boolean isOver(Commands.Command command, long began) {
    return command.what() instanceof LinkMessage.ReleaseTold && System.nanoTime() - began > pauses.giveUp().toNanos();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static SignedPost.Letter letter(
      BotId bot, Settings.CommandHook hook, Commands.Command command, boolean repeat) {
    CommandShapes.Told told = CommandShapes.Told.of(command.id(), bot.value(), command.what());
    Secret secret = hook.secret();
    return new SignedPost.Letter(
        new dev.binnacle.notify.Secret(hook.url().reveal()),
        secret == null ? null : new dev.binnacle.notify.Secret(secret.reveal()), command.id() + ":" + bot, repeat,
        new String(CommandShapes.COMMAND.bytes(told), StandardCharsets.UTF_8));
  }

  private void taken(Key key, Commands.Command command, String body) {
    synchronized (postings) {
      Posting posting = postings.get(key);
      if (posting != null && posting.command.id().equals(command.id())) {
        posting.taken = true;
        posting.takenNanos = System.nanoTime();
      }
    }
    Confirmed confirmed = confirmation(body);
    InstanceId instance = confirmed == null ? onlyRun(key.bot()) : confirmed.instance();
    if (instance != null) {
      Commands.Confirmation said =
          confirmed == null ? new Commands.Confirmation(0, List.of(), false) : confirmed.confirmation();
      boolean stands = commands.confirm(key.bot(), instance, command.id(), said);
      LOG.debug("the webhook of {} took {} for {}: it {}", key.bot(), command.id(), instance, stands ? "stands" : "is over");
    }
  }

  /** Who took a word without saying which run it is; null where that cannot be told. */
  private @Nullable InstanceId onlyRun(BotId bot) {
    Set<InstanceId> there = new HashSet<>(runs.apply(bot));
    return there.size() == 1 ? there.iterator().next() : null;
  }

  private void forget(Key key, Commands.Command command) {
    synchronized (postings) {
      postings.computeIfPresent(key, (k, posting) -> posting.command.id().equals(command.id()) ? null : posting);
    }
  }

  private record Confirmed(InstanceId instance, Commands.Confirmation confirmation) {}

  /** Null for any answer that is not a confirmation: "ok", nothing, or something else. */
  private static @Nullable Confirmed confirmation(String body) {
    try {
      JsonNode json = ConfigCalls.JSON.readTree(body.isBlank() ? "null" : body);
      String instance = json.path("instance").asStringOpt().orElse(null);
      if (instance == null) {
        return null;
      }
      List<OrderId> unknown = new ArrayList<>();
      json.path("unknown").valueStream().limit(GuardWord.MOST_ORDERS)
          .map(each -> each.asStringOpt().orElse(null)).filter(Objects::nonNull).forEach(each -> unknown.add(new OrderId(each)));
      return new Confirmed(
          new InstanceId(instance),
          new Commands.Confirmation(
              Math.max(0, json.path("in_flight").asLong(0)), unknown, json.path("done").asBoolean(true)));
    } catch (JacksonException | InvalidValueException e) {
      LOG.warn("a webhook answered a command with what is no confirmation: {}", e.getMessage());
      return null;
    }
  }

  @Override
  public void close() {
    synchronized (postings) {
      closed = true;
      postings.values().forEach(posting -> posting.thread.interrupt());
      postings.clear();
    }
  }
}
