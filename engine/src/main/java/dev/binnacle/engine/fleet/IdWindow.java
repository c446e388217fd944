package dev.binnacle.engine.fleet;

import java.util.LinkedHashMap;
import java.util.List;

/** The newest ids by which a bot keyed its events. An id that has left the window is taken for new. */
final class IdWindow {
  private final int bound;
  private final LinkedHashMap<String, Long> contents = new LinkedHashMap<>();

  IdWindow(Bounds bounds) {
    bound = bounds.ids();
  }

  void restore(List<BotState.KnownId> known) {
    known.forEach(id -> contents.put(id.id(), id.content()));
  }

  List<BotState.KnownId> state() {
    return contents.entrySet().stream().map(id -> new BotState.KnownId(id.getKey(), id.getValue())).toList();
  }

  Sequence.Standing standing(String id, long content) {
    Long known = contents.get(id);
    if (known == null) {
      return Sequence.Standing.NEXT;
    }
    return known == content ? Sequence.Standing.DUPLICATE : Sequence.Standing.REUSED;
  }

  void take(String id, long content) {
    contents.put(id, content);
    if (contents.size() > bound) {
      contents.pollFirstEntry();
    }
  }
}
