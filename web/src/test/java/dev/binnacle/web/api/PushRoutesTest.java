package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.web.Alarms;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Devices that are told while the dashboard is closed, over HTTP. */
final class PushRoutesTest {
  private static final String WISH = """
      {"endpoint": "https://fcm.googleapis.com/fcm/send/x", "p256dh": "BKey", "auth": "c2VjcmV0",
       "channel": "phone", "device": " Chrome on Android ", "replaces": "https://fcm.googleapis.com/fcm/send/w"}""";

  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);
  private final String admin = site.token(Role.ADMIN);
  private final Alarms alarms = site.world.alarms;

  @BeforeEach
  void eachHasADevice() {
    alarms.devices.add(device("d-1", "viewer"));
    alarms.devices.add(device("d-2", "admin"));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static PushDevices.Device device(String id, String operator) {
    return new PushDevices.Device(
        id, "Chrome on Android", new ChannelName("phone"), operator, "fcm.googleapis.com", Worlds.NOW, null);
  }

  @Test
  void eachSeesTheirOwnAndAnAdministratorAll() {
    JsonNode ofViewer = Site.json(site.get("/api/v1/push", viewer));
    JsonNode ofAdmin = Site.json(site.get("/api/v1/push", admin));

    assertThat(ofViewer.path("channels").toString()).isEqualTo("[{\"name\":\"phone\",\"public_key\":\"BPublic\"}]");
    assertThat(ofViewer.path("devices").toString()).isEqualTo(
        "[{\"id\":\"d-1\",\"device\":\"Chrome on Android\",\"channel\":\"phone\",\"operator\":\"viewer\",\"own\":true,"
            + "\"service\":\"fcm.googleapis.com\",\"added\":\"2026-01-05T12:00:00Z\",\"last_reached\":null}]");
    assertThat(ofAdmin.path("devices").valueStream().map(one -> one.path("id").asString())).containsExactly("d-1", "d-2");
    assertThat(ofAdmin.path("devices").get(0).path("own").asBoolean()).isFalse();
  }

  @Test
  void deviceIsWrittenDownForWhoAsks() {
    alarms.taken = new PushDevices.Taken.Done(device("d-3", "viewer"));

    HttpResponse<String> answer = site.post("/api/v1/push/devices", viewer, WISH);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(Site.json(answer).path("id").asString()).isEqualTo("d-3");
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).isEqualTo("no-store");
    assertThat(alarms.commands).containsExactly(
        "add https://fcm.googleapis.com/fcm/send/x by viewer, replacing https://fcm.googleapis.com/fcm/send/w");
  }

  @Test
  void refusalSaysWhy() {
    HttpResponse<String> answer = site.post("/api/v1/push/devices", viewer, WISH);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Site.json(answer).path("detail").asString()).isEqualTo("there are enough");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "https://fcm.googleapis.com/fcm/send/x | not an address | /endpoint",
    "https://fcm.googleapis.com/fcm/send/x | https://fcm.googleapis.com/#x | /endpoint",
    "https://fcm.googleapis.com/fcm/send/x | file:///etc/passwd | /endpoint",
    "BKey                                  | ''               | /p256dh",
    "' Chrome on Android '                 | ' '              | /device",
    "phone                                 | no channel       | /channel",
  })
  void whatIsNoSubscriptionIsToldWithoutSayingIt(String right, String wrong, String pointer) {
    HttpResponse<String> answer =
        site.post("/api/v1/push/devices", viewer, WISH.replace("\"" + right + "\"", "\"" + wrong + "\""));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Site.json(answer).path("errors").get(0).path("pointer").asString()).isEqualTo(pointer);
    assertThat(answer.body()).doesNotContain("passwd");
    assertThat(alarms.commands).isEmpty();
  }

  @Test
  void somebodyElsesDeviceIsNotThere() {
    HttpResponse<String> removed = site.delete("/api/v1/push/devices/d-2", viewer);
    HttpResponse<String> tested = site.post("/api/v1/push/devices/d-2/test", viewer, "");

    assertThat(removed.statusCode()).isEqualTo(404);
    assertThat(tested.statusCode()).isEqualTo(404);
    assertThat(alarms.commands).isEmpty();
  }

  @Test
  void ownDeviceIsTestedAndRemoved() {
    HttpResponse<String> tested = site.post("/api/v1/push/devices/d-1/test", viewer, "");
    HttpResponse<String> removed = site.delete("/api/v1/push/devices/d-1", viewer);

    assertThat(tested.body()).isEqualTo("{\"delivered\":true,\"reason\":null,\"took_ms\":42,\"reference\":\"m-7\"}");
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(alarms.commands).containsExactly("test d-1 by viewer", "remove d-1 by viewer");
  }
}
