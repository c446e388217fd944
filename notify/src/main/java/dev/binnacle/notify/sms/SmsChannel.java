package dev.binnacle.notify.sms;

import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Pieces;
import dev.binnacle.notify.http.Answer;
import dev.binnacle.notify.http.Http;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells telephones. Each number gets the summary and the lines of a message, never pictures or fields, since each segment costs money. A
 * number that will not be told again does not keep the others from being told.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class SmsChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(SmsChannel.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** A gateway queues what comes faster than a telephone number may send, about a segment a second. */
  private static final Limits LIMITS = new Limits(List.of(Limits.Rate.of(1, Duration.ofSeconds(1))), true, false);

  private final ChannelSettings.Sms settings;
  private final Http http;
  private final Notebook notebook;
  private final InstantSource clock;
  private final Map<String, String> unwilling = new HashMap<>();

  /**
   * @param notebook keeps how many messages went out today
   */
  public SmsChannel(ChannelSettings.Sms settings, Http http, Notebook notebook, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.notebook = notebook;
    this.clock = clock;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int parts(Dispatch dispatch) {
    return pages(dispatch).size() * settings.to().size();
  }

  @Override
  public Outcome send(Dispatch dispatch) throws InterruptedException {
    List<String> pages = pages(dispatch);
    String to = settings.to().get(dispatch.part() % settings.to().size());
    String page = pages.get(Math.min(dispatch.part() / settings.to().size(), pages.size() - 1));
    if (unwilling.containsKey(to)) {
      return unwilling(to);
    }
    Instant now = clock.instant();
    String key = "sms:" + settings.name() + ":" + to;
    long today = today(key, now);
    if (today >= settings.mostPerDay()) {
      Instant tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return new Outcome.Later(Duration.between(now, tomorrow),
          "most-per-day is reached: " + today + " messages went to " + masked(to) + " today", false);
    }
    Outcome outcome = outcome(post(to, page), to);
    if (outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Unknown) {
      notebook.write(key, LocalDate.ofInstant(now, ZoneOffset.UTC) + " " + (today + 1));
    }
    return outcome;
  }

  private static List<String> pages(Dispatch dispatch) {
    Message message = dispatch.message();
    List<String> lines = new ArrayList<>();
    lines.add(ShortText.simple(message.summary().isBlank() ? message.title() : message.summary()));
    if (message.alertIds().size() > 1 || message.fields().isEmpty()) {
      dispatch.letter().lines().stream().map(ShortText::simple).forEach(lines::add);
    }
    String note = Pieces.shortened(ShortText.simple(String.join(" ", dispatch.letter().notes())), 300);
    return ShortText.pages(lines.stream().filter(line -> !line.isEmpty()).toList(), note);
  }

  private long today(String key, Instant now) {
    String[] kept = notebook.read(key).orElse("").split(" ");
    boolean same = kept.length == 2 && kept[0].equals(LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
    return same ? Long.parseLong(kept[1]) : 0;
  }

  private Answer post(String to, String body) throws InterruptedException {
    String form = "To=" + encoded(to) + "&From=" + encoded(settings.from()) + "&Body=" + encoded(body);
    String credentials = settings.account() + ":" + settings.token().reveal();
    URI address = settings.api().resolve("/2010-04-01/Accounts/" + encoded(settings.account()) + "/Messages.json");
    return http.post(address, Map.of(
        "Content-Type", "application/x-www-form-urlencoded",
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))),
        form.getBytes(StandardCharsets.US_ASCII));
  }

  private Outcome outcome(Answer answer, String to) {
    return switch (answer) {
      case Answer.Unreachable(String why) -> new Outcome.Later(null, why, false);
      case Answer.Unsure(String why) -> new Outcome.Unknown(why);
      case Answer.Given given -> given(given, to);
    };
  }

  private Outcome given(Answer.Given answer, String to) {
    JsonNode body = read(answer);
    String said = body.path("message").asString("HTTP " + answer.status()).replace(to, masked(to));
    String why = "the gateway says: " + Pieces.shortened(said, 200);
    return switch (answer.status()) {
      case 200, 201 -> new Outcome.Delivered(body.path("sid").asString(null));
      // A 429 is never processed: https://www.twilio.com/docs/api/errors/20429
      case 429 -> new Outcome.Later(
          answer.number("Retry-After").isPresent()
              ? Answer.seconds(answer.number("Retry-After").getAsDouble(), LONGEST_WAIT)
              : null,
          why, false);
      case 401, 403, 404 -> new Outcome.Broken(why + ". Check the account and its token");
      case 503 -> new Outcome.Later(null, why, true);
      case 400 -> ofNumber(body.path("code").asInt(0), why, to);
      default -> answer.status() >= 500 ? new Outcome.Unknown(why) : new Outcome.Refused(why);
    };
  }

  /** Numbers of https://www.twilio.com/docs/api/errors that lie in whom is told, or from where, and not in what. */
  private Outcome ofNumber(int code, String why, String to) {
    return switch (code) {
      case 21211, 21408, 21610, 21612, 21614 -> {
        unwilling.put(to, why);
        LOG.warn("{}: {} will not be told any more: {}", settings.name(), masked(to), why);
        yield unwilling(to);
      }
      case 21212, 21603, 21606, 21659 -> new Outcome.Broken(why + ". Check the number that it is sent from");
      default -> new Outcome.Refused(why);
    };
  }

  private Outcome unwilling(String to) {
    String why = masked(to) + " cannot be told: " + unwilling.get(to);
    return unwilling.size() == settings.to().size() ? new Outcome.Broken(why) : new Outcome.Delivered(Pieces.shortened(why, 200));
  }

  private static String masked(String number) {
    return number.length() <= 4 ? "****" : "*".repeat(number.length() - 4) + number.substring(number.length() - 4);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode read(Answer.Given answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException _) {
      return JSON.nullNode();
    }
  }
}
