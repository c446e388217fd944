package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What happened around a halt, over HTTP. Now is 2026-01-05T12:00:00Z, and the halt began a minute before. */
final class IncidentRouteTest {
  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> get(String query) {
    return site.get("/api/v1/halts/h7/incident" + query, viewer);
  }

  @Test
  void isOneAxisFromTenMinutesBeforeTheBegin() {
    JsonNode incident = Site.json(get(""));

    assertThat(incident.path("from").asString()).isEqualTo("2026-01-05T11:49:00Z");
    assertThat(incident.path("halt").path("id").asString()).isEqualTo("h7");
    assertThat(incident.path("lines").get(0).toString())
        .isEqualTo(
            "{\"at\":\"2026-01-05T11:59:00Z\",\"kind\":\"command\",\"bot\":null,\"what\":\"anna asks to cancel: bot btc-trend\","
                + "\"detail\":\"odd fills\",\"id\":\"h7\",\"link\":\"/halts/h7\"}");
    assertThat(incident.path("left_out").asInt()).isEqualTo(3);
    assertThat(Site.json(get("?before=1h")).path("from").asString()).isEqualTo("2026-01-05T10:59:00Z");
  }

  @Test
  void asCsvNoCellIsAFormulaOfASpreadsheet() {
    HttpResponse<String> csv = get("?format=csv");

    assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(csv.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"incident-h7.csv\"");
    assertThat(csv.body())
        .isEqualTo(
            """
            at,kind,bot,what,detail,id,link\r
            2026-01-05T11:59:00Z,command,,"anna asks to cancel: bot btc-trend","odd fills","h7","/halts/h7"\r
            2026-01-05T12:00:00Z,error,"btc-trend","'=HYPERLINK(""x"") (high)","a | b\n<script>",,"/bots/btc-trend"\r
            """);
  }

  @Test
  void asMarkdownItSaysWhatBecameOfEachOrderAndNoWordOfABotIsMarkup() {
    HttpResponse<String> markdown = get("?format=markdown");

    assertThat(markdown.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"incident-h7.md\"");
    assertThat(markdown.body())
        .startsWith("# Halt h7\n\n- Scope: bot btc-trend\n- Mode: cancel\n- State: halted since 2026-01-05T12:00:00Z\n")
        .contains("- Asked for: 2026-01-05T11:59:00Z by anna (person): odd fills\n- Released: not yet\n")
        .contains("| o-1 | BTC/USD | cancelled | yes |  |")
        .contains("| BTC/USD | 0.5 | 0.5 | kept |  |")
        .contains("| =HYPERLINK(\"x\") (high) | a \\| b &lt;script> |");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?before=soon", "?before=8d", "?format=pdf"})
  void whatIsNotUnderstoodIsRefused(String query) {
    assertThat(get(query).statusCode()).isEqualTo(400);
  }

  @Test
  void haltThatNobodyKnowsHasNone() {
    assertThat(site.get("/api/v1/halts/h99/incident", viewer).statusCode()).isEqualTo(404);
    assertThat(site.get("/api/v1/halts/a%20b/incident", viewer).statusCode()).isEqualTo(404);
  }
}
