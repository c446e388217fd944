package dev.binnacle.ingest;

import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.OrderId;
import dev.binnacle.protocol.LinkMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What bots without a link are to do: they ask for it, wait for it, and confirm it. A halt stands until it is released, so that a run
 * which asks for the first time gets those in force; a release stands until every run that confirmed the halt has confirmed it.
 *
 * <p>What a run confirms is told to {@link Guards} as if its guard had said so, and again whenever the run asks: so it counts as there. What a
 * run says that it keeps to is believed though it was confirmed to an earlier process of this server: a halt that is over is then
 * released to it, and one that nobody knows is made known.
 *
 * <p><b>Threads:</b> thread-safe; nothing blocks.
 */
public final class Commands {
  static final int MOST_STANDING = 500;
  static final int MOST_RUNS = 64;
  static final int MOST_WAITING = 64;

  private final Guards guards;
  private final Map<BotId, Box> boxes = new ConcurrentHashMap<>();
  private final List<BiConsumer<BotId, Command>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * @param id names this command for good, also after the server was started anew; letters, digits and . _ -
   * @param what a {@link LinkMessage.HaltTold} or a {@link LinkMessage.ReleaseTold}
   */
  public record Command(String id, LinkMessage.FromServer what) {}

  /**
   * What the bot says beside having it.
   *
   * @param inFlight how many orders were sent whose fate it does not know
   * @param unknown those of them that it names
   * @param done whether it has done what it does about the halt
   */
  public record Confirmation(long inFlight, List<OrderId> unknown, boolean done) {
    public Confirmation {
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * A halt that a run keeps to, by its own account.
   *
   * @param said when it said so
   */
  public record Kept(HaltId halt, long epoch, Instant said) {
    /** As a latch of which no more is known: what nobody here knows is taken over as a plain stop, which does nothing but last. */
    private Latch latch(BotId bot) {
      return new Latch(
          halt, epoch, HaltMode.STOP, null, HaltOrigin.BOT, bot.value(),
          "the bot keeps to it; who asked for it is not known here", said);
    }
  }

  Commands(Guards guards) {
    this.guards = guards;
  }

  /** Calls the listener with all that any bot is told from now on, on the thread that tells it: it must only queue it. */
  public void listen(BiConsumer<BotId, Command> listener) {
    listeners.add(listener);
  }

  /** As {@link #waiting(BotId, InstanceId, Collection, Duration)}, of a run that says nothing of what it keeps to. */
  public CompletionStage<List<Command>> waiting(BotId bot, InstanceId instance, Duration wait) {
    return waiting(bot, instance, List.of(), wait);
  }

  /**
   * What this run has not confirmed: at once if there is anything, else as soon as there is, else nothing after {@code wait}. With too
   * many waiting already, it is answered at once.
   *
   * @param kept the halts that the run keeps to
   */
  public CompletionStage<List<Command>> waiting(BotId bot, InstanceId instance, Collection<Kept> kept, Duration wait) {
    Box box = box(bot);
    CompletableFuture<List<Command>> answer = new CompletableFuture<>();
    LinkMessage.GuardTold told;
    synchronized (box) {
      Run run = box.run(instance);
      kept.forEach(each -> box.keeps(run, each, bot));
      told = run.told();
      List<Command> owed = box.owed(run);
      if (!owed.isEmpty() || box.waiters.size() >= MOST_WAITING || !wait.isPositive()) {
        answer.complete(owed);
      } else {
        box.waiters.put(answer, instance);
      }
    }
    guards.heard(bot, instance, told);
    if (!answer.isDone()) {
      answer.completeOnTimeout(List.of(), wait.toMillis(), TimeUnit.MILLISECONDS);
    }
    CompletionStage<Void> ignored =
        answer.thenAccept(
            commands -> {
              synchronized (box) {
                box.waiters.remove(answer);
              }
            });
    return answer;
  }

  /**
   * The run has this command. It may be said again, when more is known.
   *
   * @return false if no such command stands: it was released, widened or never given; ask again
   */
  public boolean confirm(BotId bot, InstanceId instance, String id, Confirmation confirmation) {
    Box box = box(bot);
    LinkMessage.GuardTold told;
    synchronized (box) {
      Command command = box.standing(id);
      if (command == null) {
        return false;
      }
      told = box.confirmed(box.run(instance), command, confirmation);
    }
    guards.heard(bot, instance, told);
    return true;
  }

  /** Commands that were not kept since too many stand for one bot, and runs that were forgotten for that reason. */
  public long dropped() {
    return dropped.get();
  }

  void tell(BotId bot, LinkMessage.HaltTold halt) {
    Latch latch = halt.latch();
    stand(bot, latch.id(), new Command(latch.id() + "." + latch.epoch() + ".halt", halt));
  }

  void tell(BotId bot, LinkMessage.ReleaseTold release) {
    stand(bot, release.halt(), new Command(release.halt() + "." + release.epoch() + ".release", release));
  }

  private void stand(BotId bot, HaltId halt, Command command) {
    Box box = box(bot);
    Map<CompletableFuture<List<Command>>, List<Command>> answers = new LinkedHashMap<>();
    synchronized (box) {
      dropped.addAndGet(box.stand(halt, command));
      box.waiters.forEach(
          (answer, instance) -> {
            List<Command> owed = box.owed(box.run(instance));
            if (!owed.isEmpty()) {
              answers.put(answer, owed);
            }
          });
    }
    answers.forEach(CompletableFuture::complete);
    listeners.forEach(listener -> listener.accept(bot, command));
  }

  private Box box(BotId bot) {
    return boxes.computeIfAbsent(bot, name -> new Box());
  }

  /** What stands for one bot. Guarded by itself. */
  private final class Box {
    private final Map<HaltId, Command> standing = new LinkedHashMap<>();
    private final Map<InstanceId, Run> runs = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<CompletableFuture<List<Command>>, InstanceId> waiters = new LinkedHashMap<>();

    /** What was confirmed to an earlier process, or never to any. What stands is still owed: only then is it known that the run is done. */
    void keeps(Run run, Kept kept, BotId bot) {
      if (run.held.containsKey(kept.halt()) || run.held.size() >= MOST_STANDING) {
        return;
      }
      Command stands = standing.get(kept.halt());
      Latch latch = kept.latch(bot);
      if (stands != null && stands.what() instanceof LinkMessage.HaltTold told && told.latch().epoch() == kept.epoch()) {
        latch = told.latch();
      }
      run.held.put(kept.halt(), latch);
    }

    Run run(InstanceId instance) {
      Run run = runs.computeIfAbsent(instance, name -> new Run());
      if (runs.size() > MOST_RUNS) {
        Iterator<InstanceId> oldest = runs.keySet().iterator();
        oldest.next();
        oldest.remove();
        dropped.incrementAndGet();
      }
      return run;
    }

    List<Command> owed(Run run) {
      List<Command> owed = new ArrayList<>();
      standing.forEach(
          (halt, command) -> {
            boolean isOver = command.what() instanceof LinkMessage.ReleaseTold && !run.held.containsKey(halt);
            if (!isOver && !command.id().equals(run.confirmed.get(halt))) {
              owed.add(command);
            }
          });
      return owed;
    }

    @Nullable Command standing(String id) {
      return standing.values().stream().filter(command -> command.id().equals(id)).findFirst().orElse(null);
    }

    /** Gives how many are no longer kept: releases first, which no guard is the less safe for. */
    int stand(HaltId halt, Command command) {
      standing.remove(halt);
      if (command.what() instanceof LinkMessage.ReleaseTold && !isHeld(halt)) {
        return 0;
      }
      standing.put(halt, command);
      if (standing.size() <= MOST_STANDING) {
        return 0;
      }
      HaltId gone =
          standing.entrySet().stream()
              .filter(each -> each.getValue().what() instanceof LinkMessage.ReleaseTold)
              .findFirst()
              .orElse(standing.entrySet().iterator().next())
              .getKey();
      standing.remove(gone);
      return 1;
    }

    private boolean isHeld(HaltId halt) {
      return runs.values().stream().anyMatch(run -> run.held.containsKey(halt));
    }

    LinkMessage.GuardTold confirmed(Run run, Command command, Confirmation confirmation) {
      run.inFlight = Math.max(confirmation.inFlight(), confirmation.unknown().size());
      run.unknown = confirmation.unknown();
      switch (command.what()) {
        case LinkMessage.HaltTold halt -> {
          HaltId id = halt.latch().id();
          run.held.put(id, halt.latch());
          run.confirmed.put(id, command.id());
          boolean ignored = confirmation.done() ? run.done.add(id) : run.done.remove(id);
        }
        case LinkMessage.ReleaseTold release -> {
          run.held.remove(release.halt());
          run.confirmed.remove(release.halt());
          run.done.remove(release.halt());
          if (!isHeld(release.halt())) {
            standing.remove(release.halt());
          }
        }
        default -> throw new IllegalStateException(command.id());
      }
      return run.told();
    }
  }

  /** What one run has confirmed. */
  private static final class Run {
    private final Map<HaltId, Latch> held = new LinkedHashMap<>();
    private final Map<HaltId, String> confirmed = new LinkedHashMap<>();
    private final Set<HaltId> done = new LinkedHashSet<>();
    private long inFlight;
    private List<OrderId> unknown = List.of();

    LinkMessage.GuardTold told() {
      GuardLevel level = GuardLevel.OPEN;
      for (Latch latch : held.values()) {
        level = latch.symbol() == null ? level.and(latch.mode().level()) : level;
      }
      return new LinkMessage.GuardTold(level, List.copyOf(held.values()), inFlight, unknown, List.copyOf(done));
    }
  }
}
