package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot in Python goes on with a new value while it runs, when somebody saves its {@code config.py}, and never with a bad one. */
@Tag("slow")
final class PythonConfigTest {
  private static final String BOT = "straddle";
  private static final String LINE = "VIX_HEDGE_POINTS_CANDR = 8 ";

  @TempDir
  Path folder;

  @Test
  void aValueThatIsSavedInConfigPyIsUsedByTheRunningProcess() throws Exception {
    Path file = copy("config.py");
    copy("config.schema.json");
    Path settings = folder.resolve("binnacle.yaml");
    Files.writeString(settings, """
        server: { config-root: "%s" }
        bots: { %s: { config: { file: config.py, schema: config.schema.json } } }
        """.formatted(folder, BOT));
    try (Product product = new Product(folder)) {
      product.startServer(0, "--config", settings.toString());
      Process bot = startBot(product);
      try {
        Await.that("the bot with the first value", () -> said(bot).equals(List.of("8")));

        Files.writeString(file, Files.readString(file).replace(LINE, "VIX_HEDGE_POINTS_CANDR = 80"));
        Await.that("the refusal of a value out of range", () -> outcomes(product).contains("refused"));
        assertThat(said(bot)).containsExactly("8");

        long saved = System.nanoTime();
        Files.writeString(file, Files.readString(file).replace("VIX_HEDGE_POINTS_CANDR = 80", "VIX_HEDGE_POINTS_CANDR = 10"));
        Await.that("the bot with the new value", () -> said(bot).equals(List.of("8", "10")));
        System.out.printf("saved in config.py to used by the Python process: %d ms%n",
            Duration.ofNanos(System.nanoTime() - saved).toMillis());

        Await.that("the word of the bot that it works with it", () -> product.api()
            .get("/api/v1/bots/" + BOT + "/config").path("instances").toString().contains("\"version\":2"));
      } finally {
        bot.destroy();
        if (!bot.waitFor(10, TimeUnit.SECONDS)) {
          bot.destroyForcibly();
        }
      }
    }
  }

  private Path copy(String name) throws IOException {
    return Files.copy(example(name), folder.resolve(name));
  }

  private static Path example(String name) {
    return Rooms.repository().resolve("examples/python").resolve(name);
  }

  private Process startBot(Product product) throws Exception {
    ProcessBuilder program = new ProcessBuilder("python3", example("hedge_bot.py").toString(), "--bot", BOT, "--seconds", "300");
    program.environment().put("BINNACLE_URL", product.url().toString());
    program.environment().put("BINNACLE_TOKEN", product.api().ingestToken(BOT));
    return product.start("bot.log", program);
  }

  /** The values that the bot said it works with, in order; a line that is being written is not said yet. */
  private List<String> said(Process bot) throws IOException {
    String log = new String(Files.readAllBytes(folder.resolve("bot.log")), StandardCharsets.UTF_8);
    assertThat(bot.isAlive()).as(log).isTrue();
    return log.substring(0, log.lastIndexOf('\n') + 1).lines().filter(line -> line.startsWith("VIX_HEDGE_POINTS_CANDR "))
        .map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  private static List<String> outcomes(Product product) throws Exception {
    return product.api().get("/api/v1/bots/" + BOT + "/config/history").path("history").valueStream()
        .map(record -> record.path("outcome").asString()).toList();
  }
}
