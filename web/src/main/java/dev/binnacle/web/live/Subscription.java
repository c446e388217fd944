package dev.binnacle.web.live;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a dashboard has asked for. Who follows the fleet hears what happens to every bot, else only of the bots followed; who follows alerts
 * or halts hears of every one.
 *
 * @param interval the shortest time between two states of one topic
 */
record Subscription(Set<Topic> topics, Duration interval) {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  private static final int MOST_TOPICS = 50;
  private static final String BOT_PREFIX = "bot/";

  private static final JsonMapper JSON =
      JsonMapper.builder(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(4).maxStringLength(200).maxNumberLength(20).build())
              .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  Subscription {
    topics = Set.copyOf(topics);
  }

  static Subscription plain(Duration refreshInterval) {
    return new Subscription(Set.of(new Topic.Plain()), refreshInterval);
  }

  boolean isPlain() {
    return topics.contains(new Topic.Plain());
  }

  boolean hearsOf(Messages.Push push) {
    BotId bot = push.bot();
    return (push.about() != null && topics.contains(push.about()))
        || topics.contains(new Topic.Fleet())
        || isPlain()
        || (bot != null && topics.contains(new Topic.Bot(bot)));
  }

  /** What a dashboard can say. */
  sealed interface Word {
    record Subscribe(Subscription subscription) implements Word {}

    /** A sign of life. */
    record Pong() implements Word {}
  }

  /**
   * @throws InvalidValueException saying what is wrong with the message
   */
  static Word read(String message) {
    JsonNode json;
    try {
      json = JSON.readTree(message);
    } catch (JacksonException e) {
      throw new InvalidValueException("", "syntax", "the message is not JSON: " + e.getOriginalMessage());
    }
    String type = json.path("type").stringValue("");
    return switch (type) {
      case "pong" -> new Word.Pong();
      case "subscribe" -> new Word.Subscribe(subscription(json));
      default -> throw new InvalidValueException("type", "word", "type must be subscribe or pong, was " + json.path("type"));
    };
  }

  private static Subscription subscription(JsonNode json) {
    List<JsonNode> names = json.path("topics").values().stream().toList();
    if (!json.path("topics").isArray() || names.isEmpty() || names.size() > MOST_TOPICS) {
      throw new InvalidValueException("topics", "size",
          "topics must be a list of 1 to " + MOST_TOPICS + " names: fleet, alerts, halts, bot/NAME");
    }
    Set<Topic> topics = names.stream().map(Subscription::topic).collect(Collectors.toCollection(HashSet::new));
    JsonNode interval = json.path("interval_ms");
    if (interval.isMissingNode() || interval.isNull()) {
      return new Subscription(topics, DEFAULT_INTERVAL);
    }
    long millis = interval.isIntegralNumber() ? interval.longValue() : -1;
    if (millis < Topic.SHORTEST_INTERVAL.toMillis() || millis > LONGEST_INTERVAL.toMillis()) {
      throw new InvalidValueException(
          "interval_ms",
          "range",
          "interval_ms must be a whole number from %d to %d, was %s"
              .formatted(Topic.SHORTEST_INTERVAL.toMillis(), LONGEST_INTERVAL.toMillis(), interval));
    }
    return new Subscription(topics, Duration.ofMillis(millis));
  }

  private static Topic topic(JsonNode name) {
    String text = name.stringValue("");
    if (text.equals("fleet")) {
      return new Topic.Fleet();
    }
    if (text.equals("alerts")) {
      return new Topic.Alerts();
    }
    if (text.equals("halts")) {
      return new Topic.Halts();
    }
    if (text.startsWith(BOT_PREFIX)) {
      return new Topic.Bot(new BotId(text.substring(BOT_PREFIX.length())));
    }
    throw new InvalidValueException("topics", "word", "a topic is fleet, alerts, halts or bot/NAME, was " + name);
  }
}
