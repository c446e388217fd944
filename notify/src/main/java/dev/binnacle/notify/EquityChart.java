package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The equity above and the drawdown below, both over the same time, as a picture of 800 by 420. It needs no screen; on a machine without
 * fonts it goes without its labels.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class EquityChart implements Charts {
  static final int WIDTH = 800;
  static final int HEIGHT = 420;
  static final Rectangle EQUITY = new Rectangle(90, 40, 690, 220);
  static final Rectangle DRAWDOWN = new Rectangle(90, 285, 690, 100);
  static final Color EQUITY_LINE = new Color(0x2563eb);
  static final Color DRAWDOWN_FILL = new Color(0xdc2626);
  private static final Color GRID = new Color(0xe2e8f0);
  private static final Color INK = new Color(0x334155);
  private static final Logger log = LoggerFactory.getLogger(EquityChart.class);

  private final Curve curve;
  private final ZoneId zone;

  /** What the account was worth at a time. */
  public record Point(Instant at, double equity) {}

  /** Where the points come from. */
  @FunctionalInterface
  public interface Curve {
    /**
     * The equity between two times, in order, at most 5,000 points, thinned if need be, the last one of them kept.
     *
     * @param bot null for the fleet
     */
    List<Point> points(@Nullable BotId bot, Instant from, Instant to);
  }

  /** From which to which value an axis goes. */
  record Axis(double low, double high) {
    /** A little more than the values, and never nothing. */
    static Axis of(double low, double high) {
      double room = high > low ? (high - low) * 0.05 : Math.max(1e-9, Math.abs(high) * 0.01);
      return new Axis(low - room, high + room);
    }

    double y(Rectangle plot, double value) {
      return plot.y + (high - value) / (high - low) * plot.height;
    }

    double value(Rectangle plot, double y) {
      return high - (y - plot.y) / plot.height * (high - low);
    }
  }

  public EquityChart(Curve curve, ZoneId zone) {
    this.curve = curve;
    this.zone = zone;
  }

  @Override
  public Optional<Picture> equity(@Nullable BotId bot, Instant from, Instant to) {
    List<Point> points = curve.points(bot, from, to).stream().filter(point -> Double.isFinite(point.equity())).toList();
    if (points.size() < 2) {
      return Optional.empty();
    }
    String who = bot == null ? "fleet" : bot.value();
    String description = "Equity of " + who + " from " + plain(points.getFirst()) + " to " + plain(points.getLast())
        + ", deepest drawdown " + percent(deepest(points));
    return Optional.of(new Picture(who + "-equity.png", png(draw(points, "Equity of " + who)), description));
  }

  static Axis equityAxis(List<Point> points) {
    return Axis.of(
        points.stream().mapToDouble(Point::equity).min().orElse(0), points.stream().mapToDouble(Point::equity).max().orElse(1));
  }

  private BufferedImage draw(List<Point> points, String title) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, HEIGHT);
      Axis equity = equityAxis(points);
      Axis drawdown = new Axis(Math.min(-0.001, deepest(points) * 1.05), 0);
      grid(g, EQUITY);
      grid(g, DRAWDOWN);
      drawdown(g, points, drawdown);
      equity(g, points, equity);
      labels(g, points, title, equity, drawdown);
    } finally {
      g.dispose();
    }
    return image;
  }

  private static void grid(Graphics2D g, Rectangle plot) {
    g.setColor(GRID);
    for (int i = 0; i <= 4; i++) {
      int y = plot.y + plot.height * i / 4;
      g.drawLine(plot.x, y, plot.x + plot.width, y);
    }
  }

  private static void equity(Graphics2D g, List<Point> points, Axis axis) {
    Path2D line = new Path2D.Double();
    for (Point point : points) {
      to(line, x(points, point.at()), axis.y(EQUITY, point.equity()));
    }
    g.setColor(EQUITY_LINE);
    g.setStroke(new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    g.draw(line);
  }

  private static void drawdown(Graphics2D g, List<Point> points, Axis axis) {
    Path2D area = new Path2D.Double();
    to(area, x(points, points.getFirst().at()), axis.y(DRAWDOWN, 0));
    double peak = points.getFirst().equity();
    for (Point point : points) {
      peak = Math.max(peak, point.equity());
      to(area, x(points, point.at()), axis.y(DRAWDOWN, depth(point.equity(), peak)));
    }
    to(area, x(points, points.getLast().at()), axis.y(DRAWDOWN, 0));
    area.closePath();
    g.setColor(DRAWDOWN_FILL);
    g.fill(area);
  }

  private static void to(Path2D path, double x, double y) {
    if (path.getCurrentPoint() == null) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }

  private void labels(Graphics2D g, List<Point> points, String title, Axis equity, Axis drawdown) {
    try {
      g.setColor(INK);
      g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
      g.drawString(title + ": " + plain(points.getLast()), EQUITY.x, 26);
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      for (int i = 0; i <= 4; i += 2) {
        int y = EQUITY.height * i / 4;
        right(g, Wording.plain(rounded(equity.value(EQUITY, EQUITY.y + y))), EQUITY.y + y + 4);
        int d = DRAWDOWN.height * i / 4;
        right(g, percent(drawdown.value(DRAWDOWN, DRAWDOWN.y + d)), DRAWDOWN.y + d + 4);
      }
      g.drawString(Wording.time(points.getFirst().at(), zone), EQUITY.x, HEIGHT - 10);
      String end = Wording.time(points.getLast().at(), zone);
      g.drawString(end, EQUITY.x + EQUITY.width - g.getFontMetrics().stringWidth(end), HEIGHT - 10);
    } catch (RuntimeException | LinkageError | InternalError e) {
      log.debug("no labels on the chart: this machine has no fonts", e);
    }
  }

  private static void right(Graphics2D g, String text, int y) {
    g.drawString(text, EQUITY.x - 8 - g.getFontMetrics().stringWidth(text), y);
  }

  private static double x(List<Point> points, Instant at) {
    long from = points.getFirst().at().toEpochMilli();
    long length = Math.max(1, points.getLast().at().toEpochMilli() - from);
    return EQUITY.x + (double) (at.toEpochMilli() - from) / length * EQUITY.width;
  }

  static double deepest(List<Point> points) {
    double peak = points.getFirst().equity();
    double deepest = 0;
    for (Point point : points) {
      peak = Math.max(peak, point.equity());
      deepest = Math.min(deepest, depth(point.equity(), peak));
    }
    return deepest;
  }

  /** A fraction, zero or below; of a peak that is not above zero there is none. */
  private static double depth(double equity, double peak) {
    return peak > 0 ? equity / peak - 1 : 0;
  }

  private static String plain(Point point) {
    return Wording.plain(rounded(point.equity()));
  }

  private static String percent(double fraction) {
    return Wording.fraction(BigDecimal.valueOf(fraction));
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value);
  }

  private static byte[] png(BufferedImage image) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(32_768);
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written to", e);
    }
  }
}
