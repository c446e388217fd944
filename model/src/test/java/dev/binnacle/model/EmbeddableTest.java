package dev.binnacle.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The promise to bots on Java 17: the classes they embed are tested on the Java they run. */
final class EmbeddableTest {
  @Test
  void testsRunOnTheJavaThatBotsMayHave() {
    assertThat(Runtime.version().feature()).isEqualTo(17);
  }
}
