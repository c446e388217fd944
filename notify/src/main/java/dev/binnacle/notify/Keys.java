package dev.binnacle.notify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The key that is the same for every attempt at the same load. */
final class Keys {
  private static final int LONGEST = 64;

  private Keys() {}

  static String of(List<String> parcels) {
    if (parcels.size() == 1 && parcels.getFirst().length() <= LONGEST) {
      return parcels.getFirst();
    }
    byte[] hash = sha256(String.join("\n", parcels).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 20);
  }

  /** 16 hexadecimal digits, the same for the same text. */
  static String fingerprint(String text) {
    return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
