package dev.binnacle.notify.telegram;

import dev.binnacle.notify.telegram.BotApi.Result;
import dev.binnacle.notify.telegram.TelegramHtml.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the desk says to where it was asked.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
  private static final int MOST_PAGES = 5;
  private static final long LONGEST_WAIT_SECONDS = 20;

  private final BotApi api;

  Replies(BotApi api) {
    this.api = api;
  }

  void send(Update update, Optional<Desk.Say> say) throws InterruptedException {
    if (update.query() != null) {
      api.call("answerCallbackQuery", Map.of("callback_query_id", update.query())); // or the button spins on
    }
    if (say.isEmpty()) {
      return;
    }
    List<Page> pages = TelegramHtml.ofLines(say.get().lines(), TelegramHtml.LONGEST_TEXT - 200);
    for (int i = 0; i < Math.min(pages.size(), MOST_PAGES); i++) {
      boolean last = i == Math.min(pages.size(), MOST_PAGES) - 1;
      Page page = last && pages.size() > MOST_PAGES ? cut(pages.get(i), pages.size() - MOST_PAGES) : pages.get(i);
      Map<String, Object> fields = fields(update, page);
      if (last && !say.get().buttons().isEmpty()) {
        fields.put("reply_markup", Keyboard.markup(say.get().buttons()));
      }
      if (say.get().instead() && i == 0 && replace(update, fields)) {
        continue;
      }
      post("sendMessage", fields, page);
    }
  }

  private static Page cut(Page page, int pages) {
    String note = "\n… " + pages + " messages more. Ask for one bot, as in /status BOT.";
    return new Page(page.html() + note, page.plain() + note);
  }

  private static Map<String, Object> fields(Update update, Page page) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("chat_id", update.chat());
    fields.put("text", page.html());
    fields.put("parse_mode", "HTML");
    fields.put("link_preview_options", Map.of("is_disabled", true));
    if (update.topic() != null) {
      fields.put("message_thread_id", update.topic());
    }
    return fields;
  }

  /** The question becomes its answer, and loses its buttons. */
  private boolean replace(Update update, Map<String, Object> fields) throws InterruptedException {
    Map<String, Object> edit = new HashMap<>(fields);
    edit.put("message_id", update.message());
    edit.remove("message_thread_id");
    return api.call("editMessageText", edit) instanceof Result.Done;
  }

  private void post(String method, Map<String, Object> fields, Page page) throws InterruptedException {
    Result result = api.call(method, fields);
    if (result instanceof Result.Denied denied && denied.code() == 429 && denied.retryAfter() <= LONGEST_WAIT_SECONDS) {
      Thread.sleep(1_000 * denied.retryAfter());
      result = api.call(method, fields);
    }
    if (result instanceof Result.Denied denied && denied.code() == 400) {
      fields.remove("parse_mode");
      fields.put("text", page.plain());
      result = api.call(method, fields);
    }
    if (!(result instanceof Result.Done)) {
      LOG.warn("an answer to a command was not delivered: {}", result);
    }
  }
}
