/**
 * Discord's webhooks. {@link dev.binnacle.notify.discord.DiscordChannel} is the front door, {@link
 * dev.binnacle.notify.discord.DiscordPreview} shows what people would see.
 */
@NullMarked
package dev.binnacle.notify.discord;

import org.jspecify.annotations.NullMarked;
