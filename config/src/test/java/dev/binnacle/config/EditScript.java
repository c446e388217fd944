package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A few things that people and programs do to one configuration, some of them at the same moment, and then rest; it knows from what it
 * did alone what the file must say in the end, and what must be in force.
 */
final class EditScript {
  private static final Author ANNA = new Author("anna", Source.API, true);
  private static final long QUIET = EditWorld.QUIET.toNanos();
  private static final Steps.Step[] STEPS = Steps.Step.values();

  private final EditWorld world;
  private final SplittableRandom random;
  private final List<String> told = new ArrayList<>();
  private @Nullable String inFile;
  /** Null when the last save may not come into force, so that it depends on the moment which one before it is. */
  private @Nullable String inForce;

  EditScript(EditWorld world) throws IOException {
    this.world = world;
    this.random = world.random;
    this.inFile = Files.exists(world.file) ? Files.readString(world.file) : null;
  }

  void run() throws IOException {
    int actions = 2 + random.nextInt(3);
    world.faults(random.nextInt(4) == 0);
    for (int i = 0; i < actions; i++) {
      act(i == 0);
    }
    world.faults(false);
    world.pass(12 * QUIET);
    assertThat(Files.exists(world.file) ? Files.readString(world.file) : null).as("what the file says").isEqualTo(inFile);
    if (inForce != null) {
      assertThat(world.live.committed().content()).as("what is in force").isEqualTo(inForce);
    }
    assertThat(world.board.missingSince == null).as("the file is seen to be there").isEqualTo(inFile != null);
  }

  private void act(boolean first) throws IOException {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> saveInPlace(content(), first);
      case 3, 4 -> rename(content());
      case 5 -> delete();
      case 6 -> touch();
      case 7, 8, 9 -> submit();
      case 10 -> rollBack();
      default -> pass(random.nextLong(3 * QUIET));
    }
    if (random.nextBoolean()) {
      pass(random.nextLong(QUIET));
    }
  }

  private void saveInPlace(String content, boolean first) throws IOException {
    told.add("in place " + content.strip());
    saved(content);
    // A writer that pauses for longer than a quarter of the quiet time promises to be done before twice the quiet time.
    long pause = first ? QUIET * 6 / 10 : QUIET / 4;
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    try (OutputStream out = Files.newOutputStream(world.file)) {
      for (int pieces = random.nextInt(4); pieces > 0 && at < bytes.length; pieces--) {
        int next = at + 1 + random.nextInt(bytes.length - at);
        out.write(bytes, at, next - at);
        at = next;
        world.event();
        pass(random.nextLong(pause));
        if (at < bytes.length && random.nextInt(8) == 0) {
          submitIntoASave();
        }
      }
      out.write(bytes, at, bytes.length - at);
    }
    world.event();
  }

  private void rename(String content) throws IOException {
    told.add("rename " + content.strip());
    saved(content);
    world.rename(content);
    world.event();
  }

  private void delete() throws IOException {
    told.add("delete");
    Files.deleteIfExists(world.file);
    inFile = null;
    inForce = null;
    world.event();
    if (random.nextBoolean()) {
      pass(random.nextLong(QUIET / 8));
      saveInPlace(content(), false);
    }
  }

  private void touch() throws IOException {
    if (inFile != null) {
      told.add("touch");
      world.touch();
      world.event();
    }
  }

  /** At any step of it somebody else may save. */
  private void submit() throws IOException {
    String content = content();
    long present = world.live.committed().version();
    long base = random.nextInt(4) == 0 ? present - 1 : present;
    String before = inFile;
    boolean[] raced = new boolean[1];
    if (random.nextBoolean()) {
      race(raced);
    }
    Outcome outcome = world.submitting.submit(Proposal.content(base, content, ANNA, "a reason"), 0);
    settle(outcome, content, before, raced[0]);
    if (base != present) {
      assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
    }
  }

  private void rollBack() {
    long version = 1 + random.nextLong(world.live.committed().version());
    boolean[] raced = new boolean[1];
    String before = inFile;
    if (random.nextBoolean()) {
      race(raced);
    }
    Outcome outcome = world.submitting.rollback(version, null, ANNA, "a reason", false, 0);
    settle(outcome, world.texts.getOrDefault(version, ""), before, raced[0]);
  }

  private void race(boolean[] raced) {
    String other = fresh();
    boolean rename = random.nextBoolean();
    world.injectAt = STEPS[random.nextInt(STEPS.length)];
    world.atStep = () -> {
      told.add("at " + world.injectAt + " " + other.strip());
      raced[0] = true;
      try {
        if (rename) {
          world.rename(other);
        } else {
          world.truncate(other);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private void settle(Outcome outcome, String content, @Nullable String before, boolean raced) {
    world.atStep = null;
    told.add(outcome.getClass().getSimpleName() + " " + content.strip());
    boolean accepted = outcome instanceof Outcome.Accepted;
    if (accepted) {
      assertThat(world.isGood(content)).isTrue();
    }
    if (raced) {
      // Whatever became of the proposal, the save was the later write, or the proposal lost.
      String now = read();
      assertThat(now).as("the save during a proposal").isNotEqualTo(content).isNotEqualTo(before);
      saved(now);
      world.event();
    } else if (accepted) {
      inForce = content;
      boolean kept = world.board.degraded() != null && String.valueOf(world.board.degraded()).contains("could not be replaced");
      inFile = kept ? before : content;
      world.behind = kept ? before : null;
    }
  }

  private void submitIntoASave() {
    Proposal proposal = Proposal.content(world.live.committed().version(), fresh(), ANNA, "a reason");
    assertThat(world.submitting.submit(proposal, 0)).as("a proposal into a save").isInstanceOf(Outcome.Conflict.class);
  }

  private void saved(String content) {
    if (content.equals(inFile)) {
      // The bytes that the file has already are a touch, not a save.
      return;
    }
    inFile = content;
    // What lies there because it could not be replaced is no save until it is another.
    inForce = world.isGood(content) && !content.equals(world.behind) ? content : null;
  }

  private String read() {
    try {
      return Files.readString(world.file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String content() {
    int kind = random.nextInt(10);
    if (kind < 2) {
      return world.bad();
    }
    return kind < 4 ? world.whole(random.nextInt(20)) : fresh();
  }

  private String fresh() {
    return world.whole(20 + random.nextInt(1_000_000_000));
  }

  private void pass(long nanos) {
    world.pass(nanos);
  }

  @Override
  public String toString() {
    return String.join("; ", told);
  }
}
