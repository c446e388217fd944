package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.notify.EquityChart.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class EquityChartTest {
  private static final Instant FROM = Instant.parse("2026-01-05T00:00:00Z");

  private static List<Point> ledger(int count) {
    Random random = new Random(7);
    List<Point> points = new ArrayList<>();
    double equity = 10_000;
    for (int i = 0; i < count; i++) {
      points.add(new Point(FROM.plus(Duration.ofMinutes(i)), equity));
      equity += random.nextGaussian() * 40;
    }
    return points;
  }

  private static BufferedImage decoded(List<Point> points) throws IOException {
    Charts charts = new EquityChart((bot, from, to) -> points, Samples.UTC);
    Charts.Picture picture = charts.equity(Samples.BOT, FROM, FROM.plus(Duration.ofDays(1))).orElseThrow();
    return ImageIO.read(new ByteArrayInputStream(picture.png()));
  }

  /** The middle of what is blue in a column. */
  private static double lineAt(BufferedImage image, int x) {
    Rectangle plot = EquityChart.EQUITY;
    double sum = 0;
    double weight = 0;
    for (int y = plot.y; y <= plot.y + plot.height; y++) {
      int rgb = image.getRGB(x, y);
      int blueness = (rgb & 0xff) - (rgb >> 16 & 0xff);
      if (blueness > 40) {
        sum += (y + 0.5) * blueness;
        weight += blueness;
      }
    }
    assertThat(weight).as("the line is drawn in column " + x).isPositive();
    return sum / weight;
  }

  @Test
  void theLinesEndIsTheLedgersLastValue() throws IOException {
    List<Point> flatEnd = new ArrayList<>(ledger(1_000));
    Point last = new Point(FROM.plus(Duration.ofMinutes(1_020)), flatEnd.getLast().equity());
    flatEnd.add(last);

    BufferedImage image = decoded(flatEnd);
    double y = lineAt(image, EquityChart.EQUITY.x + EquityChart.EQUITY.width - 3);

    EquityChart.Axis axis = EquityChart.equityAxis(flatEnd);
    double pixel = (axis.high() - axis.low()) / EquityChart.EQUITY.height;
    assertThat(axis.value(EquityChart.EQUITY, y)).isCloseTo(last.equity(), within(1.5 * pixel));
    assertThat(image.getWidth()).isEqualTo(800);
  }

  @Test
  void theDeepestDrawdownIsThatOfTheLedger() throws IOException {
    List<Point> points = List.of(
        new Point(FROM, 100), new Point(FROM.plusSeconds(60), 200), new Point(FROM.plusSeconds(120), 150),
        new Point(FROM.plusSeconds(180), 250));

    assertThat(EquityChart.deepest(points)).isCloseTo(-0.25, within(1e-12));
    BufferedImage image = decoded(points);
    Rectangle plot = EquityChart.DRAWDOWN;
    int third = plot.x + plot.width * 2 / 3;
    assertThat(image.getRGB(third, plot.y + plot.height / 2) & 0xffffff).isEqualTo(0xdc2626);
    assertThat(image.getRGB(plot.x + plot.width / 6, plot.y + plot.height / 2) & 0xff0000).isNotEqualTo(0xdc0000);
  }

  @Test
  void nothingIsDrawnOfLessThanTwoPoints() {
    Charts charts = new EquityChart((bot, from, to) -> ledger(1), Samples.UTC);

    assertThat(charts.equity(null, FROM, FROM.plusSeconds(60))).isEmpty();
  }

  @Test
  void aLineThatNeverMovesIsDrawn() throws IOException {
    List<Point> flat = List.of(new Point(FROM, 0), new Point(FROM.plusSeconds(60), 0));

    assertThat(lineAt(decoded(flat), EquityChart.EQUITY.x + 300)).isCloseTo(EquityChart.EQUITY.getCenterY(), within(1.5));
  }
}
