package straddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.config.LiveConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StraddleFileTest {
  @Test
  void theFileIsRead(@TempDir Path folder) throws IOException {
    Path file = Files.copy(Path.of("straddle/config.py"), folder.resolve("config.py"));

    try (LiveConfig<Straddle> config = LiveConfig.open(file, Straddle.class)) {
      assertThat(config.get()).isEqualTo(new Straddle(BigDecimal.valueOf(8), BigDecimal.valueOf(12), 0.29, 0.35, 0.25, 0.29, 13,
          Map.of("default", BigDecimal.valueOf(30), "Tuesday", BigDecimal.valueOf(25)), 0.225, BigDecimal.valueOf(12), BigDecimal.valueOf(28)));
    }
  }
}
