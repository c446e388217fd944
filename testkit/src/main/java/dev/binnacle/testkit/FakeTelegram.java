package dev.binnacle.testkit;

import dev.binnacle.testkit.Mishap.Refuse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Telegram's Bot API (https://core.telegram.org/bots/api) as far as a bot that notifies and takes commands meets it. It holds messages
 * to the limits that Telegram states, and refuses them in Telegram's words.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakeTelegram extends FakeService {
  private static final int LONGEST_TEXT = 4_096;
  private static final int LONGEST_CAPTION = 1_024;
  private static final int LONGEST_CALLBACK = 64;

  private final String token;
  private final Set<Long> chats = ConcurrentHashMap.newKeySet();
  private final Map<Long, Long> migrated = new ConcurrentHashMap<>();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final List<String> answered = new CopyOnWriteArrayList<>();
  private final Set<String> openQueries = ConcurrentHashMap.newKeySet();
  private final AtomicLong messages = new AtomicLong(100);
  private final FakeUpdates updates = new FakeUpdates();
  private volatile @Nullable TelegramLimits limits;
  private volatile Predicate<Request> target = request -> request.path().contains("/send");

  /** A bot with this token, which the given chats have begun to talk to. */
  public FakeTelegram(String token, long... chats) {
    this.token = token;
    for (long chat : chats) {
      this.chats.add(chat);
    }
  }

  /**
   * A message that a chat has got.
   *
   * @param text what people read: without markup, a photo's caption if it is one
   * @param markup as it was sent
   * @param buttons the callback's data, or the address, by the button's text
   * @param photo null for a text
   */
  public record Sent(
      long id, long chat, String text, String markup, boolean silent, Map<String, String> buttons, byte @Nullable [] photo) {}

  /** What all chats have got, the oldest first. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** What was said to those who pressed a button. */
  public List<String> answered() {
    return List.copyOf(answered);
  }

  /** Mishaps befall these calls, by name, such as {@code getUpdates}; at first those that send. */
  public void target(String method) {
    target = request -> request.path().endsWith("/" + method);
  }

  /** From now on messages that come too fast are refused, with a word of when to come again. */
  public void holdTo(TelegramLimits pace) {
    limits = pace;
  }

  /** From now on the group has another number, and what is sent to the old one is refused. */
  public void migrate(long from, long to) {
    chats.add(to);
    migrated.put(from, to);
  }

  /** Somebody writes to the bot. */
  public long says(long user, long chat, String text, long at) {
    chats.add(chat);
    return updates.message(user, chat, text, at, messages.incrementAndGet());
  }

  /** Somebody presses a button under a message that was sent. */
  public long presses(long user, Sent under, String data) {
    String query = "query-" + messages.incrementAndGet();
    openQueries.add(query);
    return updates.press(query, user, under.chat(), under.id(), data);
  }

  /** Where the bot has got to: the lowest update that it may still ask for. */
  public long confirmed() {
    return updates.confirmed();
  }

  @Override
  public void goAway() {
    updates.wake();
    super.goAway();
  }

  @Override
  boolean canGoWrong(Request request) {
    return target.test(request);
  }

  @Override
  Reply serve(Request request) throws InterruptedException {
    String prefix = "/bot" + token + "/";
    if (!request.path().startsWith("/bot") || request.path().indexOf('/', 1) < 0) {
      return Reply.of(TelegramAnswers.notFound());
    }
    if (!request.path().startsWith(prefix)) {
      return Reply.of(TelegramAnswers.unauthorized());
    }
    Map<String, String> fields = new LinkedHashMap<>(request.query());
    byte[] photo = read(request, fields);
    switch (request.path().substring(prefix.length())) {
      case "getMe":
        // The example of https://core.telegram.org/bots/api#user for a bot.
        return ok("{\"id\":7000001,\"is_bot\":true,\"first_name\":\"Binnacle\",\"username\":\"binnacle_bot\","
            + "\"can_join_groups\":true,\"can_read_all_group_messages\":false,\"supports_inline_queries\":false}");
      case "sendMessage":
        return send(fields, fields.getOrDefault("text", ""), null);
      case "sendPhoto":
        return photo == null
            ? Reply.of(TelegramAnswers.error(400, "Bad Request: there is no photo in the request"))
            : send(fields, fields.getOrDefault("caption", ""), photo);
      case "getUpdates":
        return ok(updates.after(number(fields, "offset"), number(fields, "timeout"), number(fields, "limit")));
      case "answerCallbackQuery":
        return answerQuery(fields);
      case "editMessageReplyMarkup", "editMessageText":
        return edit(fields);
      case "setMyCommands", "deleteWebhook":
        return ok("true");
      default:
        return Reply.of(TelegramAnswers.notFound());
    }
  }

  private Reply send(Map<String, String> fields, String markup, byte @Nullable [] photo) {
    long chat = number(fields, "chat_id");
    Long moved = migrated.get(chat);
    if (moved != null) {
      return Reply.of(TelegramAnswers.migrated(moved));
    }
    if (!chats.contains(chat)) {
      return Reply.of(TelegramAnswers.chatNotFound());
    }
    TelegramMarkup.Parsed parsed = parsed(fields, markup);
    Map<String, String> buttons = buttons(fields.get("reply_markup"));
    Refuse refusal = refusal(parsed, buttons, photo != null);
    if (refusal != null) {
      return Reply.of(refusal);
    }
    TelegramLimits pace = limits;
    long wait = pace == null ? 0 : pace.take(chat);
    if (wait > 0) {
      return Reply.of(TelegramAnswers.tooManyRequests(wait));
    }
    Sent message = new Sent(messages.incrementAndGet(), chat, parsed.text(), markup,
        Boolean.parseBoolean(fields.get("disable_notification")), buttons, photo);
    sent.add(message);
    // https://core.telegram.org/bots/api#message
    return ok(
        "{\"message_id\":" + message.id() + ",\"date\":1764288000,\"chat\":{\"id\":" + chat + ",\"type\":\"private\"},\"text\":"
            + Json.quote(parsed.text()) + "}");
  }

  private static TelegramMarkup.Parsed parsed(Map<String, String> fields, String markup) {
    return "HTML".equals(fields.get("parse_mode")) ? TelegramMarkup.parse(markup) : new TelegramMarkup.Parsed(markup, null);
  }

  /** The words are those of tdlib/telegram-bot-api, Client.cpp, and of the servers behind it. */
  private static @Nullable Refuse refusal(TelegramMarkup.Parsed parsed, Map<String, String> buttons, boolean photo) {
    if (parsed.complaint() != null) {
      return TelegramAnswers.error(400, "Bad Request: can't parse entities: " + parsed.complaint());
    }
    if (!photo && parsed.text().isBlank()) {
      return TelegramAnswers.error(400, "Bad Request: message text is empty");
    }
    if (parsed.text().length() > (photo ? LONGEST_CAPTION : LONGEST_TEXT)) {
      return photo ? TelegramAnswers.error(400, "Bad Request: message caption is too long") : TelegramAnswers.tooLong();
    }
    boolean wrong = buttons.values().stream()
        .anyMatch(data -> data.isEmpty() || data.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_CALLBACK);
    return wrong ? TelegramAnswers.error(400, "Bad Request: BUTTON_DATA_INVALID") : null;
  }

  private Reply answerQuery(Map<String, String> fields) {
    if (!openQueries.remove(fields.getOrDefault("callback_query_id", ""))) {
      return Reply.of(TelegramAnswers.queryTooOld());
    }
    answered.add(fields.getOrDefault("text", ""));
    return ok("true");
  }

  private Reply edit(Map<String, String> fields) {
    long id = number(fields, "message_id");
    for (int i = 0; i < sent.size(); i++) {
      Sent before = sent.get(i);
      if (before.id() == id) {
        String markup = fields.getOrDefault("text", before.markup());
        sent.set(i, new Sent(id, before.chat(), parsed(fields, markup).text(), markup, before.silent(),
            buttons(fields.get("reply_markup")), before.photo()));
        return ok("{\"message_id\":" + id + "}");
      }
    }
    return Reply.of(TelegramAnswers.error(400, "Bad Request: message to edit not found"));
  }

  private static Map<String, String> buttons(@Nullable String markup) {
    Map<String, String> buttons = new LinkedHashMap<>();
    if (markup != null) {
      Object read = Json.read(markup.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      for (Object row : Json.array(Json.object(read).get("inline_keyboard"))) {
        for (Object button : Json.array(row)) {
          Map<String, @Nullable Object> fields = Json.object(button);
          Object data = fields.get("callback_data");
          buttons.put(Json.text(fields.get("text")), Json.text(data == null ? fields.get("url") : data));
        }
      }
    }
    return buttons;
  }

  /** Any of the three encodings that https://core.telegram.org/bots/api#making-requests names; nested objects stay JSON. */
  private static byte @Nullable [] read(Request request, Map<String, String> fields) {
    String type = request.header("content-type");
    byte[] photo = null;
    if (type.startsWith("multipart/form-data")) {
      for (Forms.Part part : new ArrayList<>(Forms.multipart(type, request.body()))) {
        if (part.file() == null) {
          fields.put(part.name(), part.text());
        } else {
          photo = part.content();
        }
      }
    } else if (type.startsWith("application/json")) {
      Json.object(Json.read(request.body())).forEach((name, value) -> fields.put(name, Json.write(value)));
    } else {
      fields.putAll(Forms.decode(request.text()));
    }
    return photo;
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }

  private static Reply ok(String result) {
    return Reply.json(200, "{\"ok\":true,\"result\":" + result + "}");
  }
}
