package dev.binnacle.model;

import org.jspecify.annotations.Nullable;

/** One event of a batch as it came in: decoded, or refused with what could be read of its identity. */
public sealed interface Arrival {
  /** The event's place in its batch, from 0. */
  int index();

  /** A well-formed event. {@code contentHash} is taken over its canonical encoding, without its time of arrival. */
  record Decoded(int index, Envelope envelope, long contentHash) implements Arrival {}

  /** An event that breaks a rule. {@code instance} and {@code seq} as far as they could be read, so that the number is used up. */
  record Refused(int index, Problem problem, @Nullable InstanceId instance, long seq, long contentHash) implements Arrival {}
}
