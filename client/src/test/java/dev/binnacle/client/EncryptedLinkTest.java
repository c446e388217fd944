package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.testkit.FakeLinkServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The link by https, whose handshake must come about on the client's single thread. */
@Timeout(180)
class EncryptedLinkTest {
  private static final char[] PASSWORD = "change-it".toCharArray();

  @TempDir
  Path directory;

  /** A key for 127.0.0.1 that signs itself, made by the JDK's own tool. */
  private KeyStore key() throws Exception {
    Path file = directory.resolve("key.p12");
    Process tool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1",
            "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    assertThat(tool.waitFor(50, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static SSLContext server(KeyStore key) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(key, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext client(KeyStore key) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", key.getCertificate("server"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void eventsArriveThroughAnEncryptedLinkAndNotAtAStranger() throws Exception {
    KeyStore key = key();
    try (FakeLinkServer server = FakeLinkServer.start("token", server(key).getServerSocketFactory(), "https")) {
      try (Monitor trusting =
          Monitor.builder("bot", server.uri(), "token").spoolDirectory(directory.resolve("a")).instance("i1").trust(client(key))
              .connect()) {
        for (int i = 0; i < 2_000; i++) {
          trusting.tradeOpened(Trades.opened(i));
        }

        assertThat(trusting.flush(Duration.ofSeconds(30))).isEqualTo(FlushResult.ACKNOWLEDGED);
        assertThat(Trades.numbers(server.durable("i1"))).hasSize(2_000);
      }
      try (Monitor careful =
          Monitor.builder("bot", server.uri(), "token").spoolDirectory(directory.resolve("b")).instance("i2").connect()) {
        await().atMost(Duration.ofSeconds(60)).until(() -> careful.statistics().failedConnections() > 0);

        assertThat(server.durable("i2")).as("nobody vouches for this server").isEmpty();
      }
      assertThat(server.surprises()).isEmpty();
    }
  }
}
