package dev.binnacle.testkit;

import dev.binnacle.testkit.Mishap.Refuse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One incoming webhook of Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. Blocks are held to the
 * limits of https://docs.slack.dev/reference/block-kit/blocks.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakeSlack extends FakeService {
  private static final String PATH = "/services/T00000000/B00000000/";

  private final String token;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  public FakeSlack(String token) {
    this.token = token;
  }

  /** A message that the channel has got; {@code text} is what notifications and screen readers say. */
  public record Sent(String text, List<Map<String, @Nullable Object>> blocks, String body) {}

  public String webhook() {
    return uri() + PATH + token;
  }

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /**
   * https://docs.slack.dev/apis/web-api/rate-limits: 429 with Retry-After in whole seconds; one message a second for webhooks. The body
   * is recorded in yassineaboukir/sublert issue 46.
   */
  public static Refuse tooManyRequests(long retryAfterSeconds) {
    return Refuse.json(429, "{\"retry_after\":" + retryAfterSeconds + ",\"ok\":false,\"error\":\"rate_limited\"}")
        .with("Retry-After", Long.toString(retryAfterSeconds));
  }

  /** "Handling errors" of the first page: the webhook was removed. */
  public static Refuse noService() {
    return plain(404, "no_service");
  }

  /** Same table: what was sent cannot be read. */
  public static Refuse invalidPayload() {
    return plain(400, "invalid_payload");
  }

  /** Blocks beyond the limits of https://docs.slack.dev/reference/block-kit/blocks; the word is recorded in sankichi92/livelog issue 792. */
  public static Refuse invalidBlocks() {
    return plain(400, "invalid_blocks");
  }

  /** Same table: the channel was archived. */
  public static Refuse archived() {
    return plain(410, "channel_is_archived");
  }

  /** Same table: an administrator forbids it. */
  public static Refuse prohibited() {
    return plain(403, "action_prohibited");
  }

  /** Same table: something at Slack. */
  public static Refuse rollupError() {
    return plain(500, "rollup_error");
  }

  @Override
  Reply serve(Request request) {
    if (!request.path().equals(PATH + token)) {
      return Reply.of(request.path().startsWith(PATH) ? plain(403, "invalid_token") : noService());
    }
    Object read;
    try {
      read = Json.read(request.body());
    } catch (RuntimeException e) {
      return Reply.of(invalidPayload());
    }
    Map<String, @Nullable Object> body = Json.object(read);
    List<Map<String, @Nullable Object>> blocks = new ArrayList<>();
    Json.array(body.get("blocks")).forEach(block -> blocks.add(Json.object(block)));
    String text = Json.text(body.get("text"));
    if (text.isBlank() && blocks.isEmpty()) {
      return Reply.of(plain(400, "no_text"));
    }
    if (blocks.size() > 50 || !blocks.stream().allMatch(FakeSlack::fits)) {
      return Reply.of(invalidBlocks());
    }
    sent.add(new Sent(text, blocks, request.text()));
    return new Reply(200, Map.of("Content-Type", "text/html"), "ok");
  }

  /** Header 150, section text 3000, ten fields of 2000 each, ten elements of a context, 25 of actions, button text 75. */
  private static boolean fits(Map<String, @Nullable Object> block) {
    String type = Json.text(block.get("type"));
    switch (type) {
      case "header":
        return within(block.get("text"), 150);
      case "section":
        List<@Nullable Object> fields = Json.array(block.get("fields"));
        return (block.get("text") != null || !fields.isEmpty())
            && (block.get("text") == null || within(block.get("text"), 3_000))
            && fields.size() <= 10 && fields.stream().allMatch(field -> within(field, 2_000));
      case "context":
        List<@Nullable Object> elements = Json.array(block.get("elements"));
        return !elements.isEmpty() && elements.size() <= 10 && elements.stream().allMatch(element -> within(element, 3_000));
      case "actions":
        List<@Nullable Object> buttons = Json.array(block.get("elements"));
        return !buttons.isEmpty() && buttons.size() <= 25
            && buttons.stream().allMatch(button -> within(Json.object(button).get("text"), 75));
      case "rich_text":
        List<@Nullable Object> sections = Json.array(block.get("elements"));
        return !sections.isEmpty() && sections.stream()
            .allMatch(section -> Json.array(Json.object(section).get("elements")).stream()
                .allMatch(element -> !Json.text(Json.object(element).get("text")).isEmpty()));
      default:
        return type.equals("divider");
    }
  }

  private static boolean within(@Nullable Object textObject, int most) {
    int length = Json.text(Json.object(textObject).get("text")).length();
    return length >= 1 && length <= most;
  }

  private static Refuse plain(int status, String body) {
    return new Refuse(status, Map.of("Content-Type", "text/html"), body);
  }
}
