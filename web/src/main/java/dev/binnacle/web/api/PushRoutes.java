package dev.binnacle.web.api;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.web.api.PushDevices.Channel;
import dev.binnacle.web.api.PushDevices.Device;
import dev.binnacle.web.api.PushDevices.Taken;
import dev.binnacle.web.api.PushDevices.Wish;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.security.Caller;
import dev.binnacle.web.security.Role;
import dev.binnacle.web.view.Shape;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Devices that are told while the dashboard is closed. Each sees its own, an administrator all. */
final class PushRoutes {
  private static final int LONGEST_ENDPOINT = 2_000;
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_KEY = 200;

  /** @param own whether it belongs to who asks */
  private record Seen(Device device, boolean own) {}

  private record Push(List<Channel> channels, List<Seen> devices) {}

  private static final Shape<Channel> CHANNEL =
      Shape.<Channel>object("PushChannel", "A channel that reaches browsers")
          .text("name", channel -> channel.name().value())
          .text("public_key", Channel::publicKey)
          .note("VAPID, for pushManager.subscribe")
          .shape();

  private static final Shape<Seen> DEVICE =
      Shape.<Seen>object("PushDevice", "A browser that is told while the dashboard is closed")
          .text("id", seen -> seen.device().id())
          .note("the SHA-256 of its endpoint, in hexadecimal")
          .text("device", seen -> seen.device().device())
          .text("channel", seen -> seen.device().channel().value())
          .text("operator", seen -> seen.device().operator())
          .flag("own", Seen::own)
          .note("whether it belongs to who asks")
          .text("service", seen -> seen.device().service())
          .note("the host of its push service")
          .time("added", seen -> seen.device().added())
          .timeOrNull("last_reached", seen -> seen.device().lastReached())
          .note("when a message last reached its push service, to the minute")
          .shape();

  private static final Shape<Push> PUSH =
      Shape.<Push>object("Push", "How browsers are told while the dashboard is closed")
          .list("channels", CHANNEL, Push::channels)
          .list("devices", DEVICE, Push::devices)
          .shape();

  private static final Form WISH =
      Form.named("NewPushDevice")
          .text("endpoint", true, "where its messages are to be posted, as the browser says it",
              text -> endpoint("endpoint", text))
          .text("p256dh", true, "its public key, base64url", text -> shorter("p256dh", text, LONGEST_KEY))
          .text("auth", true, "its secret, base64url", text -> shorter("auth", text, LONGEST_KEY))
          .text("channel", true, "the channel whose public key it was asked with", ChannelName::new)
          .text("device", true, "what to call it", text -> named(text))
          .text("replaces", false, "the endpoint that it had before", text -> endpoint("replaces", text));

  private final PushDevices push;
  private final Past past;

  PushRoutes(PushDevices push, Past past) {
    this.push = push;
    this.past = past;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/push", Access.VIEWER, "The channels that reach browsers, and your devices; an administrator sees all")
            .to(PUSH, this::all),
        Route.post("/api/v1/push/devices", Access.VIEWER, "Have this browser told while the dashboard is closed")
            .takes(WISH)
            .answers(201, Reply.JSON, "it is told from now on", DEVICE)
            .replying(this::add),
        Route.delete("/api/v1/push/devices/{id}", Access.VIEWER, "Have a device told no more")
            .answers(204, "", "it is told no more", null)
            .replying(ask -> push.remove(found(ask).id(), ask.signedIn().name()).thenApply(AlertRoutes::reply)),
        Route.post("/api/v1/push/devices/{id}/test", Access.VIEWER, "Send a word of trial to one device")
            .answers(200, Reply.JSON, "it was tried", NotificationRoutes.TRIAL)
            .replying(ask -> push.test(found(ask).id(), ask.signedIn().name()).thenApply(NotificationRoutes::tried)));
  }

  private Push all(Ask ask) {
    return new Push(push.channels(), seen(ask.signedIn()));
  }

  private List<Seen> seen(Caller caller) {
    return past.read(push::devices).stream()
        .map(device -> new Seen(device, device.operator().equals(caller.name())))
        .filter(seen -> seen.own() || caller.role() == Role.ADMIN)
        .toList();
  }

  /** Somebody else's is not there, for who may not see it. */
  private Device found(Ask ask) {
    return seen(ask.signedIn()).stream()
        .map(Seen::device)
        .filter(device -> device.id().equals(ask.variable("id")))
        .findFirst()
        .orElseThrow(() -> ProblemDocument.notFound("device", ask.variable("id")).refused());
  }

  private CompletionStage<Reply> add(Ask ask) {
    Form.Values form = WISH.read(ask.body());
    Wish wish = new Wish(
        form.require("endpoint", URI.class), form.require("p256dh", String.class), form.require("auth", String.class),
        form.require("channel", ChannelName.class), form.require("device", String.class), form.get("replaces", URI.class));
    return push.add(wish, ask.signedIn().name())
        .thenApply(taken -> switch (taken) {
          case Taken.Done(Device device) -> Reply.created(DEVICE, new Seen(device, true));
          case Taken.Refused(String reason) -> ProblemDocument.of(409, "refused", "Conflict", reason).reply();
        });
  }

  private static URI endpoint(String field, String text) {
    try {
      URI endpoint = new URI(shorter(field, text, LONGEST_ENDPOINT));
      if (endpoint.getHost() != null && endpoint.getRawFragment() == null) {
        return endpoint;
      }
    } catch (java.net.URISyntaxException _) {
      // Said below, without the address: whoever knows it can write to the device.
    }
    throw new InvalidValueException(field, "address", field + " must be an address such as https://push.example.org/…");
  }

  private static String shorter(String field, String text, int most) {
    if (text.isEmpty() || text.length() > most) {
      throw new InvalidValueException(field, "length",
          "%s must have 1 to %d characters, had %d".formatted(field, most, text.length()));
    }
    return text;
  }

  private static String named(String text) {
    return shorter("device", Spans.words("device", text), LONGEST_NAME);
  }
}
