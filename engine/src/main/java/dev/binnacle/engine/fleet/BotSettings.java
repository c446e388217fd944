package dev.binnacle.engine.fleet;

import dev.binnacle.model.InstancePolicy;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say of one bot.
 *
 * @param policy overrides what the bot says of itself; null to believe it
 * @param declared whether it exists, as offline, before it was ever heard, and cannot be forgotten
 */
public record BotSettings(@Nullable InstancePolicy policy, boolean declared) {
  public static final BotSettings DEFAULT = new BotSettings(null, false);
}
