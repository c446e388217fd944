package dev.binnacle.testkit;

import dev.binnacle.testkit.Mishap.Refuse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One webhook of Discord: https://discord.com/developers/docs/resources/webhook#execute-webhook. It holds messages to the limits of
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits and of its rate.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakeDiscord extends FakeService {
  private static final String PATH = "/api/webhooks/223704706495545344/";
  private static final int MOST_ALTOGETHER = 6_000;

  private final String token;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile @Nullable Bucket bucket;

  public FakeDiscord(String token) {
    this.token = token;
  }

  /**
   * A message that the channel has got.
   *
   * @param embeds titles, descriptions and so on as they were sent
   * @param mentions what {@code allowed_mentions.parse} let through; null when the message named nothing, which lets all through
   */
  public record Sent(
      long id, String content, String username, String avatar, List<Map<String, @Nullable Object>> embeds,
      @Nullable List<@Nullable Object> mentions, Map<String, byte[]> files, boolean silent) {}

  /** The address that people copy out of Discord. */
  public String webhook() {
    return uri() + PATH + token;
  }

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Takes so many messages in each window and refuses more; discord-api-docs issue 367 tells of 5 in 2 s. */
  public void limit(int messages, Duration window, InstantSource clock) {
    bucket = new Bucket(messages, window, clock);
  }

  @Override
  Reply serve(Request request) {
    String path = request.path().replaceFirst("^/api/v10/", "/api/"); // https://discord.com/developers/docs/reference#api-versioning
    if (!path.equals(PATH + token)) {
      boolean known = path.startsWith(PATH);
      return Reply.of(known ? DiscordAnswers.invalidToken() : DiscordAnswers.unknownWebhook());
    }
    Bucket limits = bucket;
    Map<String, String> headers = limits == null ? Map.of() : limits.take();
    if (headers.containsKey("Retry-After")) {
      Refuse refusal = DiscordAnswers.tooManyRequests(Double.parseDouble(headers.getOrDefault("X-RateLimit-Reset-After", "0")));
      return Reply.of(refusal);
    }
    Map<String, byte[]> files = new HashMap<>();
    Sent message = read(request, files);
    Refuse refusal = refusal(message);
    if (refusal != null) {
      return Reply.of(refusal);
    }
    sent.add(message);
    boolean wait = "true".equals(request.query().get("wait"));
    // 204, and with wait=true the message: "Execute Webhook" of the page above.
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return new Reply(wait ? 200 : 204, all, wait
        ? "{\"id\":\"" + message.id() + "\",\"type\":0,\"content\":"
            + Json.quote(message.content()) + ",\"channel_id\":\"199737254929760256\"}"
        : "");
  }

  private Sent read(Request request, Map<String, byte[]> files) {
    byte[] payload = request.body();
    if (request.header("content-type").startsWith("multipart/form-data")) {
      for (Forms.Part part : Forms.multipart(request.header("content-type"), request.body())) {
        if (part.file() != null) {
          files.put(part.file(), part.content());
        } else if (part.name().equals("payload_json")) {
          payload = part.content();
        }
      }
    }
    Map<String, @Nullable Object> body = Json.object(Json.read(payload));
    List<Map<String, @Nullable Object>> embeds = new ArrayList<>();
    Json.array(body.get("embeds")).forEach(embed -> embeds.add(Json.object(embed)));
    Object mentions = body.get("allowed_mentions");
    // Flag 1 << 12: https://discord.com/developers/docs/resources/message#message-object-message-flags
    boolean silent = body.get("flags") instanceof Long flags && (flags & 4_096) != 0;
    return new Sent(1_100_000_000_000_000_000L + sent.size(), Json.text(body.get("content")), Json.text(body.get("username")),
        Json.text(body.get("avatar_url")), embeds, mentions == null ? null : Json.array(Json.object(mentions).get("parse")),
        files, silent);
  }

  private static @Nullable Refuse refusal(Sent message) {
    if (message.content().isEmpty() && message.embeds().isEmpty() && message.files().isEmpty()) {
      return DiscordAnswers.empty();
    }
    if (message.content().length() > 2_000) {
      return DiscordAnswers.contentTooLong();
    }
    int all = message.embeds().stream().mapToInt(FakeDiscord::length).sum();
    boolean fits =
        message.embeds().size() <= 10 && all <= MOST_ALTOGETHER && message.embeds().stream().allMatch(FakeDiscord::fits);
    return fits ? null : DiscordAnswers.embedsTooLarge();
  }

  private static boolean fits(Map<String, @Nullable Object> embed) {
    List<@Nullable Object> fields = Json.array(embed.get("fields"));
    return within(embed.get("title"), 0, 256)
        && within(embed.get("description"), 0, 4_096)
        && within(Json.object(embed.get("footer")).get("text"), 0, 2_048)
        && within(Json.object(embed.get("author")).get("name"), 0, 256)
        && fields.size() <= 25
        && fields.stream().map(Json::object)
            .allMatch(field -> within(field.get("name"), 1, 256) && within(field.get("value"), 1, 1_024));
  }

  private static boolean within(@Nullable Object text, int least, int most) {
    int length = Json.text(text).length();
    return length >= least && length <= most;
  }

  /** What counts towards the sum over all embeds: title, description, field names and values, footer's text and author's name. */
  private static int length(Map<String, @Nullable Object> embed) {
    int length = Json.text(embed.get("title")).length() + Json.text(embed.get("description")).length()
        + Json.text(Json.object(embed.get("footer")).get("text")).length()
        + Json.text(Json.object(embed.get("author")).get("name")).length();
    for (Object field : Json.array(embed.get("fields"))) {
      length += Json.text(Json.object(field).get("name")).length() + Json.text(Json.object(field).get("value")).length();
    }
    return length;
  }

  /** Headers of https://discord.com/developers/docs/topics/rate-limits#header-format-rate-limit-header-examples. */
  private static final class Bucket {
    private final int most;
    private final Duration window;
    private final InstantSource clock;
    private final Deque<Instant> taken = new ArrayDeque<>();

    Bucket(int most, Duration window, InstantSource clock) {
      this.most = most;
      this.window = window;
      this.clock = clock;
    }

    synchronized Map<String, String> take() {
      Instant now = clock.instant();
      while (!taken.isEmpty() && !taken.peekFirst().plus(window).isAfter(now)) {
        taken.removeFirst();
      }
      boolean full = taken.size() >= most;
      if (!full) {
        taken.addLast(now);
      }
      Instant reset = taken.isEmpty() ? now.plus(window) : taken.getFirst().plus(window);
      Map<String, String> headers = new HashMap<>();
      headers.put("X-RateLimit-Limit", Integer.toString(most));
      headers.put("X-RateLimit-Remaining", Integer.toString(most - taken.size()));
      headers.put("X-RateLimit-Reset", DiscordAnswers.seconds(reset.toEpochMilli() / 1_000.0));
      headers.put("X-RateLimit-Reset-After", DiscordAnswers.seconds(Duration.between(now, reset).toMillis() / 1_000.0));
      headers.put("X-RateLimit-Bucket", "abcd1234");
      if (full) {
        headers.put("Retry-After", "1");
      }
      return headers;
    }
  }
}
