package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and openings byte by byte; the examples are those of RFC 6455, sections 1.3 and 5.7, where it has one. */
class WebSocketTest {
  private static final int LONGEST = 10_000;

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private WebSocketFrames frames(String hex) {
    return frames(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private WebSocketFrames frames(byte[] received) {
    return new WebSocketFrames(new DataInputStream(new ByteArrayInputStream(received)), sent, LONGEST);
  }

  @Test
  void aTextInOneFrameOrInSeveralIsRead() throws IOException {
    assertThat(frames("81 05 48 65 6c 6c 6f").read()).isEqualTo("Hello");
    assertThat(frames("01 03 48 65 6c 80 02 6c 6f").read()).isEqualTo("Hello");
    assertThat(frames("01 01 c3 80 01 a9").read()).as("a character cut in two by frames").isEqualTo("é");
    assertThat(frames("81 00").read()).isEmpty();
  }

  @Test
  void aPingIsAnsweredEvenAmidAMessageAndAPongIsPassedOver() throws IOException {
    assertThat(frames("01 03 48 65 6c 89 05 48 65 6c 6c 6f 8a 00 80 02 6c 6f").read()).isEqualTo("Hello");

    assertThat(unmasked(sent.toByteArray())).containsExactly("10:Hello");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "c1 05 48 65 6c 6c 6f | extension",
    "81 85 37 fa 21 3d 7f 9f 4d 51 58 | masks",
    "82 00 | kind 2",
    "83 00 | kind 3",
    "80 00 | disorder",
    "01 00 01 00 | disorder",
    "89 7e 00 80 | more than",
    "81 7f ff ff ff ff ff ff ff ff | more than",
    "81 7f 00 00 00 01 00 00 00 00 | more than",
    "81 7e 27 11 | more than",
    "88 00 | closed the link",
    "88 05 03 e8 62 79 65 | closed the link (1000: bye)",
    "88 02 03 e9 | closed the link (1001)",
  })
  void whatBreaksARuleEndsTheConnectionAndSaysWhy(String hex, String why) {
    assertThatThrownBy(() -> frames(hex).read()).isInstanceOf(IOException.class).hasMessageContaining(why);
  }

  @Test
  void aMessageOfManyFramesHasABoundToo() {
    byte[] part = HexFormat.of().parseHex("007e0fa0" + "41".repeat(4_000));
    byte[] all = new byte[3 * part.length];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    all[0] = 1;

    assertThatThrownBy(() -> frames(all).read()).hasMessageContaining("more than " + LONGEST);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000})
  void whatIsWrittenIsMaskedAndOfTheRightLength(int length) throws IOException {
    String text = "x".repeat(length);

    frames("").write(text);
    frames("").writeClose();

    assertThat(unmasked(sent.toByteArray())).containsExactly("1:" + text, "8:\u0003\u00e8");
  }

  @Property(tries = 1_000)
  void anyBytesAreReadAsMessagesOrRefused(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
    Random random = new Random(seed);
    byte[] received = new byte[random.nextInt(300)];
    random.nextBytes(received);
    WebSocketFrames frames = frames(received);
    int messages = 0;
    try {
      while (messages <= received.length) {
        assertThat(frames.read().length()).isLessThanOrEqualTo(LONGEST);
        messages++;
      }
    } catch (IOException e) {
      assertThat(messages).isLessThanOrEqualTo(received.length / 2);
      return;
    }
    throw new AssertionError("more messages than bytes");
  }

  @Test
  void anOpeningIsTakenOnlyIfItAnswersTheQuestion() throws IOException {
    WebSocketOpening opening = new WebSocketOpening(URI.create("ws://localhost:8000/api/v1/bots/b/link"), "tok");
    String foreign = "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    assertThatThrownBy(() -> opening.shakeHands(bytes(foreign), sent)).hasMessageContaining("not to this client's question");

    assertThat(sent.toString(StandardCharsets.ISO_8859_1))
        .startsWith("GET /api/v1/bots/b/link HTTP/1.1\r\nHost: localhost:8000\r\nUpgrade: websocket\r\n")
        .contains("Authorization: Bearer tok\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "HTTP/1.1 401 Unauthorized | token is not known | true",
    "HTTP/1.1 403 Forbidden | not good for this bot | true",
    "HTTP/1.1 404 Not Found | no link at | true",
    "HTTP/1.1 302 Found | answered 302 | false",
    "HTTP/1.0 503 | answered 503 | false",
  })
  void anyOtherAnswerIsARefusalWithItsReason(String line, String why, boolean isFinal) {
    WebSocketOpening opening = new WebSocketOpening(URI.create("ws://localhost/x"), "tok");

    assertThatThrownBy(() -> opening.shakeHands(bytes(line + "\r\nX: y\r\n\r\n"), sent))
        .isInstanceOfSatisfying(WebSocketOpening.RefusedException.class, e -> assertThat(e.isFinal()).isEqualTo(isFinal))
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 1x1 \r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 101", "\r\n\r\n"})
  void whatIsNoHttpIsRefused(String answer) {
    WebSocketOpening opening = new WebSocketOpening(URI.create("ws://localhost/x"), "tok");

    assertThatThrownBy(() -> opening.shakeHands(bytes(answer), sent)).isInstanceOf(IOException.class);
  }

  @Test
  void aHeadWithoutAnEndIsNotReadForEver() {
    InputStream endless = new InputStream() {
      @Override
      public int read() {
        return 'a';
      }
    };

    assertThatThrownBy(() -> new WebSocketOpening(URI.create("ws://localhost/x"), "tok").shakeHands(endless, sent))
        .hasMessageContaining("more than 16384 bytes");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The frames that a client sent, as {@code opcode:payload}, read by the rules of the RFC's section 5.2. */
  private static List<String> unmasked(byte[] bytes) throws IOException {
    List<String> frames = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    while (in.available() > 0) {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      assertThat(first & 0xf0).as("final, no extension").isEqualTo(0x80);
      assertThat(second & 0x80).as("masked").isEqualTo(0x80);
      long length = second & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
        assertThat(length).as("the shortest form").isGreaterThan(125);
      } else if (length == 127) {
        length = in.readLong();
        assertThat(length).as("the shortest form").isGreaterThan(65_535);
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes((int) length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      frames.add((first & 15) + ":" + new String(payload, StandardCharsets.ISO_8859_1));
    }
    return frames;
  }
}
