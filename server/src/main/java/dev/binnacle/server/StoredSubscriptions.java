package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.webpush.PushSubscription;
import dev.binnacle.notify.webpush.PushSubscriptions;
import dev.binnacle.notify.webpush.VapidKeys;
import dev.binnacle.storage.Registry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Browsers that asked to be told, in the registry by the hash of their endpoint, and the keys by which they know the server.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class StoredSubscriptions {
  static final int MOST = 500;
  static final int MOST_OF_ONE = 25;
  private static final String KIND = "push-subscription";
  private static final String KEYS = "key";
  private static final String PAIR = "push";
  /** So that a storm is not a write for each device and message. */
  private static final Duration STEP = Duration.ofMinutes(1);

  private final Registry registry;
  private final AuditLog audit;
  private final InstantSource clock;

  StoredSubscriptions(Registry registry, AuditLog audit, InstantSource clock) {
    this.registry = registry;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @param device what it is called
   * @param operator whose it is
   * @param reached when a message last reached its push service, to the minute; null before the first
   */
  record Device(
      PushSubscription subscription, ChannelName channel, String device, String operator, Instant added,
      @Nullable Instant reached) {
    String id() {
      return StoredSubscriptions.id(subscription.endpoint());
    }
  }

  /** The pair of the settings, else the one that was made when it was first needed. */
  synchronized VapidKeys.Text keys(ChannelSettings.WebPush settings) {
    if (settings.publicKey() != null && settings.privateKey() != null) {
      return new VapidKeys.Text(settings.publicKey(), settings.privateKey());
    }
    byte[] kept = registry.get(KEYS, PAIR).orElseGet(() -> {
      VapidKeys.Text made = VapidKeys.generate();
      byte[] text = (made.publicKey() + "\n" + made.privateKey().reveal()).getBytes(StandardCharsets.US_ASCII);
      registry.put(KEYS, PAIR, text);
      return text;
    });
    String[] lines = new String(kept, StandardCharsets.US_ASCII).split("\n", -1);
    return new VapidKeys.Text(lines[0], new Secret(lines[1]));
  }

  /**
   * @param device what takes the place of one with the same endpoint
   * @param replaces an endpoint of the same person's that is no more; null for none
   * @return why it is not taken; empty when it is
   */
  synchronized Optional<String> add(Device device, @Nullable URI replaces) {
    List<Device> others = new ArrayList<>(devices());
    others.removeIf(one -> one.id().equals(device.id()));
    Optional<Device> old = others.stream()
        .filter(one -> one.subscription().endpoint().equals(replaces) && one.operator().equals(device.operator()))
        .findFirst();
    old.ifPresent(others::remove);
    if (others.size() >= MOST) {
      return Optional.of("there are " + MOST + " devices already, and no more are kept: remove some first");
    }
    if (others.stream().filter(one -> one.operator().equals(device.operator())).count() >= MOST_OF_ONE) {
      return Optional.of("you have " + MOST_OF_ONE + " devices already, and no more are kept: remove some first");
    }
    write(device);
    old.ifPresent(one -> registry.remove(KIND, one.id()));
    note(device.operator(), "tell " + named(device) + " by web push", "done");
    return Optional.empty();
  }

  /** @param operator who wants it so; null when its push service does */
  synchronized boolean remove(String id, @Nullable String operator, String why) {
    Optional<Device> known = find(id);
    if (known.isEmpty() || !registry.remove(KIND, id)) {
      return false;
    }
    note(operator, "tell " + named(known.get()) + " no more", why);
    return true;
  }

  Optional<Device> find(String id) {
    return id.length() == 64 ? registry.get(KIND, id).map(StoredSubscriptions::read) : Optional.empty();
  }

  /** The newest first. */
  List<Device> devices() {
    return registry.all(KIND).values().stream()
        .map(StoredSubscriptions::read)
        .sorted(Comparator.comparing(Device::added).reversed())
        .toList();
  }

  /** Those of one channel. */
  PushSubscriptions of(ChannelName channel) {
    return new PushSubscriptions() {
      @Override
      public List<PushSubscription> all() {
        return devices().stream().filter(one -> one.channel().equals(channel)).map(Device::subscription).toList();
      }

      @Override
      public void reached(PushSubscription subscription, Instant at) {
        StoredSubscriptions.this.reached(id(subscription.endpoint()), at);
      }

      @Override
      public void remove(PushSubscription subscription, String why) {
        StoredSubscriptions.this.remove(id(subscription.endpoint()), null, why);
      }
    };
  }

  synchronized void reached(String id, Instant at) {
    Device device = find(id).orElse(null);
    if (device != null && (device.reached() == null || Duration.between(device.reached(), at).compareTo(STEP) >= 0)) {
      write(new Device(device.subscription(), device.channel(), device.device(), device.operator(), device.added(), at));
    }
  }

  private void note(@Nullable String operator, String said, String result) {
    audit.note(clock.instant(), operator == null ? "push-service" : "web", operator, said, result);
  }

  /** Without the endpoint: whoever knows it can write to the device. */
  private static String named(Device device) {
    return "\"" + device.device() + "\" of " + device.operator() + " (" + device.subscription() + ")";
  }

  private void write(Device device) {
    ObjectNode json = ConfigCalls.JSON.createObjectNode()
        .put("endpoint", device.subscription().endpoint().toString()).put("p256dh", device.subscription().publicKey())
        .put("auth", device.subscription().secret()).put("channel", device.channel().value()).put("device", device.device())
        .put("operator", device.operator()).put("added", device.added().toString())
        .put("reached", Objects.toString(device.reached(), null));
    registry.put(KIND, device.id(), json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Device read(byte[] bytes) {
    JsonNode json = ConfigCalls.JSON.readTree(bytes);
    return new Device(
        new PushSubscription(
            URI.create(json.get("endpoint").asString()), json.get("p256dh").asString(), json.get("auth").asString()),
        new ChannelName(json.get("channel").asString()), json.get("device").asString(), json.get("operator").asString(),
        Instant.parse(json.get("added").asString()),
        json.get("reached").isNull() ? null : Instant.parse(json.get("reached").asString()));
  }

  static String id(URI endpoint) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(endpoint.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
