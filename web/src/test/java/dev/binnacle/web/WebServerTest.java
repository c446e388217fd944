package dev.binnacle.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebServerTest {
  private final Site site = Site.open();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void answersWithTheFleetToAViewer() {
    HttpResponse<String> answer = site.get("/api/v1/fleet", site.token(Role.VIEWER));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Site.json(answer).path("equity").asString()).isEqualTo("12552.07");
  }

  @Test
  void takenPortIsToldWithTheOptionThatHelps() {
    assertThatThrownBy(() -> Site.open(new FakePorts(), settings -> WebSettings.local(site.server.port(), Site.KEY)))
        .isInstanceOf(WebServerException.class)
        .hasMessageContaining("127.0.0.1:" + site.server.port())
        .hasMessageContaining("taken")
        .hasMessageContaining("--port");
  }

  @Test
  void hostThatIsNotOursIsToldAsSuch() {
    assertThatThrownBy(() -> Site.open(new FakePorts(), settings -> settings.withHost("203.0.113.7")))
        .isInstanceOf(WebServerException.class)
        .hasMessageContaining("203.0.113.7");
  }

  @Test
  void closingTwiceIsClosingOnce() {
    site.server.close();

    site.server.close();
  }
}
