package dev.binnacle.benchmarks;

import com.netflix.archaius.DefaultPropertyFactory;
import com.netflix.archaius.api.Property;
import com.netflix.archaius.api.config.SettableConfig;
import com.netflix.archaius.config.DefaultSettableConfig;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.binnacle.config.LiveConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.aeonbits.owner.ConfigCache;
import org.aeonbits.owner.Reloadable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One number read from a configuration that may change at any time, on the trading thread. The yardstick is what cannot be undercut: a
 * record behind a volatile field. An operation is {@link #BATCH} reads.
 */
@State(Scope.Thread)
public class LiveConfigBenchmark {
  static final int BATCH = 5_000;

  /** What is read. */
  public record Settings(int trigger, double stop) {}

  /** The same for Owner, in its form that can be reloaded. */
  public interface OwnerSettings extends Reloadable {
    @Key("trigger")
    int trigger();
  }

  private final Path folder = Folders.temporary();
  private final LiveConfig<Settings> live = open(folder);
  private volatile Settings plain = new Settings(8, 0.25);
  private volatile Config typesafe = ConfigFactory.parseString("trigger = 8, stop = 0.25");
  private final Property<Integer> property = property();
  private final RefreshScoped spring = new RefreshScoped(() -> new RefreshScoped.Bound(8));
  private final RefreshScoped.Settings springSettings = spring.settings();
  private final OwnerSettings owner = ConfigCache.getOrCreate(OwnerSettings.class, Map.of("trigger", "8"));

  private static LiveConfig<Settings> open(Path folder) {
    try {
      Path file = Files.writeString(folder.resolve("settings.json"), "{\"trigger\": 8, \"stop\": 0.25}");
      return LiveConfig.open(file, Settings.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Property<Integer> property() {
    SettableConfig config = new DefaultSettableConfig();
    config.setProperty("trigger", 8);
    return DefaultPropertyFactory.from(config).get("trigger", Integer.class).orElse(0);
  }

  @Benchmark
  public int binnacle() {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += live.get().trigger();
    }
    return sum;
  }

  @Benchmark
  public int volatileRecord() {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += plain.trigger();
    }
    return sum;
  }

  @Benchmark
  public int typesafe() {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += typesafe.getInt("trigger");
    }
    return sum;
  }

  @Benchmark
  public int owner() {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += owner.trigger();
    }
    return sum;
  }

  @Benchmark
  public int archaius() {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += property.get();
    }
    return sum;
  }

  @Benchmark
  public int springRefreshScope() {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += springSettings.trigger();
    }
    return sum;
  }

  @TearDown
  public void close() throws IOException {
    spring.close();
    live.close();
    Folders.delete(folder);
  }
}
