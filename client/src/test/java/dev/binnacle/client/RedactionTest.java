package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private final Redaction redaction = new Redaction(List.of("my-own-token"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Authorization: Bearer abc.def-123 sent | Authorization: Bearer *** sent",
        "authorization=Basic dXNlcjpwYXNz; next | authorization=Basic ***; next",
        "GET /x?api_key=s3cr3t&symbol=BTC | GET /x?api_key=***&symbol=BTC",
        "GET /x?apiKey=s3cr3t&signature=ab12 | GET /x?apiKey=***&signature=***",
        "{\"api-secret\": \"s3 cr3t\", \"n\": 1} | {\"api-secret\": \"***\", \"n\": 1}",
        "{\"password\":\"hunter2\"} | {\"password\":\"***\"}",
        "db.password = hunter2 | db.password = ***",
        "KRAKEN_API_KEY=abc KRAKEN_PRIVATE_KEY=def | KRAKEN_API_KEY=*** KRAKEN_PRIVATE_KEY=***",
        "using bearer 0a1b2c3d4e now | using bearer *** now",
        "postgres://bot:p@ss:w@db:5432/x down | postgres://***@db:5432/x down",
        "chat 123456789:AAE-abcdefghijklmnopqrstuvwxyz_12345 | chat ***",
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl ok | jwt *** ok",
        "sha 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 | sha ***",
        "key kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg== x | key *** x",
        "the token is my-own-token indeed | the token is *** indeed",
        "-----BEGIN PRIVATE KEY-----MIIEvQ-----END PRIVATE KEY----- done | -----BEGIN PRIVATE KEY-----*** done",
      })
  void secretsAreTakenOut(String said, String sent) {
    assertThat(redaction.redact(said)).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filled 0.5 BTC/USD at 45000.25, order 550e8400-e29b-41d4-a716-446655440000",
        "at dev.binnacle.client.Redaction.redact(Redaction.java:42)",
        "reading /home/trader/Projects/bot-2/config/Trend.Settings2.yaml failed: no such file or directory",
        "basic authentication failed",
        "https://api.exchange.example:443/0/public/Time?pair=XBTUSD",
        "retry in 5 s; max_tokens=5, tokens per second: 7",
        "time: 10:00:00, keys: 3, monkey: 4",
      })
  void ordinaryLinesStayAsTheyAre(String line) {
    assertThat(redaction.redact(line)).isSameAs(line);
  }

  @Property
  void anyTextIsTakenAndASecondTimeChangesNothing(@ForAll @StringLength(max = 300) String text) {
    String once = new Redaction(List.of()).redact(text);

    assertThat(new Redaction(List.of()).redact(once)).isEqualTo(once);
  }

  /** Regular expressions once took 70 ms over one such line: a log could have held up the spool. */
  @Test
  void aLongLineTakesNoLongerThanItsLength() {
    for (String part : List.of("x", "a.", "token", "key=", "://a:", "eyJ.", "1:", "-----BEGIN ", "bearer ", "Aa1/", "\"", " ")) {
      String line = part.repeat(400_000 / part.length());

      // In quadratic time this would take hours.
      assertThat(redaction.redact(line)).isNotNull();
    }
  }
}
