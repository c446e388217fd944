package dev.binnacle.web.api;

import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Health;
import dev.binnacle.web.api.HealthCheck.Bot;
import dev.binnacle.web.api.HealthCheck.Component;
import dev.binnacle.web.api.HealthCheck.Outcome;
import dev.binnacle.web.api.HealthCheck.Part;
import dev.binnacle.web.api.HealthCheck.Report;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks at everything when a person asks for it. */
final class HealthRoutes {
  private static final double MICROS_A_MILLI = 1_000;

  private static final Shape<Part> PART =
      Shape.<Part>object("CheckedPart", "A part of the server as it was when it was looked at")
          .text("name", Part::name)
          .word("health", Health.class, Part::health)
          .number("response_time_ms", part -> millis(part.responseTime()))
          .note("how long it took to look")
          .text("message", Part::message)
          .shape();

  private static final Shape<Component> COMPONENT =
      Shape.<Component>object("CheckedComponent", "A part of a bot, as the bot told it last")
          .text("name", component -> component.name().value())
          .word("health", Health.class, Component::health)
          .flag("critical", Component::critical)
          .numberOrNull("response_time_ms", component -> millisOrNull(component.responseTime()))
          .textOrNull("message", Component::message)
          .count("age_ms", component -> component.age().toMillis())
          .note("how old the bot's word is")
          .shape();

  private static final Shape<Bot> BOT =
      Shape.<Bot>object("CheckedBot", "A bot as it was when it was looked at")
          .text("bot", bot -> bot.id().value())
          .word("status", BotStatus.class, Bot::status)
          .text("reason", Bot::reason)
          .countOrNull("silence_ms", bot -> bot.silence() == null ? null : bot.silence().toMillis())
          .note("since anything was heard of it; null if nothing ever was")
          .list("components", COMPONENT, Bot::components)
          .shape();

  private static final Shape<Report> REPORT =
      Shape.<Report>object("HealthCheck", "How the server's parts and the bots were when they were looked at")
          .time("at", Report::at)
          .word("health", Health.class, Report::health)
          .note("of the server: the worst of its parts. Bots that are ill make no server ill")
          .list("components", PART, Report::server)
          .list("bots", BOT, Report::bots)
          .shape();

  private final HealthCheck health;

  HealthRoutes(HealthCheck health) {
    this.health = health;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/health-checks", Access.OPERATOR, "Look at the server's parts and the bots now")
            .answers(200, Reply.JSON, "what was seen", REPORT)
            .answers(429, ProblemDocument.MEDIA_TYPE, "another look is on its way or was only just made", ProblemDocument.SHAPE)
            .replying(this::check));
  }

  private CompletionStage<Reply> check(Ask ask) {
    return health
        .check(ask.signedIn().name())
        .thenApply(
            outcome -> switch (outcome) {
              case Outcome.Seen(Report report) ->
                  new Reply(200, Reply.JSON, REPORT.bytes(report), Map.of(), Reply.Caching.NEVER);
              case Outcome.TooSoon(Duration retryAfter) -> tooSoon(retryAfter);
            });
  }

  private static Reply tooSoon(Duration retryAfter) {
    // Rounded up: who comes back then must not be sent away again.
    long seconds = Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
    String detail = "everything is being looked at, or was only just; ask again in " + seconds + " s";
    return ProblemDocument.of(429, "too-soon", "Too many requests", detail).with("Retry-After", "" + seconds).reply();
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / MICROS_A_MILLI) / MICROS_A_MILLI;
  }

  private static @Nullable Double millisOrNull(@Nullable Duration time) {
    return time == null ? null : millis(time);
  }
}
