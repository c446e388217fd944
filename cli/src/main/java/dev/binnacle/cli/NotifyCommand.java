package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How people are told. */
@Command(
    name = "notify",
    description = "See how the channels fare, try one, set one up, and send again what was given up.",
    subcommands = {NotifyCommand.Status.class, NotifyCommand.Sent.class, NotifyCommand.Test.class, NotifyCommand.Retry.class,
      NotifySetup.class},
    synopsisSubcommandLabel = "status|list|test|retry|setup",
    footerHeading = "%nFor example:%n",
    footer = {"  binnacle notify status", "  binnacle notify test phone", "  binnacle notify retry --all-dead"})
final class NotifyCommand implements Runnable {
  private static final String SENT = "/api/v1/notifications";

  @Spec
  CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  NotifyCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(name = "status", description = {"Show the channels and how they fare.", "Example: binnacle notify status --json"})
  static final class Status extends ReadCommand {
    @Override
    JsonNode ask(ApiClient api) {
      return api.get("/api/v1/channels");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table =
          new Table("channel", "type", "state", "waiting", "delivered", "given up", "not told", "last delivered", "p50", "p99",
              "why");
      for (JsonNode channel : answer.path("channels")) {
        table.row(
            Cells.text(channel.path("name")), Cells.text(channel.path("type")), Cells.text(channel.path("state")),
            Cells.text(channel.path("waiting")), Cells.text(channel.path("delivered")), Cells.text(channel.path("dead")),
            Cells.text(channel.path("not_told")), Cells.time(channel.path("last_delivered")),
            Cells.took(channel.path("latency").path("p50_ms")), Cells.took(channel.path("latency").path("p99_ms")),
            Cells.text(channel.path("reason")));
      }
      if (table.isEmpty()) {
        out.println("There is no channel. Add one to channels in binnacle.yaml.");
      } else {
        table.print(out);
      }
    }
  }

  @Command(
      name = "list",
      description = {"List what people were told, the newest first.",
        "Example: binnacle notify list --channel phone --state dead"})
  static final class Sent extends ReadCommand {
    @Option(names = "--channel", paramLabel = "CHANNEL", description = "Only on this channel.")
    @Nullable String channel;

    @Option(names = "--state", paramLabel = "STATE", description = "Only in this state, such as waiting, delivered or dead.")
    @Nullable String state;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
        description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit;

    @Override
    JsonNode ask(ApiClient api) {
      return api.get(SENT + "?limit=" + limit
          + (channel == null ? "" : "&channel=" + ApiClient.encoded(channel))
          + (state == null ? "" : "&state=" + ApiClient.encoded(state)));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("id", "at", "channel", "state", "tries", "message", "why");
      for (JsonNode parcel : answer.path("notifications")) {
        table.row(
            Cells.text(parcel.path("id")), Cells.time(parcel.path("at")), Cells.text(parcel.path("channel")),
            Cells.text(parcel.path("state")), Cells.text(parcel.path("attempts")), Cells.text(parcel.path("title")),
            Cells.text(parcel.path("why")));
      }
      if (table.isEmpty()) {
        out.println("Nothing was told.");
      } else {
        table.print(out);
      }
    }
  }

  @Command(name = "test",
      description = {"Send a word of trial through a channel, and say what became of it.", "Example: binnacle notify test phone"})
  static final class Test extends ReadCommand {
    @Parameters(paramLabel = "CHANNEL", description = "The channel, as the settings name it.")
    String channel;

    @SuppressWarnings("NullAway.Init")
    Test() {}

    @Override
    JsonNode ask(ApiClient api) {
      JsonNode answer = api.post("/api/v1/channels/" + ApiClient.encoded(channel) + "/test", Map.of());
      if (!answer.path("delivered").asBoolean()) {
        throw CommandFailedException.failed(channel + " did not deliver: " + Cells.text(answer.path("reason")));
      }
      return answer;
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      out.println(channel + " delivered in " + Cells.text(answer.path("took_ms")) + " ms");
    }
  }

  @Command(
      name = "retry",
      description = {"Send messages again that were given up.", "Example: binnacle notify retry 17",
        "Example: binnacle notify retry --all-dead"})
  static final class Retry extends ReadCommand {
    private static final int MOST = 200;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The message's id, as binnacle notify list has it.")
    @Nullable String id;

    @Option(names = "--all-dead", description = "All that were given up, at most " + MOST + " at a time.")
    boolean all;

    @Override
    JsonNode ask(ApiClient api) {
      if ((id == null) == !all) {
        throw CommandFailedException.failed("name the ID of one message, or --all-dead");
      }
      List<String> ids = new ArrayList<>();
      if (id != null) {
        ids.add(id);
      } else {
        api.get(SENT + "?state=dead&limit=" + MOST).path("notifications")
            .forEach(parcel -> ids.add(parcel.path("id").asString()));
      }
      ObjectNode done = ApiClient.JSON.createObjectNode();
      ArrayNode retried = done.putArray("retried");
      for (String each : ids) {
        JsonNode unused = api.post(SENT + "/" + ApiClient.encoded(each) + "/retry", Map.of());
        retried.add(each);
      }
      return done;
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      int count = answer.path("retried").size();
      out.println(
          count == 0 ? "Nothing was given up." : count == 1 ? "1 message is sent again." : count + " messages are sent again.");
    }
  }
}
