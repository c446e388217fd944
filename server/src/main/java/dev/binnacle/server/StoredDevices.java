package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Messages;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.webpush.PushSubscription;
import dev.binnacle.notify.webpush.PushSubscriptions;
import dev.binnacle.notify.webpush.WebPushChannel;
import dev.binnacle.web.api.Commands;
import dev.binnacle.web.api.Notifications.Tested;
import dev.binnacle.web.api.PushDevices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What the web asks of browsers that are told while they are closed. */
final class StoredDevices implements PushDevices {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final StoredSubscriptions subscriptions;
  private final Supplier<List<ChannelSettings>> settings;
  private final Executor blocking;
  private final InstantSource clock;

  /**
   * @param settings of all channels, as they are now
   * @param blocking runs what waits for a disk or the network
   */
  StoredDevices(
      StoredSubscriptions subscriptions, Supplier<List<ChannelSettings>> settings, Executor blocking, InstantSource clock) {
    this.subscriptions = subscriptions;
    this.settings = settings;
    this.blocking = blocking;
    this.clock = clock;
  }

  @Override
  public List<PushDevices.Channel> channels() {
    return pushing().stream()
        .map(push -> new PushDevices.Channel(push.name(), subscriptions.keys(push).publicKey()))
        .toList();
  }

  private List<ChannelSettings.WebPush> pushing() {
    return settings.get().stream()
        .filter(ChannelSettings.WebPush.class::isInstance)
        .map(ChannelSettings.WebPush.class::cast)
        .toList();
  }

  private Optional<ChannelSettings.WebPush> channel(ChannelName name) {
    return pushing().stream().filter(push -> push.name().equals(name)).findFirst();
  }

  @Override
  public List<Device> devices() {
    return subscriptions.devices().stream().map(StoredDevices::shown).toList();
  }

  private static Device shown(StoredSubscriptions.Device device) {
    return new Device(
        device.id(), device.device(), device.channel(), device.operator(), device.subscription().endpoint().getHost(),
        device.added(), device.reached());
  }

  @Override
  public CompletionStage<Taken> add(Wish wish, String operator) {
    return CompletableFuture.supplyAsync(() -> added(wish, operator), blocking);
  }

  private Taken added(Wish wish, String operator) {
    ChannelSettings.WebPush push = channel(wish.channel()).orElse(null);
    if (push == null) {
      return new Taken.Refused("there is no channel " + wish.channel() + " of type webpush any more: load the page anew");
    }
    PushSubscription subscription = new PushSubscription(wish.endpoint(), wish.publicKey(), wish.secret());
    StoredSubscriptions.Device device =
        new StoredSubscriptions.Device(subscription, wish.channel(), wish.device(), operator, clock.instant(), null);
    return subscription.problem(push.services())
        .or(() -> subscriptions.add(device, wish.replaces()))
        .<Taken>map(Taken.Refused::new)
        .orElseGet(() -> new Taken.Done(shown(device)));
  }

  @Override
  public CompletionStage<Commands.Outcome> remove(String id, String operator) {
    return CompletableFuture.supplyAsync(
        () -> subscriptions.remove(id, operator, "done")
            ? new Commands.Outcome.Done()
            : new Commands.Outcome.Refused("there is no such device any more"),
        blocking);
  }

  @Override
  public CompletionStage<Tested> test(String id, String operator) {
    return CompletableFuture.supplyAsync(() -> tested(id, operator), blocking);
  }

  private Tested tested(String id, String operator) {
    StoredSubscriptions.Device device = subscriptions.find(id).orElse(null);
    ChannelSettings.WebPush push = device == null ? null : channel(device.channel()).orElse(null);
    if (device == null || push == null) {
      return new Tested.Refused("this device, or the channel " + (device == null ? "of it" : device.channel()) + ", is no more");
    }
    Instant now = clock.instant();
    Dispatch dispatch = new Dispatch(
        "test-" + now.toEpochMilli(), Messages.test("test-" + now.toEpochMilli(), now, operator), false, false, 1, 0, null,
        push.policy().zone(), now);
    long from = System.nanoTime();
    try (Http http = Http.create(PATIENCE)) {
      Outcome outcome = new WebPushChannel(push, subscriptions.keys(push), http, only(device)).send(dispatch);
      return subscriptions.find(id).isPresent()
          ? told(outcome, (System.nanoTime() - from) / 1_000_000)
          : new Tested.Failed(
              "its push service does not know it any more, so it was taken off the list: switch it on again there");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Tested.Failed("the server is stopping");
    }
  }

  private PushSubscriptions only(StoredSubscriptions.Device device) {
    PushSubscriptions all = subscriptions.of(device.channel());
    return new PushSubscriptions() {
      @Override
      public List<PushSubscription> all() {
        return List.of(device.subscription());
      }

      @Override
      public void reached(PushSubscription subscription, Instant at) {
        all.reached(subscription, at);
      }

      @Override
      public void remove(PushSubscription subscription, String why) {
        all.remove(subscription, why);
      }
    };
  }

  private static Tested told(Outcome outcome, long millis) {
    return switch (outcome) {
      case Outcome.Delivered(String reference) -> new Tested.Delivered(millis, reference);
      case Outcome.Later later -> new Tested.Failed(later.why());
      case Outcome.Refused refused -> new Tested.Failed(refused.why());
      case Outcome.Broken broken -> new Tested.Failed(broken.why());
      case Outcome.Unknown unknown -> new Tested.Failed("it may have arrived: " + unknown.why());
    };
  }
}
