package dev.binnacle.web.view;

import dev.binnacle.engine.fleet.BotSnapshot.ComponentView;
import dev.binnacle.web.view.HistoryView.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of the plain endpoints. In them times are seconds since 1970, and money is a plain number. */
public final class PlainShapes {

  /** @param status one of the words of a bot's status */
  public record Status(
      String status,
      String message,
      @Nullable Instant lastUpdate,
      long errorCount,
      @Nullable Long uptimeSeconds,
      List<Row<ComponentView>> components,
      boolean halted) {}

  /** What a metric is: a number, a word, or nothing that is known. */
  public sealed interface Reading {
    record Exact(BigDecimal number) implements Reading {}

    record Measured(double number) implements Reading {}

    record Word(String word) implements Reading {}

    record Unknown() implements Reading {}
  }

  public record Metrics(Instant timestamp, Map<String, Reading> metrics) {}

  public record Balance(@Nullable BigDecimal balance, @Nullable BigDecimal available, @Nullable String currency,
      Instant timestamp) {}

  public record BalancePoint(Instant timestamp, double balance) {}

  public static final Shape<Status> STATUS =
      Shape.<Status>object("Status", "Whether all is well, and why not")
          .text("status", Status::status)
          .text("message", Status::message)
          .epochSecondsOrNull("last_update", Status::lastUpdate)
          .count("error_count", Status::errorCount)
          .countOrNull("uptime_seconds", Status::uptimeSeconds)
          .list("components", BotShapes.COMPONENT_OF_BOT, Status::components)
          .flag("halted", Status::halted)
          .shape();

  private static final Shape<Reading> READING =
      new Shape<>(
          (json, reading) -> {
            switch (reading) {
              case Reading.Exact exact -> json.writeNumber(exact.number());
              case Reading.Measured measured -> json.writeNumber(measured.number());
              case Reading.Word word -> json.writeString(word.word());
              case Reading.Unknown() -> json.writeNull();
            }
          },
          definitions -> {
            var schema = Shape.typed("number");
            schema.putArray("type").add("number").add("string").add("null");
            return schema;
          });

  public static final Shape<Map<String, ? extends Reading>> READINGS = Shape.mapOf(READING);

  public static final Shape<Metrics> METRICS =
      Shape.<Metrics>object("Metrics", "The newest figures and metrics by name")
          .epochSeconds("timestamp", Metrics::timestamp)
          .child("metrics", READINGS, Metrics::metrics)
          .shape();

  public static final Shape<Balance> BALANCE =
      Shape.<Balance>object("SimpleBalance", "What is in the account, or in all accounts; null where their currencies differ")
          .plainNumberOrNull("balance", Balance::balance)
          .plainNumberOrNull("available", Balance::available)
          .textOrNull("currency", Balance::currency)
          .epochSeconds("timestamp", Balance::timestamp)
          .shape();

  private static final Shape<BalancePoint> BALANCE_POINT =
      Shape.<BalancePoint>object("BalancePoint", "A balance at a time")
          .epochSeconds("timestamp", BalancePoint::timestamp)
          .number("balance", BalancePoint::balance)
          .shape();

  public static final Shape<List<BalancePoint>> BALANCE_HISTORY =
      Shape.<List<BalancePoint>>object("BalanceHistory", "The balance over time, oldest first")
          .list("history", BALANCE_POINT, points -> points)
          .shape();

  private PlainShapes() {}
}
