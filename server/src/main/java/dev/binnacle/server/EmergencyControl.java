package dev.binnacle.server;

import dev.binnacle.notify.telegram.Act.HaltMode;
import dev.binnacle.notify.telegram.Fleet.Result;
import dev.binnacle.notify.telegram.Person;
import org.jspecify.annotations.Nullable;

/**
 * What keeps bots from trading, and lets them trade again, as people ask for it from a phone. A bot that is null stands for all of them.
 * Who asks may do it, and has confirmed it; names are as they were written, and one that is unknown is {@link Result.Refused}.
 *
 * <p><b>Threads:</b> thread-safe; each may wait some seconds until it is known what was done.
 */
interface EmergencyControl {

  /** It opens nothing until it is resumed. */
  Result pause(@Nullable String bot, Person by);

  /** It trades again, after a pause or a halt. */
  Result resume(@Nullable String bot, Person by);

  /** It opens nothing until a person releases it. @param reason null when none was given */
  Result halt(@Nullable String bot, HaltMode mode, @Nullable String reason, Person by);
}
