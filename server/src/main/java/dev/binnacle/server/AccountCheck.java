package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.exchange.AccountBalance;
import dev.binnacle.exchange.AccountView;
import dev.binnacle.exchange.Discrepancy;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Reconciliation;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Symbol;
import dev.binnacle.web.view.Reconciled;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lays what one bot claims beside what its exchange says.
 *
 * <p>A bot hears of its orders later than the exchange knows them, so that a busy bot and its exchange seldom say the same at the same time.
 * A check therefore looks several times, each time waits for a word of the bot that is newer than its reading, and keeps only what
 * differed every time; and only what two checks running have kept counts.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class AccountCheck {
  private static final int LOOKS = 4;
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int MOST_SHOWN = 100;

  private final BotId bot;
  private final Settings.Account account;
  private final ExchangeAccess access;
  private final Supplier<Optional<BotSnapshot>> claims;
  private final FillBook fills;
  private final Reconciliation.Tolerance tolerance;
  private final Timepiece time;
  private final Told told;
  private List<Discrepancy> before = List.of();
  private @Nullable AccountBalance balance;
  private Instant balanceSince = Instant.MAX;
  private List<Reconciled.Difference> standing = List.of();

  /** Of what the bot has ever spoken: what it never tells is not compared. */
  static final class Told {
    boolean orders;
    boolean positions;
    boolean balance;

    @Override
    public String toString() {
      return (orders ? "orders " : "") + (positions ? "positions " : "") + (balance ? "balance" : "");
    }

    static Told of(String text) {
      Told told = new Told();
      told.orders = text.contains("orders");
      told.positions = text.contains("positions");
      told.balance = text.contains("balance");
      return told;
    }
  }

  /** Both sides at one look. */
  private record Look(BotSnapshot claim, List<OrderState> resting, AccountView bot, AccountView venue, Instant at) {}

  AccountCheck(
      BotId bot, Settings.Account account, ExchangeAccess access, Supplier<Optional<BotSnapshot>> claims, FillBook fills,
      Told told,
      Settings.Reconciling settings, Timepiece time) {
    this.bot = bot;
    this.account = account;
    this.access = access;
    this.claims = claims;
    this.fills = fills;
    this.told = told;
    this.tolerance = new Reconciliation.Tolerance(settings.quantity(), settings.balance());
    this.time = time;
  }

  Reconciled waiting() {
    return new Reconciled(
        bot, account.exchange(), null, Reconciled.State.WAITING, "was not compared yet", List.of(), List.of());
  }

  /** Compares once more. Never throws for the venue's trouble: what it then knows is that it knows nothing. */
  Reconciled run() throws InterruptedException {
    try {
      return compared(access.gateway().get());
    } catch (ExchangeException | IllegalArgumentException e) {
      return unknown("the exchange cannot be read: " + e.getMessage());
    }
  }

  private Reconciled compared(PacedGateway gateway) throws InterruptedException {
    List<Discrepancy> kept = List.of();
    Look look = null;
    for (int i = 0; i < LOOKS && (i == 0 || !kept.isEmpty()); i++) {
      if (i > 0) {
        time.sleep(BETWEEN);
      }
      look = look(gateway);
      if (look == null) {
        return unknown("the bot has said nothing since the exchange was read");
      }
      List<Discrepancy> now = differences(look);
      kept = i == 0 ? now : bothIn(kept, now);
    }
    if (look == null) {
      return unknown("nothing could be read");
    }
    List<Discrepancy> all = new ArrayList<>(kept);
    all.addAll(fills(gateway, look));
    return concluded(look, all);
  }

  /** A bot that is gone claims nothing any more: of what it held last, that it is there no more is no difference. */
  private List<Discrepancy> differences(Look look) {
    boolean isGone = look.claim.status() == BotStatus.OFFLINE;
    return Reconciliation.differences(look.bot, look.venue, tolerance).stream()
        .filter(found -> !isGone
            || (found.kind() != Discrepancy.Kind.MISSING_ORDER && found.kind() != Discrepancy.Kind.MISSING_POSITION))
        .toList();
  }

  private static List<Discrepancy> bothIn(List<Discrepancy> before, List<Discrepancy> now) {
    return now.stream().filter(found -> before.stream().anyMatch(found::isSameAs)).toList();
  }

  /** Null when the bot says nothing that is newer than the reading, though it is there. */
  private @Nullable Look look(PacedGateway gateway) throws InterruptedException {
    List<OrderState> resting = gateway.openOrders().stream().filter(access.orders()::covers).toList();
    List<NetPosition> positions = arePositionsTold() ? positions(gateway) : List.of();
    if (isBalanceCompared()) {
      readBalance(gateway);
    }
    Instant read = time.instant();
    BotSnapshot claim = claimAfter(read);
    if (claim == null) {
      return null;
    }
    note(claim);
    boolean isBalanceNew = isBalanceNewer(claim);
    AccountView venue = AccountView.read(
        told.orders ? resting : List.of(), told.positions ? positions : List.of(), isBalanceNew ? balance : null, List.of());
    return new Look(claim, resting, view(claim, isBalanceNew), venue, read);
  }

  private List<NetPosition> positions(PacedGateway gateway) {
    return gateway.positions().stream().filter(position -> isMine(position.symbol())).toList();
  }

  private boolean isMine(Symbol symbol) {
    return access.symbols().isEmpty() || access.symbols().contains(symbol);
  }

  /** Bots that share all instruments of an account cannot be told apart by what it holds. */
  private boolean arePositionsTold() {
    return account.orderPrefix() == null || !account.symbols().isEmpty();
  }

  private boolean isBalanceCompared() {
    return told.balance && account.isWhole();
  }

  private void readBalance(PacedGateway gateway) {
    AccountBalance now = gateway.balance();
    if (balance == null || balance.total().amount().compareTo(now.total().amount()) != 0) {
      balanceSince = time.instant();
    }
    balance = now;
  }

  /** Bots tell their balance now and then: it is compared once they told it after the exchange's last changed. */
  private boolean isBalanceNewer(BotSnapshot claim) {
    BotSnapshot.BalanceView told = claim.balance();
    return isBalanceCompared() && balance != null && told != null && told.at().isAfter(balanceSince);
  }

  private @Nullable BotSnapshot claimAfter(Instant read) throws InterruptedException {
    Instant until = read.plus(PATIENCE);
    while (true) {
      BotSnapshot claim = claims.get().orElse(null);
      Instant heard = claim == null ? null : claim.lastHeard();
      if (claim != null && heard != null && (heard.isAfter(read) || claim.status() == BotStatus.OFFLINE)) {
        return claim;
      }
      if (time.instant().isAfter(until)) {
        return null;
      }
      time.sleep(POLL);
    }
  }

  private void note(BotSnapshot claim) {
    told.orders |= !claim.orders().isEmpty() || fills.tells();
    told.positions |= arePositionsTold() && !claim.positions().isEmpty();
    told.balance |= claim.balance() != null;
  }

  private AccountView view(BotSnapshot claim, boolean isBalanceNew) {
    List<AccountView.Resting> orders = told.orders
        ? claim.orders().stream().filter(order -> isMine(order.order().symbol()))
            .map(order -> new AccountView.Resting(
                order.id(), "", order.order().symbol(), order.order().side(),
                order.order().quantity().subtract(order.order().filled())))
            .toList()
        : List.of();
    Map<Symbol, BigDecimal> positions = new TreeMap<>();
    if (told.positions) {
      claim.positions().stream().filter(position -> isMine(position.symbol())).forEach(position -> positions.merge(
          position.symbol(), position.quantity().multiply(position.side().sign()), BigDecimal::add));
    }
    BotSnapshot.BalanceView balance = claim.balance();
    return new AccountView(orders, positions, isBalanceNew && balance != null ? balance.total() : null, List.of());
  }

  /** Fills are of single orders and do not come and go: one look a check is enough. */
  private List<Discrepancy> fills(PacedGateway gateway, Look look) {
    if (!told.orders) {
      return List.of();
    }
    FillBook.Sides sides = fills.look(gateway, look.resting);
    return Reconciliation.differences(
        new AccountView(List.of(), Map.of(), null, sides.bot()), new AccountView(List.of(), Map.of(), null, sides.venue()),
        tolerance);
  }

  private Reconciled concluded(Look look, List<Discrepancy> kept) {
    List<Discrepancy> confirmed = bothIn(before, kept).stream().filter(this::hasNotMoved).toList();
    before = kept;
    standing = confirmed.stream().map(found -> difference(found, look.at)).toList();
    boolean isUnsure = confirmed.size() < kept.size();
    Reconciled.State state = !confirmed.isEmpty()
        ? Reconciled.State.DIFFERS
        : isUnsure ? Reconciled.State.UNSURE : Reconciled.State.AGREES;
    String reason = switch (state) {
      case DIFFERS -> confirmed.size() + (confirmed.size() == 1 ? " thing differs" : " things differ");
      case UNSURE -> "something differs, and is looked at once more before it counts";
      case AGREES -> told.toString().isBlank() ? "the bot has told nothing yet that could be compared" : "both say the same";
      case WAITING, UNKNOWN -> "";
    };
    return new Reconciled(
        bot, account.exchange(), look.at, state, reason, sides(look, kept), standing.stream().limit(MOST_SHOWN).toList());
  }

  /**
   * What a bot missed stays missed by the same amount while it trades on; a bot that is only late is late by another amount each time.
   */
  private boolean hasNotMoved(Discrepancy found) {
    return switch (found.kind()) {
      case UNKNOWN_POSITION, MISSING_POSITION, POSITION_QUANTITY -> before.stream()
          .anyMatch(known -> known.isSameAs(found) && apart(known).compareTo(apart(found)) == 0);
      case FOREIGN_FILL, MISSING_FILL, FILL_QUANTITY -> before.contains(found);
      case ORPHAN_ORDER, MISSING_ORDER, ORDER_QUANTITY, BALANCE -> true;
    };
  }

  private static BigDecimal apart(Discrepancy position) {
    return new BigDecimal(position.venue()).subtract(new BigDecimal(position.bot()));
  }

  private Reconciled.Difference difference(Discrepancy found, Instant at) {
    String kind = found.kind().name().toLowerCase(Locale.ROOT);
    Instant since = standing.stream().filter(known -> known.kind().equals(kind) && known.subject().equals(found.subject()))
        .map(Reconciled.Difference::since).findFirst().orElse(at);
    Symbol symbol = found.symbol();
    return new Reconciled.Difference(
        kind, found.subject(), symbol == null ? null : symbol.value(), found.bot(), found.venue(), since);
  }

  private List<Reconciled.Side> sides(Look look, List<Discrepancy> kept) {
    List<Reconciled.Side> sides = new ArrayList<>();
    if (told.orders) {
      sides.add(new Reconciled.Side(
          "open orders", "" + look.bot.orders().size(), "" + look.venue.orders().size(),
          kept.stream()
              .noneMatch(found -> found.kind().name().endsWith("_ORDER") || found.kind() == Discrepancy.Kind.ORDER_QUANTITY)));
    }
    TreeSet<Symbol> symbols = new TreeSet<>(look.bot.positions().keySet());
    symbols.addAll(look.venue.positions().keySet());
    symbols.stream().limit(MOST_SHOWN).forEach(symbol -> sides.add(new Reconciled.Side(
        symbol.value(), shown(look.bot.positions().get(symbol)), shown(look.venue.positions().get(symbol)),
        kept.stream().noneMatch(found -> found.subject().equals(symbol.value())))));
    var mine = look.bot.balance();
    var theirs = look.venue.balance();
    if (mine != null && theirs != null) {
      sides.add(new Reconciled.Side(
          "balance", mine.toString(), theirs.toString(),
          kept.stream().noneMatch(found -> found.kind() == Discrepancy.Kind.BALANCE)));
    }
    return sides;
  }

  private static String shown(@Nullable BigDecimal quantity) {
    return quantity == null ? "0" : quantity.stripTrailingZeros().toPlainString();
  }

  /** What stood before stands: that nothing can be seen is no good news. */
  private Reconciled unknown(String why) {
    return new Reconciled(
        bot, account.exchange(), time.instant(), Reconciled.State.UNKNOWN, why, List.of(),
        standing.stream().limit(MOST_SHOWN).toList());
  }
}
