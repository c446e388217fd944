package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.testkit.FakeLinkServer;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A bot without live configuration has neither the module {@code config} on its class path nor any use for it. */
final class WithoutConfigTest {
  /** All of the client but what is touched through {@code offer} alone. */
  private static final Set<String> OFFERING = Set.of("ConfigOffer", "ConfigEvents", "ToldMark");

  @Test
  void theClientWorksWithoutTheModuleConfig() throws Exception {
    try (URLClassLoader bot = classPathWithoutConfig(); FakeLinkServer server = FakeLinkServer.start("token")) {
      assertThatThrownBy(() -> bot.loadClass("dev.binnacle.config.LiveConfig")).isInstanceOf(ClassNotFoundException.class);
      Constructor<?> constructor = bot.loadClass(Bot.class.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      @SuppressWarnings("unchecked")
      Function<URI, String> run = (Function<URI, String>) constructor.newInstance();

      assertThat(run.apply(server.uri())).isEqualTo("ACKNOWLEDGED");
    }
  }

  @Test
  void everyOtherClassLoadsAndLinksWithoutTheModuleConfig() throws Exception {
    try (URLClassLoader bot = classPathWithoutConfig(); Stream<Path> files = Files.list(classes())) {
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(name -> !OFFERING.contains(name.split("\\$")[0]) && !name.equals("package-info")).toList();

      for (String name : names) {
        assertThat(Class.forName("dev.binnacle.client." + name, true, bot).getClassLoader()).isSameAs(bot);
      }
      assertThat(names).contains("Monitor", "OfferDesk", "Uplink");
    }
  }

  /** What such a bot does; it runs in the class loader that has no module {@code config}. */
  static final class Bot implements Function<URI, String> {
    @Override
    public String apply(URI server) {
      try (Monitor monitor = Monitor.connect("btc-trend", server, "token")) {
        monitor.tradeOpened(Trades.opened(1));
        return monitor.flush(Duration.ofSeconds(30)).toString();
      }
    }
  }

  private static Path classes() throws Exception {
    return Path.of(Monitor.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolve("dev/binnacle/client");
  }

  private static URLClassLoader classPathWithoutConfig() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      boolean hasConfig = Files.isDirectory(path)
          ? Files.exists(path.resolve("dev/binnacle/config/LiveConfig.class"))
          : path.getFileName().toString().startsWith("binnacle-config");
      if (!hasConfig) {
        urls.add(path.toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
