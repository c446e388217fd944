package dev.binnacle.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.AccountView.Filled;
import dev.binnacle.exchange.AccountView.Resting;
import dev.binnacle.exchange.Discrepancy.Kind;
import dev.binnacle.exchange.Reconciliation.Tolerance;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReconciliationTest {
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final AccountView NOTHING = view(List.of(), Map.of(), null, List.of());

  private static AccountView view(
      List<Resting> orders, Map<Symbol, BigDecimal> positions, @Nullable Money balance, List<Filled> fills) {
    return new AccountView(orders, positions, balance, fills);
  }

  private static Resting order(String id, String clientId, String remaining) {
    return new Resting(new OrderId(id), clientId, BTC, Side.BUY, new BigDecimal(remaining));
  }

  private static AccountView orders(Resting... orders) {
    return view(List.of(orders), Map.of(), null, List.of());
  }

  private static AccountView holding(String quantity) {
    return view(List.of(), Map.of(BTC, new BigDecimal(quantity)), null, List.of());
  }

  private static AccountView filled(String order, String quantity) {
    return view(List.of(), Map.of(), null, List.of(new Filled(new OrderId(order), BTC, Side.SELL, new BigDecimal(quantity))));
  }

  private static List<Discrepancy> differences(AccountView bot, AccountView venue) {
    return Reconciliation.differences(bot, venue, Tolerance.STANDARD);
  }

  private static void differ(AccountView bot, AccountView venue, Kind kind, String told, String there) {
    assertThat(differences(bot, venue)).singleElement().satisfies(found -> {
      assertThat(found.kind()).isEqualTo(kind);
      assertThat(found.bot()).isEqualTo(told);
      assertThat(found.venue()).isEqualTo(there);
    });
  }

  @Test
  void ordersThatOneSideDoesNotKnowAreNamed() {
    differ(NOTHING, orders(order("P1", "c1", "2")), Kind.ORPHAN_ORDER, "does not know it", "BUY 2 BTC/USD");
    differ(orders(order("P1", "c1", "2")), NOTHING, Kind.MISSING_ORDER, "BUY 2 BTC/USD", "has no such open order");
    differ(orders(order("P1", "c1", "2")), orders(order("P1", "c1", "1.5")), Kind.ORDER_QUANTITY, "BUY 2 BTC/USD",
        "BUY 1.5 BTC/USD");
  }

  @Test
  void orderIsTheSameByTheVenuesNameOrTheBotsOwn() {
    assertThat(differences(orders(order("P1", "", "2")), orders(order("P1", "c1", "2.0")))).isEmpty();
    assertThat(differences(orders(order("c1", "", "2")), orders(order("P1", "c1", "2")))).isEmpty();
    assertThat(differences(orders(order("mine", "c1", "2")), orders(order("P1", "c1", "2")))).isEmpty();
  }

  @Test
  void positionsThatDifferAreNamedWithBothSides() {
    differ(NOTHING, holding("3"), Kind.UNKNOWN_POSITION, "0", "3");
    differ(holding("3"), NOTHING, Kind.MISSING_POSITION, "3", "0");
    differ(holding("3"), holding("-3"), Kind.POSITION_QUANTITY, "3", "-3");
    assertThat(differences(holding("3"), holding("3.000000001"))).isEmpty();
  }

  @Test
  void balancesAreComparedWithinTheToleranceAndInOneCurrency() {
    AccountView bot = view(List.of(), Map.of(), Money.of("100", "USD"), List.of());

    differ(bot, view(List.of(), Map.of(), Money.of("99.98", "USD"), List.of()), Kind.BALANCE, "100 USD", "99.98 USD");
    assertThat(differences(bot, view(List.of(), Map.of(), Money.of("99.99", "USD"), List.of()))).isEmpty();
    assertThat(differences(bot, view(List.of(), Map.of(), Money.of("50", "EUR"), List.of()))).isEmpty();
    assertThat(differences(bot, NOTHING)).isEmpty();
  }

  @Test
  void fillsThatOneSideDoesNotKnowAreNamed() {
    differ(NOTHING, filled("P1", "2"), Kind.MISSING_FILL, "did not hear of it", "SELL 2 BTC/USD");
    differ(filled("P1", "2"), NOTHING, Kind.FOREIGN_FILL, "SELL 2 BTC/USD", "has no such fill");
    differ(filled("P1", "2"), filled("P1", "1"), Kind.FILL_QUANTITY, "SELL 2 BTC/USD", "SELL 1 BTC/USD");
  }

  @Test
  void differenceIsADiscrepancyOnlyWhenTwoComparisonsAgree() {
    Reconciliation reconciliation = new Reconciliation(Tolerance.STANDARD);

    assertThat(reconciliation.compare(NOTHING, holding("3"))).isEmpty();
    assertThat(reconciliation.compare(NOTHING, holding("4"))).singleElement().extracting(Discrepancy::venue).isEqualTo("4");
    assertThat(reconciliation.compare(holding("4"), holding("4"))).isEmpty();
    assertThat(reconciliation.compare(NOTHING, holding("4"))).isEmpty();
  }

  @Test
  void venuesSideIsWhatWasReadFromIt() {
    Rig rig = new Rig();
    rig.hold(Side.BUY, "3");
    rig.rest("c1");

    AccountView venue = AccountView.read(
        rig.direct.openOrders(), rig.direct.positions(), rig.direct.balance(), rig.direct.fills(0));

    assertThat(venue.orders()).containsExactly(order("P2", "c1", "2"));
    assertThat(venue.positions()).containsOnlyKeys(BTC);
    assertThat(venue.balance()).isEqualTo(Money.of("100000000", "USD"));
    assertThat(venue.fills()).singleElement().extracting(Filled::quantity).isEqualTo(new BigDecimal("3"));
  }
}
