package dev.binnacle.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Every folder in which a link on the way to a file lies, and the file's own, each with the names that matter there. */
final class LinkChain {
  private static final int MOST_LINKS = 40;

  private LinkChain() {}

  /** As far as the way can be walked; a name that does not exist is watched for too. */
  static Map<Path, Set<String>> of(Path file) {
    Map<Path, Set<String>> watched = new LinkedHashMap<>();
    Path whole = file.toAbsolutePath().normalize();
    Deque<Path> steps = stepsOf(whole);
    Path at = whole.getRoot();
    int links = 0;
    while (at != null && !steps.isEmpty()) {
      Path step = steps.removeFirst();
      Path next = at.resolve(step).normalize();
      boolean link = Files.isSymbolicLink(next);
      if (link || steps.isEmpty()) {
        watched.computeIfAbsent(at, folder -> new HashSet<>()).add(step.toString());
      }
      if (!link) {
        at = next;
      } else if (++links > MOST_LINKS) {
        return watched;
      } else {
        at = follow(at, next, steps);
      }
    }
    return watched;
  }

  private static Path follow(Path at, Path link, Deque<Path> steps) {
    try {
      Path target = Files.readSymbolicLink(link);
      Deque<Path> ahead = stepsOf(target);
      while (!ahead.isEmpty()) {
        steps.addFirst(ahead.removeLast());
      }
      Path root = target.getRoot();
      return root == null ? at : root;
    } catch (IOException e) {
      // It was swapped under our eyes; the next event or look walks the chain again.
      steps.clear();
      return at;
    }
  }

  private static Deque<Path> stepsOf(Path path) {
    Deque<Path> steps = new ArrayDeque<>();
    path.forEach(steps::addLast);
    return steps;
  }
}
