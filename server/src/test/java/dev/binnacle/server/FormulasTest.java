package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.engine.rules.Formula;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormulasTest {
  private record Known(String name, @Nullable String group, Map<String, Double> numbers, Map<String, String> words)
      implements Formula.Figures {
    @Override
    public @Nullable Double number(String figure) {
      return numbers.get(figure);
    }

    @Override
    public @Nullable String word(String figure) {
      return words.get(figure);
    }
  }

  private record View(Formula.@Nullable Figures bot, Formula.Figures fleet) implements Formula.View {
    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }

  private static final View VIEW =
      new View(
          new Known(
              "btc", "crypto", Map.of("daily_pnl", -60.5, "open_positions", 3.0, "binance.latency_ms", 12.0),
              Map.of("status", "online", "websocket_status", "connected")),
          new Known("fleet", null, Map.of("equity", 900.0, "bots", 2.0), Map.of()));

  private static Formula.Verdict verdict(String text) throws Formulas.FormulaException {
    return Formulas.compile(text).test(VIEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "bot.daily_pnl < -50.0 && bot.open_positions > 0",
    "bot.open_positions == 3.0",
    "bot.daily_pnl / fleet.equity < -0.05",
    "bot.status == 'online' && bot.websocket_status != 'closed'",
    "bot.name.startsWith('b') && bot.group == 'crypto'",
    "bot.binance.latency_ms > 10",
    "fleet.bots >= 2",
    "bot.daily_pnl < 0.0 ? bot.open_positions > 1.0 : false",
    // What is not known does not matter where the rest decides.
    "bot.unheard > 1.0 || bot.open_positions > 1.0",
  })
  void holds(String text) throws Formulas.FormulaException {
    assertThat(verdict(text)).isInstanceOf(Formula.Verdict.Holds.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "bot.daily_pnl > -50.0", "bot.status == 'offline'", "fleet.bots > 2", "bot.unheard > 1.0 && bot.open_positions > 5",
  })
  void doesNotHold(String text) throws Formulas.FormulaException {
    assertThat(verdict(text)).isEqualTo(new Formula.Verdict.Fails());
  }

  @Test
  void whatIsNotKnownLeavesTheAnswerOpen() throws Formulas.FormulaException {
    assertThat(verdict("bot.unheard > 1.0")).isEqualTo(new Formula.Verdict.Unknown("bot.unheard is not known"));
    assertThat(verdict("bot.heard_status == 'x'")).isInstanceOf(Formula.Verdict.Unknown.class);
    assertThat(Formulas.compile("bot.daily_pnl < 0.0").test(new View(null, VIEW.fleet())))
        .isInstanceOf(Formula.Verdict.Unknown.class);
  }

  @Test
  void whatCannotBeComputedLeavesTheAnswerOpen() throws Formulas.FormulaException {
    assertThat(verdict("int(bot.daily_pnl) / 0 > 1")).isInstanceOf(Formula.Verdict.Unknown.class);
    assertThat(verdict("double(bot.status) > 1.0")).isInstanceOf(Formula.Verdict.Unknown.class);
  }

  @Test
  void theReasonSaysWhatWasSeen() throws Formulas.FormulaException {
    assertThat(verdict("bot.daily_pnl < -50.0 && bot.open_positions > 0"))
        .isEqualTo(
            new Formula.Verdict.Holds(
                "bot.daily_pnl < -50.0 && bot.open_positions > 0: bot.daily_pnl is -60.5, bot.open_positions is 3", -60.5));
  }

  @Test
  void theReasonIsNoLongerThanAnAlertTakes() throws Formulas.FormulaException {
    String text = "bot.daily_pnl < 0.0" + " && bot.open_positions > 0.0".repeat(60);

    assertThat(verdict(text))
        .isInstanceOfSatisfying(Formula.Verdict.Holds.class, holds -> assertThat(holds.reason()).hasSize(1000));
  }

  @Test
  void saysWhatItReads() throws Formulas.FormulaException {
    CelFormula formula = Formulas.compile("bot.daily_pnl < fleet.equity && bot.binance.latency_ms > 1.0");

    assertThat(formula.reads()).containsExactlyInAnyOrder("daily_pnl", "binance.latency_ms");
    assertThat(formula.isOfBot()).isTrue();
    assertThat(Formulas.compile("fleet.equity > 1.0").isOfBot()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "bot.x <                       | mismatched input",
    "bot.x                         | expected type 'bool' but found 'double'",
    "bot.x == 3                    | write 3.0 for 3",
    "bot.status > 3.0              | no matching overload",
    "x > 1.0                       | undeclared reference to 'x'",
    "fleet.nothing > 1.0           | fleet.nothing is no figure of the fleet: those are balance",
    "1 < 2                         | looks at nothing",
    "[1, 2].all(n, n > 1)          | undeclared reference",
    "fleet.bots.exists(b, true)    | undeclared reference",
    "has(bot.x)                    | undeclared reference",
  })
  void badExpressionIsRefusedWithItsReason(String text, String reason) {
    assertThatThrownBy(() -> Formulas.compile(text))
        .isInstanceOf(Formulas.FormulaException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void anEndlesslyNestedExpressionIsRefused() {
    assertThatThrownBy(() -> Formulas.compile("(".repeat(5_000) + "bot.x > 1.0" + ")".repeat(5_000)))
        .isInstanceOf(Formulas.FormulaException.class);
    assertThatThrownBy(() -> Formulas.compile("bot.x > 1.0" + " || bot.x > 1.0".repeat(1_000)))
        .isInstanceOf(Formulas.FormulaException.class);
  }
}
