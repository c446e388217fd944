package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was written of late need not be read again, and is the same as if it were. */
final class RecentMessagesTest {
  private final RecentMessages recent = new RecentMessages();

  private static Message message(int number) {
    return Samples.alertMessage("n" + number, "a" + number, Level.WARNING, Samples.NOW);
  }

  @Test
  void whatWasWrittenIsReadBackWhetherItIsRememberedOrNot() {
    List<Message> messages = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 3 * RecentMessages.MOST; i++) {
      messages.add(message(i));
      written.add(recent.write(messages.getLast()));
    }

    for (int i = 0; i < messages.size(); i++) {
      assertThat(written.get(i)).isEqualTo(messages.get(i).toJson());
      assertThat(recent.read(written.get(i))).isEqualTo(messages.get(i));
    }
    assertThat(recent.read(written.getLast())).as("remembered").isSameAs(messages.getLast());
    assertThat(recent.read(written.getFirst())).as("forgotten").isNotSameAs(messages.getFirst());
  }

  @Test
  void whatWasWrittenByAnotherRunIsReadAndWhatIsNoMessageIsNot() {
    assertThat(recent.read(message(1).toJson())).isEqualTo(message(1));
    assertThatThrownBy(() -> recent.read("{}")).isInstanceOf(IllegalArgumentException.class);
  }
}
