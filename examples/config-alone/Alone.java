import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Range;
import dev.binnacle.config.Unit;
import java.nio.file.Path;
import java.time.Duration;

/** A program whose settings change while it runs: edit bot.json, and it says so. */
final class Alone {
  record Settings(@Range(above = 0, atMost = 50) @Unit("points") double triggerPoints, Duration every) {}

  public static void main(String[] arguments) throws InterruptedException {
    try (LiveConfig<Settings> settings = LiveConfig.open(Path.of(arguments[0]), Settings.class)) {
      settings.onChange(update -> System.out.println("now " + update.after().config()));
      settings.onRefused(refusal -> refusal.problems().forEach(System.out::println));
      while (!Thread.interrupted()) {
        System.out.println("trading at " + settings.get().triggerPoints());
        Thread.sleep(settings.get().every().toMillis());
      }
    }
  }
}
