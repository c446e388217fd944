package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.web.Orders;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Commands to bots by long poll. Now is 2026-01-05T12:00:00Z. */
final class CommandRoutesTest {
  private static final String PATH = "/api/v1/bots/btc-trend/commands";

  private final Site site = Site.open();
  private final String bot = site.token(Role.INGEST, Worlds.TREND);
  private final Orders orders = site.world.orders;

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void haltIsTheWholeLatchAndWhatTheBotIsToDo() {
    orders.owed = List.of(Orders.told(Orders.HALT));

    HttpResponse<String> answer = site.get(PATH + "?instance=i1&wait=5", bot);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.body())
        .isEqualTo(
            "{\"commands\":[{\"id\":\"h7-100000.3.halt\",\"bot\":\"btc-trend\",\"type\":\"halt\",\"halt\":\"h7-100000\",\"epoch\":3,"
                + "\"level\":\"closed\",\"mode\":\"liquidate\",\"symbol\":null,\"cancel\":true,\"liquidation\":"
                + "{\"positions\":\"flatten_all\",\"collar_pct\":\"0.5\",\"deadline_seconds\":90.0},\"origin\":\"person\","
                + "\"by\":\"anna\",\"reason\":\"odd fills\",\"at\":\"2026-01-05T12:00:00Z\"}]}");
    assertThat(orders.calls).containsExactly("btc-trend i1 waits PT5S keeping to []");
  }

  @Test
  void releaseNamesTheHaltThatIsOver() {
    orders.owed = List.of(Orders.told(Orders.RELEASE));

    JsonNode command = Site.json(site.get(PATH + "?instance=i1", bot)).path("commands").get(0);

    assertThat(command.path("type").asString()).isEqualTo("release");
    assertThat(command.path("halt").asString()).isEqualTo("h7-100000");
    assertThat(command.path("epoch").asLong()).isEqualTo(4);
    assertThat(command.path("level").isNull()).isTrue();
    assertThat(command.path("cancel").asBoolean()).isFalse();
    assertThat(command.path("reason").asString()).isEqualTo("looked");
  }

  @Test
  void nothingWithinTheWaitIsAnEmptyAnswer() {
    assertThat(site.get(PATH + "?instance=i1&wait=0", bot).statusCode()).isEqualTo(204);
    assertThat(site.get(PATH + "?instance=i1", bot).statusCode()).isEqualTo(204);
    assertThat(orders.calls).containsExactly("btc-trend i1 waits PT0S keeping to []", "btc-trend i1 waits PT30S keeping to []");
  }

  @Test
  void runSaysWhatItKeepsTo() {
    assertThat(site.get(PATH + "?instance=i1&wait=1&keeps=h7-100000.3.halt,h.9.halt", bot).statusCode()).isEqualTo(204);

    assertThat(orders.calls)
        .containsExactly(
            "btc-trend i1 waits PT1S keeping to [Kept[halt=h7-100000, epoch=3, said=2026-01-05T12:00:00Z], "
                + "Kept[halt=h, epoch=9, said=2026-01-05T12:00:00Z]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "?wait=1", "?instance=a%20b", "?instance=i1&wait=31", "?instance=i1&wait=-1", "?instance=i1&keeps=h7",
        "?instance=i1&keeps=h7.x.halt", "?instance=i1&keeps=h7.3.stop", "?instance=i1&after=1"
      })
  void badQuestionIsRefusedAndAsksNobody(String query) {
    assertThat(site.get(PATH + query, bot).statusCode()).isEqualTo(400);
    assertThat(orders.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"instance\": \"i1\"}|btc-trend i1 confirms h7.3.halt: 0 [] true",
        "{\"instance\": \"i1\", \"done\": false, \"in_flight\": 2, \"unknown\": [\"o-1\"]}|btc-trend i1 confirms h7.3.halt: 2 [o-1] false"
      })
  void confirmationIsPassedOn(String body, String expected) {
    assertThat(site.post(PATH + "/h7.3.halt/confirm", bot, body).statusCode()).isEqualTo(204);
    assertThat(orders.calls).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}", "{\"instance\": \"a b\"}", "{\"instance\": \"i1\", \"in_flight\": -1}",
        "{\"instance\": \"i1\", \"unknown\": \"o-1\"}",
        "{\"instance\": \"i1\", \"unknown\": [1]}", "{\"instance\": \"i1\", \"level\": \"closed\"}"
      })
  void badConfirmationIsRefusedAndConfirmsNothing(String body) {
    assertThat(site.post(PATH + "/h7.3.halt/confirm", bot, body).statusCode()).isEqualTo(400);
    assertThat(orders.calls).isEmpty();
  }

  @Test
  void confirmationOfWhatDoesNotStandSaysToAskAgain() {
    orders.stands = false;

    HttpResponse<String> answer = site.post(PATH + "/h7.2.halt/confirm", bot, "{\"instance\": \"i1\"}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Site.json(answer).path("detail").asString()).contains("ask again");
  }

  @Test
  void botSpeaksForItselfAloneAndNoPersonForIt() {
    String other = site.token(Role.INGEST, new BotId("other"));
    for (String token : List.of(other, site.token(Role.ADMIN), site.token(Role.OPERATOR), site.token(Role.VIEWER))) {
      assertThat(site.get(PATH + "?instance=i1", token).statusCode()).isEqualTo(403);
      assertThat(site.post(PATH + "/h7.3.halt/confirm", token, "{\"instance\": \"i1\"}").statusCode()).isEqualTo(403);
    }
    assertThat(orders.calls).isEmpty();
  }
}
