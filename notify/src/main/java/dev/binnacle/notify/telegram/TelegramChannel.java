package dev.binnacle.notify.telegram;

import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Letter;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Pieces;
import dev.binnacle.notify.http.Answer;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.telegram.BotApi.Result;
import dev.binnacle.notify.telegram.TelegramHtml.Page;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a chat of Telegram. A letter that is too long goes as several messages; a chart goes with it when it fits under one, or after it;
 * markup that is refused is sent again without any; a group that has moved is followed.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class TelegramChannel implements Channel {
  /** Waits of five hours have been seen. Asking sooner does no harm, and the channel is seen to be alive. */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final String MOVED = "telegram-chat-moved:";

  private final ChannelSettings.Telegram settings;
  private final BotApi api;
  private final Notebook notebook;
  private String chat;

  /**
   * @param notebook keeps where a group has moved to
   * @throws IllegalArgumentException if the token cannot be one
   */
  public TelegramChannel(ChannelSettings.Telegram settings, Http http, Notebook notebook) {
    this.settings = settings;
    this.notebook = notebook;
    api = new BotApi(http, settings.api(), settings.token());
    chat = notebook.read(MOVED + settings.chat()).orElse(settings.chat());
  }

  /** Limits of https://core.telegram.org/bots/faq: one message a second to a chat, 20 a minute to a group. Groups have negative numbers. */
  @Override
  public Limits limits() {
    Limits.Rate second = Limits.Rate.of(1, Duration.ofSeconds(1));
    boolean group = chat.startsWith("-") || chat.startsWith("@");
    return new Limits(group ? List.of(second, Limits.Rate.of(20, Duration.ofMinutes(1))) : List.of(second), true, true);
  }

  @Override
  public int parts(Dispatch dispatch) {
    return parts(dispatch.letter(), dispatch.chart());
  }

  @Override
  public Outcome send(Dispatch dispatch) throws InterruptedException {
    Letter letter = dispatch.letter();
    Charts.Picture chart = dispatch.chart();
    int last = parts(letter, chart) - 1;
    if (chart == null || dispatch.part() < last) {
      List<Page> pages = TelegramHtml.pages(letter, TelegramHtml.LONGEST_TEXT);
      boolean buttons = dispatch.part() == pages.size() - 1;
      return sendText(pages.get(Math.min(dispatch.part(), pages.size() - 1)), fields(dispatch, buttons));
    }
    List<Page> caption = TelegramHtml.pages(letter, TelegramHtml.LONGEST_CAPTION);
    return caption.size() == 1
        ? sendPhoto(caption.getFirst(), chart, fields(dispatch, true), true)
        : sendPhoto(titled(chart), chart, fields(dispatch, false), false);
  }

  private static int parts(Letter letter, Charts.@Nullable Picture chart) {
    boolean underPicture = chart != null && TelegramHtml.pages(letter, TelegramHtml.LONGEST_CAPTION).size() == 1;
    return underPicture ? 1 : TelegramHtml.pages(letter, TelegramHtml.LONGEST_TEXT).size() + (chart == null ? 0 : 1);
  }

  private static Page titled(Charts.Picture chart) {
    String text = Pieces.shortened(chart.description(), TelegramHtml.LONGEST_CAPTION);
    return new Page(TelegramHtml.escape(text), text);
  }

  private Map<String, Object> fields(Dispatch dispatch, boolean buttons) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("disable_notification", dispatch.silent() || dispatch.message().silent());
    if (settings.topic() != null) {
      fields.put("message_thread_id", settings.topic());
    }
    List<Keyboard.Button> shown = buttons ? Keyboard.of(dispatch.message(), settings.commands()) : List.of();
    if (!shown.isEmpty()) {
      fields.put("reply_markup", Keyboard.markup(shown));
    }
    return fields;
  }

  private Outcome sendText(Page page, Map<String, Object> fields) throws InterruptedException {
    fields.put("link_preview_options", Map.of("is_disabled", true));
    Result result = call(fields, "text", page, true, null);
    if (result instanceof Result.Denied denied && says(denied, "parse entities", "parse message text")) {
      result = call(fields, "text", page, false, null);
    }
    if (result instanceof Result.Denied denied && says(denied, "message is too long", "message_too_long")) {
      return sendHalves(page, fields);
    }
    return outcome(result);
  }

  /** Telegram counts otherwise than it says. Two halves without markup are safe, and nothing is left out. */
  private Outcome sendHalves(Page page, Map<String, Object> fields) throws InterruptedException {
    List<String> halves = Pieces.of(page.plain().lines().toList(), TelegramHtml.LONGEST_TEXT / 2);
    Outcome outcome = new Outcome.Refused("Telegram finds the message too long");
    for (int i = 0; i < halves.size(); i++) {
      outcome = outcome(call(fields, "text", new Page(halves.get(i), halves.get(i)), false, null));
      if (!(outcome instanceof Outcome.Delivered)) {
        return i == 0 ? outcome : new Outcome.Unknown("only the first part of it has surely arrived");
      }
    }
    return outcome;
  }

  /**
   * @param whole whether the caption is all that there is to say: then it is said without the picture, if that is refused
   */
  private Outcome sendPhoto(Page caption, Charts.Picture chart, Map<String, Object> fields, boolean whole)
      throws InterruptedException {
    Result result = call(fields, "caption", caption, true, chart);
    if (result instanceof Result.Denied denied && says(denied, "parse entities")) {
      result = call(fields, "caption", caption, false, chart);
    }
    boolean refused = result instanceof Result.Denied denied && denied.code() == 400 && denied.movedTo() == null
        && outcome(denied) instanceof Outcome.Refused;
    if (!refused) {
      return outcome(result);
    }
    return whole ? sendText(caption, fields) : new Outcome.Delivered("without its picture, which Telegram refused");
  }

  private Result call(Map<String, Object> fields, String as, Page page, boolean marked, Charts.@Nullable Picture photo)
      throws InterruptedException {
    Map<String, Object> all = new HashMap<>(fields);
    all.put(as, marked ? page.html() : page.plain());
    if (marked) {
      all.put("parse_mode", "HTML");
    }
    Result result = toChat(all, photo);
    if (result instanceof Result.Denied denied && denied.movedTo() != null) {
      notebook.write(MOVED + settings.chat(), denied.movedTo());
      chat = denied.movedTo();
      return toChat(all, photo);
    }
    return result;
  }

  private Result toChat(Map<String, Object> fields, Charts.@Nullable Picture photo) throws InterruptedException {
    fields.put("chat_id", chat);
    return photo == null ? api.call("sendMessage", fields) : api.send("sendPhoto", fields, photo);
  }

  private Outcome outcome(Result result) {
    return switch (result) {
      case Result.Done(var sent) -> new Outcome.Delivered(sent.path("message_id").asString());
      case Result.Denied denied -> outcome(denied);
      case Result.Unreachable(String why) -> new Outcome.Later(null, why, false);
      case Result.Unsure(String why) -> new Outcome.Unknown(why);
    };
  }

  private static Outcome outcome(Result.Denied denied) {
    String why = "Telegram says: " + denied.why();
    return switch (denied.code()) {
      case 429 -> new Outcome.Later(
          denied.retryAfter() == 0 ? null : Answer.seconds(denied.retryAfter(), LONGEST_WAIT), why, false);
      case 401, 404 -> new Outcome.Broken(why + ". The token was revoked or is wrong: ask @BotFather for a new one");
      case 403 -> new Outcome.Broken(why + ". Somebody in the chat must let the bot in again");
      case 503 -> new Outcome.Later(null, why, true);
      case 400 ->
          says(denied, "chat not found", "not enough rights", "no rights", "need administrator rights", "chat was deactivated",
              "thread not found", "topic_closed", "chat_write_forbidden", "peer_id_invalid", "upgraded to a supergroup")
                  ? new Outcome.Broken(why + ". Check the chat's number, and that the bot may write there")
                  : new Outcome.Refused(why);
      default -> denied.code() >= 500 ? new Outcome.Unknown(why) : new Outcome.Refused(why);
    };
  }

  private static boolean says(Result.Denied denied, String... words) {
    String said = denied.why().toLowerCase(Locale.ROOT);
    return denied.code() == 400 && List.of(words).stream().anyMatch(said::contains);
  }
}
