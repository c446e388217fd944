package dev.binnacle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ReportTest {
  private final Report report = new Report("A report");

  @Test
  void aGoalThatIsMissedIsSaidPlainly() {
    report.row("start", new Figure(900, "ms"), "JDK", new Figure(300, "ms"), new Goal.AtMost(800, "800 ms"));

    assertThat(printed()).contains("start  900 ms", "JDK 300 ms", "3.00x", "≤ 800 ms", "NOT REACHED");
    assertThat(report.isAllReached()).isFalse();
  }

  @Test
  void aGoalOfARatioLooksAtTheRatioAndNotAtTheFigure() {
    report.row("counter", new Figure(50, "ns"), "rival", new Figure(100, "ns"), new Goal.RatioAtMost(0.6));

    assertThat(printed()).contains("0.50x", "≤ 0.6x", "reached").doesNotContain("NOT");
    assertThat(report.isAllReached()).isTrue();
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(MicroSuite.median(java.util.List.of(9.0, 1.0, 4.0, 2.0))).isEqualTo(3.0);
  }

  private String printed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
