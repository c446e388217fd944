package dev.binnacle.engine.fleet;

import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Sample;
import java.time.Instant;
import java.util.List;

/** Decides facts while one input is taken: each changes the bot at once, in the same way as when it is read again later. */
final class Decisions {
  private final Moment moment;
  private final Findings findings;

  Decisions(Moment moment, Findings findings) {
    this.moment = moment;
    this.findings = findings;
  }

  Moment moment() {
    return moment;
  }

  /** @return whether it is news */
  boolean decide(Bot bot, Fact.OfBot fact) {
    boolean news = bot.evolve(fact, moment);
    findings.decided(fact);
    return news;
  }

  void judge(Bot bot) {
    Verdict verdict = bot.judge(moment.time());
    if (verdict.status() != bot.status()) {
      decide(bot, new Fact.StatusChanged(bot.id(), moment.time(), bot.status(), verdict.status(), verdict.reason()));
    }
  }

  void mark(Bot bot, Instant at) {
    Fact.EquityMarked mark = bot.mark(at);
    if (mark != null) {
      decide(bot, mark);
    }
  }

  void keep(Bot bot, Instant at, List<Sample> samples) {
    findings.keep(bot.id(), at, samples);
  }

  void announce(Bot bot, Event event) {
    findings.announce(bot.id(), event);
  }
}
