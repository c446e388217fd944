package dev.binnacle.web.api;

import dev.binnacle.model.ChannelName;
import dev.binnacle.web.api.Notifications.Channel;
import dev.binnacle.web.api.Notifications.Parcel;
import dev.binnacle.web.api.Notifications.ParcelState;
import dev.binnacle.web.api.Notifications.Preview;
import dev.binnacle.web.api.Notifications.Tested;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.Listed;
import dev.binnacle.web.view.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What people were told, over which channels, and how a message looks. */
final class NotificationRoutes {
  private static final Shape<Listed<Parcel>> LIST = Listed.shape("Deliveries", "notifications", NotificationShapes.PARCEL);

  private static final Shape<List<Channel>> CHANNELS =
      Shape.<List<Channel>>object("Channels", "All channels by name")
          .list("channels", NotificationShapes.CHANNEL, channels -> channels)
          .shape();

  private static final Shape<List<Preview>> PREVIEWS =
      Shape.<List<Preview>>object("MessagePreviews", "What was told lately, and one of each kind with made-up figures")
          .list("messages", NotificationShapes.PREVIEW, previews -> previews)
          .shape();

  /** @param failed why it did not work; null when it did */
  record Trial(@Nullable String failed, @Nullable Long millis, @Nullable String reference) {}

  static final Shape<Trial> TRIAL =
      Shape.<Trial>object("ChannelTest", "What became of a word of trial")
          .flag("delivered", trial -> trial.failed() == null)
          .textOrNull("reason", Trial::failed)
          .note("why it was not delivered")
          .countOrNull("took_ms", Trial::millis)
          .textOrNull("reference", Trial::reference)
          .shape();

  private static final Parameter<ParcelState> STATE = Parameter.optionalWord("state", "Only in this state", ParcelState.class);
  private static final Parameter<Integer> RECENT = Parameter.count("recent", "How many of those that were told lately", 0, 20, 5);

  private final Notifications notifications;
  private final Past past;

  NotificationRoutes(Notifications notifications, Past past) {
    this.notifications = notifications;
    this.past = past;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/notifications", Access.VIEWER, "What people were told, one row for each channel, the newest first")
            .with(Parameter.CHANNEL, STATE, Parameter.OF_BOT, Parameter.LIMIT, Parameter.CURSOR)
            .to(LIST, this::list),
        Route.post("/api/v1/notifications/{id}/retry", Access.OPERATOR, "Send a message again that was given up")
            .answers(204, "", "it waits for its turn", null)
            .replying(this::retry),
        Route.get("/api/v1/channels", Access.VIEWER, "The ways of reaching people, and how they fare")
            .to(CHANNELS, ask -> notifications.channels()),
        Route.post("/api/v1/channels/{name}/test", Access.OPERATOR, "Send a word of trial, past the queue")
            .answers(200, Reply.JSON, "it was tried", TRIAL)
            .replying(this::test),
        Route.get("/api/v1/messages/preview", Access.VIEWER, "Messages as Telegram and Discord show them")
            .with(RECENT)
            .to(PREVIEWS, ask -> past.read(() -> notifications.previews(ask.require(RECENT)))));
  }

  private Listed<Parcel> list(Ask ask) {
    Notifications.Query query =
        new Notifications.Query(
            ask.get(Parameter.CHANNEL), ask.get(STATE), ask.get(Parameter.OF_BOT), ask.require(Parameter.LIMIT),
            ask.get(Parameter.CURSOR));
    return past.read(() -> notifications.list(query));
  }

  private CompletionStage<Reply> retry(Ask ask) {
    String id = ask.variable("id");
    if (past.read(() -> notifications.find(id)).isEmpty()) {
      throw ProblemDocument.notFound("notification", id).refused();
    }
    return notifications.retry(id, ask.signedIn().name()).thenApply(AlertRoutes::reply);
  }

  private CompletionStage<Reply> test(Ask ask) {
    return notifications
        .test(channel(ask), ask.signedIn().name())
        .thenApply(NotificationRoutes::tried);
  }

  static Reply tried(Tested tested) {
    return switch (tested) {
      case Tested.Delivered(long millis, String reference) -> once(new Trial(null, millis, reference));
      case Tested.Failed(String reason) -> once(new Trial(reason, null, null));
      case Tested.Refused(String reason) -> ProblemDocument.of(409, "refused", "Conflict", reason).reply();
    };
  }

  private ChannelName channel(Ask ask) {
    return notifications.channels().stream()
        .map(Channel::name)
        .filter(name -> name.value().equals(ask.variable("name")))
        .findFirst()
        .orElseThrow(() -> ProblemDocument.notFound("channel", ask.variable("name")).refused());
  }

  private static Reply once(Trial trial) {
    return new Reply(200, Reply.JSON, TRIAL.bytes(trial), Map.of(), Reply.Caching.NEVER);
  }
}
