package dev.binnacle.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody does about a venue until it is done or the time is over. The venue's trouble is noted and never thrown; nor is
 * that of an adapter that stumbled over an odd answer.
 *
 * <p><b>Threads:</b> one thread at a time, but {@link #attempt}, which is thread-safe.
 */
final class Effort {
  private static final int TROUBLES_KEPT = 20;
  private static final int TRIES_WHEN_THROTTLED = 3;
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Logger log = LoggerFactory.getLogger(Effort.class);

  private final Timepiece time;
  private final Instant began;
  private final Instant deadline;
  private final Consumer<String> troubled;
  private final Set<String> troubles = new LinkedHashSet<>();

  /** What came of one call. */
  sealed interface Outcome<T> {
    record Answered<T>(T value) implements Outcome<T> {}

    record Failed<T>(ExchangeException.Kind kind, String message) implements Outcome<T> {}
  }

  Effort(Timepiece time, Duration allowed, Consumer<String> troubled) {
    this.time = time;
    this.began = time.instant();
    this.deadline = began.plus(allowed);
    this.troubled = troubled;
  }

  boolean over() {
    return Thread.currentThread().isInterrupted() || !time.instant().isBefore(deadline);
  }

  Duration left() {
    return Duration.between(time.instant(), deadline);
  }

  Duration took() {
    return Duration.between(began, time.instant());
  }

  List<String> troubles() {
    return List.copyOf(troubles);
  }

  void note(String trouble) {
    if (troubles.size() < TROUBLES_KEPT && troubles.add(trouble)) {
      tell(() -> troubled.accept(trouble));
    }
  }

  /** A listener that fails must not end what it listens to. */
  static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      log.warn("a listener failed, and is passed over", e);
    }
  }

  /** Waits, at most to the deadline; an interrupt ends the effort. */
  void pause(Duration wanted) {
    try {
      Duration left = left();
      time.sleep(wanted.compareTo(left) < 0 ? wanted : left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One call, made again only when the venue asks for a pause. */
  <T> Outcome<T> attempt(Supplier<T> call) {
    for (int tries = 1;; tries++) {
      try {
        return new Outcome.Answered<>(call.get());
      } catch (ExchangeException e) {
        if (e.kind() != ExchangeException.Kind.THROTTLED || tries == TRIES_WHEN_THROTTLED || over()) {
          return new Outcome.Failed<>(e.kind(), String.valueOf(e.getMessage()));
        }
        pause(e.retryAfter().orElse(Duration.ofSeconds(1)));
      } catch (RuntimeException e) {
        log.warn("an adapter failed on what its venue answered", e);
        return new Outcome.Failed<>(ExchangeException.Kind.UNREACHABLE, "the venue's answer could not be read: " + e);
      }
    }
  }

  /** One call; empty, with the trouble noted, when it failed. */
  <T> Optional<T> once(String what, Supplier<T> call) {
    return switch (attempt(call)) {
      case Outcome.Answered<T> answer -> Optional.of(answer.value());
      case Outcome.Failed<T> failed -> {
        note(what + ": " + failed.message());
        yield Optional.empty();
      }
    };
  }

  /** A call that is made again until the venue answers; empty when the time is over, or it never will. */
  <T> Optional<T> insist(String what, Supplier<T> call) {
    Duration wait = FIRST_WAIT;
    while (true) {
      switch (attempt(call)) {
        case Outcome.Answered<T> answer -> {
          return Optional.of(answer.value());
        }
        case Outcome.Failed<T> failed -> {
          note(what + ": " + failed.message());
          boolean hopeless = failed.kind() == ExchangeException.Kind.UNAUTHORISED
              || failed.kind() == ExchangeException.Kind.REJECTED;
          if (hopeless || over()) {
            return Optional.empty();
          }
        }
      }
      pause(wait);
      wait = longer(wait);
    }
  }

  static Duration longer(Duration wait) {
    Duration doubled = wait.multipliedBy(2);
    return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
  }

  /** Does all of these, so many at a time; the results are in the order of what they are of. What an interrupt kept from being done is left out. */
  static <T, R> List<R> sideBySide(int atOnce, List<T> of, Function<T, R> work) {
    if (of.isEmpty()) {
      return List.of();
    }
    int threads = Math.min(atOnce, of.size());
    try (ExecutorService crew = Executors.newFixedThreadPool(threads, Thread.ofVirtual().name("exchange-", 0).factory())) {
      List<Callable<R>> jobs = of.stream().<Callable<R>>map(one -> () -> work.apply(one)).toList();
      return crew.invokeAll(jobs).stream().flatMap(done -> result(done).stream()).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static <R> Optional<R> result(Future<R> done) {
    try {
      return Optional.of(done.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a step that throws nothing threw", e.getCause());
    }
  }
}
