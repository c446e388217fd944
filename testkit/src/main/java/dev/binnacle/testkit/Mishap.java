package dev.binnacle.testkit;

import java.util.Map;

/** What a fake service does with one request instead of serving it. */
public sealed interface Mishap {
  /** Answers this without taking anything. */
  record Refuse(int status, Map<String, String> headers, String body) implements Mishap {
    public Refuse {
      headers = Map.copyOf(headers);
    }

    public static Refuse json(int status, String body) {
      return new Refuse(status, Map.of("Content-Type", "application/json"), body);
    }

    /** The same answer with one more header. */
    public Refuse with(String name, String value) {
      Map<String, String> all = new java.util.HashMap<>(headers);
      all.put(name, value);
      return new Refuse(status, all, body);
    }
  }

  /** Breaks the connection before anything was taken. The caller cannot know. */
  record DropBeforeTaking() implements Mishap {}

  /** Takes the message and breaks the connection instead of answering. The caller cannot know. */
  record DropAfterTaking() implements Mishap {}

  /** Takes the message and answers nothing until the service goes away. */
  record Hang() implements Mishap {}
}
