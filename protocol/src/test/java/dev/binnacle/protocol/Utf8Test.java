package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class Utf8Test {
  @Property
  void agreesWithTheJdkOnAnyBytes(@ForAll byte[] bytes) {
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(isValid(bytes));
  }

  @Property
  void agreesWithTheJdkOnTextWithOneByteChanged(@ForAll String text, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = (text + "padding€🚀").getBytes(StandardCharsets.UTF_8);
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();

    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(isValid(bytes));
  }

  @Test
  void agreesWithTheJdkOnEverySequenceOfTwoBytesAndAsciiAround() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        byte[] two = {'a', (byte) first, (byte) second, 'z'};
        assertThat(Utf8.firstInvalid(two, 0, 4) < 0).isEqualTo(isValid(two));
        byte[] three = {(byte) first, (byte) second, (byte) 0x80};
        assertThat(Utf8.firstInvalid(three, 0, 3) < 0).isEqualTo(isValid(three));
        byte[] four = {(byte) first, (byte) second, (byte) 0x80, (byte) 0xbf};
        assertThat(Utf8.firstInvalid(four, 0, 4) < 0).isEqualTo(isValid(four));
      }
    }
  }

  @Test
  void saysWhereTheTextBreaks() {
    byte[] bytes = {'0', '1', '2', '3', '4', '5', '6', '7', '8', (byte) 0xc3, (byte) 0xa9, (byte) 0xff};

    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(11);
    assertThat(Utf8.firstInvalid(bytes, 2, 9)).isEqualTo(-1);
    assertThat(Utf8.firstInvalid(bytes, 2, 8)).isEqualTo(9);
  }

  private static boolean isValid(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
