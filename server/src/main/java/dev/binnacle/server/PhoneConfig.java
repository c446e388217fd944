package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.notify.telegram.Act;
import dev.binnacle.notify.telegram.Fleet.Result;
import dev.binnacle.notify.telegram.Person;
import dev.binnacle.web.api.ConfigReply;
import dev.binnacle.web.api.Configurations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bots' parameters, seen and changed from a phone by the same calls as over HTTP. Waits for who keeps them. */
final class PhoneConfig {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST_PARAMETERS = 60;
  private static final int LONGEST_VALUE = 120;

  private final Configurations configs;

  PhoneConfig(Configurations configs) {
    this.configs = configs;
  }

  List<String> all() {
    List<String> lines = new ArrayList<>();
    lines.add("# Configurations");
    for (Configurations.Brief brief : configs.known()) {
      String version = brief.version() == null ? "" : " version " + brief.version() + ",";
      lines.add(brief.bot() + ":" + version + " " + brief.status());
    }
    return lines.size() == 1 ? List.of("No bot offers a configuration, and none is kept here.") : lines;
  }

  List<String> of(BotId bot) {
    ConfigReply reply = ask(bot, "{\"call\":\"state\"}");
    if (reply.status() != 200) {
      return List.of(reply.detail());
    }
    JsonNode state = ConfigCalls.JSON.readTree(reply.body());
    List<Parameter> parameters = parameters(state);
    List<String> lines = new ArrayList<>();
    lines.add("# " + bot + ", version " + state.path("version").asString("?"));
    parameters.stream().limit(MOST_PARAMETERS).forEach(one -> lines.add(one.name() + " = " + shortened(one.value())));
    if (parameters.size() > MOST_PARAMETERS) {
      lines.add("and " + (parameters.size() - MOST_PARAMETERS) + " more, on the dashboard");
    }
    lines.add("To change one: /config " + bot + " NAME=VALUE");
    return lines;
  }

  Result change(Act.Configure act, Person by) {
    BotId bot;
    try {
      bot = new BotId(act.bot());
    } catch (InvalidValueException e) {
      return new Result.Refused("Not done: there is no bot " + act.bot() + ".");
    }
    ConfigReply before = ask(bot, "{\"call\":\"state\"}");
    if (before.status() != 200) {
      return refused(before);
    }
    JsonNode state = ConfigCalls.JSON.readTree(before.body());
    Parameter parameter = named(parameters(state), act.parameter());
    if (parameter == null) {
      return new Result.Refused(
          "Not done: " + bot + " has no parameter " + act.parameter() + ", or several end so. /config " + bot
              + " lists them.");
    }
    ConfigReply reply = ask(bot, edit(state, parameter, act.value(), by));
    if (reply.status() / 100 != 2) {
      return refused(reply);
    }
    String outcome = ConfigCalls.JSON.readTree(reply.body()).path("outcome").asString("accepted");
    return new Result.Done(
        parameter.name() + " of " + bot + ": " + shortened(parameter.value()) + " → " + shortened(act.value()) + ", " + outcome
            + ".");
  }

  /** Based on the version that was just read: what another changes meanwhile is not written over. */
  private static String edit(JsonNode state, Parameter parameter, String value, Person by) {
    ObjectNode call = ConfigCalls.JSON.createObjectNode().put("call", "edit").put("author", by.operator()).put("proved", true)
        .put("source", "telegram").put("base", state.path("version").longValue()).put("reason", "by Telegram");
    call.putArray("edits").addObject().put("pointer", parameter.pointer()).set("value", value(value, parameter));
    return call.toString();
  }

  /** Text stays text, such as {@code 007}; anything else is read as JSON if it is such. */
  private static JsonNode value(String written, Parameter parameter) {
    if (!parameter.isText()) {
      try {
        return ConfigCalls.JSON.readTree(written);
      } catch (JacksonException e) {
        // A word that is no JSON: what it may be, the configuration's rules say.
      }
    }
    return ConfigCalls.JSON.getNodeFactory().stringNode(written);
  }

  /** @param name with dots, {@code pointer} with slashes */
  private record Parameter(String name, String pointer, String value, boolean isText) {}

  private static List<Parameter> parameters(JsonNode state) {
    List<Parameter> found = new ArrayList<>();
    collect("", "", state.path("values"), found);
    return found;
  }

  private static void collect(String name, String pointer, JsonNode node, List<Parameter> found) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String full = name.isEmpty() ? entry.getKey() : name + "." + entry.getKey();
      String where = pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        collect(full, where, value, found);
      } else {
        found.add(new Parameter(full, where, value.isString() ? value.asString() : value.toString(), value.isString()));
      }
    }
  }

  /** By its whole name, or by its end if only one ends so. */
  private static @Nullable Parameter named(List<Parameter> all, String asked) {
    for (Parameter one : all) {
      if (one.name().equals(asked) || one.pointer().equals(asked)) {
        return one;
      }
    }
    List<Parameter> ending = all.stream().filter(one -> one.name().endsWith("." + asked)).toList();
    return ending.size() == 1 ? ending.getFirst() : null;
  }

  private static Result refused(ConfigReply reply) {
    StringBuilder text = new StringBuilder("Not done: ").append(reply.detail().isEmpty() ? reply.rule() : reply.detail());
    reply.errors().stream().limit(5).forEach(
        problem -> text.append("\n• ").append(problem.pointer()).append(": ").append(problem.message())
            .append(problem.remedy().isEmpty() ? "" : ". " + problem.remedy()));
    return new Result.Refused(text.toString());
  }

  private ConfigReply ask(BotId bot, String call) {
    try {
      return configs.call(bot, call).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return ConfigReply.refused(504, "no-answer",
          "who keeps the configuration has not answered in time; look with /config " + bot);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the configuration of " + bot + " could not be asked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ConfigReply.refused(503, "stopping", "the server is stopping");
    }
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }
}
