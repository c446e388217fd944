package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Messages;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.telegram.ChatFinder;
import dev.binnacle.notify.telegram.TelegramChannel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the settings of a Telegram channel need, without a server: whether the token is good, where somebody writes from, and
 * whether a message gets there. The token is never in a message of it.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class TelegramSetup implements AutoCloseable {
  /** Telegram's own service. */
  public static final URI SERVICE = ChannelSettings.Telegram.API;

  /** Where the settings take the token from. */
  public static final String VARIABLE = "TELEGRAM_BOT_TOKEN";

  private final URI service;
  private final dev.binnacle.notify.Secret token;
  private final InstantSource clock;
  private final Http http = Http.create();
  private final ChatFinder finder;

  /**
   * @param service {@link #SERVICE}, or that of a Bot API server of one's own
   * @throws IllegalArgumentException if the token cannot be one; the message does not say it
   */
  public TelegramSetup(URI service, String token, InstantSource clock) {
    this.service = service;
    this.token = new dev.binnacle.notify.Secret(token);
    this.clock = clock;
    this.finder = new ChatFinder(http, service, this.token, clock);
  }

  /**
   * Where somebody writes from.
   *
   * @param chat its number, as the settings take it
   * @param title of a group, or the person's name
   * @param user the person's number
   */
  public record Found(long chat, String title, boolean isGroup, long user, String name) {}

  /**
   * Asks under which name people find the bot, which shows that the token is good.
   *
   * @throws IllegalStateException if Telegram refuses or cannot be reached, with the reason
   */
  public String bot() throws InterruptedException {
    return finder.bot();
  }

  /**
   * Waits for the next message to the bot.
   *
   * @return empty when nobody wrote in time
   * @throws IllegalStateException as {@link #bot}
   */
  public Optional<Found> await(Duration patience) throws InterruptedException {
    return finder.await(patience)
        .map(found -> new Found(found.chat(), found.title(), found.isGroup(), found.user(), found.name()));
  }

  /** Sends a message of trial there. @return why it did not arrive; null when it did */
  public @Nullable String greet(long chat, String by) throws InterruptedException {
    ChannelSettings.Telegram settings =
        new ChannelSettings.Telegram(
            new ChannelName("phone"), ChannelPolicy.usual(ZoneOffset.UTC), token, Long.toString(chat), null, service, false,
            List.of());
    Instant now = clock.instant();
    Dispatch dispatch =
        new Dispatch(
            "setup-" + now.toEpochMilli(), Messages.test("setup-" + now.toEpochMilli(), now, by), false, false, 1, 0, null,
            ZoneOffset.UTC, now);
    try (TelegramChannel channel = new TelegramChannel(settings, http, Notebook.inMemory())) {
      return switch (channel.send(dispatch)) {
        case Outcome.Delivered _ -> null;
        case Outcome.Later later -> later.why();
        case Outcome.Refused refused -> refused.why();
        case Outcome.Broken broken -> broken.why();
        case Outcome.Unknown unknown -> "nobody can know whether it arrived: " + unknown.why();
      };
    }
  }

  /** What to put into the settings: the token stays in the environment, as {@link #VARIABLE}. */
  public static String settings(ChannelName channel, Found found, String operator) {
    return """
        channels:
          %s:
            type: telegram
            token: "${%s}"
            chat: "%d"
            users: [{ id: %d, operator: %s, role: operator }]
        """.formatted(channel, VARIABLE, found.chat(), found.user(), operator);
  }

  /**
   * Writes that into a settings file, which is made when there is none. Comments and order stay. A running server that follows the file
   * takes the channel at once, if it knows the token.
   *
   * @param environment looks up the variables that the file names, this bot's token apart
   * @throws IllegalStateException if nothing was written, such as for a channel of that name that is there; with the reason
   */
  public void write(
      Path file, ChannelName channel, Found found, String operator, Function<String, @Nullable String> environment) {
    ChannelEdit.add(
        file, channel, settings(channel, found, operator),
        name -> name.equals(VARIABLE) ? token.reveal() : environment.apply(name), operator);
  }

  @Override
  public void close() {
    http.close();
  }
}
