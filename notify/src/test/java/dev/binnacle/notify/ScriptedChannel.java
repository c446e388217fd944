package dev.binnacle.notify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A channel that answers as it is told, and then delivers. It remembers what it was given. */
final class ScriptedChannel implements Channel {
  final List<Dispatch> sent = new ArrayList<>();
  private final Queue<Outcome> answers = new ArrayDeque<>();
  private final Limits limits;
  private final int parts;

  ScriptedChannel(Limits limits) {
    this(limits, 1);
  }

  ScriptedChannel(Limits limits, int parts) {
    this.limits = limits;
    this.parts = parts;
  }

  ScriptedChannel answering(Outcome... outcomes) {
    answers.addAll(List.of(outcomes));
    return this;
  }

  @Override
  public Outcome send(Dispatch dispatch) {
    sent.add(dispatch);
    Outcome answer = answers.poll();
    return answer == null ? Outcome.Delivered.PLAIN : answer;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public int parts(Dispatch dispatch) {
    return parts;
  }

  List<String> titles() {
    return sent.stream().map(dispatch -> dispatch.message().title()).toList();
  }
}
