package dev.binnacle.web.view;

/** Comparisons of bots with their exchanges. */
public final class ReconciledShapes {
  private static final Shape<Reconciled.Side> SIDE =
      Shape.<Reconciled.Side>object("ReconciledSide", "One figure as the bot and its exchange say it")
          .text("what", Reconciled.Side::what)
          .text("bot", Reconciled.Side::bot)
          .text("exchange", Reconciled.Side::exchange)
          .flag("agrees", Reconciled.Side::agrees)
          .shape();

  private static final Shape<Reconciled.Difference> DIFFERENCE =
      Shape.<Reconciled.Difference>object("Difference", "A thing of which a bot and its exchange do not say the same")
          .text("kind", Reconciled.Difference::kind)
          .note("such as orphan_order, missing_order, unknown_position, position_quantity, balance, missing_fill")
          .text("subject", Reconciled.Difference::subject)
          .note("an order's id, an instrument, or balance")
          .textOrNull("symbol", Reconciled.Difference::symbol)
          .text("bot", Reconciled.Difference::bot)
          .text("exchange", Reconciled.Difference::exchange)
          .time("since", Reconciled.Difference::since)
          .shape();

  public static final Shape<Reconciled> RECONCILED =
      Shape.<Reconciled>object("Reconciliation", "What a bot claims beside what its exchange says, as it was compared last")
          .text("bot", one -> one.bot().value())
          .text("exchange", Reconciled::exchange)
          .timeOrNull("at", Reconciled::at)
          .note("when the exchange was read; null before the first time")
          .word("state", Reconciled.State.class, Reconciled::state)
          .text("reason", Reconciled::reason)
          .list("sides", SIDE, Reconciled::sides)
          .list("differences", DIFFERENCE, Reconciled::differences)
          .note("those that stood in two comparisons running")
          .shape();

  private ReconciledShapes() {}
}
