package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Single acts by command, asked of a server that reaches no exchange: what it refuses is said in its words, and nothing is done. */
@Isolated("it moves the home folder")
final class ActsOverServerTest extends OvenServer {
  @Test
  void closingAndCancellingNeedAnExchange() {
    assertThat(run("close", "oven", "BTC/USD", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("no exchange is set for oven", "bots.oven.exchange");
    assertThat(run("cancel", "oven", "o-1", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("no exchange is set for oven");
    assertThat(run("close", "nobody", "BTC/USD", "--dry-run")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no bot \"nobody\"");
  }

  @Test
  void orderByHandIsOffUnlessTheSettingsLetIt() {
    assertThat(run("order", "oven", "buy", "0.01", "BTC/USD", "--price", "45000", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("orders by hand are switched off", "trading.manual-orders");
    assertThat(run("order", "oven", "hold", "0.01", "BTC/USD")).isEqualTo(2);
  }

  @Test
  void planAndOutcomeAreShownInWords() {
    var plan = ApiClient.JSON.readTree("""
        {"bot": "oven", "what": "buy 1 BTC/USD at 900", "exchange": "kraken", "real": true,
         "checks": [{"rule": "order-value", "passed": false, "reason": "the order's value is 900 USD, at most 500 USD"}]}
        """);
    var action = ApiClient.JSON.readTree("""
        {"id": "a1", "what": "buy 1 BTC/USD at 900", "stage": "unknown", "outcome": "the exchange did not answer"}
        """);
    PrintWriter printer = new PrintWriter(out, true);

    ActLines.plan(plan, printer);
    ActLines.action(action, printer);

    assertThat(out.toString()).isEqualToNormalizingNewlines("""
        oven at kraken, with real money: buy 1 BTC/USD at 900
          NO   order-value: the order's value is 900 USD, at most 500 USD
        buy 1 BTC/USD at 900
        unknown: the exchange did not answer
        """);
  }
}
