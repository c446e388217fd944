package dev.binnacle.notify;

import static dev.binnacle.notify.ScriptedHttp.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which calls share a connection, and what is known of a call whose connection breaks. */
@Timeout(120)
final class GuardedHttpTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKS = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

  private static final SSLSocketFactory PLAIN = (SSLSocketFactory) SSLSocketFactory.getDefault();
  /** Longer than any test lasts. */
  private static final Duration LONG = Duration.ofMinutes(3);

  private ScriptedHttp server;
  private GuardedHttp http;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedHttp();
    http = http(PLAIN, LONG);
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  private static GuardedHttp http(SSLSocketFactory tls, Duration keeping) {
    return http(tls, keeping, Duration.ofSeconds(20));
  }

  private static GuardedHttp http(SSLSocketFactory tls, Duration keeping, Duration limit) {
    return new GuardedHttp(new AddressGuard(InetAddress::getAllByName), limit, Redaction.of(List.of()), tls, keeping);
  }

  private static HttpAnswer call(GuardedHttp http, ScriptedHttp server) throws GuardedHttp.Forbidden {
    return http.call(new HttpCall("POST", server.url(), Map.of(), "{}".getBytes(StandardCharsets.UTF_8)));
  }

  private static String body(HttpAnswer answer) {
    assertThat(answer).isInstanceOf(HttpAnswer.Answered.class);
    return ((HttpAnswer.Answered) answer).body();
  }

  @Test
  void callsThatFollowGoByTheSameConnection() throws Exception {
    server.answers(HELLO).answers(CHUNKS).answers(TAKEN).answers(HELLO.replace("OK", "OK\r\nKeep-Alive: timeout=5, max=100"));

    assertThat(List.of(
        body(call(http, server)), body(call(http, server)), body(call(http, server)), body(call(http, server)),
        body(call(http, server)))).containsExactly("hello", "hello", "", "hello", "");
    assertThat(server.calls).containsExactly(1, 1, 1, 1, 1);
  }

  static Stream<Arguments> answersThatAreTheLastOfTheirConnection() {
    return Stream.of(
        Arguments.of("closing", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", ""),
        Arguments.of("old", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        Arguments.of("kept for too short", HELLO.replace("OK", "OK\r\nKeep-Alive: timeout=1"), "hello"),
        Arguments.of("not read whole", "HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(70_000),
            "x".repeat(65_536)),
        Arguments.of("parts without an end", CHUNKS.substring(0, CHUNKS.length() - 2), "hello"),
        Arguments.of("parts that end with something else", CHUNKS.substring(0, CHUNKS.length() - 2) + "X-Trailer: 1\r\n\r\n",
            "hello"),
        Arguments.of("two lengths", HELLO.replace("OK", "OK\r\nContent-Length: 5"), "hello"),
        Arguments.of("a length and parts", CHUNKS.replace("OK", "OK\r\nContent-Length: 5"), "hello"),
        Arguments.of("no content, and its length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", ""),
        Arguments.of("said twice", HELLO.replace("OK", "OK\r\nConnection: keep-alive\r\nConnection: close"), "hello"),
        Arguments.of("more than was asked", HELLO + HELLO.replace("hello", "wrong"), "hello"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersThatAreTheLastOfTheirConnection")
  void theNextCallHasAConnectionOfItsOwn(String what, String answer, String body) throws Exception {
    server.answers(answer).answers(CHUNKS);

    assertThat(body(call(http, server))).as(what).isEqualTo(body);
    assertThat(body(call(http, server))).isEqualTo("hello");
    assertThat(server.calls).containsExactly(1, 2);
    server.awaitEndOf(1);
  }

  @Test
  void anAnswerWithoutALengthEndsWithItsConnection() throws Exception {
    server.closesAfter("HTTP/1.1 200 OK\r\n\r\nhello");

    assertThat(body(call(http, server))).isEqualTo("hello");
    assertThat(body(call(http, server))).isEmpty();
    assertThat(server.calls).containsExactly(1, 2);
  }

  @Test
  void aConnectionThatTheServiceHasClosedIsNotUsed() throws Exception {
    server.closesAfter(HELLO);

    assertThat(body(call(http, server))).isEqualTo("hello");
    server.awaitEndOf(1);
    assertThat(body(call(http, server))).isEmpty();
    assertThat(server.calls).containsExactly(1, 2);
  }

  @Test
  void aConnectionThatTheServiceHasResetIsNotUsed() throws Exception {
    server.resetsAfter(HELLO);

    assertThat(body(call(http, server))).isEqualTo("hello");
    server.awaitEndOf(1);
    assertThat(body(call(http, server))).isEmpty();
    assertThat(server.calls).containsExactly(1, 2);
  }

  @Test
  void aConnectionThatNobodyUsesIsClosedWhenItsTimeIsOver() throws Exception {
    try (GuardedHttp brief = http(PLAIN, Duration.ofMillis(100))) {
      assertThat(body(call(brief, server))).isEmpty();
      server.awaitEndOf(1);
      assertThat(body(call(brief, server))).isEmpty();
      server.awaitEndOf(2);
    }
    assertThat(server.calls).containsExactly(1, 2);
  }

  @Test
  void eachCallHasItsWholeTime() throws Exception {
    Duration limit = Duration.ofSeconds(4);
    try (GuardedHttp timed = http(PLAIN, LONG, limit)) {
      assertThat(body(call(timed, server))).isEmpty();
      Thread.sleep(limit.plusMillis(100)); // the time of the first is over
      assertThat(body(call(timed, server))).isEmpty();
    }
    assertThat(server.calls).containsExactly(1, 1);
  }

  @Test
  void aCallThatWasWrittenWholeIsNotRepeated() throws Exception {
    server.answers(HELLO).closesAfter("");

    assertThat(body(call(http, server))).isEqualTo("hello");
    assertThat(call(http, server)).as("who took it and hung up").isInstanceOf(HttpAnswer.Unclear.class);
    assertThat(server.calls).containsExactly(1, 1);
    assertThat(body(call(http, server))).isEmpty();
    assertThat(server.calls).containsExactly(1, 1, 2);
  }

  @Test
  void anotherAddressHasItsOwnConnection() throws Exception {
    try (ScriptedHttp other = new ScriptedHttp()) {
      assertThat(List.of(body(call(http, server)), body(call(http, other)), body(call(http, server)))).containsOnly("");

      assertThat(server.calls).containsExactly(1, 2);
      assertThat(other.calls).containsExactly(1);
    }
  }

  @Test
  void nothingIsKeptWhenItIsClosed() throws Exception {
    assertThat(body(call(http, server))).isEmpty();
    http.close();
    server.awaitEndOf(1);

    assertThat(body(call(http, server))).as("a send that was under way").isEmpty();
    server.awaitEndOf(2);
  }

  @Test
  void aSingleCallSaysSo() throws Exception {
    try (GuardedHttp single = http(PLAIN, Duration.ZERO)) {
      assertThat(body(call(single, server))).isEmpty();
    }

    server.awaitEndOf(1);
    assertThat(server.heads.getFirst()).contains("\r\nConnection: close\r\n");
  }

  @Test
  void encryptedConnectionsAreKeptTooAndStrangersGetNothing(@TempDir Path directory) throws Exception {
    KeyStore key = key(directory.resolve("key.p12"));
    try (ScriptedHttp secure = new ScriptedHttp(serving(key).getServerSocketFactory(), "https");
        GuardedHttp trusting = http(trusting(key).getSocketFactory(), LONG)) {
      secure.answers(HELLO).answers(CHUNKS).closesAfter(HELLO);

      assertThat(body(call(trusting, secure)) + body(call(trusting, secure)) + body(call(trusting, secure)))
          .isEqualTo("hellohellohello");
      assertThat(secure.calls).containsExactly(1, 1, 1);
      secure.awaitEndOf(1);
      assertThat(body(call(trusting, secure))).isEmpty();
      assertThat(secure.calls).containsExactly(1, 1, 1, 2);

      assertThat(call(http, secure)).as("nobody vouches for it").isInstanceOf(HttpAnswer.NotSent.class);
      assertThat(secure.calls).hasSize(4);
    }
  }

  private static final char[] PASSWORD = "change-it".toCharArray();

  /** A key for 127.0.0.1 that signs itself, made by the JDK's own tool. */
  private static KeyStore key(Path file) throws Exception {
    Process tool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1",
            "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static SSLContext serving(KeyStore key) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(key, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext trusting(KeyStore key) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", key.getCertificate("server"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
