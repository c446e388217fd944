package dev.binnacle.notify.telegram;

import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Role;

/**
 * Somebody who may give commands.
 *
 * @param user Telegram's number for the person; a chat's number never stands for anybody
 * @param operator under which what they do is recorded
 */
public record Person(long user, String operator, Role role) {
  public static Person of(ChannelSettings.Telegram.User user) {
    return new Person(user.id(), user.operator(), user.role());
  }
}
