package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkChainTest {
  @TempDir
  Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void realFolder() throws IOException {
    folder = temporary.toRealPath();
  }

  @Test
  void aMountedConfigMapIsWatchedWhereItsLinksAre() throws IOException {
    Path mounted = Files.createDirectory(folder.resolve("etc"));
    Files.createDirectory(mounted.resolve("..2026_01"));
    Files.writeString(mounted.resolve("..2026_01/bot.json"), "{}");
    Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..2026_01"));
    Files.createSymbolicLink(mounted.resolve("bot.json"), Path.of("..data/bot.json"));

    assertThat(LinkChain.of(mounted.resolve("bot.json"))).containsOnlyKeys(mounted, mounted.resolve("..2026_01"))
        .containsEntry(mounted, Set.of("bot.json", "..data")).containsEntry(mounted.resolve("..2026_01"), Set.of("bot.json"));
  }

  @Test
  void aLinkedFolderAboveTheFileIsWatchedToo() throws IOException {
    Files.createDirectory(folder.resolve("v1"));
    Files.createSymbolicLink(folder.resolve("current"), folder.resolve("v1"));

    assertThat(LinkChain.of(folder.resolve("current/bot.json"))).containsOnlyKeys(folder, folder.resolve("v1"));
  }

  @Test
  void linksThatLeadInACircleEnd() throws IOException {
    Files.createSymbolicLink(folder.resolve("a"), folder.resolve("b"));
    Files.createSymbolicLink(folder.resolve("b"), folder.resolve("a"));

    assertThat(LinkChain.of(folder.resolve("a"))).containsOnlyKeys(folder);
  }

  @Test
  void anOverflowConcernsEveryFileAndANeighbourNone() {
    assertThat(FolderEvents.concerns(List.of(event(StandardWatchEventKinds.OVERFLOW, null)), Set.of("bot.json"))).isTrue();
    assertThat(
        FolderEvents.concerns(List.of(event(StandardWatchEventKinds.ENTRY_CREATE, Path.of("bot.json"))), Set.of("bot.json")))
        .isTrue();
    assertThat(FolderEvents.concerns(List.of(event(StandardWatchEventKinds.ENTRY_MODIFY, Path.of("other"))), Set.of("bot.json")))
        .isFalse();
  }

  private static <T> WatchEvent<T> event(WatchEvent.Kind<T> kind, @org.jspecify.annotations.Nullable T context) {
    return new WatchEvent<>() {
      @Override
      public Kind<T> kind() {
        return kind;
      }

      @Override
      public int count() {
        return 1;
      }

      @Override
      @SuppressWarnings("NullAway") // As the platform's: an overflow has no context.
      public T context() {
        return context;
      }
    };
  }

  private LiveConfig<Node.Section> watch(Path file) {
    return LiveConfig.tree(file, Rig.SCHEMA).quietTime(Duration.ofMillis(400)).pollEvery(Duration.ofHours(1))
        .stateDirectory(folder.resolve("state")).open();
  }

  @Test
  @Tag("slow")
  void eventsAloneAreEnoughForRenamesSavesInPlaceAndAReturnAfterADeletion() throws IOException {
    Path file = Files.writeString(folder.resolve("bot.json"), Rig.GOOD);
    try (LiveConfig<Node.Section> live = watch(file)) {
      for (int i = 10; i < 20; i++) {
        int trigger = i;
        switch (i % 3) {
          case 0 -> Files.writeString(file, Rig.with("trigger", "" + trigger));
          case 1 -> rename(Rig.with("trigger", "" + trigger), file);
          default -> {
            Files.delete(file);
            Files.writeString(file, Rig.with("trigger", "" + trigger));
          }
        }
        Awaits.until(() -> Rig.number(live.get(), "trigger") == trigger);
      }
      assertThat(live.version()).isEqualTo(11);
      assertThat(live.health().refusals()).isZero();
    }
  }

  @Test
  @Tag("slow")
  void aMountedConfigMapThatIsSwappedIsTakenEachTime() throws IOException {
    Path mounted = Files.createDirectory(folder.resolve("etc"));
    mount(mounted, 0, 8);
    Files.createSymbolicLink(mounted.resolve("bot.json"), Path.of("..data/bot.json"));
    try (LiveConfig<Node.Section> live = watch(mounted.resolve("bot.json"))) {
      for (int i = 1; i <= 10; i++) {
        int trigger = 10 + i;
        mount(mounted, i, trigger);
        Awaits.until(() -> Rig.number(live.get(), "trigger") == trigger);
      }
      assertThat(live.version()).isEqualTo(11);
    }
  }

  /** As kubelet does: a new folder, a link to it beside, renamed over the old link; the old folder is removed. */
  private static void mount(Path mounted, int round, int trigger) throws IOException {
    Path fresh = Files.createDirectory(mounted.resolve("..2026_" + round));
    Files.writeString(fresh.resolve("bot.json"), Rig.with("trigger", "" + trigger));
    Path link = Files.createSymbolicLink(mounted.resolve("..data_tmp"), fresh.getFileName());
    Files.move(link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    Path old = mounted.resolve("..2026_" + (round - 1));
    if (Files.exists(old)) {
      Files.delete(old.resolve("bot.json"));
      Files.delete(old);
    }
  }

  @Test
  @Tag("slow")
  void aFolderThatIsDeletedAndMadeAgainIsWatchedAgain() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path file = Files.writeString(inside.resolve("bot.json"), Rig.GOOD);
    try (LiveConfig<Node.Section> live = watch(file)) {
      Files.delete(file);
      Files.delete(inside);
      Awaits.until(() -> live.health().status() == ConfigHealth.Status.SOURCE_MISSING);
      Files.createDirectory(inside);
      Files.writeString(file, Rig.with("trigger", "10"));
      Awaits.until(() -> Rig.number(live.get(), "trigger") == 10);
      rename(Rig.with("trigger", "11"), file);
      Awaits.until(() -> Rig.number(live.get(), "trigger") == 11);

      assertThat(live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
    }
  }

  private void rename(String content, Path file) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh~"), content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
