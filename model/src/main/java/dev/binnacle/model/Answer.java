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
 * @param gaps numbers missing in a sequence
 * @param acknowledged for each instance in the batch, the {@code seq} up to which nothing needs to be sent again
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
