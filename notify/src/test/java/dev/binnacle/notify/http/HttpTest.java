package dev.binnacle.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known after a request, whatever a service does. */
@Timeout(180)
final class HttpTest {
  private final CountDownLatch over = new CountDownLatch(1);

  /** Answers each connection with these bytes, and then holds it open without a word until the test is over. */
  private ServerSocket serving(byte[] answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> {
      try {
        while (!server.isClosed()) {
          Socket socket = server.accept();
          Thread.ofVirtual().start(() -> answer(socket, answer));
        }
      } catch (IOException _) {
        // The test closes it.
      }
    });
    return server;
  }

  private void answer(Socket socket, byte[] answer) {
    try (socket; InputStream in = socket.getInputStream(); OutputStream out = socket.getOutputStream()) {
      int first = in.read();
      assertThat(first).isEqualTo('P');
      out.write(answer);
      out.flush();
      over.await();
    } catch (IOException | InterruptedException _) {
      // The other end has hung up.
    }
  }

  private static byte[] head(int length) {
    return ("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static URI address(ServerSocket server) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook");
  }

  @AfterEach
  void end() {
    over.countDown();
  }

  @Test
  void aServiceThatStallsAfterItsHeadersHoldsNobodyUp() throws Exception {
    try (ServerSocket server = serving(head(10)); Http http = Http.create(Duration.ofMillis(300))) {
      Answer answer = http.post(address(server), Map.of(), new byte[1]);

      assertThat(answer).isEqualTo(new Answer.Unsure("127.0.0.1 has not answered in time"));
    }
  }

  @Test
  void aServiceThatSaysNothingHoldsNobodyUp() throws Exception {
    try (ServerSocket server = serving(new byte[0]); Http http = Http.create(Duration.ofMillis(300))) {
      assertThat(http.post(address(server), Map.of(), new byte[1]))
          .isEqualTo(new Answer.Unsure("127.0.0.1 has not answered in time"));
    }
  }

  @Test
  void ofAnEndlessAnswerTheBeginningIsTaken() throws Exception {
    int length = Http.LARGEST_ANSWER + 1_000;
    byte[] head = head(length);
    byte[] whole = new byte[head.length + length];
    System.arraycopy(head, 0, whole, 0, head.length);
    try (ServerSocket server = serving(whole); Http http = Http.create(Duration.ofSeconds(30))) {
      assertThat(http.post(address(server), Map.of(), new byte[1]))
          .isInstanceOfSatisfying(Answer.Given.class, given -> {
            assertThat(given.status()).isEqualTo(200);
            assertThat(given.body()).hasSize(Http.LARGEST_ANSWER);
          });
    }
  }
}
