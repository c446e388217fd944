package dev.binnacle.notify.telegram;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelContract;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakeTelegram;
import dev.binnacle.testkit.Mishap;
import dev.binnacle.testkit.TelegramAnswers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;

/** The answers are those that {@link TelegramAnswers} names the sources of. */
@NullMarked
final class TelegramContractTest extends ChannelContract {
  private static final String TOKEN = "7000001:AAE-0123456789-secret";
  private final FakeTelegram telegram = new FakeTelegram(TOKEN, -100);
  private long chat = -100;
  private final Http http = Http.create(Duration.ofMillis(500));

  @AfterEach
  void close() {
    http.close();
    telegram.close();
  }

  @Override
  protected Channel open() {
    return new TelegramChannel(
        new ChannelSettings.Telegram(new ChannelName("phone"), ChannelPolicy.usual(ZoneOffset.UTC), new Secret(TOKEN),
            "-100", null, telegram.uri(), true, List.of()),
        http, Notebook.inMemory());
  }

  @Override
  protected Set<Trouble> possible() {
    return EnumSet.allOf(Trouble.class);
  }

  @Override
  protected void arrange(Trouble trouble) {
    switch (trouble) {
      case SLOW_DOWN -> telegram.next(TelegramAnswers.tooManyRequests(41));
      case SERVER_ERROR -> telegram.next(TelegramAnswers.badGateway());
      case DROPPED_BEFORE -> telegram.next(new Mishap.DropBeforeTaking());
      case DROPPED_AFTER -> telegram.next(new Mishap.DropAfterTaking());
      case SILENT -> telegram.next(new Mishap.Hang());
      case UNREACHABLE -> telegram.goAway();
      case BAD_MESSAGE -> telegram.next(TelegramAnswers.cannotParse());
      case TOO_LONG -> telegram.next(TelegramAnswers.tooLong());
      case TOKEN_REVOKED -> telegram.next(TelegramAnswers.unauthorized());
      case CHAT_MOVED -> move();
    }
  }

  /** The group becomes a supergroup, which has another number. */
  private void move() {
    telegram.migrate(chat, chat - 1_000);
    chat -= 1_000;
  }

  /** It is sent again as plain text, in halves, or to the chat's new number. */
  @Override
  protected boolean mayBeGivenUp(Trouble trouble) {
    return false;
  }

  @Override
  protected void mend() {
    telegram.mend();
  }

  @Override
  protected List<String> arrived() {
    return telegram.sent().stream().map(FakeTelegram.Sent::text).toList();
  }

  @Override
  protected List<String> secrets() {
    return List.of(TOKEN, "0123456789-secret");
  }
}
