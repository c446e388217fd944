package dev.binnacle.config;

import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** What a look at the file found. */
sealed interface Reading {
  /**
   * @param key the file's identity (device and inode); null where the system has none
   * @param real the path behind all links
   */
  record Stamp(@Nullable Object key, long size, FileTime modified, String real) {}

  record Content(byte[] bytes, String hash, Stamp stamp, String owner) implements Reading {}

  record Missing() implements Reading {}

  record Unreadable(String reason) implements Reading {}

  record TooBig(Stamp stamp, String owner) implements Reading {}

  /** It changed while it was read. */
  record Torn() implements Reading {}
}
