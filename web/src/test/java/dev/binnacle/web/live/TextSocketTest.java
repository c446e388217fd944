package dev.binnacle.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.api.Test;

/** Messages that come in one frame and in several. */
final class TextSocketTest {
  private static final int MOST = 300_000;

  private final List<String> received = new ArrayList<>();
  private final List<byte[]> kept = new ArrayList<>();
  private final TextSocket socket = new TextSocket(MOST) {
    @Override
    void opened() {}

    @Override
    void received(byte[] text) {
      received.add(new String(text, StandardCharsets.UTF_8));
      kept.add(text);
    }

    @Override
    void closed() {}
  };

  private TextSocketTest frame(byte code, String text, boolean last) {
    ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    socket.onFrame(new Frame(code, last, buffer), Callback.NOOP);
    // Jetty uses its buffer again.
    buffer.clear();
    while (buffer.hasRemaining()) {
      buffer.put((byte) '?');
    }
    return this;
  }

  @Test
  void aMessageIsGatheredFromItsFramesAndTheNextOneBeginsAnew() {
    frame(OpCode.TEXT, "one", true)
        .frame(OpCode.TEXT, "t", false).frame(OpCode.CONTINUATION, "w", false).frame(OpCode.CONTINUATION, "o", true)
        .frame(OpCode.TEXT, "thr", false).frame(OpCode.CONTINUATION, "", false).frame(OpCode.CONTINUATION, "ee", true)
        .frame(OpCode.TEXT, "", false).frame(OpCode.CONTINUATION, "", true)
        .frame(OpCode.TEXT, "five", true);

    assertThat(received).containsExactly("one", "two", "three", "", "five");
    assertThat(kept).extracting(text -> new String(text, StandardCharsets.UTF_8)).as("nobody writes over what was given")
        .isEqualTo(received);
  }

  @Test
  void aLargeMessageIsAsLargeAsItsFramesAndASmallOneAfterItIsSmall() {
    String half = "x".repeat(MOST / 2);

    frame(OpCode.TEXT, half, false).frame(OpCode.CONTINUATION, half, true);
    frame(OpCode.TEXT, "y", false).frame(OpCode.CONTINUATION, "z", true);

    assertThat(received).containsExactly(half + half, "yz");
  }

  @Test
  void framesThatAreTooLargeTogetherAreNoMessage() {
    String half = "x".repeat(MOST / 2);

    frame(OpCode.TEXT, half, false).frame(OpCode.CONTINUATION, half, false).frame(OpCode.CONTINUATION, "x", true);

    assertThat(received).isEmpty();
  }

  @Test
  void whatStillComesAfterAMessageThatIsTooLargeIsNoMessageOfItsOwn() {
    String half = "x".repeat(MOST / 2);

    frame(OpCode.TEXT, half, false).frame(OpCode.CONTINUATION, half, false).frame(OpCode.CONTINUATION, "x", false);
    frame(OpCode.CONTINUATION, "its tail", true).frame(OpCode.TEXT, "sent before the good-bye was read", true);

    assertThat(received).isEmpty();
  }
}
