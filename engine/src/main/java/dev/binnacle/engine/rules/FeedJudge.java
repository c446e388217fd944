package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.Feed;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Subject;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Silence of feeds: of one instrument's marks while others are heard, or of all of them, while the bot itself is there. */
final class FeedJudge extends Judge<FeedJudge.Silence> {
  /** So many marks tell how far apart they come. */
  private static final int FEWEST = 3;

  /** A mark may be so many times as late as the latest of late was. */
  private static final int USUAL_PAUSES = 3;

  /** An instrument in which nothing is held and that is silent for so long is one that the bot has turned from. */
  private static final Duration TURNED = Duration.ofHours(1);

  private static final String HEARD = "prices are heard again";

  private final Duration after;

  /** What is known of one subject. */
  static final class Silence extends Word {
    private Duration silence = Duration.ZERO;
    private Duration limit;
    private String over = "";
    /** Of a bot: since when it is awaited. While it was not there itself, nothing was. */
    private Instant since = Instant.MIN;

    Silence(Subject subject, Duration limit) {
      super(subject);
      this.limit = limit;
    }

    @Override
    Double value() {
      return (double) silence.toSeconds();
    }

    @Override
    Double threshold() {
      return (double) limit.toSeconds();
    }

    @Override
    String what() {
      return "price";
    }

    @Override
    String reason() {
      String which = subject().part() == null ? "any instrument" : subject().part();
      return finding() == Finding.HOLDS
          ? "no price of %s for %s, longer than %s"
              .formatted(which, words(Duration.ofSeconds(silence.toSeconds())), words(Duration.ofSeconds(limit.toSeconds())))
          : over;
    }
  }

  FeedJudge(Rule rule, Desk desk, Duration after) {
    super(rule, desk);
    this.after = after;
  }

  @Override
  Silence create(Subject subject) {
    return new Silence(subject, after);
  }

  @Override
  void ticked(Present bot) {
    Feed any = bot.anyFeed();
    Silence whole = any == null ? null : of(bot.id());
    if (any == null || whole == null) {
      return;
    }
    String ended = ended(bot);
    if (ended != null) {
      whole.since = desk.now;
      over(whole, ended);
      for (Symbol symbol : bot.feeds().keySet()) {
        over(of(bot.id(), symbol.value()), ended);
      }
    } else if (bot.isHeard()) {
      judge(bot, whole, any);
    } else {
      whole.since = desk.now;
    }
  }

  /** Why nothing is awaited of it any more; null when it goes on. */
  private static @Nullable String ended(Present bot) {
    return bot.hasEnded() ? "the bot has stopped" : bot.runState() == RunState.HALTED ? "the bot has halted itself" : null;
  }

  private void judge(Present bot, Silence whole, Feed any) {
    if (isSilent(whole, any, whole.since)) {
      holds(whole);
    } else {
      over(whole, HEARD);
    }
    // While others are heard, the silence is the instrument's own.
    boolean others = whole.silence.compareTo(after.dividedBy(2)) < 0;
    bot.feeds().forEach((symbol, feed) -> {
      Silence one = of(bot.id(), symbol.value());
      if (one == null) {
        return;
      }
      if (!isSilent(one, feed, whole.since)) {
        over(one, HEARD);
      } else if (one.silence.compareTo(TURNED) > 0 && !bot.isIn(symbol)) {
        over(one, "nothing is held in it, and the bot has turned to others");
      } else if (others || one.finding() == Finding.HOLDS) {
        holds(one);
      }
    });
  }

  private boolean isSilent(Silence word, Feed feed, Instant since) {
    word.silence = Duration.between(feed.heard().isAfter(since) ? feed.heard() : since, desk.now);
    Duration usual = feed.pause().multipliedBy(USUAL_PAUSES);
    word.limit = usual.compareTo(after) > 0 ? usual : after;
    return feed.marks() >= FEWEST && word.silence.compareTo(word.limit) >= 0;
  }

  private void holds(Silence word) {
    if (word.finding() != Finding.HOLDS) {
      word.saw(desk.now, "silent for " + Word.words(Duration.ofSeconds(word.silence.toSeconds())));
    }
    found(word, Finding.HOLDS);
  }

  private void over(@Nullable Silence word, String why) {
    if (word != null) {
      if (word.finding() != Finding.FAILS) {
        word.over = why;
      }
      found(word, Finding.FAILS);
    }
  }

  @Override
  @Nullable String matchesNothing() {
    return evaluated > 0 ? null : "no bot that it speaks of ever told a price";
  }
}
