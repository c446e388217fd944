package dev.binnacle.web.view;

import dev.binnacle.engine.performance.Figures;

/** Performance figures: fractions, exact amounts, and for each one that is undefined the reason. */
public final class FigureShapes {
  public static final Shape<Figures> PERFORMANCE =
      Shape.<Figures>object("Performance", "What trading earned and what it risked").shape();

  private FigureShapes() {}
}
