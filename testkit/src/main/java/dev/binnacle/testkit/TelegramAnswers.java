package dev.binnacle.testkit;

import dev.binnacle.testkit.Mishap.Refuse;

/**
 * What Telegram's Bot API says when it does not do what it was asked. Shape of all of them: https://core.telegram.org/bots/api#making-requests
 * ("ok", "error_code", "description") and https://core.telegram.org/bots/api#responseparameters ("parameters").
 */
public final class TelegramAnswers {
  private TelegramAnswers() {}

  /** Recorded in CloudFlare-ImgBed issue 562; waits up to 18,053 s recorded in telegraf/telegraf issue 1046. */
  public static Refuse tooManyRequests(long retryAfterSeconds) {
    return Refuse.json(429,
        "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after " + retryAfterSeconds
            + "\",\"parameters\":{\"retry_after\":" + retryAfterSeconds + "}}");
  }

  /** Recorded in prometheus/alertmanager issues 2923 and 2960. */
  public static Refuse cannotParse() {
    return error(400, "Bad Request: can't parse entities: Unsupported start tag \"value\" at byte offset 17");
  }

  /** Recorded in grafana/grafana issue 48812. */
  public static Refuse tooLong() {
    return error(400, "Bad Request: message is too long");
  }

  /** A group that became a supergroup: https://core.telegram.org/bots/api#responseparameters, followed by healthchecks' transports.py. */
  public static Refuse migrated(long newChat) {
    return Refuse.json(400,
        "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: group chat was upgraded to a supergroup chat\","
            + "\"parameters\":{\"migrate_to_chat_id\":" + newChat + "}}");
  }

  /** A token that was revoked; the only word that tdlib/telegram-bot-api's Client.cpp has for 401. */
  public static Refuse unauthorized() {
    return error(401, "Unauthorized");
  }

  /** A path that holds no token, or no method: HTTP's own word in Telegram's shape. */
  public static Refuse notFound() {
    return error(404, "Not Found");
  }

  /** The user has blocked the bot: USER_IS_BLOCKED in fail_query_with_error of tdlib/telegram-bot-api, Client.cpp. */
  public static Refuse blocked() {
    return error(403, "Forbidden: bot was blocked by the user");
  }

  /** The bot was thrown out of the group; the sentence that bots match, as with the others of 403. */
  public static Refuse kicked() {
    return error(403, "Forbidden: bot was kicked from the supergroup chat");
  }

  /** No such chat, or one that never wrote to the bot; tdlib/telegram-bot-api, Client.cpp. */
  public static Refuse chatNotFound() {
    return error(400, "Bad Request: chat not found");
  }

  /** The gateway in front of the Bot API, which answers no JSON; recorded in yagop/node-telegram-bot-api issue 573. */
  public static Refuse badGateway() {
    return new Refuse(502, java.util.Map.of("Content-Type", "text/html"),
        "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>");
  }

  /** tdlib/telegram-bot-api, Client.cpp. */
  public static Refuse internalError() {
    return error(500, "Internal Server Error");
  }

  /** Two programs poll with one token; https://core.telegram.org/bots/faq, words in tdlib/telegram-bot-api, Client.cpp. */
  public static Refuse conflict() {
    return error(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
  }

  /** A button that was pressed long ago is not answered any more: QUERY_ID_INVALID in tdlib/telegram-bot-api, Client.cpp. */
  static Refuse queryTooOld() {
    return error(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
  }

  static Refuse error(int status, String description) {
    return Refuse.json(status,
        "{\"ok\":false,\"error_code\":" + status + ",\"description\":" + Json.quote(description) + "}");
  }
}
