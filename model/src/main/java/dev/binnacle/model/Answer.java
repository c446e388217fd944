package dev.binnacle.model;

import java.util.List;
import java.util.Map;

/**
 * What became of a batch of events. Given only when every accepted durable event is on disk.
 *
 * @param accepted events taken, now or in this batch for the first time
 * @param duplicates events that were known already, with the same content
 * @param rejected events refused, each with its reason; a rejected event uses up its {@code seq}
 * @param unkeyed durable events that had neither {@code seq} nor {@code id}: a repetition of them would count twice
 * @param gaps numbers that are missing among the numbers of this batch or next to them. Who still has such an event sends it and it is
 *     taken late; who has not has lost it
 * @param acknowledged for each instance in the batch, the highest {@code seq} seen of it. Nothing up to it needs to be sent again but
 *     what {@code gaps} names, if the sender still has it. It does not stop before a gap: what a sender has lost it can never send, and
 *     it must not send what comes after for ever
 */
public record Answer(
    int accepted, int duplicates, List<Rejection> rejected, int unkeyed, List<Gap> gaps, Map<InstanceId, Long> acknowledged) {

  public static final Answer EMPTY = new Answer(0, 0, List.of(), 0, List.of(), Map.of());

  public Answer {
    rejected = List.copyOf(rejected);
    gaps = List.copyOf(gaps);
    acknowledged = Map.copyOf(acknowledged);
  }

  /** The refused event's place in the batch, from 0, and why. */
  public record Rejection(int index, Problem problem) {}

  /** The sequence numbers {@code from} to {@code to}, both inclusive, have not been seen though later ones have. */
  public record Gap(InstanceId instance, long from, long to) {}
}
