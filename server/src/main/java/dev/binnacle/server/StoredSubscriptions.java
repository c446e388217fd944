package dev.binnacle.server;

import dev.binnacle.notify.webpush.PushSubscription;
import dev.binnacle.notify.webpush.PushSubscriptions;
import dev.binnacle.storage.Registry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages that asked to be told, in the registry: one value of three lines each. */
final class StoredSubscriptions implements PushSubscriptions {
  static final int MOST = 500;
  private static final Logger LOG = LoggerFactory.getLogger(StoredSubscriptions.class);
  private static final String KIND = "push-subscription";

  private final Registry registry;

  StoredSubscriptions(Registry registry) {
    this.registry = registry;
  }

  /** @return why it is not taken; empty when it is */
  Optional<String> add(PushSubscription subscription) {
    Optional<String> problem = subscription.problem(List.of());
    if (problem.isPresent()) {
      return problem;
    }
    String key = key(subscription);
    if (registry.get(KIND, key).isEmpty() && registry.all(KIND).size() >= MOST) {
      return Optional.of("there are " + MOST + " subscriptions already, no more are kept");
    }
    String text = subscription.endpoint() + "\n" + subscription.publicKey() + "\n" + subscription.secret();
    registry.put(KIND, key, text.getBytes(StandardCharsets.UTF_8));
    return Optional.empty();
  }

  @Override
  public List<PushSubscription> all() {
    List<PushSubscription> all = new ArrayList<>();
    for (byte[] value : registry.all(KIND).values()) {
      String[] lines = new String(value, StandardCharsets.UTF_8).split("\n", -1);
      all.add(new PushSubscription(URI.create(lines[0]), lines[1], lines[2]));
    }
    return all;
  }

  @Override
  public void remove(PushSubscription subscription, String why) {
    if (registry.remove(KIND, key(subscription))) {
      LOG.info("{} is removed: {}", subscription, why);
    }
  }

  private static String key(PushSubscription subscription) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(subscription.endpoint().toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
