package dev.binnacle.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks the program's parts, on a thread of their own, and takes no answer in time for a no. */
final class Vetoes<C> {
  private final List<Veto<C>> vetoes;
  private final Duration deadline;
  private final String name;
  private @Nullable FutureTask<Optional<String>> stuck;

  Vetoes(List<Veto<C>> vetoes, Duration deadline, String name) {
    this.vetoes = List.copyOf(vetoes);
    this.deadline = deadline;
    this.name = name;
  }

  /** Why not; empty when nobody minds. */
  Optional<String> ask(Candidate<C> candidate) {
    if (vetoes.isEmpty()) {
      return Optional.empty();
    }
    FutureTask<Optional<String>> before = stuck;
    if (before != null && !before.isDone()) {
      return Optional.of("the veto asked before has still not come back");
    }
    FutureTask<Optional<String>> question = new FutureTask<>(() -> askEach(candidate));
    Thread thread = new Thread(question, "config-veto-" + name);
    thread.setDaemon(true);
    thread.start();
    try {
      return question.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      stuck = question;
      thread.interrupt();
      return Optional.of("a veto did not come back within " + deadline.toMillis() + " ms");
    } catch (ExecutionException e) {
      return Optional.of("a veto failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.interrupt();
      return Optional.of("the program is closing");
    }
  }

  private Optional<String> askEach(Candidate<C> candidate) {
    for (Veto<C> veto : vetoes) {
      Optional<String> no = veto.veto(candidate);
      if (no.isPresent()) {
        return no;
      }
    }
    return Optional.empty();
  }
}
