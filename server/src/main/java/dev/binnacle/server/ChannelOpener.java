package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Channels;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.discord.DiscordChannel;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.slack.SlackChannel;
import dev.binnacle.notify.sms.SmsChannel;
import dev.binnacle.notify.telegram.TelegramChannel;
import dev.binnacle.notify.webpush.WebPushChannel;
import dev.binnacle.storage.Registry;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the channels of the settings. */
final class ChannelOpener implements Function<ChannelSettings, Channel> {
  private static final String NOTES = "channel";

  private final Http http;
  private final Registry registry;
  private final StoredSubscriptions subscriptions;
  private final @Nullable PrintStream terminal;
  private final InstantSource clock;

  /** @param terminal where the console's messages are printed; null to have them in the log */
  ChannelOpener(
      Http http, Registry registry, StoredSubscriptions subscriptions, @Nullable PrintStream terminal, InstantSource clock) {
    this.http = http;
    this.registry = registry;
    this.subscriptions = subscriptions;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Channel apply(ChannelSettings settings) {
    return switch (settings) {
      case ChannelSettings.Console console -> terminal == null ? Channels.log() : Channels.console(console, terminal);
      case ChannelSettings.Log _ -> Channels.log();
      case ChannelSettings.Dashboard _ -> Channels.dashboard();
      case ChannelSettings.Email email -> Channels.email(email);
      case ChannelSettings.WebPush push ->
          new WebPushChannel(push, subscriptions.keys(push), http, subscriptions.of(push.name()));
      case ChannelSettings.Webhook webhook -> Channels.webhook(webhook, clock);
      case ChannelSettings.Telegram telegram -> new TelegramChannel(telegram, http, notes(registry, telegram.name()));
      case ChannelSettings.Discord discord -> new DiscordChannel(discord, http, clock);
      case ChannelSettings.Slack slack -> new SlackChannel(slack, http);
      case ChannelSettings.Sms sms -> new SmsChannel(sms, http, notes(registry, sms.name()), clock);
    };
  }

  /** What a channel must remember for longer than it lives. */
  static Notebook notes(Registry registry, ChannelName channel) {
    String prefix = channel + "/";
    return new Notebook() {
      @Override
      public Optional<String> read(String key) {
        return registry.get(NOTES, prefix + key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
      }

      @Override
      public void write(String key, String value) {
        registry.put(NOTES, prefix + key, value.getBytes(StandardCharsets.UTF_8));
      }
    };
  }
}
