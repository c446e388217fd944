/**
 * Telegram, in both directions: {@link dev.binnacle.notify.telegram.TelegramChannel} tells people, {@link
 * dev.binnacle.notify.telegram.RemoteControl} takes their commands, {@link dev.binnacle.notify.telegram.TelegramPreview} shows what they
 * would see, {@link dev.binnacle.notify.telegram.ChatFinder} finds where they are.
 */
@NullMarked
package dev.binnacle.notify.telegram;

import org.jspecify.annotations.NullMarked;
