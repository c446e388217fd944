package dev.binnacle.engine.rules;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Wildcard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of whom a rule speaks.
 *
 * @param over each bot by itself, the fleet as one, or Binnacle itself
 * @param bots names, in which {@code *} stands for any characters; empty for all
 * @param groups of bots; a bot is meant if its name or its group is named
 * @param except names of bots that are not meant though they are named above, in which {@code *} stands for any characters
 */
public record Scope(Over over, List<String> bots, List<String> groups, List<String> except) {
  public static final Scope EACH_BOT = new Scope(Over.EACH_BOT, List.of(), List.of(), List.of());
  public static final Scope FLEET = new Scope(Over.FLEET, List.of(), List.of(), List.of());
  public static final Scope SERVER = new Scope(Over.SERVER, List.of(), List.of(), List.of());

  /** What is one subject. */
  public enum Over {
    EACH_BOT,
    FLEET,
    SERVER
  }

  public Scope {
    bots = List.copyOf(bots);
    groups = List.copyOf(groups);
    except = List.copyOf(except);
    if (over == Over.SERVER && !(bots.isEmpty() && groups.isEmpty() && except.isEmpty())) {
      throw new IllegalArgumentException("a rule about the server must name no bots and no groups");
    }
  }

  public static Scope bots(String... names) {
    return new Scope(Over.EACH_BOT, List.of(names), List.of(), List.of());
  }

  public Scope without(List<String> names) {
    return new Scope(over, bots, groups, names);
  }

  /** Whether it speaks of this bot, or of the fleet with this bot in it. */
  boolean covers(BotId bot, @Nullable String group) {
    if (over == Over.SERVER || Wildcard.any(except, bot.value())) {
      return false;
    }
    boolean all = bots.isEmpty() && groups.isEmpty();
    return all || Wildcard.any(bots, bot.value()) || (group != null && groups.contains(group));
  }
}
