package dev.binnacle.testkit;

import dev.binnacle.testkit.Mishap.Refuse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A gateway for short messages as Twilio's: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource. Shape
 * of its errors: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakeTwilio extends FakeService {
  public static final String ACCOUNT = "AC00000000000000000000000000000001";
  private static final int LONGEST = 1_600;

  private final String token;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Set<String> unsubscribed = ConcurrentHashMap.newKeySet();

  public FakeTwilio(String token) {
    this.token = token;
  }

  public record Sent(String from, String to, String body) {}

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** This number has answered STOP. */
  public void unsubscribe(String number) {
    unsubscribed.add(number);
  }

  /** https://www.twilio.com/docs/api/errors/20429: never processed, always safe to repeat. */
  public static Refuse tooManyRequests() {
    return error(429, 20429, "Too Many Requests");
  }

  /** https://www.twilio.com/docs/api/errors/20003. */
  public static Refuse unauthorized() {
    return error(401, 20003, "Authenticate");
  }

  /** https://www.twilio.com/docs/api/errors/21211. */
  public static Refuse invalidNumber(String to) {
    return error(400, 21211, "The 'To' number " + to + " is not a valid phone number.");
  }

  /** https://www.twilio.com/docs/api/errors/21602. */
  public static Refuse noBody() {
    return error(400, 21602, "Message body is required.");
  }

  /** https://www.twilio.com/docs/api/errors/21617. */
  public static Refuse tooLong() {
    return error(400, 21617, "The concatenated message body exceeds the 1600 character limit");
  }

  /** https://www.twilio.com/docs/api/errors/20500. */
  public static Refuse internalError() {
    return error(500, 20500, "An internal server error has occurred");
  }

  @Override
  Reply serve(Request request) {
    String expected = "Basic " + Base64.getEncoder().encodeToString((ACCOUNT + ":" + token).getBytes(StandardCharsets.UTF_8));
    if (!request.header("authorization").equals(expected)) {
      return Reply.of(unauthorized());
    }
    if (!request.path().equals("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json")) {
      // https://www.twilio.com/docs/api/errors/20404
      return Reply.of(error(404, 20404, "The requested resource " + request.path() + " was not found"));
    }
    Map<String, String> form = Forms.decode(request.text());
    String to = form.getOrDefault("To", "");
    String body = form.getOrDefault("Body", "");
    if (!to.matches("\\+[1-9][0-9]{6,14}")) {
      return Reply.of(invalidNumber(to));
    }
    if (unsubscribed.contains(to)) {
      // https://www.twilio.com/docs/api/errors/21610
      return Reply.of(error(400, 21610, "Attempt to send to unsubscribed recipient"));
    }
    if (body.isEmpty()) {
      return Reply.of(noBody());
    }
    if (body.length() > LONGEST) {
      return Reply.of(tooLong());
    }
    sent.add(new Sent(form.getOrDefault("From", ""), to, body));
    return Reply.json(201,
        String.format("{\"sid\":\"SM%032d\",\"status\":\"queued\",\"to\":%s,\"error_code\":null}", sent.size(), Json.quote(to)));
  }

  private static Refuse error(int status, int code, String message) {
    return Refuse.json(status, "{\"code\":" + code + ",\"message\":" + Json.quote(message)
        + ",\"more_info\":\"https://www.twilio.com/docs/errors/" + code + "\",\"status\":" + status + "}");
  }
}
