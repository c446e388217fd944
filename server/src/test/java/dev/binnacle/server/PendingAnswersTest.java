package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PendingAnswersTest {
  private final List<String> given = new ArrayList<>();
  private final PendingAnswers pending = new PendingAnswers(10);

  private void add(long awaits, String name) {
    pending.add(awaits, () -> given.add(name));
  }

  @Test
  void whatIsOnDiskAlreadyIsAnsweredAtOnce() {
    add(10, "a");

    assertThat(given).containsExactly("a");
  }

  @Test
  void answerWaitsUntilItsEntryIsDurable() {
    add(12, "a");
    pending.release(11);
    assertThat(given).isEmpty();

    pending.release(12);
    assertThat(given).containsExactly("a");
  }

  /** A duplicate speaks of an entry that may still be on its way to the disk: it must not overtake it. */
  @Test
  void duplicateIsNotAnsweredBeforeWhatItRepeats() {
    add(15, "first");
    add(15, "duplicate");
    add(10, "old");

    assertThat(given).isEmpty();
    pending.release(15);
    assertThat(given).containsExactly("first", "duplicate", "old");
    assertThat(pending.size()).isZero();
  }
}
