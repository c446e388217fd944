package dev.binnacle.notify.discord;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelContract;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.DiscordAnswers;
import dev.binnacle.testkit.FakeDiscord;
import dev.binnacle.testkit.Mishap;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;

/** The answers are those that {@link DiscordAnswers} names the sources of. */
@NullMarked
final class DiscordContractTest extends ChannelContract {
  private static final String TOKEN = "webhook-t0ken-0123456789";
  private final FakeDiscord discord = new FakeDiscord(TOKEN);
  private final Http http = Http.create(Duration.ofMillis(500));

  @AfterEach
  void close() {
    http.close();
    discord.close();
  }

  @Override
  protected Channel open() {
    return new DiscordChannel(new ChannelSettings.Discord(new ChannelName("discord"), ChannelPolicy.usual(ZoneOffset.UTC),
        new Secret(discord.webhook()), ChannelSettings.Discord.Look.USUAL, Map.of(), Map.of()), http, InstantSource.system());
  }

  @Override
  protected Set<Trouble> possible() {
    return EnumSet.complementOf(EnumSet.of(Trouble.CHAT_MOVED));
  }

  @Override
  protected void arrange(Trouble trouble) {
    switch (trouble) {
      case SLOW_DOWN -> discord.next(DiscordAnswers.tooManyInChannel(42.25));
      case SERVER_ERROR -> discord.next(DiscordAnswers.unavailable());
      case DROPPED_BEFORE -> discord.next(new Mishap.DropBeforeTaking());
      case DROPPED_AFTER -> discord.next(new Mishap.DropAfterTaking());
      case SILENT -> discord.next(new Mishap.Hang());
      case UNREACHABLE -> discord.goAway();
      case BAD_MESSAGE -> discord.next(DiscordAnswers.empty());
      case TOO_LONG -> discord.next(DiscordAnswers.embedsTooLarge());
      case TOKEN_REVOKED -> discord.next(DiscordAnswers.invalidToken());
      case CHAT_MOVED -> throw new IllegalArgumentException("webhooks do not move");
    }
  }

  /** It is sent again as plain text. */
  @Override
  protected boolean mayBeGivenUp(Trouble trouble) {
    return false;
  }

  @Override
  protected void mend() {
    discord.mend();
  }

  @Override
  protected List<String> arrived() {
    return discord.sent().stream().map(sent -> sent.content() + sent.embeds()).toList();
  }

  @Override
  protected List<String> secrets() {
    return List.of(TOKEN);
  }
}
