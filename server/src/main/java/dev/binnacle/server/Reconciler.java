package dev.binnacle.server;

import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltState;
import dev.binnacle.storage.Registry;
import dev.binnacle.storage.StorageException;
import dev.binnacle.web.api.Reconciliations;
import dev.binnacle.web.view.Reconciled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares bots with their exchanges: every so often, after a halt, and when a person asks. What differs is told as an event about the bot.
 *
 * <p><b>Threads:</b> thread-safe; each bot is compared on a thread of its own, one at a time.
 */
final class Reconciler implements Reconciliations, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final String KIND = "reconciled";
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Map<BotId, Subject> subjects = new TreeMap<>();
  private final @Nullable Duration every;
  private final Registry registry;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("reconciler").daemon().factory());

  /** A bot that has an exchange. */
  private static final class Subject {
    final BotId bot;
    final AccountCheck check;
    final FillBook fills;
    final AccountCheck.Told told;
    final DifferenceNotes notes;
    final ReentrantLock lock = new ReentrantLock();
    volatile Reconciled latest;
    volatile @Nullable Thread thread;
    private @Nullable CompletableFuture<Reconciled> running;

    Subject(BotId bot, AccountCheck check, FillBook fills, AccountCheck.Told told, DifferenceNotes notes) {
      this.bot = bot;
      this.check = check;
      this.fills = fills;
      this.told = told;
      this.notes = notes;
      this.latest = check.waiting();
    }
  }

  Reconciler(Settings settings, Exchanges exchanges, EngineLoop loop, Registry registry, Timepiece time) {
    this.registry = registry;
    this.every = settings.reconciling().every();
    settings.bots().forEach((bot, its) -> {
      Settings.Account account = its.account();
      ExchangeAccess access = exchanges.of(bot).orElse(null);
      if (account != null && access != null && account.reconciled()) {
        FillBook fills = new FillBook();
        AccountCheck.Told told = AccountCheck.Told.of(kept(bot));
        AccountCheck check = new AccountCheck(
            bot, account, access, () -> loop.snapshot().bot(bot), fills, told, settings.reconciling(), time);
        subjects.put(bot, new Subject(bot, check, fills, told, new DifferenceNotes(bot, loop, time)));
      }
    });
    if (!subjects.isEmpty()) {
      loop.acceptedTo(this::heard);
      loop.controlTo(this::controlled);
    }
  }

  private String kept(BotId bot) {
    return registry.get(KIND, bot.value()).map(bytes -> new String(bytes, StandardCharsets.US_ASCII)).orElse("");
  }

  void start() {
    Duration pause = every;
    if (pause != null) {
      subjects.values()
          .forEach(subject -> clock.schedule(() -> regularly(subject, pause), SOON.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  /** A whole pause lies between two comparisons also where something differs: a bot may tell of its account no more often than that. */
  private void regularly(Subject subject, Duration pause) {
    var unused = begin(subject).whenComplete((done, failure) -> later(() -> regularly(subject, pause), pause));
  }

  private void later(Runnable task, Duration after) {
    if (!clock.isShutdown()) {
      clock.schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** On the engine's thread. */
  private void heard(Fact.Accepted fact) {
    if (fact.envelope().event() instanceof Event.OrderUpdate order) {
      Subject subject = subjects.get(fact.bot());
      if (subject != null) {
        subject.fills.told(order);
      }
    }
  }

  /** On the engine's thread. After a halt, what the bot believes and what is so are laid side by side. */
  private void controlled(Fact.OfControl fact) {
    if (fact instanceof Fact.BotHaltMoved moved
        && (moved.bot().state() == HaltState.HALTED || moved.bot().state() == HaltState.FAILED)) {
      Subject subject = subjects.get(moved.bot().bot());
      if (subject != null) {
        later(() -> begin(subject), SOON);
      }
    }
  }

  @Override
  public List<Reconciled> latest() {
    return subjects.values().stream().map(subject -> subject.latest).toList();
  }

  @Override
  public CompletionStage<List<Reconciled>> now(@Nullable BotId bot) {
    List<CompletableFuture<Reconciled>> asked = subjects.values().stream()
        .filter(subject -> bot == null || subject.bot.equals(bot))
        .map(this::decided)
        .toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
  }

  /** Compares again where something differs that was not seen before. */
  private CompletableFuture<Reconciled> decided(Subject subject) {
    return begin(subject).thenCompose(first -> first.state() == Reconciled.State.UNSURE
        ? begin(subject)
        : CompletableFuture.completedFuture(first));
  }

  /** One comparison; whoever asks while it is on its way gets the same. */
  private CompletableFuture<Reconciled> begin(Subject subject) {
    subject.lock.lock();
    try {
      CompletableFuture<Reconciled> known = subject.running;
      if (known != null && !known.isDone()) {
        return known;
      }
      CompletableFuture<Reconciled> next = new CompletableFuture<>();
      subject.running = next;
      subject.thread = Thread.ofVirtual().name("reconcile-" + subject.bot).start(() -> run(subject, next));
      return next;
    } finally {
      subject.lock.unlock();
    }
  }

  private void run(Subject subject, CompletableFuture<Reconciled> done) {
    Reconciled result = subject.latest;
    try {
      String before = subject.told.toString();
      result = subject.check.run();
      subject.latest = result;
      subject.notes.tell(result);
      if (!before.equals(subject.told.toString())) {
        registry.put(KIND, subject.bot.value(), subject.told.toString().getBytes(StandardCharsets.US_ASCII));
      }
    } catch (InterruptedException _) {
      // The server ends.
    } catch (StorageException e) {
      LOG.warn("what {} tells of could not be kept: it is found out again after a restart", subject.bot, e);
    } catch (RuntimeException e) {
      LOG.error("{} could not be compared with its exchange", subject.bot, e);
    } finally {
      done.complete(result);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    for (Subject subject : subjects.values()) {
      Thread thread = subject.thread;
      if (thread != null) {
        thread.interrupt();
        try {
          if (!thread.join(CLOSE)) {
            LOG.warn("a comparison of {} with its exchange did not end in time", subject.bot);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
