package dev.binnacle.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, the truth about a file's content. */
final class Hashes {
  private Hashes() {}

  static String of(byte[] content) {
    return "sha256:" + hex(content);
  }

  static String link(String before, String body) {
    return hex((before + "\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
